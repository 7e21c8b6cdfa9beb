import * as z from "zod";
import { row } from "./answer-row.ts";
import type { CallSql } from "./call-sql.ts";
import { CLAIMED_DELIVERY } from "./deliveries.ts";

const ClaimedWebhook = row(
  z.object({
    ...CLAIMED_DELIVERY,
    /** Null: the site takes no events any more. */
    url: z.nullable(z.string()),
    /** Names of the secrets that sign it, the current one first. */
    kids: z.array(z.string()),
  }),
);
/** An event that waits for a site, leased to whoever claimed it. */
export type ClaimedWebhook = z.infer<typeof ClaimedWebhook>;

/** What `claim_deliveries` answers of webhooks. */
export const ClaimWebhooksAnswer = row(z.object({ deliveries: z.array(ClaimedWebhook) }));
export type ClaimWebhooksAnswer = z.infer<typeof ClaimWebhooksAnswer>;

/** The functions about what sites are told. */
export interface WebhookFunctions {
  /** Leases events that wait for sites. */
  claimWebhooks(batch: number, leaseSeconds: number): Promise<ClaimWebhooksAnswer>;
}

/** Those functions, called by `call`. */
export function createWebhookFunctions(call: CallSql): WebhookFunctions {
  return {
    claimWebhooks: (batch, leaseSeconds) =>
      call("claim_deliveries", { channel: "webhook", batch, leaseSeconds }, ClaimWebhooksAnswer),
  };
}
