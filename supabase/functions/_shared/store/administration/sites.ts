import * as z from "zod";
import type { CallSql } from "../call-sql.ts";
import { type Acting, Outcome } from "./outcome.ts";

const TokenKey = z.object({
  kid: z.string(),
  created_at: z.string(),
  expires_at: z.nullable(z.string()),
});

/** A site as `list_sites` describes it. */
export const DescribedSite = z.object({
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
    address_max_live: z.nullable(z.number()),
    site_hour_starts: z.nullable(z.number()),
    learner_hour_starts: z.nullable(z.number()),
    address_hour_starts: z.nullable(z.number()),
  }),
  /** In millionths of a dollar, as they are in effect; a month may have no limit of its own. */
  costs: z.object({
    session_micros: z.number(),
    day_micros: z.number(),
    month_micros: z.nullable(z.number()),
  }),
  features: z.object({
    voice: z.boolean(),
    ephemeral: z.nullable(z.boolean()),
    text_only: z.boolean(),
    voice_in_effect: z.boolean(),
  }),
  offers: z.object({
    attempts_per_scenario: z.nullable(z.number()),
    scenarios: z.nullable(z.array(z.string())),
    practice_url: z.nullable(z.string()),
    facts: z.nullable(z.boolean()),
    facts_in_effect: z.boolean(),
    results: z.nullable(z.boolean()),
    results_in_effect: z.boolean(),
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
export type DescribedSite = z.infer<typeof DescribedSite>;

/** What `list_sites` answers. */
export const SitesAnswer = z.object({ sites: z.array(DescribedSite) });
export type SitesAnswer = z.infer<typeof SitesAnswer>;

/** Settings under the names of SQL. */
type SiteSettings = Readonly<Record<string, unknown>>;

/** The functions about the places that embed the widget. */
export interface SiteAdministration {
  /** All sites, those of an organization, or the one with that embed key or id. */
  listSites(chosen: {
    readonly site?: string;
    readonly organization?: string | null;
  }): Promise<SitesAnswer>;
  createSite(change: Acting & { readonly site: SiteSettings }): Promise<Outcome>;
  /** Removes a paused site, some sessions at a time: `erasing` asks for another call. */
  deleteSite(named: Acting & { readonly site: string; readonly batch: number }): Promise<Outcome>;
  updateSite(
    change: Acting & { readonly site: string; readonly changes: SiteSettings },
  ): Promise<Outcome>;
}

/** Those functions, called by `call`. */
export function createSiteAdministration(call: CallSql): SiteAdministration {
  return {
    listSites: (chosen) => call("list_sites", chosen, SitesAnswer),
    createSite: (change) => call("save_site", change, Outcome),
    deleteSite: (named) => call("delete_site", named, Outcome),
    updateSite: (change) => call("update_site", change, Outcome),
  };
}
