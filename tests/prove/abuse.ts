import { post, soundStart, startTestBackend, type TestBackend } from "../kit/stack/test-backend.ts";

/** Half of the time without strangers, half with them. */
const SECONDS = Number(process.env["ABUSE_SECONDS"] ?? 120);
const STRANGERS = 12;
/** However long it lasts, honest learners alone stay below half of the site's money for the day. */
const HONEST_PAUSE_MS = Math.max(400, (SECONDS * 1_000) / 300);
const STRANGER_PAUSE_MS = 100;
/** Beside strangers a start may take so much longer. */
const MAX_SLOWDOWN = 3;
const DAY_COST_MICROS = 20_000_000;
/** Starts of one address within an hour. */
const ADDRESS_STARTS = 12;
/** What once was slow to read. */
const DOTS = `${".".repeat(7_990)}x`;

/** How often somebody started, and how often a call came of it. */
interface Starts {
  starts: number;
  granted: number;
}

/**
 * Strangers with the embed key and a forged Origin start as often as they can, from one IPv4 address and one IPv6 /56, with
 * new devices and whatever else they can write into the header; they vanish, and fill what they get with texts that were
 * slow to read. Honest learners start beside them, each from an address of its own.
 */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const backend = await startTestBackend(2, { TRUSTED_PROXY_HOPS: "2" });
  try {
    await backend.sql`update coach.sites set max_live = 60, day_seconds = 360000, learner_day_seconds = 1800,
      session_cost_micros = 30000, day_cost_micros = ${DAY_COST_MICROS}`;
    const halfMs = (SECONDS * 1_000) / 2;
    const quiet = await practise(backend, halfMs);
    const until = performance.now() + halfMs;
    const found: Starts = { starts: 0, granted: 0 };
    const strangers = Array.from({ length: STRANGERS }, (_, index) =>
      intrude(backend, { index, until, found }),
    );
    const beside = await practise(backend, halfMs);
    await Promise.all(strangers);
    const spent = await readSpent(backend);
    return {
      figure:
        `${found.granted} of ${found.starts} starts of ${STRANGERS} strangers behind two addresses in ${SECONDS / 2} s, ` +
        `${toDollars(spent)} of ${toDollars(DAY_COST_MICROS)} spent or held; honest starts ${beside.granted} of ` +
        `${beside.starts}, p95 ${beside.p95Ms.toFixed(0)} ms, without strangers ${quiet.p95Ms.toFixed(0)} ms`,
      passed:
        found.granted <= 2 * ADDRESS_STARTS &&
        spent <= DAY_COST_MICROS &&
        beside.granted === beside.starts &&
        beside.p95Ms <= MAX_SLOWDOWN * quiet.p95Ms,
    };
  } finally {
    await backend.stop();
  }
}

let learners = 0;

async function practise(
  { functions }: TestBackend,
  forMs: number,
): Promise<Starts & { readonly p95Ms: number }> {
  const until = performance.now() + forMs;
  const times: number[] = [];
  let granted = 0;
  while (performance.now() < until) {
    learners += 1;
    const base = functions[learners % functions.length] ?? "";
    const address = `198.18.${learners >> 8}.${learners & 255}`;
    const startedAtMs = performance.now();
    const { status, body } = await post(base, "/coach/sessions", soundStart(), {
      "x-forwarded-for": address,
    });
    times.push(performance.now() - startedAtMs);
    if (status === 201) granted += 1;
    const ending = { sessionToken: body["sessionToken"], reason: "learner" };
    await post(base, `/coach/sessions/${String(body["sessionId"])}/end`, ending);
    await pause(HONEST_PAUSE_MS);
  }
  times.sort((a, b) => a - b);
  return { starts: times.length, granted, p95Ms: times[Math.floor(times.length * 0.95)] ?? 0 };
}

async function intrude(
  { functions }: TestBackend,
  {
    index,
    until,
    found,
  }: { readonly index: number; readonly until: number; readonly found: Starts },
): Promise<void> {
  for (let round = 0; performance.now() < until; round += 1) {
    const base = functions[round % functions.length] ?? "";
    const { status, body } = await post(base, "/coach/sessions", soundStart(), {
      "x-forwarded-for": `${["unknown", "", "10.0.0.1"][round % 3] ?? ""}, ${toAddress(index, round)}`,
      "cf-connecting-ip": "",
    });
    found.starts += 1;
    if (status === 201) {
      found.granted += 1;
      const turn = { itemId: "item_1", previousItemId: null, speaker: "learner", state: "final" };
      await post(base, `/coach/sessions/${String(body["sessionId"])}/turns`, {
        sessionToken: body["sessionToken"],
        turns: [{ ...turn, sequence: 1, text: DOTS, startedAtMs: 0, endedAtMs: 1 }],
      });
    }
    await pause(STRANGER_PAUSE_MS);
  }
}

/** Spelt in every way that means the same. */
function toAddress(index: number, round: number): string {
  if (index % 2 === 0) return round % 2 === 0 ? "203.0.113.9" : "::ffff:203.0.113.9";
  return `2001:db8:7:9${(round & 255).toString(16).padStart(2, "0")}::${index}`;
}

async function readSpent({ sql }: TestBackend): Promise<number> {
  const [row] = await sql<{ used: string }[]>`
    select used from coach.sites as site, coach.cost_windows_of(site) limit 1`;
  return Number(row?.used ?? NaN);
}

function toDollars(microDollars: number): string {
  return `$${(microDollars / 1_000_000).toFixed(2)}`;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
