import { withoutPrototype } from "../../domain/without-prototype.ts";

/*
 * What the browser offers, taken once when this module loads: a page that replaces one of these later does
 * not come between a running practice and its network or microphone.
 */

const { navigator, performance } = globalThis;

/** The page's `fetch` as it was at load. */
export const fetchAtLoad = globalThis.fetch.bind(globalThis);
/** The peer connection's constructor; absent where WebRTC is switched off. */
export const PeerConnection: typeof RTCPeerConnection | undefined = globalThis.RTCPeerConnection;
/** The audio context's constructor; absent in very old browsers. */
export const SoundContext: typeof AudioContext | undefined = globalThis.AudioContext;
/** Hands a small body to the browser for sending after the page is gone; absent where switched off. */
export const sendBeacon = readSendBeacon(navigator);
/** Milliseconds on a monotonic clock. */
export const monotonicNow = performance.now.bind(performance);

/** What opens and lists capture devices; absent on an insecure page. */
export const mediaDevices = readMediaDevices(navigator);
/** Asks for a capture device. */
export const getUserMedia = mediaDevices?.getUserMedia.bind(mediaDevices);

/** The devices of a kind that have a name; none where the page's policy or the browser refuses the list. */
export async function listDevices(
  wanted: MediaDeviceKind,
): Promise<{ readonly id: string; readonly label: string }[]> {
  try {
    const devices = (await mediaDevices?.enumerateDevices()) ?? [];
    return devices
      .filter(({ kind, deviceId }) => kind === wanted && deviceId !== "")
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  } catch {
    // The default device works without a list.
    return [];
  }
}

/** Runs `release` when `signal` aborts, or at once if it already has, so nothing outlives its attempt. */
export function onAbort(signal: AbortSignal, release: () => void): void {
  if (signal.aborted) release();
  else signal.addEventListener("abort", release, withoutPrototype({ once: true }));
}

/** The types say that every browser has beacons; some let them be switched off. */
function readSendBeacon(from: {
  readonly sendBeacon?: Navigator["sendBeacon"];
}): Navigator["sendBeacon"] | undefined {
  return from.sendBeacon?.bind(from);
}

/** The types say that every page has media devices; an insecure one has none. */
function readMediaDevices(from: {
  readonly mediaDevices?: MediaDevices;
}): MediaDevices | undefined {
  return from.mediaDevices;
}
