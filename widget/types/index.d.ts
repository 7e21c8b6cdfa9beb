/**
 * The public types of `<maka-voice-coach>`, as pages and frameworks use them. They stand alone: neither Lit nor zod is
 * needed to read them. `tests/types` holds each against the sources.
 */

/** Where a practice stands. */
export type MakaPhase =
  | "brief"
  | "consent"
  | "interrupted"
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

/** Who spoke: the person who practises, or the simulated customer. */
export type MakaSpeaker = "learner" | "persona";

/**
 * One utterance, in the order of the talk. Times are milliseconds since the session's first call was answered: once a
 * turn has ended, those of its sound, without an end where nobody measured it.
 */
export interface MakaTurn {
  readonly itemId: string;
  readonly previousItemId: string | null;
  readonly speaker: MakaSpeaker;
  /** `forming` and `awaiting` still change; the other three are ends. */
  readonly status: "forming" | "awaiting" | "final" | "interrupted" | "unrecognized";
  readonly text: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
}

/** One turn of a stored transcript. */
export interface MakaTranscriptTurn {
  itemId: string;
  speaker: MakaSpeaker;
  state: "final" | "interrupted" | "unrecognized";
  text: string;
  startedAtMs: number;
  /** When its sound was over: the start where it took no time, null where it was spoken and nobody measured it. */
  endedAtMs: number | null;
  /** Heard by the server, or told by the learner's browser. */
  source: "observed" | "reported";
}

/** A learner's words, found in the turn that it names. */
export interface MakaQuote {
  itemId: string;
  text: string;
}

/** Who or what ended a call. */
export type MakaEndReason =
  "learner" | "deadline" | "persona" | "left" | "failed" | "page_closed" | "cost";

/** One scored criterion; `level` is 0 to 5, null where the occasion never arose or nothing could show it. */
export interface MakaCriterion {
  id: string;
  title: string;
  weight: number;
  level: number | null;
  reason: string;
  quotes: MakaQuote[];
  betterWording: string | null;
  /** The lowest and the highest level found, where two scorings lie more than one level apart. */
  range?: [number, number] | undefined;
}

/** How a practice was spoken. It informs and never enters the score; null is "not measurable", not zero. */
export interface MakaDelivery {
  talkShare: number | null;
  wordsPerMinute: number | null;
  longestMonologueSeconds: number | null;
  questions: { open: number; closed: number } | null;
  responseSeconds: number | null;
  interruptions: { byLearner: number; byPersona: number } | null;
  fillers: { count: number; perHundredWords: number } | null;
  silenceSeconds: number | null;
  speakerChangesPerMinute: number | null;
}

/** Contacts and commitments that were named, where the site notes them and the learner agreed. */
export interface MakaFacts {
  contacts: {
    name: string | null;
    company: string | null;
    email: string | null;
    phone: string | null;
  }[];
  commitments: { by: MakaSpeaker; text: string; due: string | null; quote: MakaQuote }[];
}

/** A call as a picture, in milliseconds since it was answered. A list without entries was not measured. */
export interface MakaTimeline {
  durationMs: number;
  turns: { id: string; speaker: "learner" | "persona"; startMs: number; endMs: number }[];
  /** How open the simulated customer was from then on, 0 to 1. */
  mood: { atMs: number; open: number }[];
  doubts: {
    id: string;
    text: string;
    raisedMs: number;
    settledMs: number | null;
    turn: string | null;
  }[];
  aims: { id: string; text: string; atMs: number | null; turn: string | null }[];
}

/** The scorecard of one session. */
export interface MakaReport {
  sessionId: string;
  scenario: { id: string; version: string; title: string; language: string };
  /** 0 to 100; null when no criterion has a level. */
  total: number | null;
  passMark: number | null;
  summary: string;
  criteria: MakaCriterion[];
  strengths: string[];
  improvements: string[];
  evidence: "observed" | "reported";
  rehearsal: boolean;
  transcript: MakaTranscriptTurn[];
  /** ISO 8601. */
  createdAt: string;
  objectives?: { id: string; text: string; reached: boolean }[] | undefined;
  breaches?: { text: string; quote: MakaQuote }[] | undefined;
  /** A headline about the talk, 40 characters at most. */
  verdict?: string | null | undefined;
  /** The one thing that would change most; `action` in 40 characters at most. */
  next?:
    | {
        criterion: string | null;
        action: string;
        quote: MakaQuote | null;
        wording: string | null;
      }
    | null
    | undefined;
  timeline?: MakaTimeline | null | undefined;
  reviewAdvised?: boolean | undefined;
  delivery?: MakaDelivery | null | undefined;
  facts?: MakaFacts | null | undefined;
  versions?: { prompt: string; rubric: string; model: string } | undefined;
}

/** The allowance that refused. Seconds for allowances, per cent for money, else a count of calls, attempts or starts. */
export interface MakaLimit {
  name:
    | "organization_month"
    | "site_day"
    | "learner_day"
    | "site_concurrency"
    | "learner_concurrency"
    | "learner_attempts"
    | "hour_starts"
    | "site_cost";
  cap: number;
  used: number;
  /** ISO 8601, or null where it does not come back with time. */
  resetsAt: string | null;
}

