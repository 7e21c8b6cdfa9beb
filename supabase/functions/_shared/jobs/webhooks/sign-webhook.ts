import { deriveSecret, toBase64 } from "../../identity/derive-secret.ts";

const PREFIX = "whsec_";

/**
 * The secret by which a site knows that an event comes from here, in the form of Standard Webhooks. Derived like
 * the secrets of learner tokens, and stored nowhere.
 */
export async function deriveWebhookSecret(
  masterKey: string,
  siteId: string,
  kid: string,
): Promise<string> {
  return `${PREFIX}${toBase64(await deriveSecret(masterKey, ["webhook", siteId, kid]))}`;
}

/** A request body, and the names under which it is signed. */
export interface WebhookMessage {
  /** Stays the same over all attempts, so that a receiver knows what it has had. */
  readonly id: string;
  /** When this attempt is made. */
  readonly sentAt: Date;
  readonly body: string;
}

/**
 * The three headers of Standard Webhooks. Signed with each secret, so that a receiver may change from one to the
 * next in its own time.
 * @see https://www.standardwebhooks.com
 */
export async function signWebhook(
  { id, sentAt, body }: WebhookMessage,
  secrets: readonly string[],
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(sentAt.getTime() / 1_000));
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const signatures = await Promise.all(secrets.map((secret) => sign(secret, signed)));
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.map((signature) => `v1,${signature}`).join(" "),
  };
}

async function sign(secret: string, signed: Uint8Array<ArrayBuffer>): Promise<string> {
  const text = atob(secret.slice(PREFIX.length));
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
  return toBase64(new Uint8Array(await crypto.subtle.sign("HMAC", key, signed)));
}
