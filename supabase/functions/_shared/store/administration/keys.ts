import * as z from "zod";
import type { CallSql } from "../call-sql.ts";
import type { Acting } from "./outcome.ts";

const siteUnknown = z.object({ outcome: z.literal("site_unknown") });

/** What `rotate_embed_key` answers. */
export const RotateEmbedKeyAnswer = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("rotated"),
    site_id: z.string(),
    embed_key: z.string(),
    old_key: z.string(),
    old_key_until: z.string(),
  }),
  siteUnknown,
]);
export type RotateEmbedKeyAnswer = z.infer<typeof RotateEmbedKeyAnswer>;

/** What `rotate_token_key` answers: the name of a secret, never the secret. */
export const RotateTokenKeyAnswer = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("rotated"),
    site_id: z.string(),
    kid: z.string(),
    earlier_until: z.string(),
  }),
  siteUnknown,
]);
export type RotateTokenKeyAnswer = z.infer<typeof RotateTokenKeyAnswer>;

/** Whose key is replaced, and how long the old one still holds. */
type Rotation = Acting & { readonly site: string; readonly overlapSeconds: number };

/** The functions about embed keys and token secrets. */
export interface KeyAdministration {
  rotateEmbedKey(rotation: Rotation): Promise<RotateEmbedKeyAnswer>;
  rotateTokenKey(rotation: Rotation): Promise<RotateTokenKeyAnswer>;
}

/** Those functions, called by `call`. */
export function createKeyAdministration(call: CallSql): KeyAdministration {
  return {
    rotateEmbedKey: (rotation) => call("rotate_embed_key", rotation, RotateEmbedKeyAnswer),
    rotateTokenKey: (rotation) => call("rotate_token_key", rotation, RotateTokenKeyAnswer),
  };
}
