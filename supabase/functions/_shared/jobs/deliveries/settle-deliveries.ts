import type { Log } from "../../runtime/telemetry/log.ts";
import type { ClaimedDelivery, DeliveryFunctions } from "../../store/deliveries.ts";

/** Longer than an attempt may take, so that nobody sends the same delivery beside. */
export const LEASE_SECONDS = 40;

/** How an attempt went: why it failed, as one word, and whether to try again. */
export interface Attempt {
  /** Null when the delivery was taken. */
  readonly error: string | null;
  readonly retry: boolean;
}

/** How many deliveries were taken, wait for another attempt, or were given up. */
export interface SettledDeliveries {
  readonly done: number;
  readonly queued: number;
  readonly failed: number;
}

/** What a channel's deliveries are settled with. */
export interface SettlingWorld {
  readonly store: DeliveryFunctions;
  readonly log: Log;
}

/**
 * Sends each of a channel's claimed deliveries by `send` and notes how it went. All at once: a batch is small. `givenUp`
 * names the line of the log for what fails for good.
 */
export async function settleDeliveries<Claimed extends ClaimedDelivery>(
  world: SettlingWorld,
  deliveries: readonly Claimed[],
  {
    send,
    givenUp,
  }: { readonly send: (delivery: Claimed) => Promise<Attempt>; readonly givenUp: string },
): Promise<SettledDeliveries> {
  const total = { done: 0, queued: 0, failed: 0 };
  const settle = async (delivery: Claimed) => {
    const attempt = await send(delivery);
    const { id, siteId, event, attempts } = delivery;
    const result = { done: attempt.error === null, ...attempt };
    const { outcome } = await world.store.settleDelivery(id, result);
    // What an operator has to mend; once a delivery, so it floods no log.
    if (outcome === "failed")
      world.log("warn", givenUp, { id, siteId, delivery: event, attempts, ...attempt });
    if (outcome !== "delivery_unknown") total[outcome] += 1;
  };
  await Promise.all(deliveries.map(settle));
  return total;
}
