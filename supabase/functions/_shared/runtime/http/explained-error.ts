import type { ProblemError } from "./problem-error.ts";

/** A failure of another room that says itself what the caller is told of it. */
export abstract class ExplainedError extends Error {
  /** What the caller is told; this error is its cause. */
  abstract toProblem(): ProblemError;
}
