import type { Clock } from "../../ports/clock.ts";

const SAMPLE_MS = 40;
/** A voice falls off by this share of its loudest moment before it is taken for a pause. */
const QUIET_SHARE = 0.08;
/** Nobody speaks so softly that the provider would take it for speech. */
const SILENCE = 0.01;
/** Between two sounds of one word it may be quiet for so long. */
const GAP_MS = 160;
/** A provider finds a voice, and tells of it, within this time. */
const LONGEST_WAY_MS = 1_000;
/** And takes it for ended within this one. */
const LONGEST_PAUSE_MS = 8_000;

/** The loudness up to which nobody is heard. */
function findQuiet(samples: readonly Sample[]): number {
  return Math.max(SILENCE, ...samples.map(({ level }) => level * QUIET_SHARE));
}

interface Sample {
  readonly atMs: number;
  readonly level: number;
}

/**
 * Watches the learner's microphone for when a voice began and ended. The provider tells of it later: of a beginning
 * once it is sure and the word has come, of an end once it has waited for more, and not for how long. Where a
 * microphone is never quiet, or a hidden page is seldom let in, nothing is said.
 */
export class VoiceWatch {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #level: () => number;
  readonly #samples: Sample[] = [];

  /** @param level The loudness of the microphone at the moment. */
  constructor(clock: Clock, signal: AbortSignal, level: () => number) {
    this.#clock = clock;
    this.#signal = signal;
    this.#level = level;
    this.#sample();
  }

  /** With the word that a voice began or ended, how long ago the microphone heard it. */
  note(type: string): { readonly agoMs?: number } {
    const atMs = type === "learner-speech-started" ? this.#findStart() : null;
    const foundAtMs = type === "learner-speech-stopped" ? this.#findEnd() : atMs;
    return foundAtMs === null ? {} : { agoMs: Math.max(0, this.#clock.now() - foundAtMs) };
  }

  /** The first moment of the voice that is heard now, if there was silence before it. */
  #findStart(): number | null {
    const samples = this.#recall(LONGEST_WAY_MS + GAP_MS);
    const quiet = findQuiet(samples);
    let startMs: number | null = null;
    for (const { atMs, level } of samples) {
      if (level > quiet) startMs = atMs;
      else if (startMs !== null && startMs - atMs > GAP_MS) return startMs;
    }
    return null;
  }

  /** The last moment that was not quiet, if it is quiet now. */
  #findEnd(): number | null {
    const samples = this.#recall(LONGEST_PAUSE_MS);
    const quiet = findQuiet(samples);
    const last = samples.findIndex(({ level }) => level > quiet);
    return last > 0 ? (samples[last]?.atMs ?? null) : null;
  }

  /** The latest samples without a gap, the newest first. */
  #recall(durationMs: number): readonly Sample[] {
    const recalled: Sample[] = [];
    let untilMs = this.#clock.now();
    const sinceMs = untilMs - durationMs;
    for (const sample of this.#samples.toReversed()) {
      if (sample.atMs < sinceMs || untilMs - sample.atMs > GAP_MS) break;
      recalled.push(sample);
      untilMs = sample.atMs;
    }
    return recalled;
  }

  #sample(): void {
    const atMs = this.#clock.now();
    const sinceMs = atMs - LONGEST_PAUSE_MS;
    const isPast = ({ atMs: pastMs }: Sample): boolean => pastMs < sinceMs;
    while (this.#samples.slice(0, 1).some(isPast)) this.#samples.shift();
    this.#samples.push({ atMs, level: this.#level() });
    this.#clock.after(SAMPLE_MS, this.#signal, () => {
      this.#sample();
    });
  }
}
