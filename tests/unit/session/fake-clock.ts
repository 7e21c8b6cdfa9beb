import type { Clock } from "../../../widget/src/ports/clock.ts";

interface Timer {
  readonly dueAtMs: number;
  readonly signal: AbortSignal;
  readonly callback: () => void;
}

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
  #nowMs = 1_000;
  #timers: Timer[] = [];

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, signal: AbortSignal, callback: () => void): void {
    if (signal.aborted) return;
    this.#timers.push({ dueAtMs: this.#nowMs + delayMs, signal, callback });
  }

  jitter(): number {
    return 0.5;
  }

  /** How many timers would still fire. */
  get pending(): number {
    return this.#timers.filter((timer) => !timer.signal.aborted).length;
  }

  /** Lets time pass, timer by timer; what each sets off has settled before the next. */
  async pass(durationMs: number): Promise<void> {
    const untilMs = this.#nowMs + durationMs;
    await settle();
    for (let next = this.#takeDue(untilMs); next !== null; next = this.#takeDue(untilMs)) {
      this.#nowMs = Math.max(this.#nowMs, next.dueAtMs);
      next.callback();
      await settle();
    }
    this.#nowMs = untilMs;
  }

  /** Time passes and no timer rings, as on a device that sleeps; what is due rings when time goes on. */
  sleep(durationMs: number): void {
    this.#nowMs += durationMs;
  }

  #takeDue(untilMs: number): Timer | null {
    this.#timers = this.#timers.filter((timer) => !timer.signal.aborted);
    const due = this.#timers
      .filter((timer) => timer.dueAtMs <= untilMs)
      .toSorted((left, right) => left.dueAtMs - right.dueAtMs)[0];
    if (due === undefined) return null;
    this.#timers.splice(this.#timers.indexOf(due), 1);
    return due;
  }
}

/** Lets everything run that waits for nothing but earlier promises. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    let turns = 4;
    channel.port1.onmessage = () => {
      turns -= 1;
      if (turns > 0) channel.port2.postMessage(null);
      else {
        channel.port1.close();
        resolve();
      }
    };
    channel.port2.postMessage(null);
  });
}
