import { withoutPrototype } from "../../domain/without-prototype.ts";

/**
 * Keeps the screen on until `signal` aborts: a phone that locks itself would end the call. The browser lets go
 * whenever the page is hidden, so it is asked anew each time it is shown; a refusal changes nothing.
 */
export function keepAwake(signal: AbortSignal): void {
  let lock: WakeLockSentinel | null = null;
  const release = (): void => {
    void lock?.release();
    lock = null;
  };
  const isWanted = (): boolean => !signal.aborted && document.visibilityState === "visible";
  const request = async (): Promise<void> => {
    if (!isWanted() || lock?.released === false) return;
    try {
      lock = await navigator.wakeLock.request("screen");
    } catch {
      // Unknown to the browser, forbidden in this frame, or the battery is low.
      return;
    }
    if (!isWanted()) release();
  };
  document.addEventListener("visibilitychange", () => void request(), withoutPrototype({ signal }));
  signal.addEventListener("abort", release, withoutPrototype({ once: true }));
  void request();
}
