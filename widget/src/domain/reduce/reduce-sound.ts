import type { SoundEvent } from "../state/extension-event.ts";
import { judgeConnection } from "../state/connection-quality.ts";
import { type ExtendedHandlers, inPhase } from "./handlers.ts";
import { reduceEvent } from "./reduce-session.ts";
import type { SessionEffect } from "../state/session-effect.ts";
import type { SessionEvent, Timed } from "../state/session-event.ts";
import {
  notify,
  type SessionModel,
  transition,
  type Transition,
  withState,
} from "./session-model.ts";
import type { MicrophoneDevice } from "../state/session-state.ts";

/** How often the learner is told of a poor connection at most. */
const COMPLAINT_PAUSE_MS = 60_000;
/** Plays through whatever the browser takes by itself. */
const toDefault = chooseOutput("");
/** Chromium's name for whatever the system's default is at the time. */
const DEFAULT_DEVICE = "default";

/** What is measured of a call's connection, and what is heard through what. */
export const soundHandlers = {
  "connection-measured": inPhase("in-call", measure),
  "outputs-listed": (model, { devices, choosable }) => {
    const { output } = model.state;
    const listed = withState(model, { output: { ...output, devices, choosable } });
    // Through a loudspeaker that is gone nothing would be heard any more.
    return isGone(output.deviceId, devices) ? transition(listed, toDefault) : transition(listed);
  },
  "output-chosen": (model, { deviceId }) =>
    model.state.output.choosable ? transition(model, chooseOutput(deviceId)) : transition(model),
  "output-changed": (model, { deviceId }) =>
    transition(withState(model, { output: { ...model.state.output, deviceId } })),
  "volume-chosen": setVolume,
  "volume-recalled": setVolume,
  "microphone-silent": (model, { code, atMs }) =>
    reduceEvent(
      withState(model, { microphone: { ...model.state.microphone, status: "replacing" } }),
      { type: "microphone-refused", code, atMs },
    ),
  "microphones-listed": followDefault,
} satisfies Partial<ExtendedHandlers>;

function measure(
  model: SessionModel,
  { sample, atMs }: Extract<SoundEvent, { type: "connection-measured" }> & Timed,
): Transition {
  const { extension, state } = model;
  const connection = judgeConnection(extension.connection, sample);
  const saidAtMs = extension.connectionComplainedAtMs;
  const complains =
    connection.grade === "poor" &&
    state.connectionQuality !== "poor" &&
    (saidAtMs === null || atMs - saidAtMs >= COMPLAINT_PAUSE_MS);
  const next: SessionModel = {
    ...withState(model, { connectionQuality: connection.grade }),
    extension: { ...extension, connection, connectionComplainedAtMs: complains ? atMs : saidAtMs },
  };
  return transition(next, ...(complains ? [notify({ type: "warning", code: "line_poor" })] : []));
}

function setVolume(model: SessionModel, { volume: wanted }: { volume: number }): Transition {
  if (!Number.isFinite(wanted)) return transition(model);
  const volume = Math.min(1, Math.max(0, wanted));
  return transition(withState(model, { output: { ...model.state.output, volume } }), {
    type: "use-extension",
    effect: { type: "set-volume", volume },
  });
}

/** Who speaks into the system's default goes on doing so when it becomes another device. */
function followDefault(
  model: SessionModel,
  event: Extract<SessionEvent, { type: "microphones-listed" }> & Timed,
): Transition {
  const { microphone } = model.state;
  const listed = reduceEvent(model, event);
  const before = nameDefault(microphone.devices);
  const after = nameDefault(event.devices);
  const isFollowing = microphone.status === "open" && microphone.deviceId === DEFAULT_DEVICE;
  if (!isFollowing || before === "" || after === "" || before === after) return listed;
  return transition(listed.model, ...listed.effects, {
    type: "replace-microphone",
    deviceId: DEFAULT_DEVICE,
  });
}

/** An empty list is one that a page's policy forbids, and says nothing. */
function isGone(deviceId: string | null, devices: readonly MicrophoneDevice[]): boolean {
  return deviceId !== null && devices.length > 0 && !devices.some(({ id }) => id === deviceId);
}

function nameDefault(devices: readonly MicrophoneDevice[]): string {
  return devices.find(({ id }) => id === DEFAULT_DEVICE)?.label ?? "";
}

function chooseOutput(deviceId: string): SessionEffect {
  return { type: "use-extension", effect: { type: "choose-output", deviceId } };
}
