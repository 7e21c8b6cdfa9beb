import type { Clock } from "../../../demo/stand-in/clock.ts";

interface Timer {
  dueMs: number;
  readonly intervalMs: number | null;
  readonly run: () => void;
}

/** Time that stands still until a test moves it. */
export class FakeClock implements Clock {
  #nowMs = 0;
  #timers: Timer[] = [];

  now(): number {
    return this.#nowMs;
  }

  /** Timers that wait. */
  get pendingCount(): number {
    return this.#timers.length;
  }

  after(delayMs: number, run: () => void): () => void {
    return this.#add({ dueMs: this.#nowMs + delayMs, intervalMs: null, run });
  }

  every(intervalMs: number, run: () => void): () => void {
    return this.#add({ dueMs: this.#nowMs + intervalMs, intervalMs, run });
  }

  /** Moves time on, timer by timer, and lets promises settle after each. */
  async advance(durationMs: number): Promise<void> {
    const untilMs = this.#nowMs + durationMs;
    await settle();
    for (let timer = this.#next(untilMs); timer; timer = this.#next(untilMs)) {
      this.#nowMs = Math.max(this.#nowMs, timer.dueMs);
      if (timer.intervalMs === null) this.#remove(timer);
      else timer.dueMs += timer.intervalMs;
      timer.run();
      await settle();
    }
    this.#nowMs = untilMs;
  }

  #next(untilMs: number): Timer | undefined {
    return this.#timers
      .filter((timer) => timer.dueMs <= untilMs)
      .sort((one, other) => one.dueMs - other.dueMs)[0];
  }

  #add(timer: Timer): () => void {
    this.#timers.push(timer);
    return () => {
      this.#remove(timer);
    };
  }

  #remove(timer: Timer): void {
    this.#timers = this.#timers.filter((candidate) => candidate !== timer);
  }
}

/** Resolves when every promise that can settle has. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
