import type { SessionState } from "../../domain/state/session-state.ts";
import type { FigureState } from "../kit/render-figure.ts";
import type { CallTexts } from "../../locales/en/call.ts";

/** The words of a call, and what its persona is called. */
export interface CallWords {
  readonly texts: CallTexts;
  readonly name: string;
  /** The persona waits for the learner's first word. */
  readonly awaitsLearner: boolean;
}

/** What the persona is doing, for the line below the name. */
export function describeActivity(state: SessionState, words: CallWords): string {
  const { texts } = words;
  if (state.phase === "requesting-microphone") return texts.allowMicrophone;
  if (state.phase === "connecting") return texts.calling;
  const trouble = describeTrouble(state, words);
  if (trouble !== null) return trouble;
  if (state.activity === "persona-speaking") return texts.speaking;
  if (state.muted) return texts.muted;
  if (state.activity === "thinking") return texts.thinking;
  return words.awaitsLearner ? texts.youBegin : texts.listening;
}

/** What the figure does; the line below the name says it in words. */
export function toFigureState({ phase, activity }: SessionState): FigureState {
  if (phase !== "in-call") return "ringing";
  if (activity === "persona-speaking") return "speaking";
  return activity === "thinking" ? "thinking" : "listening";
}

/** What the learner has to know of the connection and the microphone; null where all is well. */
export function describeTrouble(
  { recovery, connectionWeak, microphone: { status } }: SessionState,
  { texts }: CallWords,
): string | null {
  if (recovery !== "none") return recovery === "offered" ? texts.connectionBroken : texts.calling;
  if (connectionWeak) return texts.weak;
  if (status === "lost") return texts.microphoneLost;
  return status === "replacing" ? texts.microphoneReplaced : null;
}

/**
 * What a screen reader is told. It stays the same while nothing worth saying changes, so it is said once; who
 * speaks is left out, since that is heard. `isBack`: the connection broke in this call and was restored.
 */
export function announceCall(state: SessionState, words: CallWords, isBack: boolean): string {
  const { phase, remainingSeconds, recovery } = state;
  const { texts, name } = words;
  // An offer has a region of its own, which is read as it appears.
  if (recovery === "offered") return "";
  if (recovery === "calling-again") return `${texts.callingAgain(name)} ${texts.kept}`;
  if (phase !== "in-call") return describeActivity(state, words);
  // Time runs on for somebody whose microphone is off, too.
  const standing = describeTrouble(state, words) ?? (state.muted ? texts.muted : "");
  const time = describeTime(remainingSeconds ?? Infinity, texts);
  if (standing || time) return `${time} ${standing}`.trim();
  return isBack ? texts.connectedAgain(name) : describeBeginning(state, words);
}

function describeTime(seconds: number, texts: CallTexts): string {
  if (seconds > 120) return "";
  if (seconds > 60) return texts.twoMinutes;
  return seconds > 30 ? texts.oneMinute : texts.halfMinute;
}

function describeBeginning({ input }: SessionState, words: CallWords): string {
  const { texts, name, awaitsLearner } = words;
  const spoken = input === "push-to-talk" ? texts.connectedTalking : texts.connected(name);
  const connected = input === "text" ? texts.connectedTyping(name) : spoken;
  return awaitsLearner ? `${connected} ${texts.youBegin}` : connected;
}
