import type { SessionState } from "../domain/session-state.ts";
import type { CallTexts } from "../locales/english-call.ts";

/** What the persona is doing, for the line below the name. */
export function describeActivity(state: SessionState, texts: CallTexts): string {
  switch (state.phase) {
    case "requesting-microphone":
      return texts.allowMicrophone;
    case "connecting":
      return texts.calling;
    case "in-call":
      break;
    default:
      return texts.ending;
  }
  if (state.connectionWeak) return texts.weak;
  const microphone = describeMicrophone(state, texts);
  if (microphone !== null) return microphone;
  if (state.activity === "persona-speaking") return texts.speaking;
  if (state.muted) return texts.muted;
  return state.activity === "thinking" ? texts.thinking : texts.listening;
}

function describeMicrophone({ microphone }: SessionState, texts: CallTexts): string | null {
  if (microphone.status === "lost") return texts.microphoneLost;
  return microphone.status === "replacing" ? texts.microphoneReplaced : null;
}

/** True where the learner has to know, and not only may. */
export function isTroubled({ connectionWeak, microphone }: SessionState): boolean {
  return connectionWeak || microphone.status === "lost" || microphone.status === "replacing";
}

/**
 * What a screen reader is told. It stays the same while nothing worth saying changes, so it is said once; who
 * speaks is left out, since that is heard.
 */
export function announceCall(state: SessionState, texts: CallTexts, name: string): string {
  const { phase, remainingSeconds } = state;
  if (phase !== "in-call" || isTroubled(state)) return describeActivity(state, texts);
  if (state.muted) return texts.muted;
  const seconds = remainingSeconds ?? Infinity;
  if (seconds <= 30) return texts.halfMinute;
  if (seconds <= 60) return texts.oneMinute;
  return seconds <= 120 ? texts.twoMinutes : describeBeginning(state, texts, name);
}

function describeBeginning({ input }: SessionState, texts: CallTexts, name: string): string {
  if (input === "text") return texts.connectedTyping(name);
  return input === "push-to-talk" ? texts.connectedTalking : texts.connected(name);
}
