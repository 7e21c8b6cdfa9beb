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

/** How a channel sends, and what it says of what it gives up. */
export interface Channel<Claimed> {
  readonly send: (delivery: Claimed) => Promise<Attempt>;
  /** The line of the log for what fails for good. */
  readonly givenUp: string;
  /** What an administrator can do about a reason. */
  readonly explain?: (reason: string) => string;
}

/** Sends each of a channel's claimed deliveries and notes how it went. All at once: a batch is small. */
export async function settleDeliveries<
  Claimed extends Pick<ClaimedDelivery, "id" | "siteId" | "event" | "attempts">,
>(
  world: SettlingWorld,
  deliveries: readonly Claimed[],
  { send, givenUp, explain }: Channel<Claimed>,
): Promise<SettledDeliveries> {
  const total = { done: 0, queued: 0, failed: 0 };
  const settle = async (delivery: Claimed) => {
    const attempt = await send(delivery);
    const { id, siteId, event, attempts } = delivery;
    const result = { done: attempt.error === null, ...attempt };
    const { outcome } = await world.store.settleDelivery(id, result);
    // What an operator has to mend; once a delivery, so it floods no log.
    if (outcome === "failed") {
      const advice = explain === undefined ? {} : { advice: explain(attempt.error ?? "") };
      world.log("warn", givenUp, { id, siteId, delivery: event, attempts, ...attempt, ...advice });
    }
    if (outcome !== "delivery_unknown") total[outcome] += 1;
  };
  await Promise.all(deliveries.map(settle));
  return total;
}
