import type { LearnerTool } from "#contract/progress.ts";
import type { ReportResponse } from "#contract/report.ts";
import type { CallEvent } from "./call-event.ts";
import type { CoachErrorCode } from "./coach-error.ts";
import type { Failure, MicrophoneDevice } from "./session-state.ts";

/** What the learner did, at the interface. */
export type LearnerEvent =
  | { readonly type: "practice-begun" }
  /** As it begins, a session of it is found that was left running. */
  | { readonly type: "interruption-noticed" }
  | { readonly type: "consent-given"; readonly check: boolean }
  | { readonly type: "other-call-found" }
  | { readonly type: "call-requested" }
  | { readonly type: "text-entered"; readonly text: string }
  | { readonly type: "stop-requested" }
  | { readonly type: "retry-requested" }
  | { readonly type: "page-left" }
  /** The page goes on without the practice. */
  | { readonly type: "practice-left" }
  /** Another practice of the page takes the call. */
  | { readonly type: "slot-taken" };

/** What the learner did with the microphone, and what became of it. */
export type MicrophoneEvent =
  | { readonly type: "microphone-muted" }
  | { readonly type: "microphone-unmuted" }
  | { readonly type: "talk-started" }
  | { readonly type: "talk-stopped" }
  | { readonly type: "microphone-chosen"; readonly deviceId: string }
  | { readonly type: "microphone-opened"; readonly deviceId: string | null }
  /** The open one was unplugged, or its permission taken back. */
  | { readonly type: "microphone-vanished" }
  /** The one that was to replace it did not open. */
  | { readonly type: "microphone-refused"; readonly code: CoachErrorCode }
  /** Something was plugged in or out. */
  | { readonly type: "microphones-listed"; readonly devices: readonly MicrophoneDevice[] };

/** What came of an attempt to open a call. */
export type AttemptEvent =
  | {
      readonly type: "session-granted";
      readonly sessionId: string;
      readonly limitSeconds: number;
      readonly rehearsal: boolean;
      readonly tools: readonly LearnerTool[];
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
      /** Where it may not proceed: for time, or for what it cost. Absent: for time. */
      readonly reason?: "cost" | undefined;
    }
  | { readonly type: "session-settled"; readonly usedSeconds: number | null }
  | { readonly type: "settlement-failed"; readonly failure: Failure }
  | { readonly type: "report-answered"; readonly response: ReportResponse }
  | { readonly type: "report-failed"; readonly failure: Failure }
  | { readonly type: "storage-refused" }
  /** The download that recovers calls and runs tools failed: the practice goes on without. */
  | { readonly type: "extension-missing" };

/** The passing of time: once a second while anything depends on it. */
export interface ClockTicked {
  readonly type: "clock-ticked";
}

/** Everything that can move a practice on. */
export type SessionEvent =
  | LearnerEvent
  | MicrophoneEvent
  | AttemptEvent
  | ConnectionEvent
  | ServerEvent
  | CallEvent
  | ClockTicked;

/** What has a moment: milliseconds on the browser's monotonic clock, from any origin. */
export interface Timed {
  readonly atMs: number;
}

/** An event with its moment. */
export type TimedEvent = SessionEvent & Timed;
