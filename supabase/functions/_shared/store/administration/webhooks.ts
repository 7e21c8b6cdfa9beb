import * as z from "zod";
import type { CallSql } from "../call-sql.ts";
import type { Acting } from "./outcome.ts";

/** What `set_webhook` answers. */
export const SetWebhookAnswer = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("updated"),
    site_id: z.string(),
    url: z.nullable(z.string()),
    kid: z.string(),
    /** True where the secret is a new one, which is shown now. */
    is_new: z.boolean(),
    earlier_until: z.nullable(z.string()),
  }),
  z.object({ outcome: z.enum(["site_unknown", "webhook_unknown", "url_invalid"]) }),
]);
export type SetWebhookAnswer = z.infer<typeof SetWebhookAnswer>;

/** What `list_deliveries` answers: the latest first, and never what stands in them. */
export const DeliveriesAnswer = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("ok"),
    deliveries: z.array(
      z.object({
        id: z.string(),
        site: z.string(),
        session_id: z.string(),
        event: z.string(),
        status: z.string(),
        attempts: z.number(),
        last_error: z.nullable(z.string()),
        created_at: z.string(),
        next_at: z.nullable(z.string()),
        finished_at: z.nullable(z.string()),
      }),
    ),
  }),
  z.object({ outcome: z.literal("site_unknown") }),
]);
export type DeliveriesAnswer = z.infer<typeof DeliveriesAnswer>;

/** What `retry_deliveries` answers. */
export const RetryDeliveriesAnswer = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("retried"), retried: z.number() }),
  z.object({ outcome: z.literal("site_unknown") }),
]);
export type RetryDeliveriesAnswer = z.infer<typeof RetryDeliveriesAnswer>;

/** The functions about what sites are told. */
export interface WebhookAdministration {
  /** `url` null without `rotate` switches the webhook off. */
  setWebhook(
    change: Acting & {
      readonly site: string;
      readonly url: string | null;
      readonly rotate: boolean;
      readonly overlapSeconds: number;
    },
  ): Promise<SetWebhookAnswer>;
  listDeliveries(query: {
    readonly site: string | null;
    readonly status: string | null;
    readonly limit: number;
  }): Promise<DeliveriesAnswer>;
  /** Of a site, the one with that id or with null all that wait or were given up. */
  retryDeliveries(
    chosen: Acting & { readonly site: string; readonly id: string | null },
  ): Promise<RetryDeliveriesAnswer>;
}

/** Those functions, called by `call`. */
export function createWebhookAdministration(call: CallSql): WebhookAdministration {
  return {
    setWebhook: (change) => call("set_webhook", change, SetWebhookAnswer),
    listDeliveries: (query) => call("list_deliveries", query, DeliveriesAnswer),
    retryDeliveries: (chosen) => call("retry_deliveries", chosen, RetryDeliveriesAnswer),
  };
}
