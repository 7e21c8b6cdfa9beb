import type { Clock } from "../../ports/clock.ts";
import { childOf } from "../child-signal.ts";

const SAMPLE_MS = 40;
/** A voice falls off by this share of its loudest moment before it is taken for a pause. */
const QUIET_SHARE = 0.08;
/** Nobody speaks so softly that the provider would take it for speech. */
const SILENCE = 0.01;

/**
 * Finds when the learner's voice ended. The provider says that a turn is over once it has waited for more, and not
 * for how long; so the microphone is watched from when a turn began. Where it is never quiet, nothing is said.
 */
export class VoiceEnd {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #level: () => number;
  #watch: AbortController | null = null;
  #peak = 0;
  #heardAtMs: number | null = null;

  /** @param level The loudness of the learner's microphone at the moment. */
  constructor(clock: Clock, signal: AbortSignal, level: () => number) {
    this.#clock = clock;
    this.#signal = signal;
    this.#level = level;
  }

  /** Takes note that an event of this type happened. With the end of a turn, how long ago the microphone heard it. */
  note(type: string): { readonly agoMs?: number } {
    if (type === "learner-speech-started") this.#begin();
    if (type !== "learner-speech-stopped") return {};
    this.#watch?.abort();
    const heardAtMs = this.#heardAtMs;
    this.#heardAtMs = null;
    return heardAtMs === null ? {} : { agoMs: this.#clock.now() - heardAtMs };
  }

  #begin(): void {
    this.#watch?.abort();
    this.#watch = childOf(this.#signal);
    this.#peak = 0;
    this.#heardAtMs = null;
    this.#sample(this.#watch.signal);
  }

  #sample(signal: AbortSignal): void {
    const level = this.#level();
    this.#peak = Math.max(this.#peak, level);
    if (level > Math.max(SILENCE, this.#peak * QUIET_SHARE)) this.#heardAtMs = this.#clock.now();
    this.#clock.after(SAMPLE_MS, signal, () => {
      this.#sample(signal);
    });
  }
}
