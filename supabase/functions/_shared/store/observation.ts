import * as z from "zod";
import { Opaque, outcome, row } from "./answer-row.ts";
import type { CallSql } from "./call-sql.ts";
import type { ObservationBatch, ObservationEnding } from "./observation-batch.ts";

/** What `claim_observation` answers. `busy`: another segment watches; `over`: nothing to watch any more. */
export const ClaimObservationAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("claimed"),
      sessionId: z.uuid(),
      providerCallId: z.string(),
      plan: Opaque,
      /** Since the session's first call was answered, on the database's clock. */
      elapsedMs: z.int().nonnegative(),
      /** Since this call was made: a session may have several. */
      callElapsedMs: z.int().nonnegative(),
      /** Until the deadline. */
      remainingMs: z.int().nonnegative(),
    }),
    z.object(outcome("busy")),
    z.object(outcome("over")),
    z.object(outcome("call_unknown")),
  ]),
);
export type ClaimObservationAnswer = z.infer<typeof ClaimObservationAnswer>;

const watching = {
  /** The call is over, alone or with its session. */
  isOver: z.boolean(),
  /** The call is over, and its session goes on. */
  isBrokenOff: z.boolean(),
  /** Nobody beats any more: whoever reaps may end the session. */
  isLapsed: z.boolean(),
  remainingMs: z.int().nonnegative(),
  /** The session has cost as much as it may. */
  isOverCost: z.boolean(),
  /** True once a call: tell the persona that little time is left. */
  wrapsUp: z.boolean(),
  /** False while what happened in a gap is not proven. */
  isAnchored: z.boolean(),
  /** How many gaps there were. */
  epoch: z.int().nonnegative(),
  isHolderAttached: z.boolean(),
  /** Items that exist and were not seen whole: to be fetched. */
  wanted: z.array(z.string()),
};

/** What `record_observation` answers. `superseded`: the successor holds the call; `lost`: somebody else does. */
export const RecordObservationAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({ ...outcome("holding"), ...watching }),
    z.object({ ...outcome("superseded"), ...watching }),
    z.object({ ...outcome("lost"), ...watching }),
    z.object(outcome("closed")),
    z.object(outcome("call_unknown")),
  ]),
);
export type RecordObservationAnswer = z.infer<typeof RecordObservationAnswer>;

/** What `release_observation` answers. */
export const ReleaseObservationAnswer = row(
  z.object({ outcome: z.enum(["released", "unchanged"]) }),
);
export type ReleaseObservationAnswer = z.infer<typeof ReleaseObservationAnswer>;

/** What `close_observation` answers. `busy`: a predecessor may still write, so ask again. */
export const CloseObservationAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("closed"),
      status: z.enum(["complete", "incomplete", "tampered"]),
      reason: z.nullable(z.string()),
    }),
    z.object(outcome("busy")),
    z.object(outcome("lost")),
    z.object(outcome("call_unknown")),
  ]),
);
export type CloseObservationAnswer = z.infer<typeof CloseObservationAnswer>;

/** What `list_unwatched_calls` answers. */
export const ListUnwatchedCallsAnswer = row(z.object({ calls: z.array(z.uuid()) }));
export type ListUnwatchedCallsAnswer = z.infer<typeof ListUnwatchedCallsAnswer>;

/** The functions about the watch over a call, which segments hand on to each other. */
export interface ObservationFunctions {
  /** Leases a running call to the segment `holder`, which `predecessor` may hand it over to. */
  claimObservation(
    callId: string,
    holder: string,
    predecessor: string | null,
  ): Promise<ClaimObservationAnswer>;
  /** Stores what a segment saw and renews its lease. */
  recordObservation(
    callId: string,
    holder: string,
    batch: ObservationBatch,
  ): Promise<RecordObservationAnswer>;
  /** A segment leaves a call that goes on. */
  releaseObservation(callId: string, holder: string): Promise<ReleaseObservationAnswer>;
  /** Ends the watch for good and says whether all was seen. */
  closeObservation(
    callId: string,
    holder: string,
    end: { readonly ending: ObservationEnding; readonly reason: string | null },
  ): Promise<CloseObservationAnswer>;
  /** Running calls without a segment, of one session or with null of all. */
  listUnwatchedCalls(sessionId: string | null, batch: number): Promise<ListUnwatchedCallsAnswer>;
}

/** Those functions, called by `call`. */
export function createObservationFunctions(call: CallSql): ObservationFunctions {
  return {
    claimObservation: (callId, holder, predecessor) =>
      call("claim_observation", { callId, holder, predecessor }, ClaimObservationAnswer),
    recordObservation: (callId, holder, batch) =>
      call("record_observation", { callId, holder, batch }, RecordObservationAnswer),
    releaseObservation: (callId, holder) =>
      call("release_observation", { callId, holder }, ReleaseObservationAnswer),
    closeObservation: (callId, holder, { ending, reason }) =>
      call("close_observation", { callId, holder, ending, reason }, CloseObservationAnswer),
    listUnwatchedCalls: (sessionId, batch) =>
      call("list_unwatched_calls", { sessionId, batch }, ListUnwatchedCallsAnswer),
  };
}
