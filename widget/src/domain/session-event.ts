import type { ReportResponse } from "#contract/report.ts";
import type { CallEvent } from "./call-event.ts";
import type { Failure } from "./session-state.ts";

/** What the learner did, at the interface. */
export type LearnerEvent =
  | { readonly type: "practice-begun" }
  | { readonly type: "consent-given" }
  | { readonly type: "microphone-muted" }
  | { readonly type: "microphone-unmuted" }
  | { readonly type: "text-entered"; readonly text: string }
  | { readonly type: "stop-requested" }
  | { readonly type: "retry-requested" }
  | { readonly type: "page-left" };

/** What came of an attempt to open a call. */
export type AttemptEvent =
  | { readonly type: "microphone-opened" }
  | {
      readonly type: "session-granted";
      readonly sessionId: string;
      readonly limitSeconds: number;
      readonly rehearsal: boolean;
    }
  | { readonly type: "call-connected" }
  | { readonly type: "attempt-failed"; readonly failure: Failure };

/** What happened to the connection of a running call. */
export type ConnectionEvent =
  | { readonly type: "connection-weakened" }
  | { readonly type: "connection-recovered" }
  | { readonly type: "connection-lost" }
  /** The other side closed the call in good order. */
  | { readonly type: "call-hung-up" };

/** What our server answered after the start. */
export type ServerEvent =
  | {
      readonly type: "heartbeat-answered";
      readonly proceed: boolean;
      readonly remainingSeconds: number;
    }
  | { readonly type: "session-settled"; readonly usedSeconds: number | null }
  | { readonly type: "settlement-failed"; readonly failure: Failure }
  | { readonly type: "report-answered"; readonly response: ReportResponse }
  | { readonly type: "report-failed"; readonly failure: Failure }
  | { readonly type: "storage-refused" };

/** The passing of time: once a second while anything depends on it. */
export interface ClockTicked {
  readonly type: "clock-ticked";
}

/** Everything that can move a practice on. */
export type SessionEvent =
  LearnerEvent | AttemptEvent | ConnectionEvent | ServerEvent | CallEvent | ClockTicked;

/** An event with its moment on the browser's monotonic clock, in milliseconds from any origin. */
export type TimedEvent = SessionEvent & { readonly atMs: number };
