import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import * as z from "zod";
import { KeySetError, readKeySet } from "../_shared/identity/key-sets.ts";
import {
  assertWebhookTarget,
  WebhookTargetError,
} from "../_shared/jobs/webhooks/webhook-target.ts";
import type { LtiPlatform } from "../_shared/store/lti.ts";
import type { LtiWorld } from "./lti-world.ts";

const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** What the database holds of a platform's keys. */
export interface KeptKeys {
  readonly jwks: Readonly<Record<string, unknown>> | null;
  readonly jwksAgeSeconds: number | null;
}

const TIMEOUT_MS = 3_000;
const FRESH_SECONDS = 600;
/** A key that is not there is looked for no oftener: tokens are free to send, requests to a platform are not. */
const COOLDOWN_SECONDS = 30;
const USABLE_SECONDS = 86_400;

/**
 * Finds a platform's keys: those that are kept for ten minutes, then at the platform, and where that is away the kept ones
 * for a day. Kept in the database, since a function forgets with its process.
 */
export function createPlatformKeys(
  world: LtiWorld,
  platform: LtiPlatform,
  { jwks, jwksAgeSeconds }: KeptKeys,
): JWTVerifyGetKey {
  const kept = jwks === null ? null : KeySet.parse(jwks);
  const age = kept === null ? Number.POSITIVE_INFINITY : (jwksAgeSeconds ?? USABLE_SECONDS);
  return async (header, token) => {
    if (kept !== null && age < FRESH_SECONDS) {
      try {
        return await createLocalJWKSet(kept)(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || age < COOLDOWN_SECONDS) throw error;
      }
    }
    const read = await readKeys(world, platform).catch((error: unknown) => {
      if (kept !== null && age < USABLE_SECONDS) return kept;
      throw error;
    });
    return await createLocalJWKSet(read)(header, token);
  };
}

async function readKeys(
  { fetch, resolveHost, allowLocal, store }: LtiWorld,
  { id, jwksUrl }: LtiPlatform,
): Promise<JSONWebKeySet> {
  try {
    await assertWebhookTarget(jwksUrl, resolveHost, allowLocal);
    const init = { signal: AbortSignal.timeout(TIMEOUT_MS) };
    const response = await readKeySet(fetch, jwksUrl, init);
    const jwks = KeySet.parse(await response.json());
    await store.keepLtiKeySet(id, jwks);
    return jwks;
  } catch (error) {
    if (error instanceof KeySetError) throw error;
    const why = error instanceof WebhookTargetError ? error.message : "it could not be reached";
    throw new KeySetError(`the key set was not read: ${why}`, { cause: error });
  }
}
