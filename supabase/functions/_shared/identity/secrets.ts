import { createHash, randomBytes } from "node:crypto";

/** 256 bits that nobody guesses, in letters that every address takes. */
export function createSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What the database keeps of such a secret. It is random and long, so that a plain hash tells nothing of it. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
