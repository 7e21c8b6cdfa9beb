import type { AidEvent } from "../state/extension-event.ts";
import type { SessionEvent, Timed } from "../state/session-event.ts";
import { type SessionModel, step, type Step } from "./session-model.ts";

/** As long as echo cancellers take to learn a room, once there is something to learn from. */
const HUSH_MS = 2_000;

/**
 * Sends silence while the persona's first sound begins: until the echo canceller knows it, an open microphone
 * gives the persona its own words for the learner's, and lets them interrupt it.
 */
export function followFirstSound(
  model: SessionModel,
  event: (SessionEvent | AidEvent) & Timed,
): Step {
  const { hushedUntilMs } = model.aids;
  const { phase, input, muted, activity } = model.state;
  if (phase !== "in-call" || input !== "voice") return step(model);
  if (hushedUntilMs === null) {
    return activity === "persona-speaking"
      ? step(hush(model, event.atMs + HUSH_MS), { type: "set-microphone", open: false })
      : step(model);
  }
  if (hushedUntilMs === 0 || (event.atMs < hushedUntilMs && activity === "persona-speaking")) {
    return step(model);
  }
  return step(hush(model, 0), { type: "set-microphone", open: !muted });
}

function hush(model: SessionModel, hushedUntilMs: number): SessionModel {
  return { ...model, aids: { ...model.aids, hushedUntilMs } };
}
