import * as z from "zod";
import type { CallSql } from "../call-sql.ts";
import type { Acting } from "./outcome.ts";

/** What `get_usage` answers. */
export const UsageAnswer = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("ok"),
    rows: z.array(
      z.object({
        organization: z.string(),
        site: z.nullable(z.string()),
        day: z.nullable(z.string()),
        /** Null also of sessions that are erased. */
        scenario: z.nullable(z.string()),
        sessions: z.number(),
        used_seconds: z.number(),
        learners: z.number(),
        micro_dollars: z.number(),
        /** What a minute of the metered calls cost; null where none was metered. */
        minute_micro_dollars: z.nullable(z.number()),
      }),
    ),
  }),
  z.object({ outcome: z.literal("site_unknown") }),
]);
export type UsageAnswer = z.infer<typeof UsageAnswer>;

/** What `purge_records` answers. */
export const PurgeAnswer = z.object({ sessions: z.number(), learners: z.number() });
export type PurgeAnswer = z.infer<typeof PurgeAnswer>;

/** What `list_audit_events` answers: the latest first. */
export const AuditAnswer = z.object({
  events: z.array(
    z.object({
      id: z.number(),
      at: z.string(),
      actor: z.string(),
      action: z.string(),
      subject: z.string(),
      detail: z.unknown(),
    }),
  ),
});
export type AuditAnswer = z.infer<typeof AuditAnswer>;

/** The functions about what happened: use, retention, and who administered what. */
export interface RecordAdministration {
  /** Between two UTC days, both included. */
  getUsage(query: {
    readonly from: string;
    readonly to: string;
    readonly by: string;
    readonly organization: string | null;
    readonly site: string | null;
  }): Promise<UsageAnswer>;
  /** As the reaper does on its own, and noted in the audit trail. */
  purgeRecords(purge: Acting & { readonly batch: number }): Promise<PurgeAnswer>;
  listAuditEvents(query: {
    readonly limit: number;
    readonly beforeId: number | null;
    readonly subject: string | null;
  }): Promise<AuditAnswer>;
}

/** Those functions, called by `call`. */
export function createRecordAdministration(call: CallSql): RecordAdministration {
  return {
    getUsage: (query) => call("get_usage", query, UsageAnswer),
    purgeRecords: (purge) => call("purge_records", purge, PurgeAnswer),
    listAuditEvents: (query) => call("list_audit_events", query, AuditAnswer),
  };
}
