import * as z from "zod";
import type { NotScoredReason } from "../contract/report.ts";
import { TranscriptTurn } from "../contract/turn.ts";
import { Opaque, outcome, refusedSite, row, unknownSession } from "./answer-row.ts";
import type { CallSql } from "./call-sql.ts";
import type { LearnerQuery } from "./learners.ts";
import { ScenarioToScore } from "./scenarios.ts";

/** What of a talk is a moment of its picture. */
const MomentKind = z.enum(["objection_raised", "objection_settled", "objective_reached"]);

/** What `claim_report` answers. */
export const ClaimReportAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("claimed"),
      sessionId: z.uuid(),
      scenario: ScenarioToScore,
      learnerName: z.nullable(z.string()),
      /** In conversation order. */
      turns: z.array(TranscriptTurn),
      /** Numbers of the browser's turns that never arrived; not empty: the transcript has holes. */
      missing: z.array(z.int()),
      handshake: z.enum(["relay", "ephemeral"]),
      /** What our server saw of the session: all, not all, abuse, or nothing. */
      evidence: z.enum(["complete", "incomplete", "tampered", "none"]),
      /** How far the talk came, and when. Each list in its order; objectives, doubts and moods by their ids. */
      progress: z.object({
        objectives: z.array(z.string()),
        moods: z.array(z.object({ phase: z.string(), second: z.number() })),
        moments: z.array(z.object({ kind: MomentKind, id: z.string(), second: z.number() })),
      }),
      /** What the session drew its wordings and variables by, and what the page gave for these. */
      seed: z.int(),
      variables: z.record(z.string(), z.string()),
      /** The learner agreed that contacts and commitments are noted, and the site asks for them. */
      factsWanted: z.boolean(),
      /** Counts this one. */
      attempts: z.int().positive(),
    }),
    z.object(outcome("none")),
  ]),
);
export type ClaimReportAnswer = z.infer<typeof ClaimReportAnswer>;

/** What `save_report` answers. `unchanged`: the session has a report already, or may have none. */
export const SaveReportAnswer = row(z.object({ outcome: z.enum(["saved", "unchanged"]) }));
export type SaveReportAnswer = z.infer<typeof SaveReportAnswer>;

/** What `fail_report` answers. */
export const FailReportAnswer = row(
  z.object({ outcome: z.enum(["queued", "failed", "unchanged"]) }),
);
export type FailReportAnswer = z.infer<typeof FailReportAnswer>;

/** What `mark_not_scored` answers. */
export const MarkNotScoredAnswer = row(z.object({ outcome: z.enum(["marked", "unchanged"]) }));
export type MarkNotScoredAnswer = z.infer<typeof MarkNotScoredAnswer>;

const storedReport = z.object({
  ...outcome("ok"),
  /** `none`: the session has not ended. */
  status: z.enum(["none", "pending", "ready", "failed", "not_scored"]),
  /** A `NotScoredReason`, or why making it failed. */
  reason: z.nullable(z.string()),
  report: z.nullable(Opaque),
  /** In conversation order. */
  transcript: z.array(TranscriptTurn),
  /** True when the report is due and nobody works on it now: whoever asks may claim it. */
  leaseExpired: z.boolean(),
});

/** What `get_report` answers. */
export const GetReportAnswer = row(z.discriminatedUnion("outcome", [storedReport, unknownSession]));
export type GetReportAnswer = z.infer<typeof GetReportAnswer>;

/** What `get_attempt_report` answers. `session_unknown`: it is none of that learner's. */
export const GetAttemptReportAnswer = row(
  z.discriminatedUnion("outcome", [storedReport, unknownSession, ...refusedSite]),
);
export type GetAttemptReportAnswer = z.infer<typeof GetAttemptReportAnswer>;

/** The functions about reports and the queue of those to be made. */
export interface ReportFunctions {
  /** Leases that session's report, or with null the oldest that is due. */
  claimReport(sessionId: string | null, leaseSeconds: number): Promise<ClaimReportAnswer>;
  saveReport(
    sessionId: string,
    report: Readonly<Record<string, unknown>>,
  ): Promise<SaveReportAnswer>;
  failReport(
    sessionId: string,
    failure: { readonly reason: string; readonly retry: boolean },
  ): Promise<FailReportAnswer>;
  markNotScored(sessionId: string, reason: NotScoredReason): Promise<MarkNotScoredAnswer>;
  getReport(sessionId: string): Promise<GetReportAnswer>;
  /** The report of an earlier attempt, if it is that learner's. */
  getAttemptReport(query: LearnerQuery, sessionId: string): Promise<GetAttemptReportAnswer>;
}

/** Those functions, called by `call`. */
export function createReportFunctions(call: CallSql): ReportFunctions {
  return {
    claimReport: (sessionId, leaseSeconds) =>
      call("claim_report", { sessionId, leaseSeconds }, ClaimReportAnswer),
    saveReport: (sessionId, report) => call("save_report", { sessionId, report }, SaveReportAnswer),
    failReport: (sessionId, { reason, retry }) =>
      call("fail_report", { sessionId, reason, retry }, FailReportAnswer),
    markNotScored: (sessionId, reason) =>
      call("mark_not_scored", { sessionId, reason }, MarkNotScoredAnswer),
    getReport: (sessionId) => call("get_report", { sessionId }, GetReportAnswer),
    getAttemptReport: (query, sessionId) =>
      call("get_attempt_report", { ...query, sessionId }, GetAttemptReportAnswer),
  };
}
