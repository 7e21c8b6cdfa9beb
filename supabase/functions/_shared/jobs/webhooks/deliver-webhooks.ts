import type { DeliveryFunctions } from "../../store/deliveries.ts";
import type { ClaimedWebhook, WebhookFunctions } from "../../store/webhooks.ts";
import type { Log } from "../../runtime/telemetry/log.ts";
import {
  type Attempt,
  LEASE_SECONDS,
  type SettledDeliveries,
  settleDeliveries,
} from "../deliveries/settle-deliveries.ts";
import { deriveWebhookSecret, signWebhook } from "./sign-webhook.ts";
import { assertWebhookTarget, type ResolveHost, WebhookTargetError } from "./webhook-target.ts";

/** The one request that a delivery needs; a test passes its own. */
export type PostWebhook = (url: string, init: RequestInit) => Promise<Response>;

/** What delivering needs of the world. */
export interface WebhookWorld {
  readonly store: DeliveryFunctions & WebhookFunctions;
  /** LEARNER_TOKEN_KEY, from which secrets are derived; null where it is not set: nothing can be signed. */
  readonly webhookKey: string | null;
  /** True where this machine may be told of events. */
  readonly allowLocalWebhooks: boolean;
  readonly post: PostWebhook;
  readonly resolveHost: ResolveHost;
  readonly now: () => Date;
  readonly log: Log;
}

const TIMEOUT_MS = 10_000;
const GONE = 410;

/** Takes up to `batch` events that are due from the queue and sends each to its site. */
export async function deliverWebhooks(
  world: WebhookWorld,
  batch: number,
): Promise<SettledDeliveries> {
  const { deliveries } = await world.store.claimWebhooks(batch, LEASE_SECONDS);
  const send = (delivery: ClaimedWebhook) => sendWebhook(world, delivery);
  return settleDeliveries(world, deliveries, { send, givenUp: "webhook_given_up" });
}

async function sendWebhook(world: WebhookWorld, delivery: ClaimedWebhook): Promise<Attempt> {
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
  { id, payload }: ClaimedWebhook,
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
