import {
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  jwtVerify,
  type JWTVerifyOptions,
} from "jose";
import { Purpose } from "../contract/purpose.ts";
import { ProblemError } from "../runtime/http/problem-error.ts";
import { type KeySets, KeySetError } from "./key-sets.ts";
import { deriveTokenSecret } from "./token-secret.ts";

/** What every learner token names as its audience. */
export const LEARNER_TOKEN_AUDIENCE = "maka-voice-coach";

/** The keys that a site's backend may sign with now, by name. */
export interface SiteTokenKeys {
  readonly siteId: string;
  /** Embed keys of the site, each of which may be the token's `iss`. */
  readonly issuers: readonly string[];
  /** Names of shared secrets. */
  readonly kids: readonly string[];
  /** Where the site publishes its public keys; null where it uses shared secrets. */
  readonly jwksUrl: string | null;
}

/** What a request is about, held against what its token is for. */
export interface TokenPurpose {
  readonly scenario: string;
  readonly origin: string;
  /** A start needs a token of this minute. To read a brief, one of the last day will do. */
  readonly isStart: boolean;
}

/** What a verified token says. */
export interface LearnerClaim {
  /** The learner's name at the site, pseudonymous; not stored as it is. */
  readonly subject: string;
  /** What the persona may call the learner. */
  readonly name: string | null;
  /** Whether the site's coaches may read the attempt. */
  readonly purpose: Purpose;
  readonly jti: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** Checks the tokens with which sites vouch for their learners. */
export interface LearnerTokens {
  /**
   * @throws {ProblemError} caller_unauthorized saying what is wrong; upstream_unavailable when the site's
   * keys cannot be read.
   */
  verify(token: string, keys: SiteTokenKeys, purpose: TokenPurpose): Promise<LearnerClaim>;
}

const MAX_CHARACTERS = 4_096;
const SKEW_SECONDS = 10;
/** How old a token may be when it starts a session. */
const MAX_AGE_SECONDS = 60;
const MAX_LIFETIME_SECONDS = 120;
const BRIEF_AGE_SECONDS = 86_400;
const PUBLIC_ALGORITHMS = ["RS256", "ES256"];
const RETRY_SECONDS = 10;

/** Creates the check. `masterKey` is null where LEARNER_TOKEN_KEY is not set: then no secret fits. */
export function createLearnerTokens(
  masterKey: string | null,
  keySets: KeySets,
  now: () => Date,
): LearnerTokens {
  return {
    async verify(token, keys, purpose) {
      const nowSeconds = Math.floor(now().getTime() / 1_000);
      const options: JWTVerifyOptions = {
        issuer: [...keys.issuers],
        audience: LEARNER_TOKEN_AUDIENCE,
        requiredClaims: ["iat", "exp"],
        currentDate: now(),
        clockTolerance: purpose.isStart ? SKEW_SECONDS : BRIEF_AGE_SECONDS,
      };
      const payload = await verifySignature(token, options, { keys, masterKey, keySets });
      assertAge(payload, nowSeconds, purpose.isStart);
      assertBinding(payload, purpose);
      return toClaim(payload);
    },
  };
}

interface Trust {
  readonly keys: SiteTokenKeys;
  readonly masterKey: string | null;
  readonly keySets: KeySets;
}

/** The algorithm chooses the kind of key, never the reverse: a public key is at no time a shared secret. */
async function verifySignature(
  token: string,
  options: JWTVerifyOptions,
  { keys, masterKey, keySets }: Trust,
): Promise<JWTPayload> {
  const { alg, kid } = readHeader(token);
  if (alg === "HS256") {
    const secrets = await toSecrets(keys, masterKey, kid);
    return verifyWithAny(token, secrets, { ...options, algorithms: ["HS256"] });
  }
  if (alg === undefined || !PUBLIC_ALGORITHMS.includes(alg)) {
    throw refuse("is not signed with HS256, RS256 or ES256");
  }
  if (keys.jwksUrl === null) throw refuse(`is signed with ${alg}, but the site has no key set`);
  const keySet = keySets(keys.jwksUrl);
  try {
    const { payload } = await jwtVerify(token, keySet, { ...options, algorithms: [alg] });
    return payload;
  } catch (error) {
    throw toProblem(error, options.currentDate);
  }
}

function readHeader(token: string): { alg: string | undefined; kid: string | undefined } {
  if (token.length > MAX_CHARACTERS) throw refuse(`is longer than ${MAX_CHARACTERS} characters`);
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    return { alg, kid };
  } catch (cause) {
    throw refuse("is not a signed JSON Web Token", cause);
  }
}

async function toSecrets(
  { siteId, kids }: SiteTokenKeys,
  masterKey: string | null,
  kid: unknown,
): Promise<Uint8Array[]> {
  if (masterKey === null) throw refuse("cannot be checked: LEARNER_TOKEN_KEY is not set here");
  if (kids.length === 0) throw refuse("is signed with HS256, but the site has no secret");
  const fitting = kid === undefined ? kids : kids.filter((name) => name === kid);
  if (fitting.length === 0) throw refuse("names a key (`kid`) that the site does not have");
  const secrets = await Promise.all(
    fitting.map((name) => deriveTokenSecret(masterKey, siteId, name)),
  );
  return secrets.map((secret) => new TextEncoder().encode(secret));
}

