import type { EndReason } from "#contract/session.ts";
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
  const trouble = describeTrouble(state, words);
  if (trouble !== null) return trouble;
  if (state.activity === "persona-speaking") return texts.speaking;
  if (state.muted) return texts.muted;
  return state.activity === "thinking" ? texts.thinking : texts.listening;
}

/** Why a call ended that the learner did not end, and what follows; null for any other. */
export function describeEnd(
  { endReason }: SessionState,
  { aids, name }: Pick<CallWords, "aids" | "name">,
): string | null {
  const reasons: Partial<Record<EndReason, string>> = {
    deadline: aids.timeOver,
    persona: aids.personaEnded(name),
    failed: aids.lineBroken,
  };
  const reason = endReason && reasons[endReason];
  return reason ? `${reason} ${aids.reportFollows}` : null;
}

/** What the learner has to know of the line and the microphone; null where all is well. */
export function describeTrouble(
  { recovery, connectionWeak, microphone: { status } }: SessionState,
  { texts, aids }: CallWords,
): string | null {
  if (recovery !== "none") return recovery === "offered" ? aids.lineBroken : texts.calling;
  if (connectionWeak) return texts.weak;
  if (status === "lost") return texts.microphoneLost;
  return status === "replacing" ? texts.microphoneReplaced : null;
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
  if (phase !== "in-call" || describeTrouble(state, words)) return describeActivity(state, words);
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
