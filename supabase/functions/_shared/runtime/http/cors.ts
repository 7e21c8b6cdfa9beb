const PREFLIGHT_SECONDS = 7_200;

/** Who may read a function's answers; with cookies only where a cookie opens nothing by itself. */
export type Readers = "servers" | "pages" | "pages with cookies";

/**
 * The headers that let a page read an answer. Any origin is named here, failures included, since who may do
 * what is decided by embed key, Origin and token in the routes, or by a secret that one page alone was given.
 */
export function addCorsHeaders(headers: Headers, request: Request, readBy: Readers): void {
  if (readBy === "servers") return;
  headers.append("vary", "Origin");
  const origin = request.headers.get("origin");
  if (origin === null) return;
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-expose-headers", "x-request-id, retry-after");
  if (readBy === "pages with cookies") headers.set("access-control-allow-credentials", "true");
}

/** What the routes read themselves. */
const OWN_HEADERS = "authorization, content-type, x-embed-key, x-request-id";
/** RFC 9110 §5.1: names of fields, between commas. */
const FIELD_NAMES = /^[\w!#$%&'*+.^`|~-]+(?: ?, ?[\w!#$%&'*+.^`|~-]+)*$/;
const MAX_CHARACTERS = 1_000;

/**
 * Answers a preflight. The routes of the hot path are CORS-simple and cause none, unless the host's monitoring
 * adds a header to every request of its page (`traceparent`, `baggage`): what is asked for is allowed, since no
 * header decides anything but those that the routes read.
 */
export function toPreflightResponse(request: Request): Response {
  const asked = request.headers.get("access-control-request-headers") ?? "";
  const isSound = asked.length <= MAX_CHARACTERS && FIELD_NAMES.test(asked);
  return new Response(null, {
    status: 204,
    headers: {
      vary: "Access-Control-Request-Headers",
      "access-control-allow-methods": "GET, POST",
      "access-control-allow-headers": isSound ? asked : OWN_HEADERS,
      "access-control-max-age": String(PREFLIGHT_SECONDS),
    },
  });
}
