/**
 * A signal that aborts when the platform is about to take this worker away, so that a segment can hand its
 * call over. Where the platform says nothing of it, it never aborts.
 */
export function createLeaving(): () => AbortSignal {
  const leaving = new AbortController();
  addEventListener("beforeunload", () => {
    leaving.abort();
  });
  return () => leaving.signal;
}
