/** What an earlier practice left (`device-id.ts`), if any: whoever only reads stores nothing. */
export function keptDeviceId(): string | null {
  try {
    return localStorage.getItem("maka-device-id");
  } catch {
    return null; // Storage may be forbidden, as in a sandboxed frame.
  }
}
