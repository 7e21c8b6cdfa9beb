/** Decides from the loudness of the audio when the learner begins and ends to speak. */
export interface VoiceActivityOptions {
  /** 0 to 1; higher needs louder speech. */
  readonly threshold: number;
  readonly silenceMs: number;
  readonly prefixMs: number;
}

/** What one stretch of audio changed. Times count from the first sample ever heard. */
export type VoiceChange =
  | { readonly type: "started"; readonly startMs: number }
  | { readonly type: "stopped"; readonly startMs: number; readonly endMs: number }
  | null;

const SAMPLES_PER_MS = 48;
const FULL_SCALE = 32_768;
const QUIETEST_ONSET_DB = -57;
const ONSET_RANGE_DB = 30;
/** Speech goes on until it is this much softer than what began it. */
const HYSTERESIS_DB = 6;
const ONSET_FRAMES = 3;
const COOLING_PER_QUIET_FRAME = 0.5;

/** An energy detector over 20 ms frames; what it knows beyond the frame is how long the sound has lasted. */
export class VoiceActivity {
  readonly #options: VoiceActivityOptions;
  #isSpeaking = false;
  #elapsedMs: number;
  #loudFrames = 0;
  #quietMs = 0;
  #startMs = 0;

  constructor(options: VoiceActivityOptions, elapsedMs = 0) {
    this.#options = options;
    this.#elapsedMs = elapsedMs;
  }

  get isSpeaking(): boolean {
    return this.#isSpeaking;
  }

  /** Where the latest turn began. */
  get startMs(): number {
    return this.#startMs;
  }

  push(frame: Int16Array): VoiceChange {
    const frameMs = frame.length / SAMPLES_PER_MS;
    this.#elapsedMs += frameMs;
    const onsetDb = QUIETEST_ONSET_DB + ONSET_RANGE_DB * this.#options.threshold;
    const loudnessDb = measureDb(frame);
    return this.#isSpeaking
      ? this.#awaitSilence(loudnessDb < onsetDb - HYSTERESIS_DB, frameMs)
      : this.#awaitSpeech(loudnessDb > onsetDb, frameMs);
  }

  #awaitSpeech(isLoud: boolean, frameMs: number): VoiceChange {
    this.#loudFrames = isLoud
      ? this.#loudFrames + 1
      : Math.max(0, this.#loudFrames - COOLING_PER_QUIET_FRAME);
    if (this.#loudFrames < ONSET_FRAMES) return null;
    this.#isSpeaking = true;
    this.#quietMs = 0;
    const onsetMs = this.#elapsedMs - this.#loudFrames * frameMs;
    this.#startMs = Math.max(0, Math.round(onsetMs - this.#options.prefixMs));
    return { type: "started", startMs: this.#startMs };
  }

  #awaitSilence(isQuiet: boolean, frameMs: number): VoiceChange {
    this.#quietMs = isQuiet ? this.#quietMs + frameMs : 0;
    if (this.#quietMs < this.#options.silenceMs) return null;
    this.#isSpeaking = false;
    this.#loudFrames = 0;
    return { type: "stopped", startMs: this.#startMs, endMs: Math.round(this.#elapsedMs) };
  }
}

function measureDb(frame: Int16Array): number {
  let energy = 0;
  for (const sample of frame) energy += sample * sample;
  return 10 * Math.log10(energy / frame.length / (FULL_SCALE * FULL_SCALE) + 1e-12);
}
