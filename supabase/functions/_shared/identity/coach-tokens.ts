import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from "jose";
import * as z from "zod";
import { EmbedKey } from "../contract/identifiers.ts";
import { Role } from "../contract/console/member.ts";
import { ProblemError } from "../runtime/http/problem-error.ts";
import { deriveSecret, toBase64 } from "./derive-secret.ts";
import { type KeySets, KeySetError } from "./key-sets.ts";
import type { SiteTokenKeys } from "./learner-tokens.ts";

/** What every coach token names as its audience: a learner's token opens no console. */
export const COACH_TOKEN_AUDIENCE = "maka-coach-console";
const MAX_LIFETIME_SECONDS = 120;
const SKEW_SECONDS = 10;
const RETRY_SECONDS = 10;

const Claims = z.object({
  sub: z.string().min(1).max(255),
  jti: z.string().min(8).max(128),
  iat: z.int(),
  exp: z.int(),
  name: z.string().trim().min(1).max(120),
  roles: z.array(Role).min(1).max(5),
  cohorts: z.array(z.string().min(1).max(120)).min(1).max(200).nullish(),
});

/** What a verified coach token says. */
export interface CoachClaim {
  /** The member's name at the site; not stored as it is. */
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly cohorts: readonly string[] | null;
  readonly jti: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** What checks a token: LEARNER_TOKEN_KEY, where it is set, the key sets of sites, and a clock. */
export interface CoachTokenTrust {
  readonly masterKey: string | null;
  readonly keySets: KeySets;
  readonly now: () => Date;
}

/** The embed key that a token claims to be of, unverified. @throws {ProblemError} caller_unauthorized. */
export function readIssuer(token: string): string {
  try {
    const issuer = EmbedKey.safeParse(decodeJwt(token).iss);
    if (issuer.success) return issuer.data;
  } catch {
    // No token at all, which names no site either.
  }
  throw refuse("has no embed key as its `iss`");
}

/**
 * Checks a coach token: `iss` embed key, `aud` maka-coach-console, `sub`, `jti`, `name`, `roles`, `cohorts`, and a life of two
 * minutes at most; signed with a secret of its own kind (HS256) or a key of the site's set.
 * @throws {ProblemError} caller_unauthorized saying what is wrong; upstream_unavailable.
 */
export async function verifyCoachToken(
  token: string,
  keys: SiteTokenKeys,
  trust: CoachTokenTrust,
): Promise<CoachClaim> {
  const payload = await verifySignature(token, keys, trust);
  const claims = Claims.safeParse(payload);
  if (!claims.success) {
    const [claim = "sub"] = claims.error.issues.map((issue) => issue.path.join("."));
    throw refuse(`has no valid \`${claim}\``);
  }
  const { sub, jti, iat, exp, name, roles, cohorts } = claims.data;
  if (exp - iat > MAX_LIFETIME_SECONDS || exp <= iat) {
    throw refuse(`may be valid for ${MAX_LIFETIME_SECONDS} seconds at most`);
  }
  const expiresAt = new Date(exp * 1_000).toISOString();
  return { subject: sub, name, roles, cohorts: cohorts ?? null, jti, expiresAt };
}

/**
 * The secret with which a site's backend signs coach tokens (HS256): of another kind than that of learner tokens, so that
 * neither opens what is the other's.
 */
export async function deriveCoachSecret(
  masterKey: string,
  siteId: string,
  kid: string,
): Promise<string> {
  return toBase64(await deriveSecret(masterKey, ["coach-token", siteId, kid]))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

async function verifySignature(
  token: string,
  { siteId, issuers, kids, jwksUrl }: SiteTokenKeys,
  { masterKey, keySets, now }: CoachTokenTrust,
): Promise<JWTPayload> {
  const { alg, kid } = decodeProtectedHeader(token);
  const options = {
    ...{ issuer: [...issuers], audience: COACH_TOKEN_AUDIENCE, requiredClaims: ["iat", "exp"] },
    ...{ currentDate: now(), clockTolerance: SKEW_SECONDS, maxTokenAge: MAX_LIFETIME_SECONDS },
  };
  try {
    if (alg === "HS256") {
      if (masterKey === null) throw refuse("cannot be checked: LEARNER_TOKEN_KEY is not set here");
      if (kid === undefined || !kids.includes(kid))
        throw refuse("names no secret (`kid`) of the site");
      const secret = new TextEncoder().encode(await deriveCoachSecret(masterKey, siteId, kid));
      return (await jwtVerify(token, secret, { ...options, algorithms: ["HS256"] })).payload;
    }
    if (jwksUrl === null || (alg !== "RS256" && alg !== "ES256")) {
      throw refuse("is not signed with a secret or key of the site");
    }
    const verified = await jwtVerify(token, keySets(jwksUrl), { ...options, algorithms: [alg] });
    return verified.payload;
  } catch (error) {
    throw toProblem(error);
  }
}

function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof KeySetError) {
    const message = "The site's key set could not be read. Try again in a moment.";
    const options = { retryAfterSeconds: RETRY_SECONDS, cause: error };
    return new ProblemError("upstream_unavailable", message, options);
  }
  if (error instanceof errors.JWTExpired) return refuse("has expired; sign a fresh one", error);
  if (error instanceof errors.JWTClaimValidationFailed) {
    return refuse(`makes a claim that does not hold (\`${error.claim}\`)`, error);
  }
  return refuse("has a signature that does not fit the site's key", error);
}

/** Why a token is not believed, in words that help its issuer and tell nothing of any key. */
function refuse(reason: string, cause?: unknown): ProblemError {
  const message = `The coach token ${reason}.`;
  return new ProblemError("caller_unauthorized", message, { field: "token", cause });
}