/** While a secret is being replaced, a token without `kid` may be signed with either. */
async function verifyWithAny(
  token: string,
  [secret, ...others]: readonly Uint8Array[],
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  if (secret === undefined) throw refuse("has a signature that does not fit the site's secret");
  try {
    const { payload } = await jwtVerify(token, secret, options);
    return payload;
  } catch (error) {
    const isOtherKey = error instanceof errors.JWSSignatureVerificationFailed;
    if (isOtherKey && others.length > 0) return verifyWithAny(token, others, options);
    throw toProblem(error, options.currentDate);
  }
}

function toProblem(error: unknown, now: Date | undefined): ProblemError {
  if (error instanceof KeySetError) {
    const message = "The site's key set could not be read. Try again in a moment.";
    return new ProblemError("upstream_unavailable", message, {
      retryAfterSeconds: RETRY_SECONDS,
      cause: error,
    });
  }
  return refuse(describe(error, Math.floor((now?.getTime() ?? 0) / 1_000)), error);
}

/** What to do about a token whose time does not fit, the clock of its issuer being the usual reason. */
const CLOCK = "check the clock of the server that signs";

function describe(error: unknown, nowSeconds: number): string {
  if (error instanceof errors.JWTExpired) {
    const seconds = nowSeconds - (error.payload.exp ?? nowSeconds);
    return `has expired ${seconds} seconds ago; sign a fresh one for each start, and ${CLOCK}`;
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return describeClaim(error.claim, (error.payload.nbf ?? nowSeconds) - nowSeconds);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return "has a signature that does not fit the site's key";
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return "names a key (`kid`) that is not in the site's key set";
  }
  if (error instanceof errors.JWKSMultipleMatchingKeys) return "must name its key by `kid`";
  return "is not a signed JSON Web Token that can be checked";
}

function describeClaim(claim: string, validInSeconds: number): string {
  switch (claim) {
    case "iss":
      return "has another `iss` than the site's embed key";
    case "aud":
      return `has another \`aud\` than ${LEARNER_TOKEN_AUDIENCE}`;
    case "nbf":
      return `is not valid yet (\`nbf\`) for ${validInSeconds} seconds; ${CLOCK}`;
    case "iat":
    case "exp":
      return `lacks \`${claim}\` or has it in another form than a token needs`;
    default:
      return "makes a claim that does not hold";
  }
}

function assertAge({ iat = 0, exp = 0 }: JWTPayload, nowSeconds: number, isStart: boolean): void {
  if (exp - iat > MAX_LIFETIME_SECONDS) {
    throw refuse(`is valid for more than ${MAX_LIFETIME_SECONDS} seconds`);
  }
  if (exp <= iat) throw refuse("expires before it was issued");
  if (iat > nowSeconds + SKEW_SECONDS) {
    throw refuse(`was issued ${iat - nowSeconds} seconds in the future (\`iat\`); ${CLOCK}`);
  }
  // For a brief, expiry is enough: what lives so shortly is not much older.
  if (isStart && nowSeconds - iat > MAX_AGE_SECONDS + SKEW_SECONDS) {
    const age = `${nowSeconds - iat} seconds old, older than ${MAX_AGE_SECONDS} seconds`;
    throw refuse(`is ${age}; sign a fresh one, and ${CLOCK}`);
  }
}

function assertBinding(payload: JWTPayload, { scenario, origin }: TokenPurpose): void {
  const bound = payload["scenario"];
  if (bound !== undefined && bound !== scenario) throw refuse("is for another scenario");
  const page = payload["origin"];
  if (page !== undefined && page !== origin) throw refuse("is for a page of another origin");
}

function toClaim({ sub, jti, exp, ...rest }: JWTPayload): LearnerClaim {
  const subject = readText("sub", sub, [1, 255]);
  const id = readText("jti", jti, [8, 128]);
  // Who has no name is `null` in many a backend.
  const name = readText("name", rest["name"] ?? "", [0, 80]);
  const expiresAt = new Date((exp ?? 0) * 1_000).toISOString();
  const purpose = readPurpose(rest["purpose"] ?? "practice");
  return { subject, jti: id, expiresAt, name: name.trim() || null, purpose };
}

function readPurpose(value: unknown): Purpose {
  const purpose = Purpose.safeParse(value);
  if (purpose.success) return purpose.data;
  throw refuse("has another `purpose` than practice or official");
}

/** A claim as text that can be stored. @throws {ProblemError} saying what it is instead. */
function readText(
  claim: string,
  value: unknown,
  [min, max]: readonly [min: number, max: number],
): string {
  if (value === undefined || value === null) throw refuse(`lacks \`${claim}\``);
  if (typeof value !== "string") {
    const kind = Array.isArray(value) ? "list" : typeof value;
    throw refuse(`has a \`${claim}\` that is a ${kind}; write it as text, in quotes`);
  }
  if (value.length < min || value.length > max) {
    const length = `${value.length} characters`;
    throw refuse(`has a \`${claim}\` of ${length}; it may have ${min} to ${max}`);
  }
  if (value.isWellFormed() && !value.includes("\u0000")) return value;
  throw refuse(`has a \`${claim}\` with characters that are none`);
}

/** Why a token is not believed, in words that help its issuer and tell nothing of any key. */
function refuse(reason: string, cause?: unknown): ProblemError {
  const message = `The learner token ${reason}.`;
  return new ProblemError("caller_unauthorized", message, { field: "learnerToken", cause });
}
