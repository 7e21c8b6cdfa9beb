import * as z from "zod";
import { Opaque, row } from "./answer-row.ts";
import type { CallSql } from "./call-sql.ts";

/** What `claim_deliveries` tells of a delivery of any channel; a channel adds where it goes. */
export const CLAIMED_DELIVERY = {
  id: z.uuid(),
  siteId: z.uuid(),
  event: z.string(),
  payload: Opaque,
  /** Counts this one. */
  attempts: z.int().positive(),
};
/** What waits for another system, leased to whoever claimed it. */
export type ClaimedDelivery = z.infer<z.ZodObject<typeof CLAIMED_DELIVERY>>;

/** What `settle_delivery` answers. `failed`: given up. */
export const SettleDeliveryAnswer = row(
  z.object({ outcome: z.enum(["done", "queued", "failed", "delivery_unknown"]) }),
);
export type SettleDeliveryAnswer = z.infer<typeof SettleDeliveryAnswer>;

/** The functions about what is owed to others, whatever the channel. */
export interface DeliveryFunctions {
  /** Notes how an attempt went; `retry` false gives the delivery up. */
  settleDelivery(
    id: string,
    result: { readonly done: boolean; readonly error: string | null; readonly retry: boolean },
  ): Promise<SettleDeliveryAnswer>;
}

/** Those functions, called by `call`. */
export function createDeliveryFunctions(call: CallSql): DeliveryFunctions {
  return {
    settleDelivery: (id, { done, error, retry }) =>
      call("settle_delivery", { id, done, error, retry }, SettleDeliveryAnswer),
  };
}
