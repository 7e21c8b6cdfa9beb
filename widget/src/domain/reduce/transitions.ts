import type { EndReason } from "#contract/session.ts";
import { advanceTurns } from "./reduce-call.ts";
import type { SessionEffect } from "../state/session-effect.ts";
import {
  notify,
  type SessionModel,
  transition,
  type Transition,
  withState,
} from "./session-model.ts";
import type { Failure, Phase } from "../state/session-state.ts";

/** An interrupted connection may return by itself for this long. */
export const CONNECTION_GRACE_MS = 5_000;
/** The learner is told once when this little time is left. */
export const SHORT_TIME_SECONDS = 60;
/** A call that the other side closes this close to its end was closed because of it. */
const DEADLINE_TOLERANCE_MS = 5_000;

/** The phases between the consent and the call. */
export const BEFORE_CALL: readonly Phase[] = [
  "microphone-check",
  "requesting-microphone",
  "connecting",
];

/** What only time brings about: seconds left, the warning, the end, the end of patience. */
export function tick(model: SessionModel, atMs: number): Transition {
  const { clock } = model;
  if (clock === null) return transition(model);
  if (atMs >= clock.deadlineAtMs) return endCall(model, atMs, "deadline");
  if (model.weakSinceMs !== null && atMs - model.weakSinceMs >= CONNECTION_GRACE_MS) {
    return loseCall(model, atMs);
  }
  const remainingSeconds = Math.ceil((clock.deadlineAtMs - atMs) / 1_000);
  const short = remainingSeconds <= SHORT_TIME_SECONDS && !clock.warned;
  const ticked = withState(
    { ...model, clock: { ...clock, warned: clock.warned || short } },
    { remainingSeconds },
  );
  const advanced = advanceTurns(ticked, atMs, false);
  const warning = short ? [notify({ type: "warning", code: "time_short" })] : [];
  return transition(advanced.model, ...warning, ...advanced.effects);
}

/** Ends a running call; in any other phase it changes nothing. */
export function endCall(model: SessionModel, atMs: number, reason: EndReason): Transition {
  if (model.state.phase !== "in-call") return transition(model);
  const closed = advanceTurns(withState(model, { talking: false }), atMs, true);
  const ending = withState(closed.model, {
    phase: "ending",
    endReason: reason,
    remainingSeconds: null,
    connectionWeak: false,
    recovery: "none",
    muted: false,
  });
  return transition(
    { ...ending, weakSinceMs: null, replyAwaited: false },
    { type: "close-call" },
    ...closed.effects,
    { type: "end-session", reason },
  );
}

/** A lost call ends with what there is; only where the learner said nothing is it a failure. */
export function loseCall(model: SessionModel, atMs: number): Transition {
  if (model.state.turns.some((turn) => turn.speaker === "learner")) {
    return endCall(model, atMs, "failed");
  }
  const closed = advanceTurns(model, atMs, true).model;
  const failure: Failure = { code: "connection_lost", requestId: null, limit: null };
  return failAttempt(withState(closed, { connectionWeak: false, remainingSeconds: null }), failure);
}

/** An attempt that leads to no call: the learner is told why, and the server that nobody comes. */
export function failAttempt(model: SessionModel, failure: Failure): Transition {
  return transition(
    withState(model, { phase: "failed", failure, muted: false, talking: false }),
    { type: "close-call" },
    { type: "abandon-session", reason: "failed" },
  );
}

/** The call is so near its end that whatever closes it does so because of it. */
export function isDeadlineNear(model: SessionModel, atMs: number): boolean {
  return model.clock !== null && model.clock.deadlineAtMs - atMs <= DEADLINE_TOLERANCE_MS;
}

/** Nobody runs the tool, and the persona must not wait for it. */
export function refuseTool(callId: string): SessionEffect {
  return {
    type: "send-intent",
    intent: { type: "answer-tool", callId, output: JSON.stringify({ ok: false }) },
  };
}
