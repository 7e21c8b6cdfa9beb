import type { Problem } from "../../contract/problem.ts";
import { ProviderError, toProblem } from "../../providers/provider-error.ts";
import { StoreError } from "../../store/store-error.ts";
import { ProblemError } from "./problem-error.ts";

const STORE_RETRY_SECONDS = 5;

/** Says of anything thrown what the caller is told. The text of an unexpected error stays with us. */
export function toProblemError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof ProviderError) return toProblem(error);
  if (error instanceof StoreError && error.code === "unavailable") {
    const message = "The service cannot reach its database. Try again shortly.";
    const options = { retryAfterSeconds: STORE_RETRY_SECONDS, cause: error };
    return new ProblemError("upstream_unavailable", message, options);
  }
  const message = "Something failed on our side. Try again in a moment.";
  return new ProblemError("internal", message, { cause: error });
}

/** Answers with a refusal: its code, what to do, and how to name this request to support. */
export function toProblemResponse(problem: ProblemError, requestId: string): Response {
  const { field, retryAfterSeconds, limit } = problem.options;
  const body: Problem = {
    code: problem.code,
    message: problem.message,
    requestId,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(field === undefined ? {} : { field }),
    ...(limit === undefined ? {} : { limit }),
  };
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { "retry-after": String(Math.ceil(retryAfterSeconds)) };
  return Response.json(body, { status: problem.status, headers });
}
