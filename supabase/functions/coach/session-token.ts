import { jwtVerify, SignJWT } from "jose";
import { ProblemError } from "../_shared/runtime/http/problem-error.ts";

const ISSUER = "maka-voice-coach";
const ALGORITHM = "HS256";
/** A page that comes back within a day may still send its last turns and read its report. */
const LIFETIME_SECONDS = 26 * 3_600;

/** What a session token says: which session, and the page on which it was started. */
export interface SessionClaim {
  readonly sessionId: string;
  readonly origin: string;
}

/** Issues and checks the tokens with which a browser speaks for its one session. */
export interface SessionTokens {
  issue(claim: SessionClaim): Promise<string>;
  /** @throws {ProblemError} caller_unauthorized when the token is not ours, altered or expired. */
  verify(token: string): Promise<SessionClaim>;
}

/** Session tokens signed with `secret`; no platform key, and no platform accepts them. */
export function createSessionTokens(secret: string, now: () => Date): SessionTokens {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const bytes = new TextEncoder().encode(secret);
  const key = crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign", "verify"]);
  return {
    async issue({ sessionId, origin }) {
      const issuedAt = Math.floor(now().getTime() / 1_000);
      return new SignJWT({ origin })
        .setProtectedHeader({ alg: ALGORITHM })
        .setIssuer(ISSUER)
        .setSubject(sessionId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + LIFETIME_SECONDS)
        .sign(await key);
    },
    async verify(token) {
      const payload = await verifySignature(token, await key, now());
      const { sub, origin } = payload;
      if (sub === undefined || typeof origin !== "string") throw unauthorized();
      return { sessionId: sub, origin };
    },
  };
}

async function verifySignature(token: string, key: CryptoKey, currentDate: Date) {
  try {
    const options = {
      issuer: ISSUER,
      algorithms: [ALGORITHM],
      requiredClaims: ["sub", "exp"],
      currentDate,
    };
    const { payload } = await jwtVerify(token, key, options);
    return payload;
  } catch (error) {
    throw unauthorized(error);
  }
}

function unauthorized(cause?: unknown): ProblemError {
  const message = "The session token is not valid or has expired. Start a new session.";
  return new ProblemError("caller_unauthorized", message, { cause });
}
