import type { Clock } from "../../../supabase/functions/_shared/observation/clock.ts";

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  #nowMs = 1_000;
  readonly #waiting = new Set<{ readonly atMs: number; readonly finish: () => void }>();

  nowMs(): number {
    return this.#nowMs;
  }

  wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true || milliseconds <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = (): void => {
        this.#waiting.delete(waiter);
        signal?.removeEventListener("abort", finish);
        resolve();
      };
      const waiter = { atMs: this.#nowMs + milliseconds, finish };
      this.#waiting.add(waiter);
      signal?.addEventListener("abort", finish, { once: true });
    });
  }

  /** Lets time pass and wakes whoever has waited long enough. */
  advance(milliseconds: number): void {
    this.#nowMs += milliseconds;
    for (const { atMs, finish } of [...this.#waiting]) if (atMs <= this.#nowMs) finish();
  }
}
