import type { CoachErrorCode } from "../state/coach-error.ts";
import { advanceTurns } from "./reduce-call.ts";
import type { SessionEffect } from "../state/session-effect.ts";
import type { MicrophoneEvent } from "../state/session-event.ts";
import { type SessionModel, transition, type Transition, withState } from "./session-model.ts";
import { isHolding, type MicrophoneState } from "../state/session-state.ts";

/** Shorter talk holds no word, and the provider takes less for a mistake. */
const SHORTEST_TALK_MS = 200;
/** Advances a session by what the learner did with the microphone, or what became of it. */
export function reduceMicrophone(
  model: SessionModel,
  event: MicrophoneEvent & { readonly atMs: number },
): Transition {
  if (!isHolding(model.state.phase) || model.state.input === "text") return transition(model);
  switch (event.type) {
    case "microphone-muted":
    case "microphone-unmuted":
      return setMuted(model, event.type === "microphone-muted");
    case "talk-started":
      return startTalk(model, event.atMs);
    case "talk-stopped":
      return stopTalk(model, event.atMs);
    case "microphone-chosen":
      return transition(model, { type: "replace-microphone", deviceId: event.deviceId });
    case "microphone-opened":
      return openMicrophone(model, event.deviceId);
    case "microphone-vanished":
      return replaceMicrophone(model);
    case "microphone-refused":
      return refuseMicrophone(model, event.code);
    case "microphones-listed":
      return listMicrophones(model, event.devices);
  }
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

function startTalk(model: SessionModel, atMs: number): Transition {
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

function stopTalk(model: SessionModel, atMs: number): Transition {
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

function openMicrophone(model: SessionModel, deviceId: string | null): Transition {
  const opened = withMicrophone(model, { status: "open", deviceId, trouble: null });
  return model.state.phase === "requesting-microphone" ? beginCall(opened) : transition(opened);
}

function replaceMicrophone(model: SessionModel): Transition {
  const { status } = model.state.microphone;
  if (status !== "open" && status !== "lost") return transition(model);
  const replacing = withMicrophone(model, { status: "replacing" });
  return transition(replacing, { type: "replace-microphone", deviceId: null });
}

/** A choice that did not open leaves what was open; what vanished leaves nothing. */
function refuseMicrophone(model: SessionModel, trouble: CoachErrorCode): Transition {
  const { status } = model.state.microphone;
  return transition(
    withMicrophone(model, { trouble, ...(status === "replacing" ? { status: "lost" } : {}) }),
  );
}

/** A device that is plugged in again is used at once. */
function listMicrophones(model: SessionModel, devices: MicrophoneState["devices"]): Transition {
  const listed = withMicrophone(model, { devices });
  const isBack = listed.state.microphone.status === "lost" && devices.length > 0;
  return isBack ? replaceMicrophone(listed) : transition(listed);
}

function withMicrophone(model: SessionModel, change: Partial<MicrophoneState>): SessionModel {
  return withState(model, { microphone: { ...model.state.microphone, ...change } });
}
