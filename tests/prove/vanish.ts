import { setTimeout as delay } from "node:timers/promises";
import {
  type ObservedBackend,
  type Practice,
  startObservedBackend,
} from "../kit/stack/observed-backend.ts";

const VANISHED = Number(process.env["VANISHED"] ?? 1_000);
const STOPPED = Number(process.env["STOPPED"] ?? 100);
const STARTS_AT_ONCE = 20;
const LEASE_SECONDS = 45;
const HUNG_UP_LIMIT_MS = 60_000;
const OVERRUN_LIMIT_MS = 10_000;
/** The shortest call that is granted: these browsers stay until its end and beyond. */
const CALL_SECONDS = 30;
const BEAT_MS = 10_000;
const PATIENCE_MS = 180_000;

/**
 * Lets browsers vanish without a word, and others stay past their deadline with their timers stopped. All in real
 * time, on the database's own clock. The provider is a faithful fake with call ids, REST and sidebands, but no media.
 */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const vanished = await vanish();
  console.log(vanished.figure);
  const stopped = await stopTimers();
  return {
    figure: `${vanished.figure}; ${stopped.figure}`,
    passed: vanished.passed && stopped.passed,
  };
}

/** Without any segment: what ends these calls is the reaper alone, which is the slower of the two. */
async function vanish(): Promise<{ figure: string; passed: boolean }> {
  const backend = await startObservedBackend(0);
  try {
    await widenLimits(backend, 3_600);
    const stopReaper = backend.startReaper();
    const practices = await startMany(backend, VANISHED);
    console.log(`${practices.length} browsers have vanished`);
    await awaitEnds(practices);
    const bill = await readBill(backend);
    stopReaper();
    const timesMs = practices
      .map(({ call, startedAtMs }) => (call.endedAtMs ?? Infinity) - startedAtMs)
      .sort((left, right) => left - right);
    const worstMs = timesMs.at(-1) ?? Infinity;
    const p99Ms = timesMs[Math.ceil(timesMs.length * 0.99) - 1] ?? Infinity;
    const figure =
      `${VANISHED} vanished: ${bill.free} free, ${bill.overbilled} billed past the lease, ` +
      `${bill.reserved} s still reserved, hung up p99 ${(p99Ms / 1_000).toFixed(1)} s, ` +
      `worst ${(worstMs / 1_000).toFixed(1)} s`;
    const isBilled = bill.free === 0 && bill.overbilled === 0 && bill.reserved === 0;
    return { figure, passed: isBilled && bill.count === VANISHED && p99Ms <= HUNG_UP_LIMIT_MS };
  } finally {
    await backend.stop();
  }
}

/** With segments: browsers that go on beating but never end their call. */
async function stopTimers(): Promise<{ figure: string; passed: boolean }> {
  const backend = await startObservedBackend(120);
  try {
    await widenLimits(backend, CALL_SECONDS);
    const stopReaper = backend.startReaper();
    const practices = await startMany(backend, STOPPED);
    const beats = setInterval(() => {
      for (const practice of practices) void backend.send(practice, "heartbeat");
    }, BEAT_MS);
    await awaitEnds(practices);
    clearInterval(beats);
    stopReaper();
    const overrunsMs = practices.map(
      ({ call, startedAtMs }) => (call.endedAtMs ?? Infinity) - startedAtMs - CALL_SECONDS * 1_000,
    );
    const inTime = overrunsMs.filter((overrunMs) => overrunMs <= OVERRUN_LIMIT_MS).length;
    const worst = (Math.max(0, ...overrunsMs) / 1_000).toFixed(1);
    return {
      figure: `stopped timers: ${inTime} of ${STOPPED} ended within 10 s of the deadline, worst ${worst} s`,
      passed: inTime === STOPPED,
    };
  } finally {
    await backend.stop();
  }
}

async function widenLimits({ sql }: ObservedBackend, sessionSeconds: number): Promise<void> {
  await sql`update coach.sites set max_live = 100000, day_seconds = 100000000,
    max_session_seconds = ${sessionSeconds}, address_day_seconds = 100000000, address_max_live = 100000,
    address_hour_starts = 100000`;
  await sql`update coach.organizations set month_seconds = 1000000000`;
}

/** Twenty at a time, as fast as they are granted. */
async function startMany(backend: ObservedBackend, count: number): Promise<Practice[]> {
  const practices: Practice[] = [];
  let begun = 0;
  const startSome = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      practices.push(await backend.start());
    }
  };
  await Promise.all(Array.from({ length: STARTS_AT_ONCE }, startSome));
  return practices;
}

async function awaitEnds(practices: readonly Practice[]): Promise<void> {
  const untilMs = performance.now() + PATIENCE_MS;
  while (practices.some(({ call }) => !call.isOver) && performance.now() < untilMs) {
    await delay(200);
  }
}

interface Bill {
  readonly count: number;
  readonly free: number;
  readonly overbilled: number;
  readonly reserved: number;
}

/** What the ledger says: each call from its answer to the end of its lease, and not a second more. */
async function readBill({ sql }: ObservedBackend): Promise<Bill> {
  const [row] = await sql<[Bill]>`
    select count(*)::int as count,
      count(*) filter (where coalesce(entry.used_seconds, 0) < ${LEASE_SECONDS})::int as free,
      count(*) filter (where entry.used_seconds > ceil(extract(epoch from
        session.last_beat_at + interval '45 seconds' - session.attached_at)))::int as overbilled,
      (select coalesce(sum(reserved_seconds), 0)::int from coach.usage_windows) as reserved
    from coach.sessions as session
    left join coach.ledger_entries as entry on entry.session_id = session.id`;
  return row;
}
