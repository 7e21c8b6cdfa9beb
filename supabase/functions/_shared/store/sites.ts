import * as z from "zod";
import { outcome, row } from "./answer-row.ts";
import { type CallSql, withSnakeKeys } from "./call-sql.ts";

/** A site and its limits. A limit that is left out keeps its value, or takes the closed default. */
export interface SiteToSave {
  readonly organization: string;
  readonly name: string;
  readonly embedKey: string;
  /** Exact origins, `https://lms.example`; an empty list admits nobody. */
  readonly origins: readonly string[];
  readonly status?: "active" | "disabled";
  readonly voice?: boolean;
  readonly learnerTokenMode?: "none" | "optional" | "required";
  readonly organizationMonthSeconds?: number;
  readonly siteDaySeconds?: number;
  readonly learnerDaySeconds?: number;
  readonly maxSessionSeconds?: number;
  readonly siteMaxLive?: number;
  readonly learnerMaxLive?: number;
  readonly addressMaxLive?: number;
  readonly siteHourStarts?: number;
  readonly learnerHourStarts?: number;
  readonly addressHourStarts?: number;
  readonly retentionDays?: number;
}

/** What `find_token_keys` answers: names of keys, never a secret. */
export const FindTokenKeysAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("ok"),
      siteId: z.uuid(),
      mode: z.enum(["none", "optional", "required"]),
      /** Embed keys, each of which may be a token's issuer. */
      issuers: z.array(z.string()),
      kids: z.array(z.string()),
      jwksUrl: z.nullable(z.string()),
    }),
    z.object(outcome("site_unknown")),
    z.object(outcome("site_paused")),
    z.object(outcome("origin_forbidden")),
  ]),
);
export type FindTokenKeysAnswer = z.infer<typeof FindTokenKeysAnswer>;

/** What `save_site` answers. */
export const SaveSiteAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({ ...outcome("created"), siteId: z.uuid(), organizationId: z.uuid() }),
    z.object({ ...outcome("updated"), siteId: z.uuid(), organizationId: z.uuid() }),
    z.object({ ...outcome("origin_invalid"), origin: z.string() }),
    /** The embed key belongs to a site of another organization. */
    z.object(outcome("organization_conflict")),
    /** The embed key was a site's before it was replaced. */
    z.object(outcome("key_conflict")),
    /** Another site of the organization has the name. */
    z.object(outcome("name_taken")),
  ]),
);
export type SaveSiteAnswer = z.infer<typeof SaveSiteAnswer>;

/** The functions about the places that embed the widget. */
export interface SiteFunctions {
  /** The keys with which the site's backend may sign learner tokens. */
  findTokenKeys(embedKey: string, origin: string): Promise<FindTokenKeysAnswer>;
  saveSite(site: SiteToSave): Promise<SaveSiteAnswer>;
}

/** Those functions, called by `call`. */
export function createSiteFunctions(call: CallSql): SiteFunctions {
  return {
    findTokenKeys: (embedKey, origin) =>
      call("find_token_keys", { embedKey, origin }, FindTokenKeysAnswer),
    saveSite: (site) => call("save_site", { site: withSnakeKeys(site) }, SaveSiteAnswer),
  };
}
