import * as z from "zod";
import { AttemptSummary } from "../contract/learner-record.ts";
import { outcome, refusedSite, row, unknownSession } from "./answer-row.ts";
import type { CallSql } from "./call-sql.ts";

/** Whose attempts at which scenario. */
export interface LearnerQuery {
  readonly embedKey: string;
  readonly origin: string;
  readonly scenario: string;
  /** Hash that names the learner on this site; null for one who is not known again. */
  readonly learnerKey: string | null;
  readonly isAnonymous: boolean;
}

/** Which of a learner's attempts are listed. */
interface AttemptsQuery extends LearnerQuery {
  /** How many of the latest. */
  readonly limit: number;
}

/** What `list_attempts` answers: the oldest first. */
export const ListAttemptsAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({ ...outcome("ok"), attempts: z.array(row(AttemptSummary)) }),
    ...refusedSite,
  ]),
);
export type ListAttemptsAnswer = z.infer<typeof ListAttemptsAnswer>;

/** What `rate_session` answers. `closed`: no call came about, or it is over for more than a day. */
export const RateSessionAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object(outcome("rated")),
    z.object(outcome("closed")),
    unknownSession,
  ]),
);
export type RateSessionAnswer = z.infer<typeof RateSessionAnswer>;

/** What `purge_records` answers: sessions that are gone, and learners of whom nothing is left. */
export const PurgeRecordsAnswer = row(
  z.object({ sessions: z.int().nonnegative(), learners: z.int().nonnegative() }),
);
export type PurgeRecordsAnswer = z.infer<typeof PurgeRecordsAnswer>;

/** The functions about what is kept of learners. */
export interface LearnerFunctions {
  /** A learner's latest attempts, the oldest first. */
  listAttempts(query: AttemptsQuery): Promise<ListAttemptsAnswer>;
  /** Keeps the learner's word on a practice; the last one counts. */
  rateSession(
    sessionId: string,
    rating: { readonly stars: number; readonly comment: string | null },
  ): Promise<RateSessionAnswer>;
  /** Removes up to `batch` sessions that are older than their organization keeps them. */
  purgeRecords(batch: number): Promise<PurgeRecordsAnswer>;
}

/** Those functions, called by `call`. */
export function createLearnerFunctions(call: CallSql): LearnerFunctions {
  return {
    listAttempts: (query) => call("list_attempts", query, ListAttemptsAnswer),
    rateSession: (sessionId, { stars, comment }) =>
      call("rate_session", { sessionId, stars, comment }, RateSessionAnswer),
    purgeRecords: (batch) => call("purge_records", { batch }, PurgeRecordsAnswer),
  };
}
