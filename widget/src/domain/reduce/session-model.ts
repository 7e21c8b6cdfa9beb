import { type ExtensionModel, NO_INCIDENT } from "./extension-model.ts";
import type { PracticeNotice, PracticeOptions } from "../state/practice.ts";
import type { SessionEffect } from "../state/session-effect.ts";
import type { CardState, OutputState, Phase, SessionState } from "../state/session-state.ts";
import { EMPTY_TRANSCRIPT, type Transcript } from "../transcript/transcript.ts";

/** What a practice is begun with, as far as the reducer needs it. */
export type PracticeTerms = Pick<PracticeOptions, "opens" | "rehearsal" | "input"> & {
  /** This browser's microphone was never checked. */
  readonly checkDue: boolean;
};

/** Time of one call, on the browser's monotonic clock. */
export interface CallClock {
  readonly answeredAtMs: number;
  readonly deadlineAtMs: number;
  /** The learner was told that little time is left. */
  readonly warned: boolean;
}

/** The visible state and what the reducer must remember beside it. */
export interface SessionModel {
  readonly state: SessionState;
  readonly terms: PracticeTerms;
  readonly transcript: Transcript;
  readonly clock: CallClock | null;
  /** Since when the connection is interrupted. */
  readonly weakSinceMs: number | null;
  /** The learner finished, and the persona has not begun to reply. */
  readonly replyAwaited: boolean;
  /** With push-to-talk: since when the turn is spoken that is not committed yet. */
  readonly talkingSinceMs: number | null;
  /** The server has confirmed the end. */
  readonly settled: boolean;
  readonly reportAskedAtMs: number | null;
  readonly extension: ExtensionModel;
}

/** What one event leads to. */
export interface Transition {
  readonly model: SessionModel;
  readonly effects: readonly SessionEffect[];
}

/** A card without tools. */
export const EMPTY_CARD: CardState = { tools: [], details: {}, answers: [], pending: null };

const DEFAULT_OUTPUT: OutputState = { devices: [], deviceId: null, choosable: false, volume: 1 };

/** A practice that has not begun. */
export function createSessionModel(terms: PracticeTerms, phase: Phase = "brief"): SessionModel {
  return {
    state: {
      phase,
      activity: "idle",
      turns: [],
      input: terms.input,
      checkDue: terms.checkDue && terms.input !== "text",
      otherCall: false,
      microphone: { status: "closed", devices: [], deviceId: null, trouble: null },
      muted: false,
      talking: false,
      sessionId: null,
      remainingSeconds: null,
      endReason: null,
      failure: null,
      report: null,
      notScoredReason: null,
      rehearsal: terms.rehearsal,
      connectionWeak: false,
      turnsStored: true,
      progress: { objectives: [], steps: [] },
      card: EMPTY_CARD,
      connectionQuality: null,
      recovery: "none",
      replyTrouble: "none",
      output: DEFAULT_OUTPUT,
      interruption: null,
    },
    terms,
    transcript: EMPTY_TRANSCRIPT,
    clock: null,
    weakSinceMs: null,
    replyAwaited: false,
    talkingSinceMs: null,
    settled: false,
    reportAskedAtMs: null,
    extension: NO_INCIDENT,
  };
}

/** A step that leads to `model`, with `effects` in the order in which they are to be done. */
export function transition(model: SessionModel, ...effects: readonly SessionEffect[]): Transition {
  return { model, effects };
}

/** The model with some of its visible state replaced. */
export function withState(model: SessionModel, change: Partial<SessionState>): SessionModel {
  return { ...model, state: { ...model.state, ...change } };
}

/** The effect that tells the page something. */
export function notify(notice: PracticeNotice): SessionEffect {
  return { type: "notify", notice };
}
