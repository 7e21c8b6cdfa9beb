/** Holds the device's id, empty for the browser's default; its presence says that a check was made. */
const STORAGE_KEY = "maka-microphone";

/** Which microphone this browser was checked with; null where it never was, or may keep nothing. */
export function recallMicrophone(): { readonly deviceId: string | null } | null {
  try {
    const kept = localStorage.getItem(STORAGE_KEY);
    return kept === null ? null : { deviceId: kept || null };
  } catch {
    // Every access of storage may throw, as in a sandboxed frame.
    return null;
  }
}

/** Keeps that the microphone was checked, and which one it was. */
export function rememberMicrophone(deviceId: string | null): void {
  try {
    localStorage.setItem(STORAGE_KEY, deviceId ?? "");
  } catch {
    // The next visit checks again.
  }
}
