import type { Problem } from "../../contract/problem.ts";
import { ExplainedError } from "./explained-error.ts";
import { ProblemError, toInternalProblem } from "./problem-error.ts";

/** Says of anything thrown what the caller is told. The text of an unexpected error stays with us. */
export function toProblemError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  return error instanceof ExplainedError ? error.toProblem() : toInternalProblem(error);
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
