import { makeReport, type ReportOutcome } from "../../_shared/jobs/make-report.ts";
import { assertBearer } from "../../_shared/runtime/http/assert-bearer.ts";
import type { RequestContext } from "../../_shared/runtime/http/serve.ts";
import { drainHangups, type SettledHangups } from "../../_shared/jobs/settle-hangups.ts";
import type { ObserverWorld } from "../observer-world.ts";

/** What one run of the reaper did. */
export interface ReapResult {
  /** Sessions settled, and reservations given back for which no call was ever made. */
  readonly reaped: number;
  readonly released: number;
  readonly hangups: SettledHangups;
  /** Segments started for calls that nobody watched. */
  readonly segments: number;
  /** How many report jobs ended which way. */
  readonly reports: Partial<Record<ReportOutcome, number>>;
}

const BATCH = 50;
const MAX_BATCHES = 10;
const MAX_HANGUP_BATCHES = 20;
const MAX_REPORTS = 10;
const PURGE_BATCH = 200;
const DELIVERY_BATCH = 50;
/** No further report is begun after this; one may take most of the platform's patience. */
const REPORTS_BUDGET_MS = 20_000;

/**
 * `POST /observer/reap`: ends what nobody ends any more, hangs up what waits for it, works off reports, delivers
 * what is owed to other systems and removes what is old.
 * Needs SCHEDULE_KEY as bearer token. May run as often and as often at once as one likes; the database hands every piece of work out once.
 */
export function createPostReap(world: ObserverWorld) {
  return async (request: Request, context: RequestContext): Promise<Response> => {
    await assertBearer(request, "SCHEDULE_KEY", [world.scheduleKey ?? ""]);
    const { reaped, released } = await reapAll(world);
    const hangups = await drainAll(world);
    const segments = await watchUnwatched(world);
    const reports = await workOffReports(world);
    // Who answers slowly holds up nobody else.
    for (const deliver of world.deliver) {
      world.background("deliver", async () => {
        await deliver(DELIVERY_BATCH);
      });
    }
    world.background("purge_operational", async () => {
      await world.purge(PURGE_BATCH);
    });
    world.background("purge_records", async () => {
      await world.store.purgeRecords(PURGE_BATCH);
    });
    const result: ReapResult = { reaped, released, hangups, segments, reports };
    if (reaped + released + hangups.done + hangups.queued > 0) {
      const { requestId } = context;
      world.log("info", "sessions_reaped", { requestId, reaped, released, ...hangups });
    }
    return Response.json(result);
  };
}

async function reapAll({ store }: ObserverWorld): Promise<{ reaped: number; released: number }> {
  const total = { reaped: 0, released: 0 };
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const { reaped, released } = await store.reapSessions(BATCH);
    total.reaped += reaped;
    total.released += released;
    if (reaped + released === 0) break;
  }
  return total;
}

/** Batch after batch, so that a thousand pages that vanish at once are all hung up by one run. */
async function drainAll(world: ObserverWorld): Promise<SettledHangups> {
  const total = { done: 0, queued: 0 };
  for (let batch = 0; batch < MAX_HANGUP_BATCHES; batch += 1) {
    const { done, queued } = await drainHangups(world, BATCH);
    total.done += done;
    total.queued += queued;
    // Where the provider refuses, the rest waits too: the next run tries again.
    if (done + queued < BATCH || queued > done) break;
  }
  return total;
}

/** A segment whose function was killed is replaced here, if no beat of its browser did it before. */
async function watchUnwatched({ store, startSegment }: ObserverWorld): Promise<number> {
  const { calls } = await store.listUnwatchedCalls(null, BATCH);
  const started = await Promise.all(calls.map((callId) => startSegment(callId, null)));
  return started.filter(Boolean).length;
}

async function workOffReports(world: ObserverWorld): Promise<ReapResult["reports"]> {
  const reports: Partial<Record<ReportOutcome, number>> = {};
  const lastStartMs = world.now().getTime() + REPORTS_BUDGET_MS;
  for (let job = 0; job < MAX_REPORTS && world.now().getTime() <= lastStartMs; job += 1) {
    const outcome = await makeReport(world, null);
    if (outcome === "none") break;
    reports[outcome] = (reports[outcome] ?? 0) + 1;
  }
  return reports;
}
