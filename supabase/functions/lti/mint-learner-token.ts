import { SignJWT } from "jose";
import { LEARNER_TOKEN_AUDIENCE } from "../_shared/identity/learner-tokens.ts";
import { deriveTokenSecret } from "../_shared/identity/token-secret.ts";
import { hashSecret } from "../_shared/identity/secrets.ts";
import { ProblemError } from "../_shared/runtime/http/problem-error.ts";
import type { FoundLaunch } from "../_shared/store/lti.ts";
import { launchOver } from "./launch-over.ts";
import type { LtiWorld } from "./lti-world.ts";

const LIFETIME_SECONDS = 60;

/**
 * Signs a learner token for a launch, as the site's own backend would: for one start, of this minute, from the page of the
 * tool alone.
 * @throws {ProblemError} not_found, limit_reached or feature_disabled.
 */
export async function mintLearnerToken(
  { store, masterKey, now }: LtiWorld,
  pass: string,
  launch: FoundLaunch,
): Promise<string> {
  if (masterKey === null || launch.tokenMode === "none") {
    throw new ProblemError("feature_disabled", "The site of this course takes no learner tokens.");
  }
  const jti = crypto.randomUUID();
  const noted = await store.noteLtiToken(hashSecret(pass), jti);
  if (noted.outcome === "pass_unknown") throw launchOver();
  if (noted.outcome !== "noted") {
    throw new ProblemError("limit_reached", "Open the practice from its course again.");
  }
  const issuedAt = Math.floor(now().getTime() / 1_000);
  const secret = await deriveTokenSecret(masterKey, noted.siteId, noted.kid);
  const name = launch.learnerName === null ? {} : { name: launch.learnerName };
  const scenario = launch.scenarioId === null ? {} : { scenario: launch.scenarioId };
  return new SignJWT({ ...name, ...scenario, origin: new URL(launch.pageUrl).origin })
    .setProtectedHeader({ alg: "HS256", kid: noted.kid })
    .setIssuer(launch.embedKey)
    .setAudience(LEARNER_TOKEN_AUDIENCE)
    .setSubject(launch.tokenSubject)
    .setJti(jti)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + LIFETIME_SECONDS)
    .sign(new TextEncoder().encode(secret));
}
