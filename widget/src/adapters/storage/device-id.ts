const STORAGE_KEY = "maka-device-id";
const VALID = /^[A-Za-z0-9_-]{8,64}$/;

/**
 * A random id that this browser keeps for the site it is on, so that an anonymous learner has a daily
 * allowance. Null where storage is forbidden, as in a sandboxed frame.
 */
export function readDeviceId(): string | null {
  try {
    const kept = localStorage.getItem(STORAGE_KEY);
    if (kept !== null && VALID.test(kept)) return kept;
    const created = crypto.randomUUID();
    localStorage.setItem(STORAGE_KEY, created);
    return created;
  } catch {
    // Every access of storage may throw; a learner without an id is counted by address.
    return null;
  }
}
