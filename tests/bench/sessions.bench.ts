import { projectPath } from "../../demo/platform/project-paths.ts";
import { spawnTethered } from "../../demo/platform/tethered-process.ts";
import { OFFER } from "../functions/kit/offer-fixture.ts";
import { freePort } from "../kit/stack/free-port.ts";
import { post, soundStart, startTestBackend, type TestBackend } from "../kit/stack/test-backend.ts";

const SAMPLES = 200;
const WARM_UP = 40;
const SECONDS = 8;
const PARALLEL = 16;

/** A start beside a bare relay of offers, and starts a second with one and with four processes. */
export async function bench(): Promise<string[]> {
  const lines: string[] = [];
  const backend = await startTestBackend(4);
  const relay = await startRelay(backend);
  try {
    await widen(backend);
    const [first = ""] = backend.functions;
    const start = async (): Promise<number> =>
      (await post(first, "/coach/sessions", soundStart())).status;
    const pass = async (): Promise<number> => {
      const response = await fetch(relay.url, { method: "POST", body: OFFER });
      await response.text();
      return response.status;
    };
    const [full, bare] = await medians(start, pass);
    lines.push(
      `POST /sessions ${full.toFixed(1)} ms, a bare relay ${bare.toFixed(1)} ms (median of ${SAMPLES}, taking turns)`,
    );
    const one = await throughput(backend, backend.functions.slice(0, 1));
    const four = await throughput(backend, backend.functions);
    lines.push(
      `starts a second: ${one.toFixed(0)} with one process, ${four.toFixed(0)} with four: ratio ${(four / one).toFixed(2)}` +
        " (database, provider and client on the same machine)",
      `POST /sessions / bare relay: ${(full / bare).toFixed(1)}`,
    );
    return lines;
  } finally {
    await relay.stop();
    await backend.stop();
  }
}

async function widen({ sql }: TestBackend): Promise<void> {
  await sql`update coach.organizations set month_seconds = 2000000000`;
  await sql`
    update coach.sites set max_live = 1000000, day_seconds = 2000000000, learner_day_seconds = 1000000`;
  // What an anonymous address may use is a limit of its own, and every start here has the same one.
  await sql`
    update coach.sites set address_day_seconds = 2000000000, anonymous_day_seconds = 2000000000,
    address_max_live = 1000000, address_hour_starts = 1000000, site_hour_starts = 1000000`;
}

async function startRelay(
  backend: TestBackend,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const relay = spawnTethered({
    name: "The bare relay",
    command: [
      projectPath("node_modules/.bin/deno"),
      ...["run", "--quiet", "--no-config", "--allow-net", "--allow-env"],
      projectPath("tests/bench/bare-relay.ts"),
    ],
    environment: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      PORT: String(port),
      OPENAI_BASE_URL: backend.provider.baseUrl,
      OPENAI_API_KEY: "sk-bench",
      DENO_NO_PACKAGE_JSON: "1",
      DENO_NO_UPDATE_CHECK: "1",
    },
  });
  await relay.log.waitFor(/ready/, 20_000);
  return { url: `http://127.0.0.1:${port}`, stop: relay.stop };
}

/** Of two requests that take turns, so that what else the machine does is the same for both. */
async function medians(
  first: () => Promise<number>,
  second: () => Promise<number>,
): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let sample = -WARM_UP; sample < SAMPLES; sample += 1) {
    const pair = [await timed(first), await timed(second)] as const;
    if (sample < 0) continue;
    times[0].push(pair[0]);
    times[1].push(pair[1]);
  }
  return [toMedian(times[0]), toMedian(times[1])];
}

async function timed(request: () => Promise<number>): Promise<number> {
  const startedAtMs = performance.now();
  const status = await request();
  if (status !== 201) throw new Error(`a start was answered ${status}`);
  return performance.now() - startedAtMs;
}

function toMedian(times: readonly number[]): number {
  return times.toSorted((left, right) => left - right)[SAMPLES / 2] ?? NaN;
}

async function throughput(backend: TestBackend, bases: readonly string[]): Promise<number> {
  const startedAtMs = performance.now();
  const end = startedAtMs + SECONDS * 1_000;
  let done = 0;
  const work = async (worker: number): Promise<void> => {
    const base = bases[worker % bases.length] ?? "";
    while (performance.now() < end) {
      const { status, body } = await post(base, "/coach/sessions", soundStart());
      if (status !== 201)
        throw new Error(`a start was answered ${status}: ${JSON.stringify(body)}`);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, (_, worker) => work(worker)));
  const seconds = (performance.now() - startedAtMs) / 1_000;
  // Nothing of these calls goes on: what they hold must not slow the next round.
  await backend.sql`select public.reap_sessions(1)`;
  return done / seconds;
}
