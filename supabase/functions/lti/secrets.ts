import { createHash, randomBytes } from "node:crypto";

/** 256 bits that nobody guesses, in letters that every address takes. */
export function createSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What the database keeps of a secret. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** The same, where there may be none. */
export function hashIfAny(secret: string | null | undefined): string | null {
  return secret === null || secret === undefined ? null : hashSecret(secret);
}
