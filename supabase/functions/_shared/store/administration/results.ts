import * as z from "zod";
import type { CallSql } from "../call-sql.ts";
import type { Acting } from "./outcome.ts";

const siteUnknown = z.object({ outcome: z.literal("site_unknown") });

/** What `rotate_result_key` answers. */
export const RotateResultKeyAnswer = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("rotated"),
    site_id: z.string(),
    /** Until when the key before holds; null where there was none. */
    earlier_until: z.nullable(z.string()),
  }),
  siteUnknown,
]);
export type RotateResultKeyAnswer = z.infer<typeof RotateResultKeyAnswer>;

/** What `revoke_result_keys` answers. */
export const RevokeResultKeysAnswer = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("revoked"), revoked: z.number() }),
  siteUnknown,
]);
export type RevokeResultKeysAnswer = z.infer<typeof RevokeResultKeysAnswer>;

/** What `list_result_keys` answers: the latest first; never a key. */
export const ResultKeysAnswer = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("ok"),
    keys: z.array(
      z.object({
        name: z.string(),
        created_at: z.string(),
        last_used_at: z.nullable(z.string()),
        expires_at: z.nullable(z.string()),
        is_valid: z.boolean(),
      }),
    ),
  }),
  siteUnknown,
]);
export type ResultKeysAnswer = z.infer<typeof ResultKeysAnswer>;

/** The functions about keys to a site's results. */
export interface ResultAdministration {
  /** Of the new key the database gets a hash alone. */
  rotateResultKey(
    rotation: Acting & {
      readonly site: string;
      readonly keyHash: string;
      readonly overlapSeconds: number;
    },
  ): Promise<RotateResultKeyAnswer>;
  revokeResultKeys(named: Acting & { readonly site: string }): Promise<RevokeResultKeysAnswer>;
  listResultKeys(site: string): Promise<ResultKeysAnswer>;
}

/** Those functions, called by `call`. */
export function createResultAdministration(call: CallSql): ResultAdministration {
  return {
    rotateResultKey: (rotation) => call("rotate_result_key", rotation, RotateResultKeyAnswer),
    revokeResultKeys: (named) => call("revoke_result_keys", named, RevokeResultKeysAnswer),
    listResultKeys: (site) => call("list_result_keys", { site }, ResultKeysAnswer),
  };
}
