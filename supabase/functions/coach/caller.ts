import { ProblemError } from "../_shared/http/problem-error.ts";
import type { SessionClaim, SessionTokens } from "./session-token.ts";

const MAX_ORIGIN_CHARACTERS = 255;

/**
 * The page that asks, as its browser names it. Which origins a site admits, the database knows.
 * @throws {ProblemError} origin_forbidden when there is none.
 */
export function readOrigin(request: Request): string {
  const origin = request.headers.get("origin") ?? "";
  if (origin !== "" && origin.length <= MAX_ORIGIN_CHARACTERS) return origin;
  const message = "The request names no Origin. Open the page over http or https, not from a file.";
  throw new ProblemError("origin_forbidden", message);
}

/**
 * The address that the request says it comes from; the last resort to tell anonymous learners apart. As easy
 * to invent as a device id: against both stands the daily limit of the site.
 */
export function readAddress(request: Request): string {
  const forwarded = request.headers.get("x-forwarded-for")?.split(",")[0]?.trim() ?? "";
  return forwarded === "" ? "unknown" : forwarded.slice(0, 64);
}

/** The token of an `Authorization: Bearer` header; empty when there is none. */
export function readBearer(request: Request): string {
  return /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
}

/**
 * Makes sure that `token` belongs to the session of the path, and that no other page uses it. A browser
 * names its Origin with every request that matters here, so a request without one comes from none.
 * @throws {ProblemError} caller_unauthorized, origin_forbidden, or not_found for another session's token.
 */
export async function assertCaller(
  tokens: SessionTokens,
  request: Request,
  token: string,
  sessionId: string,
): Promise<SessionClaim> {
  const claim = await tokens.verify(token);
  const origin = request.headers.get("origin");
  if (origin !== null && origin !== claim.origin) {
    const message = "The session was started on another page's origin.";
    throw new ProblemError("origin_forbidden", message);
  }
  if (claim.sessionId !== sessionId) throw sessionUnknown();
  return claim;
}

/** Says that there is no such session, or none of this caller's. */
export function sessionUnknown(): ProblemError {
  return new ProblemError("not_found", "There is no such session.");
}
