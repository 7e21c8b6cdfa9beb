import * as z from "zod";
import { type CallSql, withSnakeKeys } from "../call-sql.ts";
import type { Acting } from "./outcome.ts";

/** What `list_deliveries` answers: the latest first, and never what stands in them. */
export const DeliveriesAnswer = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("ok"),
    deliveries: z.array(
      z.object({
        id: z.string(),
        channel: z.string(),
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

/** The functions about what is owed to other systems; null stands for all. */
export interface DeliveryAdministration {
  listDeliveries(query: {
    readonly site: string | null;
    readonly channel: string | null;
    readonly status: string | null;
    readonly most: number;
  }): Promise<DeliveriesAnswer>;
  /** Of a site those that wait or were given up. */
  retryDeliveries(
    chosen: Acting & {
      readonly site: string;
      readonly channel: string | null;
      readonly id: string | null;
    },
  ): Promise<RetryDeliveriesAnswer>;
}

/** Those functions, called by `call`. */
export function createDeliveryAdministration(call: CallSql): DeliveryAdministration {
  return {
    listDeliveries: (query) =>
      call("list_deliveries", { query: withSnakeKeys(query) }, DeliveriesAnswer),
    retryDeliveries: (chosen) => call("retry_deliveries", chosen, RetryDeliveriesAnswer),
  };
}
