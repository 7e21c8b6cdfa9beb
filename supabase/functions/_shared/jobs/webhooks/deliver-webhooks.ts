import type { ClaimedDelivery, WebhookFunctions } from "../../store/webhooks.ts";
import type { Log } from "../../runtime/telemetry/log.ts";
import { deriveWebhookSecret, signWebhook } from "./sign-webhook.ts";
import { assertWebhookTarget, type ResolveHost, WebhookTargetError } from "./webhook-target.ts";

/** The one request that a delivery needs; a test passes its own. */
export type PostWebhook = (url: string, init: RequestInit) => Promise<Response>;

/** What delivering needs of the world. */
export interface WebhookWorld {
  readonly store: WebhookFunctions;
  /** LEARNER_TOKEN_KEY, from which secrets are derived; null where it is not set: nothing can be signed. */
  readonly webhookKey: string | null;
  /** True where this machine may be told of events. */
  readonly allowLocalWebhooks: boolean;
  readonly post: PostWebhook;
  readonly resolveHost: ResolveHost;
  readonly now: () => Date;
  readonly log: Log;
}

/** How many events were taken, wait for another attempt, or were given up. */
export interface DeliveredWebhooks {
  readonly done: number;
  readonly queued: number;
  readonly failed: number;
}

const TIMEOUT_MS = 10_000;
/** Longer than an attempt may take, so that nobody sends the same event beside. */
const LEASE_SECONDS = 40;
const GONE = 410;

/** Takes up to `batch` events that are due from the queue and sends each to its site. All at once: a batch is small. */
export async function deliverWebhooks(
  world: WebhookWorld,
  batch: number,
): Promise<DeliveredWebhooks> {
  const { deliveries } = await world.store.claimDeliveries(batch, LEASE_SECONDS);
  const total = { done: 0, queued: 0, failed: 0 };
  const outcomes = await Promise.all(deliveries.map((delivery) => deliver(world, delivery)));
  for (const outcome of outcomes) if (outcome !== "delivery_unknown") total[outcome] += 1;
  return total;
}

async function deliver(world: WebhookWorld, delivery: ClaimedDelivery) {
  const result = await send(world, delivery);
  const { outcome } = await world.store.settleDelivery(delivery.id, {
    done: result.error === null,
    ...result,
  });
  // An operator's address that fails for good; once an event, so it floods no log.
  if (outcome === "failed") {
    const { id, siteId, event, attempts } = delivery;
    world.log("warn", "webhook_given_up", { id, siteId, webhook: event, attempts, ...result });
  }
  return outcome;
}

/** Why an attempt failed, as one word; null when the site took the event. */
interface Attempt {
  readonly error: string | null;
  readonly retry: boolean;
}

async function send(world: WebhookWorld, delivery: ClaimedDelivery): Promise<Attempt> {
  const { url, siteId, kids } = delivery;
  const { webhookKey } = world;
  if (url === null) return { error: "switched_off", retry: false };
  if (webhookKey === null) return { error: "no_key", retry: true };
  try {
    await assertWebhookTarget(url, world.resolveHost, world.allowLocalWebhooks);
    const secrets = await Promise.all(
      kids.map((kid) => deriveWebhookSecret(webhookKey, siteId, kid)),
    );
    return await post(world, delivery, { url, secrets });
  } catch (error) {
    return { error: toReason(error), retry: true };
  }
}

async function post(
  world: WebhookWorld,
  { id, payload }: ClaimedDelivery,
  { url, secrets }: { readonly url: string; readonly secrets: readonly string[] },
): Promise<Attempt> {
  const body = JSON.stringify(payload);
  const message = { id: `msg_${id.replaceAll("-", "")}`, sentAt: world.now(), body };
  const response = await world.post(url, {
    method: "POST",
    body,
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      "content-type": "application/json",
      "user-agent": "maka-voice-coach",
      ...(await signWebhook(message, secrets)),
    },
  });
  // Whatever it says is not read: the status is the answer.
  await response.body?.cancel();
  if (response.ok) return { error: null, retry: false };
  return { error: `status_${response.status}`, retry: response.status !== GONE };
}

function toReason(error: unknown): string {
  if (error instanceof WebhookTargetError) return error.message;
  return error instanceof DOMException && error.name === "TimeoutError" ? "timeout" : "unreachable";
}
