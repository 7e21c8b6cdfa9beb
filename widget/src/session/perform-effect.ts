import type { SessionEffect } from "../domain/state/session-effect.ts";
import type { Attempt } from "./attempt.ts";

/** What is asked of the attempt that goes on. */
type AttemptEffect = Exclude<
  SessionEffect,
  { type: "notify" | "begin-attempt" | "remember-microphone" | "use-extension" }
>;

/** How an attempt does what each kind of effect asks for: a table that lacks one does not compile. */
const PERFORMERS: {
  readonly [Type in AttemptEffect["type"]]: (
    attempt: Attempt,
    effect: Extract<AttemptEffect, { type: Type }>,
  ) => void;
} = {
  "prepare-call"(attempt) {
    attempt.prepareCall();
  },
  "open-microphone"(attempt) {
    attempt.openMicrophone();
  },
  "replace-microphone"(attempt, { deviceId }) {
    attempt.replaceMicrophone(deviceId);
  },
  "set-microphone"(attempt, { open }) {
    attempt.setMicrophoneOpen(open);
  },
  "offer-call"(attempt) {
    attempt.offerCall();
  },
  "open-call"(attempt) {
    attempt.openCall();
  },
  "connect-call"(attempt) {
    attempt.connectCall();
  },
  "close-call"(attempt) {
    attempt.closeCall();
  },
  "abandon-session"(attempt, { reason }) {
    attempt.abandon(reason);
  },
  "send-intent"(attempt, { intent }) {
    attempt.send(intent);
  },
  "store-turn"(attempt, { turn }) {
    attempt.store(turn);
  },
  "end-session"(attempt, { reason }) {
    attempt.end(reason);
  },
  "flush-session"(attempt, { reason }) {
    attempt.flush(reason);
  },
  "fetch-report"(attempt, { afterSeconds }) {
    attempt.fetchReport(afterSeconds);
  },
};

/** Has an attempt do what an effect asks for. */
export function performEffect(attempt: Attempt, effect: AttemptEffect): void {
  // The compiler does not see that an effect and the performer of its type belong together.
  const perform = PERFORMERS[effect.type] as (attempt: Attempt, effect: AttemptEffect) => void;
  perform(attempt, effect);
}
