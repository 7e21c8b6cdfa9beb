import { ExplainedError } from "../runtime/http/explained-error.ts";
import { ProblemError, toInternalProblem } from "../runtime/http/problem-error.ts";

/**
 * Why the database gave no usable answer. `unavailable`: it could not be reached, timed out or failed,
 * so the caller may ask again later. `unexpected`: it answered with what no function answers, or refused the
 * arguments, which is a fault of ours.
 */
export type StoreErrorCode = "unavailable" | "unexpected";

const RETRY_SECONDS = 5;

/** A failed call to the database. Refusals are no errors: they are the `outcome` of an answer. */
export class StoreError extends ExplainedError {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;
  /** The SQL function that was called, such as `open_session`. */
  readonly sqlFunction: string;
  /** What the database, or whoever stands before it, said. */
  readonly reason: string;
  /** Postgres' own code (SQLSTATE) or PostgREST's, where there was one. */
  readonly sqlState: string | null;

  constructor(code: StoreErrorCode, sqlFunction: string, detail: StoreErrorDetail) {
    super(`${sqlFunction}: ${detail.message}`, { cause: detail.cause });
    this.code = code;
    this.sqlFunction = sqlFunction;
    this.reason = detail.message;
    this.sqlState = detail.sqlState ?? null;
  }

  /** That the database is away; a fault of ours is told like any other. */
  override toProblem(): ProblemError {
    if (this.code === "unexpected") return toInternalProblem(this);
    const message = "The service cannot reach its database. Try again shortly.";
    const options = { retryAfterSeconds: RETRY_SECONDS, cause: this };
    return new ProblemError("upstream_unavailable", message, options);
  }
}

/** What is known about a failure beside its code. */
export interface StoreErrorDetail {
  readonly message: string;
  readonly sqlState?: string;
  readonly cause?: unknown;
}
