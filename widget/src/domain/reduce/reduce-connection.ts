import type { Timed } from "../state/session-event.ts";
import { inPhase, type SessionHandlers } from "./handlers.ts";
import {
  notify,
  type SessionModel,
  transition,
  type Transition,
  withState,
} from "./session-model.ts";
import { endCall, isDeadlineNear, loseCall } from "./transitions.ts";

/** What happens to the connection of a running call, which nobody mends here. */
export const connectionHandlers = {
  "connection-weakened": inPhase("in-call", weakenConnection),
  "connection-recovered": inPhase("in-call", recoverConnection),
  "connection-lost": inPhase("in-call", (model, { atMs }) => loseCall(model, atMs)),
  "call-hung-up": inPhase("in-call", (model, { atMs }) =>
    isDeadlineNear(model, atMs) ? endCall(model, atMs, "deadline") : loseCall(model, atMs),
  ),
  "provider-complained": (model, { fatal, atMs }) =>
    fatal ? endCall(model, atMs, "failed") : transition(model),
} satisfies Partial<SessionHandlers>;

function weakenConnection(model: SessionModel, { atMs }: Timed): Transition {
  if (model.weakSinceMs !== null) return transition(model);
  return transition(
    withState({ ...model, weakSinceMs: atMs }, { connectionWeak: true }),
    notify({ type: "warning", code: "connection_weak" }),
  );
}

function recoverConnection(model: SessionModel): Transition {
  if (model.weakSinceMs === null) return transition(model);
  return transition(withState({ ...model, weakSinceMs: null }, { connectionWeak: false }));
}
