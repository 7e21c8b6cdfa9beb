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
 * The address that the request says it comes from; the last resort to tell anonymous learners apart. As easy
 * to invent as a device id: against both stands the daily limit of the site.
 */
export function readAddress(request: Request): string {
  const { headers } = request;
  // Hosted Supabase stands behind Cloudflare, which writes this header itself; the other one may be forged.
  const address = headers.get("cf-connecting-ip") ?? headers.get("x-forwarded-for")?.split(",")[0];
  return address?.trim().slice(0, 64) || UNKNOWN_ADDRESS;
}

/** The part of an address that one subscriber has: all of IPv4, the first half of IPv6. */
export function toNetwork(address: string): string {
  if (!address.includes(":") || !URL.canParse(`http://[${address}]`)) return address;
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail = ""] = canonical.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  const groups = [...before, ...zeros, ...after];
  // ::ffff:0:0/96 holds IPv4 addresses, all in one half.
  return groups.slice(0, 6).join(":") === "0:0:0:0:0:ffff"
    ? canonical
    : groups.slice(0, 4).join(":");
}

/** Stands for an address that no header tells. */
export const UNKNOWN_ADDRESS = "unknown";

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
