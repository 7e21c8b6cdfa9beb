import type { Brief } from "#contract/brief.ts";
import type { AttemptSummary } from "#contract/learner-record.ts";
import type { ReportResponse } from "#contract/report.ts";
import type { EndReason } from "#contract/session.ts";
import type { Progress } from "#contract/progress.ts";
import type { Failure, LearnerInput, Phase, SessionState } from "./session-state.ts";
import type { Turn } from "./turn.ts";

/** What one practice is configured with; the element's attributes, read once at its start. */
export interface PracticeOptions {
  /** Base URL of the functions, without a trailing slash. */
  readonly api: string;
  readonly embedKey: string;
  readonly scenario: string;
  readonly locale: string;
  readonly learnerName: string | null;
  /** The page's word for who practises, read anew at each start: a token is good for one, and briefly. */
  readonly learnerToken: string | null;
  /**
   * Asks the page for a fresh token, which `learnerToken` is then; nothing where the page offers none.
   * @throws {CoachError} session_rejected when the page fails to answer, or takes too long.
   */
  readonly renewLearnerToken?: () => Promise<void> | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly input: LearnerInput;
  /** Which side opens the talk, from the brief. */
  readonly opens: "persona" | "learner";
  readonly rehearsal: boolean;
}

/** What a learner agreed to, or was told, beside the practice itself. */
export interface Agreement {
  /** Contacts and commitments may be noted, where the brief asks for it. */
  readonly facts: boolean;
  /** What the brief wanted told, to be said again at the start. */
  readonly told?: Brief["consent"]["told"];
}

/** Loudness of each side as a number from 0 to 1, read by whoever draws it, at most once a frame. */
export interface VoiceLevels {
  learner(): number;
  persona(): number;
}

/**
 * What a learner is told of while the call goes on. `line_poor` at most once a minute. `reply_failed`: the service
 * owed the customer's reply; it is asked for again, and after the third in a row the call ends.
 */
export type WarningCode =
  "time_short" | "connection_weak" | "turns_not_stored" | "line_poor" | "reply_failed";

/** What a page may want to know of a practice; the element turns each into a DOM event. */
export type PracticeNotice =
  | { readonly type: "phase-changed"; readonly phase: Phase; readonly previous: Phase }
  | { readonly type: "session-started"; readonly sessionId: string }
  | { readonly type: "turn-completed"; readonly turn: Turn }
  | {
      readonly type: "voice-activity";
      readonly speaker: "learner" | "persona";
      readonly speaking: boolean;
    }
  | {
      readonly type: "warning";
      readonly code: WarningCode;
    }
  | {
      readonly type: "session-ended";
      readonly sessionId: string;
      readonly reason: EndReason;
      readonly usedSeconds: number | null;
    }
  /** The learner reached a step, an objective, or both. */
  | {
      readonly type: "step-reached";
      readonly sessionId: string;
      readonly step: { readonly id: string; readonly title: string } | null;
      readonly objective: string | null;
      readonly progress: Progress;
    }
  /** `passed` is null where nothing was scored or the scenario has no pass mark. */
  | {
      readonly type: "report-ready";
      readonly sessionId: string;
      readonly total: number | null;
      readonly passMark: number | null;
      readonly passed: boolean | null;
      readonly criteria: readonly { readonly id: string; readonly level: number | null }[];
    }
  | { readonly type: "failed"; readonly failure: Failure };

/**
 * One running practice, from consent to report. Every method is safe in every phase, twice, and during the
 * permission prompt; the state says what happened, nothing is optimistic.
 */
export interface Practice {
  readonly state: SessionState;
  readonly levels: VoiceLevels;
  /** Calls back with every new state and the notices that led to it; the returned function unsubscribes. */
  subscribe(
    listener: (state: SessionState, notices: readonly PracticeNotice[]) => void,
  ): () => void;
  /** Leaves the brief and asks for consent. */
  begin(): void;
  /**
   * Consent was given: opens the microphone and the call, or with `check` the microphone alone, which is what
   * happens unasked where `checkDue`. Must run inside a click, which unlocks sound. Where another practice of
   * the page holds a call, the first time only says so.
   */
  consent(check?: boolean, agreed?: Agreement): void;
  /** Leaves the microphone check for the call. Must run inside a click, as `consent()`. */
  call(): void;
  /** Speaks into another microphone from now on. */
  chooseMicrophone(deviceId: string): void;
  /** With push-to-talk: lets the persona hear the learner until `stopTalking()`, which hands over the turn. */
  startTalking(): void;
  stopTalking(): void;
  mute(): void;
  unmute(): void;
  sendText(text: string): void;
  /** Ends the call and asks for the report; before the call it returns to the brief. */
  stop(): void;
  /** Goes on with the interrupted session in a new call. Must run inside a click, as `consent()`. */
  resume(): void;
  /** Waits no longer for the end or the report of a call; `retry()` asks for it again. */
  stopWaiting(): void;
  /** Ends an interrupted session, or one whose connection could not be restored, and asks for its report. */
  finish(): void;
  /** Calls once more where that is offered. Must run inside a click. */
  callAgain(): void;
  /** Takes the session from the other tab and goes on with it here. Must run inside a click. */
  takeOver(): void;
  /** Uses a tool of the learner's card; ignored while another answer is awaited. */
  useTool(tool: string, inputs: Readonly<Record<string, string>>): void;
  /** Lets the persona be heard through another device; the browser's default for an empty id. */
  chooseOutput(deviceId: string): void;
  /** From 0 to 1; kept for the next call in this browser. */
  setVolume(volume: number): void;
  /**
   * Tells the server how the learner found the practice; a second rating takes the place of the first.
   * @throws {CoachError} rejects with what the refusal means
   */
  rate(rating: { readonly stars: number; readonly comment?: string }): Promise<void>;
  /**
   * The learner's earlier attempts at this scenario, the oldest first.
   * @throws {CoachError} rejects with what the refusal means
   */
  loadAttempts(): Promise<readonly AttemptSummary[]>;
  /**
   * The report of one of these, or how far it is.
   * @throws {CoachError} rejects with what the refusal means
   */
  loadReport(sessionId: string): Promise<ReportResponse>;
  /** A fresh attempt, from the consent on; after a failed report it asks for the report again. */
  retry(): void;
  /** Frees everything at once and tells the server; the practice is of no use afterwards. */
  dispose(): void;
}
