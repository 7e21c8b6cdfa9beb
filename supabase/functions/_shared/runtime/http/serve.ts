import type { ProblemCode } from "../../contract/problem.ts";
import { describeError, type Log, type LogFields } from "../telemetry/log.ts";
import { createRefusalLog } from "../telemetry/refusal-log.ts";
import type { RecordRequest } from "../telemetry/request-recorder.ts";
import { addCorsHeaders, type Readers, toPreflightResponse } from "./cors.ts";
import { ProblemError } from "./problem-error.ts";
import { toProblemError, toProblemResponse } from "./to-problem-response.ts";

/** What a route knows of the request besides the request itself; travels as Hono's bindings. */
export interface RequestContext {
  readonly requestId: string;
  /** `POST /coach/sessions/:id/end`; written by the router once it knows. */
  route?: string;
  /** Why a request was refused, as figures name it; written by a route that answers with something else than a problem. */
  reason?: string;
}

/** A function's routes: may throw anything. */
export type Handle = (request: Request, context: RequestContext) => Response | Promise<Response>;

/** The web-standard handler that the edge runtime calls: never throws. */
export type Serve = (request: Request) => Promise<Response>;

/** What differs from one function to the next. */
interface ServeOptions {
  /** By servers alone: no page may read an answer, and none is let ask by a preflight. */
  readonly readBy?: Readers;
}

/**
 * Wraps a function's routes: request id, preflight, refusals as JSON, and CORS headers outside of the one
 * general catch, so that a failure is readable in the page. `compose` runs at the first request; where it
 * fails (a secret is missing), every request answers `internal` and the log names the reason. `record` hears of
 * every request but preflights.
 */
export function createServe(
  compose: () => Handle,
  log: Log,
  record: RecordRequest = () => {},
  { readBy = "pages" }: ServeOptions = {},
): Serve {
  let handle: Handle | undefined;
  const noteRefusal = createRefusalLog(log);
  return async (request) => {
    const context: RequestContext = { requestId: toRequestId(request) };
    if (readBy !== "servers" && request.method === "OPTIONS")
      return finish(toPreflightResponse(request), request, context, readBy);
    const startedAtMs = performance.now();
    let response: Response;
    let reason: string | undefined;
    try {
      handle ??= compose();
      response = await handle(request, context);
      reason = context.reason;
    } catch (error) {
      const problem = toProblemError(error);
      const place = { ...context, sessionId: toSessionId(request) };
      if (problem.status < 500) noteRefusal(describeRefusal(problem, place));
      else logFailure(log, problem, place);
      reason = problem.options.limit?.name ?? problem.code;
      response = toProblemResponse(problem, context.requestId);
    }
    const durationMs = performance.now() - startedAtMs;
    const { status } = response;
    log("debug", "request_answered", {
      requestId: context.requestId,
      sessionId: toSessionId(request),
      route: context.route,
      status,
      durationMs: Math.round(durationMs),
    });
    record({ route: context.route, status, seconds: durationMs / 1_000, reason });
    return finish(response, request, context, readBy);
  };
}

/** The caller's `x-request-id` where it is harmless, otherwise a new one. */
function toRequestId(request: Request): string {
  const given = request.headers.get("x-request-id") ?? "";
  return /^[A-Za-z0-9_-]{8,64}$/.test(given) ? given : crypto.randomUUID();
}

/** The session that the path names, for the log alone: nobody has looked at the token yet. */
function toSessionId(request: Request): string | undefined {
  const path = URL.canParse(request.url) ? new URL(request.url).pathname : "";
  return /\/sessions\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/|$)/.exec(path)?.[1];
}

interface FailedRequest extends RequestContext {
  readonly sessionId: string | undefined;
}

function logFailure(log: Log, problem: ProblemError, context: FailedRequest): void {
  const { code, cause } = problem;
  const { requestId, sessionId, route } = context;
  const place = { requestId, sessionId, route };
  const reason = cause === undefined ? {} : describeError(cause);
  if (code === "internal") log("error", "request_failed", { ...place, ...reason });
  else log("warn", "request_unserved", { ...place, code, ...reason });
}

/** Refusals whose words are all ours; others may repeat a path or the name of a field as the caller wrote it. */
const IN_OUR_WORDS: readonly ProblemCode[] = [
  ...(["caller_unauthorized", "origin_forbidden", "feature_disabled"] as const),
  ...(["limit_reached", "conflict"] as const),
];

function describeRefusal(problem: ProblemError, context: FailedRequest): LogFields {
  const { code, message, options } = problem;
  const { requestId, sessionId, route } = context;
  return {
    ...{ requestId, sessionId, route, code, limit: options.limit?.name },
    reason: IN_OUR_WORDS.includes(code) ? message : undefined,
  };
}

function finish(
  response: Response,
  request: Request,
  context: RequestContext,
  readBy: Readers,
): Response {
  const headers = new Headers(response.headers);
  headers.set("x-request-id", context.requestId);
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  headers.set("x-content-type-options", "nosniff");
  addCorsHeaders(headers, request, readBy);
  return new Response(response.body, { status: response.status, headers });
}
