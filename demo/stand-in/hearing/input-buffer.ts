const SAMPLES_PER_MS = 48;
const LONGEST_MS = 120_000;

/** The learner's audio that is not committed yet. It keeps the newest two minutes. */
export class InputBuffer {
  #frames: Int16Array[] = [];
  #samples = 0;

  get durationMs(): number {
    return this.#samples / SAMPLES_PER_MS;
  }

  push(frame: Int16Array): void {
    this.#frames.push(frame);
    this.#samples += frame.length;
    this.keepLast(LONGEST_MS);
  }

  /** Forgets all but the newest `durationMs`. */
  keepLast(durationMs: number): void {
    const kept = durationMs * SAMPLES_PER_MS;
    while (this.#frames[0] && this.#samples - this.#frames[0].length >= kept) {
      this.#samples -= this.#frames[0].length;
      this.#frames.shift();
    }
  }

  /** Takes everything out. */
  drain(): Int16Array {
    const all = new Int16Array(this.#samples);
    let offset = 0;
    for (const frame of this.#frames) {
      all.set(frame, offset);
      offset += frame.length;
    }
    this.clear();
    return all;
  }

  clear(): void {
    this.#frames = [];
    this.#samples = 0;
  }
}
