import { withoutPrototype } from "../../domain/without-prototype.ts";
import { CoachError, type CoachErrorCode } from "../../domain/state/coach-error.ts";
import type { Microphone, MicrophoneCapture, MicrophoneWish } from "../../ports/microphone.ts";
import { borrowSoundContext, measureLevel } from "./level-meter.ts";
import { recallMicrophone, rememberMicrophone } from "../storage/microphone-memory.ts";
import { getUserMedia, listDevices, mediaDevices, onAbort } from "../page/platform.ts";

const CODES: Readonly<Record<string, CoachErrorCode>> = {
  NotAllowedError: "mic_denied",
  SecurityError: "mic_blocked_by_page",
  NotFoundError: "mic_missing",
  OverconstrainedError: "mic_missing",
  NotReadableError: "mic_busy",
  AbortError: "mic_busy",
  TypeError: "browser_unsupported",
};

/** The microphones that the learner's browser gives. */
export const browserMicrophone: Microphone = {
  async open(wish) {
    const { signal } = wish;
    // Nothing was awaited yet: inside the learner's click a meter is not born silent.
    borrowSoundContext(signal);
    await assertAskable();
    assertWanted(signal);
    const stream = await capture(wish.deviceId);
    onAbort(signal, () => {
      stopTracks(stream);
    });
    assertWanted(signal);
    return toCapture(stream, wish);
  },
  list: () => listDevices("audioinput"),
  watch(signal, listener) {
    mediaDevices?.addEventListener("devicechange", listener, withoutPrototype({ signal }));
    // Who took the permission back may give it again, which no device tells.
    void queryPermission().then((status) => {
      status?.addEventListener("change", listener, withoutPrototype({ signal }));
    });
  },
  recall: recallMicrophone,
  remember: rememberMicrophone,
};

/** A refusal of the page and one of the person have the same error, so the page is asked first. */
async function assertAskable(): Promise<void> {
  if (!globalThis.isSecureContext) {
    throw new CoachError("page_insecure", "no secure page");
  }
  if (getUserMedia === undefined) {
    throw new CoachError("browser_unsupported", "no microphones");
  }
  if (await isBlockedByPage()) {
    throw new CoachError("mic_blocked_by_page", "forbidden");
  }
}

/**
 * Chromium tells the policy. Elsewhere a frame in which nobody was asked and which is denied all the same is
 * taken as blocked.
 */
async function isBlockedByPage(): Promise<boolean> {
  const policy: unknown = Reflect.get(document, "featurePolicy");
  if (isFeaturePolicy(policy)) return !policy.allowsFeature("microphone");
  if (globalThis.self === globalThis.top) return false;
  const status = await queryPermission();
  return status?.state === "denied";
}

/** Null where the browser does not know this permission; asking for the microphone will tell. */
async function queryPermission(): Promise<PermissionStatus | null> {
  try {
    return await navigator.permissions.query(withoutPrototype({ name: "microphone" }));
  } catch {
    // An older browser knows no permissions at all, or not this one.
    return null;
  }
}

interface FeaturePolicy {
  allowsFeature(feature: string): boolean;
}

function isFeaturePolicy(value: unknown): value is FeaturePolicy {
  return typeof value === "object" && value !== null && "allowsFeature" in value;
}

async function capture(deviceId: string | null): Promise<MediaStream> {
  try {
    return await (deviceId === null ? ask({}) : askFor(deviceId));
  } catch (thrown) {
    throw toMicrophoneError(thrown);
  }
}

/**
 * What was unplugged since it was chosen must not end in a refusal: the default takes its place. As a mere wish
 * the choice still counts on telephones that refuse every exact one.
 */
async function askFor(deviceId: string): Promise<MediaStream> {
  try {
    return await ask({ deviceId: withoutPrototype({ exact: deviceId }) });
  } catch (thrown) {
    if (toMicrophoneError(thrown).code !== "mic_missing") throw thrown;
    return ask({ deviceId });
  }
}

async function ask(choice: MediaTrackConstraints): Promise<MediaStream> {
  const cleaning = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  const audio = withoutPrototype({ ...cleaning, ...choice });
  const stream = await getUserMedia?.(withoutPrototype({ audio, video: false }));
  if (stream !== undefined) return stream;
  throw new CoachError("browser_unsupported", "no microphones");
}

/** What `getUserMedia` threw, as a code that the interface can explain. */
export function toMicrophoneError(thrown: unknown): CoachError {
  if (thrown instanceof CoachError) return thrown;
  const name = thrown instanceof Error || thrown instanceof DOMException ? thrown.name : "";
  const code = Object.hasOwn(CODES, name) ? CODES[name] : undefined;
  return new CoachError(code ?? "internal", name, {
    cause: thrown,
  });
}

function toCapture(stream: MediaStream, { signal, onVanished }: MicrophoneWish): MicrophoneCapture {
  const [track] = stream.getAudioTracks();
  track?.addEventListener("ended", onVanished, withoutPrototype({ signal }));
  return {
    stream,
    deviceId: track?.getSettings().deviceId ?? null,
    level: measureLevel(stream, signal),
    setOpen(open) {
      for (const each of stream.getAudioTracks()) each.enabled = open;
    },
  };
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function assertWanted(signal: AbortSignal): void {
  if (signal.aborted) throw new CoachError("aborted", "given up");
}
