import { ProblemError } from "../_shared/runtime/http/problem-error.ts";
import { isBrowserOrigin } from "../_shared/identity/read-origin-spelling.ts";
import type { SessionClaim, SessionTokens } from "./session-token.ts";

/**
 * The page that asks, as its browser names it. Which origins a site admits, the database knows.
 * @throws {ProblemError} origin_forbidden when there is none, or none that any site could admit.
 */
export function readOrigin(request: Request): string {
  const origin = request.headers.get("origin") ?? "";
  if (isBrowserOrigin(origin)) return origin;
  const message =
    origin === ""
      ? "The request names no Origin. Open the page over https, not from a file."
      : "No site can admit this page's origin. Open the page over https, outside of a sandbox.";
  throw new ProblemError("origin_forbidden", message);
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
