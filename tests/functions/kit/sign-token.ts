import { type JWTPayload, SignJWT } from "jose";
import { LEARNER_TOKEN_AUDIENCE } from "../../../supabase/functions/_shared/identity/learner-tokens.ts";
import { deriveTokenSecret } from "../../../supabase/functions/_shared/identity/token-secret.ts";
import { LEARNER_TOKEN_KEY } from "./coach-harness.ts";
import { EMBED_KEY, SITE_ID, TOKEN_KID } from "./fake-store.ts";

/** The claims of a token that a site's backend signs at `nowMs`; `changes` replace single ones, null removes. */
export function tokenClaims(
  nowMs: number,
  changes: Readonly<Record<string, unknown>> = {},
): JWTPayload {
  const issuedAt = Math.floor(nowMs / 1_000);
  const claims = {
    ...{ iss: EMBED_KEY, aud: LEARNER_TOKEN_AUDIENCE, sub: "learner-7", jti: crypto.randomUUID() },
    ...{ iat: issuedAt, exp: issuedAt + 60 },
    ...changes,
  };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null));
}

/** The secret of the fake store's site. */
export function siteSecret(): Promise<string> {
  return deriveTokenSecret(LEARNER_TOKEN_KEY, SITE_ID, TOKEN_KID);
}

/** Signs claims with HS256; `header` replaces what the header says. */
export async function signToken(
  claims: JWTPayload,
  header: Readonly<Record<string, unknown>> = {},
  secret?: string,
): Promise<string> {
  const key = new TextEncoder().encode(secret ?? (await siteSecret()));
  return new SignJWT(claims).setProtectedHeader({ alg: "HS256", ...header }).sign(key);
}

/** A compact token put together by hand, for what no library signs. */
export function forgeToken(header: object, payload: object, signature = ""): string {
  const encode = (value: object) =>
    btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return `${encode(header)}.${encode(payload)}.${signature}`;
}
