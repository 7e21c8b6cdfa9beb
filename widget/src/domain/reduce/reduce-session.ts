import type { TimedEvent } from "../state/session-event.ts";
import { type EventOf, handle, inPhase, type SessionHandlers } from "./handlers.ts";
import { callHandlers } from "./reduce-call.ts";
import { connectionHandlers } from "./reduce-connection.ts";
import { leaveHandlers } from "./reduce-leave.ts";
import { microphoneHandlers } from "./reduce-microphone.ts";
import { reportHandlers } from "./reduce-report.ts";
import { startHandlers } from "./reduce-start.ts";
import {
  notify,
  type SessionModel,
  transition,
  type Transition,
  withState,
} from "./session-model.ts";
import { endCall, refuseTool, tick } from "./transitions.ts";

/** What each kind of event does to a practice without its extension. */
export const sessionHandlers: SessionHandlers = {
  ...startHandlers,
  ...microphoneHandlers,
  ...callHandlers,
  ...connectionHandlers,
  ...leaveHandlers,
  ...reportHandlers,
  "text-entered": inPhase("in-call", enterText),
  "heartbeat-answered": inPhase("in-call", hearServer),
  "storage-refused": refuseStorage,
  "clock-ticked": inPhase("in-call", (model, { atMs }) => tick(model, atMs)),
  "tool-called": (model, { callId }) => transition(model, refuseTool(callId)),
};

/** Advances a session by one event. Pure: a recorded call can be replayed as a test. */
export function reduceSession(model: SessionModel, event: TimedEvent): Transition {
  return announcePhase(model, reduceEvent(model, event));
}

/** Adds to a transition what the page is told of a new phase. */
export function announcePhase(before: SessionModel, { model, effects }: Transition): Transition {
  const previous = before.state.phase;
  const { phase, failure } = model.state;
  if (phase === previous) return { model, effects };
  const notices = [notify({ type: "phase-changed", phase, previous })];
  if (phase === "failed" && failure !== null) notices.push(notify({ type: "failed", failure }));
  return { model, effects: [...effects, ...notices] };
}

/** What one event brings about in a practice without its extension, before anybody is told of a new phase. */
export function reduceEvent(model: SessionModel, event: TimedEvent): Transition {
  return handle(sessionHandlers, model, event);
}

function enterText(model: SessionModel, { text }: EventOf<"text-entered">): Transition {
  const words = text.trim();
  if (words === "") return transition(model);
  const waiting = advanceActivity({ ...model, replyAwaited: true });
  return transition(waiting, { type: "send-intent", intent: { type: "say-text", text: words } });
}

function advanceActivity(model: SessionModel): SessionModel {
  return model.state.activity === "idle" ? withState(model, { activity: "thinking" }) : model;
}

/** The server's clock goes before ours, but never gives time back. */
function hearServer(model: SessionModel, event: EventOf<"heartbeat-answered">): Transition {
  if (model.clock === null) return transition(model);
  if (!event.proceed) return endCall(model, event.atMs, event.reason ?? "deadline");
  const told = event.atMs + event.remainingSeconds * 1_000;
  const deadlineAtMs = Math.min(model.clock.deadlineAtMs, told);
  return tick({ ...model, clock: { ...model.clock, deadlineAtMs } }, event.atMs);
}

function refuseStorage(model: SessionModel): Transition {
  if (!model.state.turnsStored) return transition(model);
  return transition(
    withState(model, { turnsStored: false }),
    notify({ type: "warning", code: "turns_not_stored" }),
  );
}
