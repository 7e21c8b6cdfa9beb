import * as z from "zod";
import { hashSecret } from "../_shared/identity/secrets.ts";

/** A secret of ours as a page shows it again. */
export const ShownSecret = z.string().min(16).max(200);

/** What the database keeps of a secret, where there may be none. */
export function hashIfAny(secret: string | null): string | null {
  return secret === null ? null : hashSecret(secret);
}
