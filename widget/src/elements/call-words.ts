import type { SessionState } from "../domain/session-state.ts";
import type { AidTexts } from "../locales/english-aids.ts";
import type { CallTexts } from "../locales/english-call.ts";

/** The words of a call, and what its persona is called. */
export interface CallWords {
  readonly texts: CallTexts;
  readonly aids: AidTexts;
  readonly name: string;
}

/** What the persona is doing, for the line below the name. */
export function describeActivity(state: SessionState, words: CallWords): string {
  const { texts } = words;
  switch (state.phase) {
    case "requesting-microphone":
      return texts.allowMicrophone;
    case "connecting":
      return texts.calling;
    case "in-call":
      break;
    default:
      return describeEnd(state, words) ?? texts.ending;
  }
  if (state.recovery === "calling-again") return texts.calling;
  if (state.recovery === "offered") return words.aids.lineBroken;
  if (state.connectionWeak) return texts.weak;
  const microphone = describeMicrophone(state, texts);
  if (microphone !== null) return microphone;
  if (state.activity === "persona-speaking") return texts.speaking;
  if (state.muted) return texts.muted;
  return state.activity === "thinking" ? texts.thinking : texts.listening;
}

/** Why a call ended that the learner did not end, and what follows; null for any other. */
export function describeEnd(
  { endReason }: SessionState,
  { aids, name }: Pick<CallWords, "aids" | "name">,
): string | null {
  switch (endReason) {
    case "deadline":
      return `${aids.timeOver} ${aids.reportFollows}`;
    case "persona":
      return `${aids.personaEnded(name)} ${aids.reportFollows}`;
    case "failed":
      return `${aids.lineBroken} ${aids.reportFollows}`;
    default:
      return null;
  }
}

function describeMicrophone({ microphone }: SessionState, texts: CallTexts): string | null {
  if (microphone.status === "lost") return texts.microphoneLost;
  return microphone.status === "replacing" ? texts.microphoneReplaced : null;
}

/** True where the learner has to know, and not only may. */
export function isTroubled({ connectionWeak, microphone, recovery }: SessionState): boolean {
  const isLost = microphone.status === "lost" || microphone.status === "replacing";
  return connectionWeak || recovery !== "none" || isLost;
}

/**
 * What a screen reader is told. It stays the same while nothing worth saying changes, so it is said once; who
 * speaks is left out, since that is heard. `isBack`: the line broke in this call and was restored.
 */
export function announceCall(state: SessionState, words: CallWords, isBack: boolean): string {
  const { phase, remainingSeconds, recovery } = state;
  const { texts, aids, name } = words;
  // An offer has a region of its own, which is read as it appears.
  if (recovery === "offered") return "";
  if (recovery === "calling-again") return `${aids.callingAgain(name)} ${aids.kept}`;
  if (phase !== "in-call" || isTroubled(state)) return describeActivity(state, words);
  if (state.muted) return texts.muted;
  const seconds = remainingSeconds ?? Infinity;
  if (seconds <= 30) return texts.halfMinute;
  if (seconds <= 60) return texts.oneMinute;
  if (seconds <= 120) return texts.twoMinutes;
  return isBack ? aids.connectedAgain(name) : describeBeginning(state, texts, name);
}

function describeBeginning({ input }: SessionState, texts: CallTexts, name: string): string {
  if (input === "text") return texts.connectedTyping(name);
  return input === "push-to-talk" ? texts.connectedTalking : texts.connected(name);
}
