import type { MicrophoneDevice } from "../domain/state/session-state.ts";

/** An open microphone. It is released when the signal that it was opened with aborts. */
export interface MicrophoneCapture {
  readonly stream: MediaStream;
  /** Which device it is, as the browser names it. */
  readonly deviceId: string | null;
  /** Lets sound through, or sends silence without closing the device. */
  setOpen(open: boolean): void;
  /** Loudness from 0 to 1 at this moment. */
  level(): number;
}

/** Which microphone is wanted, and for how long. */
export interface MicrophoneWish {
  /** A device that is gone is no failure: the browser gives its default, as it does for null. */
  readonly deviceId: string | null;
  readonly signal: AbortSignal;
  /** The device was unplugged, or the permission taken back. */
  readonly onVanished: () => void;
}

/** The learner's microphones. */
export interface Microphone {
  /**
   * Asks for a microphone. A stream that arrives after `signal` aborted is stopped at once.
   * @throws {CoachError} mic_denied, mic_missing, mic_busy, mic_blocked_by_page, page_insecure,
   * browser_unsupported, aborted
   */
  open(wish: MicrophoneWish): Promise<MicrophoneCapture>;
  /** What can be chosen; their names are known once one was open. */
  list(): Promise<readonly MicrophoneDevice[]>;
  /** Calls back when something is plugged in or out, until `signal` aborts. */
  watch(signal: AbortSignal, listener: () => void): void;
  /** What a check in this browser left; null before the first one, and where nothing can be kept. */
  recall(): { readonly deviceId: string | null } | null;
  remember(deviceId: string | null): void;
}
