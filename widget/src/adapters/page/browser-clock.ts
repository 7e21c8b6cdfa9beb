import { withoutPrototype } from "../../domain/without-prototype.ts";
import type { Clock } from "../../ports/clock.ts";
import { monotonicNow } from "./platform.ts";

/** The browser's time. */
export const browserClock: Clock = {
  now: monotonicNow,
  after(delayMs, signal, callback) {
    if (signal.aborted) return;
    const stop = (): void => {
      clearTimeout(timer);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      callback();
    }, delayMs);
    signal.addEventListener("abort", stop, withoutPrototype({ once: true }));
  },
  jitter: Math.random,
};
