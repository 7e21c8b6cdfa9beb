import { type JWTPayload, SignJWT } from "jose";
import { openToolKey, TOOL_ALGORITHM } from "../_shared/identity/tool-keys.ts";
import { ProblemError } from "../_shared/runtime/http/problem-error.ts";
import type { LtiWorld } from "./lti-world.ts";

const LIFETIME_SECONDS = 300;

/** Signs what a platform shall believe of this tool. @throws {ProblemError} feature_disabled where it has no key. */
export async function signForPlatform(
  { store, masterKey, now }: LtiWorld,
  { clientId, issuer }: { readonly clientId: string; readonly issuer: string },
  claims: JWTPayload,
): Promise<string> {
  const { keys } = await store.listLtiKeys();
  const current = keys.find(({ isCurrent }) => isCurrent);
  if (current === undefined || masterKey === null) {
    const message =
      "This service has no key for learning platforms yet; see: npm run admin -- lti rotate-keys.";
    throw new ProblemError("feature_disabled", message);
  }
  const issuedAt = Math.floor(now().getTime() / 1_000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: TOOL_ALGORITHM, kid: current.kid, typ: "JWT" })
    .setIssuer(clientId)
    .setAudience(issuer)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + LIFETIME_SECONDS)
    .sign(await openToolKey(masterKey, current));
}
