import { describeError, type Log } from "../telemetry/log.ts";
import { addCorsHeaders, toPreflightResponse } from "./cors.ts";
import { ProblemError } from "./problem-error.ts";
import { toProblemError, toProblemResponse } from "./to-problem-response.ts";

/** What a route knows of the request besides the request itself; travels as Hono's bindings. */
export interface Call {
  readonly requestId: string;
}

/** A function's routes: may throw anything. */
export type Handle = (request: Request, call: Call) => Response | Promise<Response>;

/** The web-standard handler that the edge runtime calls: never throws. */
export type Serve = (request: Request) => Promise<Response>;

/**
 * Wraps a function's routes: request id, preflight, refusals as JSON, and CORS headers outside of the one
 * general catch, so that a failure is readable in the page. `compose` runs at the first request; where it
 * fails (a secret is missing), every request answers `internal` and the log names the reason.
 */
export function createServe(compose: () => Handle, log: Log): Serve {
  let handle: Handle | undefined;
  return async (request) => {
    const call: Call = { requestId: toRequestId(request) };
    if (request.method === "OPTIONS") return finish(toPreflightResponse(), request, call);
    const startedAtMs = performance.now();
    let response: Response;
    try {
      handle ??= compose();
      response = await handle(request, call);
    } catch (error) {
      const problem = toProblemError(error);
      logFailure(log, problem, call);
      response = toProblemResponse(problem, call.requestId);
    }
    log("debug", "request_answered", {
      requestId: call.requestId,
      method: request.method,
      status: response.status,
      durationMs: Math.round(performance.now() - startedAtMs),
    });
    return finish(response, request, call);
  };
}

/** The caller's `x-request-id` where it is harmless, otherwise a new one. */
function toRequestId(request: Request): string {
  const given = request.headers.get("x-request-id") ?? "";
  return /^[A-Za-z0-9_-]{8,64}$/.test(given) ? given : crypto.randomUUID();
}

function logFailure(log: Log, problem: ProblemError, { requestId }: Call): void {
  const { code, cause, status } = problem;
  const reason = cause === undefined ? {} : describeError(cause);
  if (code === "internal") log("error", "request_failed", { requestId, ...reason });
  else if (status >= 500) log("warn", "request_unserved", { requestId, code, ...reason });
  else log("debug", "request_refused", { requestId, code });
}

function finish(response: Response, request: Request, call: Call): Response {
  const headers = new Headers(response.headers);
  headers.set("x-request-id", call.requestId);
  headers.set("cache-control", "no-store");
  headers.set("x-content-type-options", "nosniff");
  addCorsHeaders(headers, request);
  return new Response(response.body, { status: response.status, headers });
}
