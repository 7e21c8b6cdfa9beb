import type { EndReason } from "#contract/session.ts";
import type { Timed } from "../state/session-event.ts";
import type { SessionHandlers } from "./handlers.ts";
import {
  createSessionModel,
  type SessionModel,
  transition,
  type Transition,
} from "./session-model.ts";
import { BEFORE_CALL, endCall } from "./transitions.ts";

/** What ends a practice before its time is over, or what it is in. */
export const leaveHandlers = {
  "stop-requested": (model, { atMs }) => requestStop(model, atMs, "learner"),
  "slot-taken": (model, { atMs }) => requestStop(model, atMs, "left"),
  "page-left": leavePage,
  "practice-left": leavePage,
} satisfies Partial<SessionHandlers>;

function requestStop(model: SessionModel, atMs: number, reason: EndReason): Transition {
  const { phase } = model.state;
  if (phase === "in-call") return endCall(model, atMs, reason);
  if (phase === "consent") return transition(createSessionModel(model.terms));
  if (!BEFORE_CALL.includes(phase)) return transition(model);
  return transition(
    createSessionModel(model.terms),
    { type: "close-call" },
    { type: "abandon-session", reason: "left" },
  );
}

function leavePage(model: SessionModel, { atMs }: Timed): Transition {
  const { phase } = model.state;
  if (BEFORE_CALL.includes(phase)) {
    return transition(
      createSessionModel(model.terms),
      { type: "close-call" },
      { type: "flush-session", reason: "left" },
    );
  }
  if (phase === "ending") {
    return transition(model, { type: "flush-session", reason: model.state.endReason ?? "left" });
  }
  if (phase !== "in-call") return transition(model);
  const ended = endCall(model, atMs, "left");
  const last = ended.effects.findIndex((effect) => effect.type === "end-session");
  return transition(
    ended.model,
    ...ended.effects.slice(0, last),
    { type: "flush-session", reason: "left" },
    ...ended.effects.slice(last),
  );
}
