import type { AidEvent, SoundEvent } from "../state/extension-event.ts";
import { judgeLine } from "../state/connection-quality.ts";
import { reduceEvent } from "./reduce-session.ts";
import type { SessionEffect } from "../state/session-effect.ts";
import type { SessionEvent, Timed } from "../state/session-event.ts";
import { notify, type SessionModel, step, type Step, withState } from "./session-model.ts";
import type { MicrophoneDevice } from "../state/session-state.ts";

/** How often the learner is told of a poor line at most. */
const COMPLAINT_PAUSE_MS = 60_000;
/** Plays through whatever the browser takes by itself. */
const toDefault: SessionEffect = { type: "aid", deed: { type: "choose-output", deviceId: "" } };
/** Chromium's name for whatever the system's default is at the time. */
const DEFAULT_DEVICE = "default";

/** Advances a call by what is measured of its line, and by what is heard through what. */
export function reduceSound(
  model: SessionModel,
  event: (
    | SoundEvent
    | Extract<AidEvent, { type: "output-chosen" | "volume-chosen" }>
    | Extract<SessionEvent, { type: "microphones-listed" }>
  ) &
    Timed,
): Step {
  const { output } = model.state;
  switch (event.type) {
    case "line-measured":
      return model.state.phase === "in-call" ? measure(model, event) : step(model);
    case "outputs-listed": {
      const { devices, choosable } = event;
      const listed = withState(model, { output: { ...output, devices, choosable } });
      // Through a loudspeaker that is gone nothing would be heard any more.
      return isGone(output.deviceId, devices) ? step(listed, toDefault) : step(listed);
    }
    case "output-chosen":
      return output.choosable
        ? step(model, { type: "aid", deed: { type: "choose-output", deviceId: event.deviceId } })
        : step(model);
    case "output-changed":
      return step(withState(model, { output: { ...output, deviceId: event.deviceId } }));
    case "volume-chosen":
    case "volume-recalled":
      return setVolume(model, event.volume);
    case "microphone-silent":
      return reduceEvent(
        withState(model, { microphone: { ...model.state.microphone, status: "replacing" } }),
        { type: "microphone-refused", code: event.code, atMs: event.atMs },
      );
    case "microphones-listed":
      return followDefault(model, event);
  }
}

function measure(
  model: SessionModel,
  { sample, atMs }: Extract<SoundEvent, { type: "line-measured" }> & Timed,
): Step {
  const { aids, state } = model;
  const line = judgeLine(aids.line, sample);
  const saidAtMs = aids.lineComplainedAtMs;
  const complains =
    line.grade === "poor" &&
    state.lineQuality !== "poor" &&
    (saidAtMs === null || atMs - saidAtMs >= COMPLAINT_PAUSE_MS);
  const next: SessionModel = {
    ...withState(model, { lineQuality: line.grade }),
    aids: { ...aids, line, lineComplainedAtMs: complains ? atMs : saidAtMs },
  };
  return step(next, ...(complains ? [notify({ type: "warning", code: "line_poor" })] : []));
}

function setVolume(model: SessionModel, wanted: number): Step {
  if (!Number.isFinite(wanted)) return step(model);
  const volume = Math.min(1, Math.max(0, wanted));
  return step(withState(model, { output: { ...model.state.output, volume } }), {
    type: "aid",
    deed: { type: "set-volume", volume },
  });
}

/** Who speaks into the system's default goes on doing so when it becomes another device. */
function followDefault(
  model: SessionModel,
  event: Extract<SessionEvent, { type: "microphones-listed" }> & Timed,
): Step {
  const { microphone } = model.state;
  const listed = reduceEvent(model, event);
  const before = nameDefault(microphone.devices);
  const after = nameDefault(event.devices);
  const isFollowing = microphone.status === "open" && microphone.deviceId === DEFAULT_DEVICE;
  if (!isFollowing || before === "" || after === "" || before === after) return listed;
  return step(listed.model, ...listed.effects, {
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
