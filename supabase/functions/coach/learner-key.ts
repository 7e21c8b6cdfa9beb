/** Names a learner without telling who it is: a keyed hash, different on every site. */
export type HashLearner = (
  embedKey: string,
  deviceId: string | null,
  address: string,
) => Promise<string>;

/** Creates the hash over `secret`. A device's random id counts before the address. */
export function createHashLearner(secret: string): HashLearner {
  const bytes = new TextEncoder().encode(secret);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
  return async (embedKey, deviceId, address) => {
    const who = deviceId === null ? ["address", address] : ["device", deviceId];
    const text = JSON.stringify([embedKey, ...who]);
    return toHex(await crypto.subtle.sign("HMAC", await key, new TextEncoder().encode(text)));
  };
}

/** SHA-256 over several texts, in hexadecimal; no two different lists of texts share their input. */
export async function hashTexts(texts: readonly string[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(texts));
  return toHex(await crypto.subtle.digest("SHA-256", bytes));
}

function toHex(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
