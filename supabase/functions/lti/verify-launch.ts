import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from "jose";
import { KeySetError } from "../_shared/identity/key-sets.ts";
import { hashSecret } from "../_shared/identity/secrets.ts";
import type { LtiPlatform } from "../_shared/store/lti.ts";
import type { LtiWorld } from "./lti-world.ts";
import { createPlatformKeys, type KeptKeys } from "./platform-keys.ts";
import { LaunchRefusal, type RefusalReason } from "./refusal.ts";

/** How far two clocks may differ. */
const SKEW_SECONDS = 60;

/** The launch that a token must be of. */
export interface ExpectedLaunch extends KeptKeys {
  readonly platform: LtiPlatform;
  readonly nonceHash: string;
}

/**
 * Makes sure that a token is of this platform, for this tool, of this launch and of now.
 * @throws {LaunchRefusal} saying which of them it is not.
 */
export async function verifyLaunch(
  world: LtiWorld,
  token: string,
  { platform, nonceHash, ...kept }: ExpectedLaunch,
): Promise<JWTPayload> {
  const { issuer, clientId } = platform;
  assertHeader(token);
  const payload = await jwtVerify(token, createPlatformKeys(world, platform, kept), {
    ...{ algorithms: ["RS256"], issuer, audience: clientId },
    ...{ requiredClaims: ["exp", "iat", "nonce"], clockTolerance: SKEW_SECONDS },
    currentDate: world.now(),
  }).then(
    (verified) => verified.payload,
    (error: unknown) => {
      throw new LaunchRefusal(toReason(error), { issuer, clientId }, error);
    },
  );
  const { azp, nonce, iat = 0 } = payload;
  const isForOther =
    azp === undefined ? Array.isArray(payload.aud) && payload.aud.length > 1 : azp !== clientId;
  if (isForOther) throw new LaunchRefusal("token_audience_wrong", { issuer, clientId });
  if (iat > world.now().getTime() / 1_000 + SKEW_SECONDS) {
    throw new LaunchRefusal("token_too_early", { issuer, clientId });
  }
  if (typeof nonce !== "string" || hashSecret(nonce) !== nonceHash) {
    throw new LaunchRefusal("token_nonce_wrong", { issuer, clientId });
  }
  return payload;
}

/** The algorithm is ours to choose, and among a platform's keys none is guessed. */
function assertHeader(token: string): void {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    if (alg === "RS256" && typeof kid === "string") return;
  } catch {
    // No token at all: told below, without its text.
  }
  throw new LaunchRefusal("token_unsigned");
}

const CLAIM_REASONS: Readonly<Record<string, RefusalReason>> = {
  iss: "token_issuer_wrong",
  aud: "token_audience_wrong",
  nbf: "token_too_early",
  nonce: "token_nonce_wrong",
};

function toReason(error: unknown): RefusalReason {
  if (error instanceof KeySetError) return "keys_unreadable";
  if (error instanceof errors.JWKSNoMatchingKey) return "token_key_unknown";
  if (error instanceof errors.JWTExpired) return "token_expired";
  if (error instanceof errors.JWTClaimValidationFailed) {
    return CLAIM_REASONS[error.claim] ?? "token_malformed";
  }
  return error instanceof errors.JWSSignatureVerificationFailed
    ? "token_signature_wrong"
    : "token_malformed";
}
