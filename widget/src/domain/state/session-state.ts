import type { LimitDetail } from "#contract/problem.ts";
import type { CardAnswer, LearnerTool, Progress } from "#contract/progress.ts";
import type { EndReason, SessionRequest } from "#contract/session.ts";
import type { NotScoredReason, Report } from "#contract/report.ts";
import type { CoachErrorCode } from "./coach-error.ts";
import type { Turn } from "./turn.ts";

/**
 * Where a practice stands. The tag shows `brief` itself; every later phase belongs to the call download.
 * `interrupted`: a session of this practice was left running, here or in another tab.
 */
export type Phase =
  | "brief"
  | "interrupted"
  | "consent"
  | "microphone-check"
  | "requesting-microphone"
  | "connecting"
  | "in-call"
  | "ending"
  | "report-pending"
  | "report-ready"
  | "not-scored"
  | "report-failed"
  | "failed";

const HOLDING: readonly Phase[] = [
  "microphone-check",
  "requesting-microphone",
  "connecting",
  "in-call",
];

/** True in phases in which a microphone or a call is, or is about to be, open. */
export function isHolding(phase: Phase): boolean {
  return HOLDING.includes(phase);
}

/** What is happening in the call right now. `thinking`: the learner finished, the persona has not begun. */
export type Activity = "idle" | "learner-speaking" | "thinking" | "persona-speaking";

/** How the learner takes part: by voice, by voice while a button is held, or by typing. */
export type LearnerInput = NonNullable<SessionRequest["input"]>;

/** Why a practice cannot go on. */
export interface Failure {
  readonly code: CoachErrorCode;
  /** The server's reference for support, where there is one. */
  readonly requestId: string | null;
  /** The allowance that refused, for `limit_reached`. */
  readonly limit: LimitDetail | null;
}

/** A microphone that the learner can choose. Both words are the browser's. */
export interface MicrophoneDevice {
  readonly id: string;
  readonly label: string;
}

/** What the learner speaks into. */
export interface MicrophoneState {
  /** `replacing`: it vanished and another one is tried. `lost`: there is none now; the learner can type. */
  readonly status: "closed" | "open" | "replacing" | "lost";
  readonly devices: readonly MicrophoneDevice[];
  readonly deviceId: string | null;
  /** Why the last one that was tried did not open. */
  readonly trouble: CoachErrorCode | null;
}

/** The learner's side card: tools of the persona's world that stand on the screen during the call. */
export interface CardState {
  readonly tools: readonly LearnerTool[];
  /** What the customer has given away that the card has a field for, by field name. */
  readonly details: Readonly<Record<string, string>>;
  /** What the tools answered, the oldest first. */
  readonly answers: readonly CardAnswer[];
  /** The tool whose answer is awaited; the others wait for it. */
  readonly pending: string | null;
}

/** How the connection sounds by the browser's own statistics; null where nothing was measured yet. */
export type ConnectionGrade = "good" | "fair" | "poor";

/**
 * What becomes of a broken connection: `calling-again` by itself for 45 s; then it is `offered` to the learner to
 * call again or to finish with what there is.
 */
export type Recovery = "none" | "calling-again" | "offered";

/**
 * What becomes of a reply that the service owes: `asking-again` by itself, a few times; then it is `given-up` and the
 * call ends.
 */
export type ReplyTrouble = "none" | "asking-again" | "given-up";

/** What the persona is heard through. */
export interface OutputState {
  /** Names are empty where the browser does not tell them. */
  readonly devices: readonly MicrophoneDevice[];
  /** Null: the browser's default. */
  readonly deviceId: string | null;
  /** True where the browser lets a page choose. */
  readonly choosable: boolean;
  /** From 0 to 1. */
  readonly volume: number;
}

/** What is known of a session that was left running. */
export interface Interruption {
  /** Null: the server was not heard yet. 0: it is over, and only its report is left. */
  readonly remainingSeconds: number | null;
  /** True where another tab holds the session, or took it from this one. */
  readonly elsewhere: boolean;
}

/** The whole state of one practice. Only `reduceSession` makes a new one. */
export interface SessionState {
  readonly phase: Phase;
  readonly activity: Activity;
  /** In conversation order. */
  readonly turns: readonly Turn[];
  readonly input: LearnerInput;
  /** This browser's microphone was never checked, so that consent leads to the check. */
  readonly checkDue: boolean;
  /** Another practice of the page holds a call, which this one would end. */
  readonly otherCall: boolean;
  readonly microphone: MicrophoneState;
  readonly muted: boolean;
  /** With push-to-talk: the learner holds the button. */
  readonly talking: boolean;
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
  /** What was reached in the call so far. */
  readonly progress: Progress;
  readonly card: CardState;
  readonly connectionQuality: ConnectionGrade | null;
  readonly recovery: Recovery;
  readonly replyTrouble: ReplyTrouble;
  readonly output: OutputState;
  /** Only in the phase `interrupted`; null while it is looked for. */
  readonly interruption: Interruption | null;
}
