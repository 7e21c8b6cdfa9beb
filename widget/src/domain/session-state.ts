import type { LimitDetail } from "#contract/problem.ts";
import type { EndReason } from "#contract/session.ts";
import type { NotScoredReason, Report } from "#contract/report.ts";
import type { CoachErrorCode } from "./coach-error.ts";
import type { Turn } from "./turn.ts";

/** Where a practice stands. The tag shows `brief` itself; every later phase belongs to the call download. */
export type Phase =
  | "brief"
  | "consent"
  | "requesting-microphone"
  | "connecting"
  | "in-call"
  | "ending"
  | "report-pending"
  | "report-ready"
  | "not-scored"
  | "report-failed"
  | "failed";

/** What is happening in the call right now. `thinking`: the learner finished, the persona has not begun. */
export type Activity = "idle" | "learner-speaking" | "thinking" | "persona-speaking";

/** Why a practice cannot go on. */
export interface Failure {
  readonly code: CoachErrorCode;
  /** The server's reference for support, where there is one. */
  readonly requestId: string | null;
  /** The allowance that refused, for `limit_reached`. */
  readonly limit: LimitDetail | null;
}

/** The whole state of one practice. Only `reduceSession` makes a new one. */
export interface SessionState {
  readonly phase: Phase;
  readonly activity: Activity;
  /** In conversation order. */
  readonly turns: readonly Turn[];
  readonly muted: boolean;
  readonly sessionId: string | null;
  /** Null outside a call. */
  readonly remainingSeconds: number | null;
  readonly endReason: EndReason | null;
  readonly failure: Failure | null;
  readonly report: Report | null;
  readonly notScoredReason: NotScoredReason | null;
  /** True where a stand-in plays the customer. */
  readonly rehearsal: boolean;
  /** True while the connection is interrupted and may still return by itself. */
  readonly connectionWeak: boolean;
  /** False where turns could not be written to the browser's storage and are sent at once instead. */
  readonly turnsStored: boolean;
}
