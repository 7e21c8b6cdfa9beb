import { z } from "zod";
import { CommandError } from "./command.ts";

/** What doors answer that only do something or refuse it. */
export const Outcome = z.looseObject({ outcome: z.string() });

const TokenKey = z.object({
  kid: z.string(),
  created_at: z.string(),
  expires_at: z.nullable(z.string()),
});

/** A site as `list_sites` describes it. */
export const Site = z.object({
  id: z.string(),
  name: z.string(),
  organization: z.string(),
  embed_key: z.string(),
  status: z.enum(["active", "disabled"]),
  origins: z.array(z.string()),
  created_at: z.string(),
  learner_tokens: z.object({
    mode: z.string(),
    jwks_url: z.nullable(z.string()),
    kids: z.array(TokenKey),
  }),
  limits: z.object({
    site_day_seconds: z.number(),
    learner_day_seconds: z.number(),
    anonymous_day_seconds: z.nullable(z.number()),
    address_day_seconds: z.nullable(z.number()),
    max_session_seconds: z.number(),
    site_max_live: z.number(),
    learner_max_live: z.number(),
  }),
  features: z.object({
    voice: z.boolean(),
    ephemeral: z.nullable(z.boolean()),
    text_only: z.boolean(),
    voice_in_effect: z.boolean(),
  }),
  offers: z.object({
    attempts_per_scenario: z.nullable(z.number()),
    practice_url: z.nullable(z.string()),
    facts: z.nullable(z.boolean()),
    facts_in_effect: z.boolean(),
    webhook: z.nullable(
      z.object({
        url: z.nullable(z.string()),
        kid: z.string(),
        earlier_until: z.nullable(z.string()),
        pending: z.number(),
        failed: z.number(),
      }),
    ),
  }),
  retired_keys: z.array(
    z.object({ embed_key: z.string(), expires_at: z.string(), is_valid: z.boolean() }),
  ),
});
export type Site = z.infer<typeof Site>;

/** What `list_sites` answers. */
export const Sites = z.object({ sites: z.array(Site) });

/** What `list_organizations` answers. */
export const Organizations = z.object({
  organizations: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      month_seconds: z.number(),
      retention_days: z.number(),
      created_at: z.string(),
      sites: z.number(),
      used_this_month: z.number(),
    }),
  ),
});

/** Says that no site has the name that was given. */
export function siteUnknown(site: string): CommandError {
  return new CommandError(
    `No site has the embed key or id ${site}. List them: npm run admin -- site list.`,
  );
}
