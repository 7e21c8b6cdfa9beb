/** What names a learner: the site's own word for one, a browser's random id, or a network address. */
export type LearnerSource = "token" | "device" | "address";

/**
 * Names a learner without telling who it is: a keyed hash. The database mixes the site into what it stores,
 * so that nobody can be followed from one site to the next.
 */
export type HashLearner = (source: LearnerSource, value: string) => Promise<string>;

/** Creates the hash over `secret`. */
export function createHashLearner(secret: string): HashLearner {
  const bytes = new TextEncoder().encode(secret);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
  return async (source, value) => {
    const text = JSON.stringify([source, value]);
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
