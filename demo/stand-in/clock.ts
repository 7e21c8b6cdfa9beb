/** Ends a timer; safe to call twice. */
export type Cancel = () => void;

/** Time as the stand-in sees it, so that tests move it by hand. */
export interface Clock {
  /** Milliseconds since an arbitrary start, never going back. */
  now(): number;
  after(delayMs: number, run: () => void): Cancel;
  every(intervalMs: number, run: () => void): Cancel;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
  every(intervalMs, run) {
    const timer = setInterval(run, intervalMs);
    return () => {
      clearInterval(timer);
    };
  },
};