/** Why a practice cannot go on. */
export type MakaErrorCode =
  | "mic_denied"
  | "mic_missing"
  | "mic_busy"
  | "mic_blocked_by_page"
  | "browser_unsupported"
  | "page_insecure"
  | "configuration_invalid"
  | "scenario_missing"
  | "feature_disabled"
  | "signed_out"
  | "session_rejected"
  | "limit_reached"
  | "server_unreachable"
  | "connect_failed"
  | "connect_timeout"
  | "connection_lost"
  | "protocol_violation"
  | "aborted"
  | "internal";

/** What each event carries in `detail`, as plain JSON. All bubble and leave the shadow root. */
export interface MakaEventDetails {
  "maka-ready": {
    scenario: string;
    title: string;
    persona: string;
    language: string;
    limitSeconds: number;
  };
  "maka-phase-changed": { phase: MakaPhase; previous: MakaPhase };
  "maka-session-started": { sessionId: string };
  "maka-voice-activity": { speaker: MakaSpeaker; speaking: boolean };
  "maka-turn-completed": { turn: MakaTurn };
  "maka-step-reached": {
    sessionId: string;
    step: { id: string; title: string } | null;
    objective: string | null;
    progress: { objectives: string[]; steps: { id: string; title: string }[] };
  };
  "maka-warning": {
    code: "time_short" | "connection_weak" | "turns_not_stored" | "line_poor" | "reply_failed";
  };
  "maka-session-ended": {
    sessionId: string;
    reason: MakaEndReason;
    usedSeconds: number | null;
  };
  "maka-report-ready": {
    sessionId: string;
    /** 0 to 100; null where nothing could be scored. */
    total: number | null;
    passMark: number | null;
    /** Null where nothing could be scored, or the scenario has no pass mark. */
    passed: boolean | null;
    /** The level of each criterion, 0 to 5; null where it has none. */
    criteria: { id: string; level: number | null }[];
  };
  "maka-limit-reached": { limit: MakaLimit | null };
  "maka-error": { code: MakaErrorCode; requestId: string | null };
}

/** The events of the tag, for `addEventListener`. */
export type MakaEventMap = {
  [Name in keyof MakaEventDetails]: CustomEvent<MakaEventDetails[Name]>;
};

/** The attributes of the tag, spelled as in HTML. */
export interface MakaVoiceCoachAttributes {
  /** Base URL of the functions, such as `https://PROJECT.supabase.co/functions/v1`. */
  api: string;
  /** Names the site that embeds the tag. */
  "embed-key": string;
  /** The scenario's id. */
  scenario: string;
  /** A signed token that says who practises; each start needs a fresh one. */
  "learner-token"?: string | undefined;
  /** What the persona may call the learner. */
  "learner-name"?: string | undefined;
  /** Language of the interface (BCP 47). */
  locale?: string | undefined;
  variant?: "inline" | "launcher" | "panel" | undefined;
  placement?: "bottom-end" | "bottom-start" | undefined;
  theme?: "auto" | "light" | "dark" | undefined;
  captions?: "on" | "off" | undefined;
  input?: "voice" | "push-to-talk" | "text" | undefined;
  /** JSON object of scenario variables. */
  variables?: string | undefined;
  disabled?: boolean | undefined;
}

/** The tag as scripts see it. */
export declare class MakaVoiceCoach extends HTMLElement {
  api: string;
  embedKey: string;
  scenario: string;
  learnerToken: string;
  /** Asked for a fresh token when one is needed; `learnerToken` is then what it answers. */
  getLearnerToken?: (() => string | null | Promise<string | null>) | null | undefined;
  learnerName: string;
  locale: string;
  variant: "inline" | "launcher" | "panel";
  placement: "bottom-end" | "bottom-start";
  theme: "auto" | "light" | "dark";
  captions: "on" | "off";
  input: "voice" | "push-to-talk" | "text";
  variables: string;
  disabled: boolean;
  /** Where the practice stands. */
  get phase(): MakaPhase;
  /** What was said so far, in order. */
  get turns(): readonly MakaTurn[];
  /** The scorecard, once there is one. */
  get report(): MakaReport | null;
  /** Seconds left in the call; null outside one. */
  get remainingSeconds(): number | null;
  /** Leaves the brief and asks for consent, which only a click of the learner can give. */
  start(): Promise<void>;
  /** Ends the call and asks for the report; before the call it returns to the brief. */
  stop(): void;
  mute(): void;
  unmute(): void;
  /** Says something in writing; only during a call. */
  sendText(text: string): void;
  /** Begins a fresh attempt, or asks again for what failed to load. */
  retry(): void;
  addEventListener<Name extends keyof MakaEventMap>(
    type: Name,
    listener: (this: MakaVoiceCoach, event: MakaEventMap[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<Name extends keyof HTMLElementEventMap>(
    type: Name,
    listener: (this: MakaVoiceCoach, event: HTMLElementEventMap[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "maka-voice-coach": MakaVoiceCoach;
  }
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- merging is what it is for
  interface HTMLElementEventMap extends MakaEventMap {}
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- as above
  interface DocumentEventMap extends MakaEventMap {}
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- as above
  interface WindowEventMap extends MakaEventMap {}
}
