/** Where the marker of a practice lies in `localStorage`; its value is the id of the session. */
export function toSessionMarkerKey(embedKey: string, scenario: string): string {
  return `maka-open:${embedKey}:${scenario}`;
}

/**
 * The id of the session of this practice that a page of this browser left running, under the key
 * `maka-open:<embed key>:<scenario>`; null where there is none, or storage is forbidden. Only the session's
 * owner learns from the server whether it can still be continued.
 */
export function readSessionMarker(embedKey: string, scenario: string): string | null {
  try {
    return localStorage.getItem(toSessionMarkerKey(embedKey, scenario));
  } catch {
    // Every access of storage may throw, as in a sandboxed frame.
    return null;
  }
}
