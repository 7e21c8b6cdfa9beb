/** An open microphone. It is released when the signal that it was opened with aborts. */
export interface MicrophoneCapture {
  readonly stream: MediaStream;
  /** Lets sound through, or sends silence without closing the device. */
  setOpen(open: boolean): void;
  /** Loudness from 0 to 1 at this moment. */
  level(): number;
}

/** The learner's microphone. */
export interface Microphone {
  /**
   * Asks for the microphone. A stream that arrives after `signal` aborted is stopped at once.
   * @throws {CoachError} mic_denied, mic_missing, mic_busy, mic_blocked_by_page, page_insecure,
   * browser_unsupported, aborted
   */
  open(signal: AbortSignal): Promise<MicrophoneCapture>;
}
