import { toSessionMarkerKey } from "./session-marker.ts";

/** Leaves or takes away the marker that `readSessionMarker` finds; null takes it away. */
export function markSession(embedKey: string, scenario: string, sessionId: string | null): void {
  const key = toSessionMarkerKey(embedKey, scenario);
  try {
    if (sessionId === null) localStorage.removeItem(key);
    else localStorage.setItem(key, sessionId);
  } catch {
    // Without storage a page that is loaded again begins anew.
  }
}
