import { type LimitDetail, PROBLEM_STATUS, type ProblemCode } from "../../contract/problem.ts";

/** What a refusal may carry besides its code and message. */
export interface ProblemOptions {
  readonly field?: string;
  readonly retryAfterSeconds?: number;
  readonly limit?: LimitDetail;
  /** Kept for the log; never sent. */
  readonly cause?: unknown;
}

/** A refusal that the caller is told of: its message is written for them and says what to do. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly code: ProblemCode;
  readonly options: ProblemOptions;

  constructor(code: ProblemCode, message: string, options: ProblemOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.options = options;
  }

  /** The HTTP status that belongs to the code. */
  get status(): number {
    return PROBLEM_STATUS[this.code];
  }
}

/** What is told of a failure that nobody expected: its text stays with us. */
export function toInternalProblem(cause: unknown): ProblemError {
  const message = "Something failed on our side. Try again in a moment.";
  return new ProblemError("internal", message, { cause });
}
