import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { callRaceFunction, createRaceSite, openRaceSession, type RaceSite } from "./race-site.ts";
import { findLedgerFaults } from "./ledger-faults.ts";

/** How hard and how long starts race. */
export interface RaceOptions {
  readonly databaseUrl: string;
  readonly connections: number;
  /** Each with sites of its own, so that the caps are met again and again. */
  readonly rounds: number;
  readonly attemptsEachRound: number;
}

/** What came of a race. All but `granted`, `refused` and `vanished` should be 0. */
export interface RaceResult {
  granted: number;
  refused: number;
  /** Granted, and never heard of again: half of them before a call, half during one. */
  vanished: number;
  /** Transactions that the database undid and that succeeded when repeated. */
  repeated: number;
  /** Errors that reached the caller. */
  readonly errors: string[];
  /** Broken invariants, however often seen. */
  readonly faults: Set<string>;
  /** How often the invariants were checked. */
  checks: number;
  /** Sessions still running when everybody had gone and the reaper had come. */
  left: number;
}

const VANISHING = 0.4;
const CHECK_PAUSE_MS = 25;

/**
 * Lets many clients start sessions against small caps, all at once, while four in ten of those who were
 * granted one vanish and two reapers clear up. One reader checks the books on the way, in whole snapshots.
 */
export async function raceStarts(options: RaceOptions): Promise<RaceResult> {
  const result: RaceResult = {
    ...{ granted: 0, refused: 0, vanished: 0, repeated: 0, checks: 0, left: 0 },
    ...{ errors: [], faults: new Set<string>() },
  };
  const sql = connectAsService(options.databaseUrl, options.connections);
  const helpers = connectAsService(options.databaseUrl, 3);
  try {
    // Every connection is open before the first function is called: otherwise the race is a queue.
    await Promise.all(Array.from({ length: options.connections }, () => sql`select pg_sleep(0.3)`));
    for (let round = 0; round < options.rounds; round += 1) {
      await runRound(sql, helpers, { ...options, result });
    }
    result.left = await countLive(helpers);
  } finally {
    await Promise.all([sql.end(), helpers.end()]);
  }
  return result;
}

/** Opens a pool whose connections have the rights of the functions, a statement a transaction. */
export function connectAsService(databaseUrl: string, max: number): postgres.Sql {
  return postgres(databaseUrl, {
    max,
    onnotice: () => undefined,
    fetch_types: false,
    connection: { role: "service_role" },
  });
}

interface Round extends RaceOptions {
  readonly result: RaceResult;
}

async function runRound(sql: postgres.Sql, helpers: postgres.Sql, round: Round): Promise<void> {
  const organization = randomUUID();
  const caps = {
    ...{ organization_month_seconds: 1_500, site_day_seconds: 900, site_max_live: 8 },
    // All come from one address, again and again.
    ...{ address_max_live: 8, address_hour_starts: 100_000, site_hour_starts: 100_000 },
    learner_hour_starts: 100_000,
  };
  const sites = [
    await createRaceSite(helpers, { organization, ...caps, learner_day_seconds: 200 }),
    await createRaceSite(helpers, { organization, ...caps, anonymous_day_seconds: 150 }),
  ];
  const state = { isRunning: true, left: round.attemptsEachRound };
  const aside = [
    watch(helpers, state, round.result),
    reap(helpers, state, round.result),
    reap(helpers, state, round.result),
  ];
  const clients = Array.from({ length: round.connections }, async () => {
    for (state.left -= 1; state.left >= 0; state.left -= 1) {
      const site = sites[state.left % sites.length];
      if (site !== undefined) await attempt(sql, site, round.result);
    }
  });
  await Promise.all(clients);
  state.isRunning = false;
  await Promise.all(aside);
  while ((await reapOnce(helpers, round.result)) > 0);
  await check(helpers, round.result);
}

/** One client: asks for a session and, where it gets one, practises, gives up or vanishes. */
async function attempt(sql: postgres.Sql, site: RaceSite, result: RaceResult): Promise<void> {
  const learner = `learner-${Math.floor(Math.random() * 40)}`;
  const opened = await guarded(result, () => openRaceSession(sql, site, { learner_key: learner }));
  if (opened === null) return;
  if (opened["outcome"] !== "granted") {
    if (opened["outcome"] === "limit_reached") result.refused += 1;
    else result.errors.push(String(opened["outcome"]));
    return;
  }
  result.granted += 1;
  await guarded(result, () => live(sql, String(opened["session_id"]), result));
}

async function live(sql: postgres.Sql, id: string, result: RaceResult): Promise<void> {
  const isVanishing = Math.random() < VANISHING;
  const half = Math.random() < 0.5;
  if (isVanishing) result.vanished += 1;
  if (isVanishing && half) {
    await sql`update coach.sessions set lapses_at = now() - interval '1 second'
      where id = ${id} and status = 'reserved'`;
    return;
  }
  if (!isVanishing && half) {
    await callRaceFunction(sql, "release_session", { p_session_id: id, p_reason: "start_failed" });
    return;
  }
  await callRaceFunction(sql, "attach_call", {
    ...{ p_session_id: id, p_provider_call_id: randomUUID(), p_provider: "race", p_answer: "v=0" },
  });
  if (isVanishing) {
    // Fifty seconds have passed since, as far as the books know: the lease is over.
    await sql`update coach.sessions set attached_at = now() - interval '50 seconds',
      lapses_at = now() - interval '5 seconds' where id = ${id} and status = 'active'`;
    return;
  }
  await callRaceFunction(sql, "beat_session", { p_session_id: id });
  const end = { p_session_id: id, p_reason: "learner" };
  // A page that closes sends its end twice.
  await Promise.all([
    callRaceFunction(sql, "end_session", end),
    callRaceFunction(sql, "end_session", end),
  ]);
}

/** Repeats once what the database undid, as the store does; whatever fails then is told. */
async function guarded<T>(result: RaceResult, work: () => Promise<T>): Promise<T | null> {
  for (let round = 0; ; round += 1) {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof postgres.PostgresError ? error.code : "";
      const isUndone = code === "40001" || code === "40P01";
      if (!isUndone || round > 0) {
        result.errors.push(`${code} ${String(error)}`);
        return null;
      }
      result.repeated += 1;
    }
  }
}

interface Running {
  readonly isRunning: boolean;
}

async function reap(sql: postgres.Sql, state: Running, result: RaceResult): Promise<void> {
  while (state.isRunning) {
    await reapOnce(sql, result);
    await pause();
  }
}

async function reapOnce(sql: postgres.Sql, result: RaceResult): Promise<number> {
  const reaped = await guarded(result, () =>
    callRaceFunction(sql, "reap_sessions", { p_batch: 50 }),
  );
  return Number(reaped?.["reaped"] ?? 0) + Number(reaped?.["released"] ?? 0);
}

async function watch(sql: postgres.Sql, state: Running, result: RaceResult): Promise<void> {
  while (state.isRunning) {
    await check(sql, result);
    await pause();
  }
}

async function check(sql: postgres.Sql, result: RaceResult): Promise<void> {
  for (const fault of await findLedgerFaults(sql)) result.faults.add(fault);
  result.checks += 1;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, CHECK_PAUSE_MS));
}

async function countLive(sql: postgres.Sql): Promise<number> {
  const [row] = await sql<{ live: number }[]>`
    select count(*)::integer as live from coach.sessions where lapses_at is not null`;
  return row?.live ?? 0;
}
