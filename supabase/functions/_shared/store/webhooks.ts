import * as z from "zod";
import { Opaque, row } from "./answer-row.ts";
import type { CallSql } from "./call-sql.ts";

const Delivery = row(
  z.object({
    id: z.uuid(),
    siteId: z.uuid(),
    event: z.string(),
    payload: Opaque,
    /** Counts this one. */
    attempts: z.int().positive(),
    /** Null: the site takes no events any more. */
    url: z.nullable(z.string()),
    /** Names of the secrets that sign it, the current one first. */
    kids: z.array(z.string()),
  }),
);
/** An event that waits for a site, leased to whoever claimed it. */
export type ClaimedDelivery = z.infer<typeof Delivery>;

/** What `claim_deliveries` answers. */
export const ClaimDeliveriesAnswer = row(z.object({ deliveries: z.array(Delivery) }));
export type ClaimDeliveriesAnswer = z.infer<typeof ClaimDeliveriesAnswer>;

/** What `settle_delivery` answers. `failed`: given up. */
export const SettleDeliveryAnswer = row(
  z.object({ outcome: z.enum(["done", "queued", "failed", "delivery_unknown"]) }),
);
export type SettleDeliveryAnswer = z.infer<typeof SettleDeliveryAnswer>;

/** The functions about what sites are told. */
export interface WebhookFunctions {
  /** Leases events that wait for sites. */
  claimDeliveries(batch: number, leaseSeconds: number): Promise<ClaimDeliveriesAnswer>;
  /** Notes how an attempt went; `retry` false gives the event up. */
  settleDelivery(
    id: string,
    result: { readonly done: boolean; readonly error: string | null; readonly retry: boolean },
  ): Promise<SettleDeliveryAnswer>;
}

/** Those functions, called by `call`. */
export function createWebhookFunctions(call: CallSql): WebhookFunctions {
  return {
    claimDeliveries: (batch, leaseSeconds) =>
      call("claim_deliveries", { batch, leaseSeconds }, ClaimDeliveriesAnswer),
    settleDelivery: (id, { done, error, retry }) =>
      call("settle_delivery", { id, done, error, retry }, SettleDeliveryAnswer),
  };
}
