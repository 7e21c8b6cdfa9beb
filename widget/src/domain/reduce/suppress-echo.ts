import type { ExtensionEvent } from "../state/extension-event.ts";
import type { SessionEvent, Timed } from "../state/session-event.ts";
import { type SessionModel, transition, type Transition } from "./session-model.ts";

/** As long as echo cancellers take to learn a room, once there is something to learn from. */
const SUPPRESSION_MS = 2_000;

/**
 * Sends silence while the persona's first sound begins: until the echo canceller knows it, an open microphone
 * gives the persona its own words for the learner's, and lets them interrupt it.
 */
export function suppressEcho(
  model: SessionModel,
  event: (SessionEvent | ExtensionEvent) & Timed,
): Transition {
  const { suppressedUntilMs } = model.extension;
  const { phase, input, muted, activity } = model.state;
  if (phase !== "in-call" || input !== "voice") return transition(model);
  if (suppressedUntilMs === null) {
    return activity === "persona-speaking"
      ? transition(suppress(model, event.atMs + SUPPRESSION_MS), {
          type: "set-microphone",
          open: false,
        })
      : transition(model);
  }
  if (
    suppressedUntilMs === 0 ||
    (event.atMs < suppressedUntilMs && activity === "persona-speaking")
  ) {
    return transition(model);
  }
  return transition(suppress(model, 0), { type: "set-microphone", open: !muted });
}

function suppress(model: SessionModel, suppressedUntilMs: number): SessionModel {
  return { ...model, extension: { ...model.extension, suppressedUntilMs } };
}
