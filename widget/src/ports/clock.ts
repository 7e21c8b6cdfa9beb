/** Time, so that tests can own it. */
export interface Clock {
  /** Milliseconds on a monotonic clock. */
  now(): number;
  /** Calls back once after `delayMs`, unless `signal` aborts first. */
  after(delayMs: number, signal: AbortSignal, callback: () => void): void;
  /** A number from 0 up to 1, to spread retries. */
  jitter(): number;
}
