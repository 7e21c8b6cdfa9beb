import type { RequestContext } from "../../_shared/runtime/http/serve.ts";
import type { Check } from "../checks.ts";

const RETRY_SECONDS = 5;

/** `GET /health/ready`: 200 when every check passes, otherwise 503 with one reason for each that does not. */
export function createGetReady(checks: readonly Check[]) {
  return async ({ requestId }: RequestContext): Promise<Response> => {
    const results = await Promise.all(checks.map((check) => check()));
    const reasons = results.flatMap((reason) => (reason === null ? [] : [reason]));
    if (reasons.length === 0) return Response.json({ status: "ready" });
    return Response.json(
      {
        status: "not_ready",
        code: "upstream_unavailable",
        message: reasons.join(" "),
        requestId,
        retryAfterSeconds: RETRY_SECONDS,
        reasons,
      },
      { status: 503, headers: { "retry-after": String(RETRY_SECONDS) } },
    );
  };
}
