const PREFLIGHT_SECONDS = 7_200;

/**
 * The headers that let a page read an answer. Any origin is named here, failures included, since who may do
 * what is decided by embed key, Origin and token in the routes; no cookie is ever accepted.
 */
export function addCorsHeaders(headers: Headers, request: Request): void {
  headers.append("vary", "Origin");
  const origin = request.headers.get("origin");
  if (origin === null) return;
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-expose-headers", "x-request-id, retry-after");
}

/** Answers a preflight. The routes of the hot path are CORS-simple and never cause one. */
export function toPreflightResponse(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-methods": "GET, POST",
      "access-control-allow-headers": "authorization, content-type, x-embed-key, x-request-id",
      "access-control-max-age": String(PREFLIGHT_SECONDS),
    },
  });
}
