import * as z from "zod";
import { type CallSql, withSnakeKeys } from "../call-sql.ts";
import type { LtiRegistration } from "../lti.ts";
import type { Acting } from "./outcome.ts";

/** What `save_lti_platform` answers. */
export const SaveLtiPlatformAnswer = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("saved"), platform_id: z.string() }),
  z.object({
    outcome: z.enum([
      ...(["site_unknown", "url_invalid", "page_forbidden", "tokens_off"] as const),
      "platform_taken",
    ]),
  }),
]);
export type SaveLtiPlatformAnswer = z.infer<typeof SaveLtiPlatformAnswer>;

const ListedPlatform = z.object({
  id: z.string(),
  site: z.string(),
  site_id: z.string(),
  name: z.string(),
  issuer: z.string(),
  client_id: z.string(),
  deployments: z.array(z.string()),
  auth_url: z.string(),
  token_url: z.string(),
  token_audience: z.string(),
  jwks_url: z.string(),
  page_url: z.string(),
  created_at: z.string(),
});

/** A learning platform as the tool of the operator lists it. */
export type ListedPlatform = z.infer<typeof ListedPlatform>;

/** What `list_lti_platforms` answers. */
export const ListLtiPlatformsAnswer = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("ok"), platforms: z.array(ListedPlatform) }),
  z.object({ outcome: z.literal("site_unknown") }),
]);
export type ListLtiPlatformsAnswer = z.infer<typeof ListLtiPlatformsAnswer>;

/** What `remove_lti_platform` answers. */
export const RemoveLtiPlatformAnswer = z.object({
  outcome: z.enum(["removed", "platform_unknown"]),
});
export type RemoveLtiPlatformAnswer = z.infer<typeof RemoveLtiPlatformAnswer>;

/** What `invite_lti_platform` answers. */
export const InviteLtiPlatformAnswer = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("invited"), expires_at: z.string() }),
  z.object({ outcome: z.enum(["site_unknown", "tokens_off"]) }),
]);
export type InviteLtiPlatformAnswer = z.infer<typeof InviteLtiPlatformAnswer>;

/** What `rotate_lti_key` answers. `rotating`: the last one is not used yet. */
export const RotateLtiKeyAnswer = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("rotated"), kid: z.string(), not_before: z.string() }),
  z.object({ outcome: z.literal("rotating") }),
]);
export type RotateLtiKeyAnswer = z.infer<typeof RotateLtiKeyAnswer>;

/** What `list_lti_keys` tells an operator. */
export const LtiKeysAnswer = z.object({
  keys: z.array(
    z.object({
      kid: z.string(),
      is_current: z.boolean(),
      not_before: z.string(),
      not_after: z.nullable(z.string()),
    }),
  ),
});
export type LtiKeysAnswer = z.infer<typeof LtiKeysAnswer>;

/** The functions about learning platforms and the keys of this tool. */
export interface LtiAdministration {
  saveLtiPlatform(
    platform: Acting & { readonly site: string; readonly platform: LtiRegistration },
  ): Promise<SaveLtiPlatformAnswer>;
  listLtiPlatforms(query: { readonly site: string | null }): Promise<ListLtiPlatformsAnswer>;
  removeLtiPlatform(platform: Acting & { readonly id: string }): Promise<RemoveLtiPlatformAnswer>;
  inviteLtiPlatform(
    invite: Acting & {
      readonly site: string;
      readonly secretHash: string;
      readonly validSeconds: number;
    },
  ): Promise<InviteLtiPlatformAnswer>;
  rotateLtiKey(
    key: Acting & {
      readonly kid: string;
      readonly publicJwk: object;
      readonly sealedKey: string;
    },
  ): Promise<RotateLtiKeyAnswer>;
  readLtiKeys(): Promise<LtiKeysAnswer>;
}

/** Those functions, called by `call`. */
export function createLtiAdministration(call: CallSql): LtiAdministration {
  return {
    saveLtiPlatform: ({ platform, ...named }) =>
      call(
        "save_lti_platform",
        { ...named, platform: withSnakeKeys(platform) },
        SaveLtiPlatformAnswer,
      ),
    listLtiPlatforms: (query) => call("list_lti_platforms", query, ListLtiPlatformsAnswer),
    removeLtiPlatform: (platform) => call("remove_lti_platform", platform, RemoveLtiPlatformAnswer),
    inviteLtiPlatform: (invite) => call("invite_lti_platform", invite, InviteLtiPlatformAnswer),
    rotateLtiKey: (key) => call("rotate_lti_key", key, RotateLtiKeyAnswer),
    readLtiKeys: () => call("list_lti_keys", {}, LtiKeysAnswer),
  };
}
