import { advanceTurns } from "./reduce-call.ts";
import type { SessionEffect } from "../state/session-effect.ts";
import type { Timed } from "../state/session-event.ts";
import type { EventOf, Handler, SessionHandlers } from "./handlers.ts";
import { type SessionModel, transition, type Transition, withState } from "./session-model.ts";
import { isHolding, type MicrophoneState } from "../state/session-state.ts";

/** Shorter talk holds no word, and the provider takes less for a mistake. */
const SHORTEST_TALK_MS = 200;

/** What the learner does with the microphone, and what becomes of it. */
export const microphoneHandlers = {
  "microphone-muted": whileHeld((model) => setMuted(model, true)),
  "microphone-unmuted": whileHeld((model) => setMuted(model, false)),
  "talk-started": whileHeld(startTalk),
  "talk-stopped": whileHeld(stopTalk),
  "microphone-chosen": whileHeld((model, { deviceId }) =>
    transition(model, { type: "replace-microphone", deviceId }),
  ),
  "microphone-opened": whileHeld(openMicrophone),
  "microphone-vanished": whileHeld(replaceMicrophone),
  "microphone-refused": whileHeld(refuseMicrophone),
  "microphones-listed": whileHeld(listMicrophones),
} satisfies Partial<SessionHandlers>;

/** Where no microphone is open or asked for, nothing of one counts. */
function whileHeld<Event>(handler: Handler<Event>): Handler<Event> {
  return (model, event) =>
    isHolding(model.state.phase) && model.state.input !== "text"
      ? handler(model, event)
      : transition(model);
}

/** Leads into the call with an open microphone, or with none where the learner types. */
export function beginCall(model: SessionModel, ...before: readonly SessionEffect[]): Transition {
  const held = model.state.input === "push-to-talk";
  return transition(
    withState(model, { phase: "connecting" }),
    ...before,
    ...(held ? [{ type: "set-microphone" as const, open: false }] : []),
    { type: "open-call" },
  );
}

/** Where a button is held to talk, letting go of it is all the muting there is. */
function setMuted(model: SessionModel, muted: boolean): Transition {
  const { phase, input } = model.state;
  const isCalling = phase === "connecting" || phase === "in-call";
  if (!isCalling || input !== "voice" || muted === model.state.muted) return transition(model);
  return transition(withState(model, { muted }), { type: "set-microphone", open: !muted });
}

function startTalk(model: SessionModel, { atMs }: Timed): Transition {
  const { phase, input, talking, activity } = model.state;
  if (phase !== "in-call" || input !== "push-to-talk" || talking) return transition(model);
  const started = { ...withState(model, { talking: true }), talkingSinceMs: atMs };
  const advanced = advanceTurns({ ...started, replyAwaited: false }, atMs, false);
  return transition(
    advanced.model,
    ...(activity === "idle" ? [] : [toIntent("silence-persona")]),
    toIntent("begin-speech"),
    { type: "set-microphone", open: true },
    ...advanced.effects,
  );
}

function stopTalk(model: SessionModel, { atMs }: Timed): Transition {
  if (model.state.phase !== "in-call" || !model.state.talking) return transition(model);
  const isSaid = atMs - (model.talkingSinceMs ?? atMs) >= SHORTEST_TALK_MS;
  const stopped = {
    ...withState(model, { talking: false }),
    talkingSinceMs: isSaid ? model.talkingSinceMs : null,
    replyAwaited: isSaid,
  };
  const advanced = advanceTurns(stopped, atMs, false);
  return transition(
    advanced.model,
    { type: "set-microphone", open: false },
    toIntent(isSaid ? "end-speech" : "drop-speech"),
    ...advanced.effects,
  );
}

function toIntent(
  type: "silence-persona" | "begin-speech" | "end-speech" | "drop-speech",
): SessionEffect {
  return { type: "send-intent", intent: { type } };
}

function openMicrophone(
  model: SessionModel,
  { deviceId }: EventOf<"microphone-opened">,
): Transition {
  const opened = withMicrophone(model, { status: "open", deviceId, trouble: null });
  const { phase } = model.state;
  if (phase === "requesting-microphone") return beginCall(opened);
  return phase === "microphone-check"
    ? transition(opened, { type: "offer-call" })
    : transition(opened);
}

function replaceMicrophone(model: SessionModel): Transition {
  const { status } = model.state.microphone;
  if (status !== "open" && status !== "lost") return transition(model);
  const replacing = withMicrophone(model, { status: "replacing" });
  return transition(replacing, { type: "replace-microphone", deviceId: null });
}

/** A choice that did not open leaves what was open; what vanished leaves nothing. */
function refuseMicrophone(
  model: SessionModel,
  { code: trouble }: EventOf<"microphone-refused">,
): Transition {
  const { status } = model.state.microphone;
  return transition(
    withMicrophone(model, { trouble, ...(status === "replacing" ? { status: "lost" } : {}) }),
  );
}

/** A device that is plugged in again is used at once. */
function listMicrophones(
  model: SessionModel,
  { devices }: EventOf<"microphones-listed">,
): Transition {
  const listed = withMicrophone(model, { devices });
  const isBack = listed.state.microphone.status === "lost" && devices.length > 0;
  return isBack ? replaceMicrophone(listed) : transition(listed);
}

function withMicrophone(model: SessionModel, change: Partial<MicrophoneState>): SessionModel {
  return withState(model, { microphone: { ...model.state.microphone, ...change } });
}
