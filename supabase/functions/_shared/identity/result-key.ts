import { createHash, randomBytes } from "node:crypto";

const FORM = /^mr_[\w-]{43}$/;

/** Makes a key to a site's results: 32 random bytes, shown once and kept by nobody but the site. */
export function createResultKey(): string {
  return `mr_${randomBytes(32).toString("base64url")}`;
}

/** Whether a text has the form of such a key. */
export function isResultKey(text: string): boolean {
  return FORM.test(text);
}

/** As what the database knows a key. It is random and long, so that a plain hash tells nothing of it. */
export function hashResultKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
