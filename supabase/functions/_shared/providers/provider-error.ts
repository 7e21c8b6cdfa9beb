import { ExplainedError } from "../runtime/http/explained-error.ts";
import { ProblemError } from "../runtime/http/problem-error.ts";

/**
 * Why a provider did not do what it was asked. `offer_refused`: the learner's SDP; `rate_limited`: our share
 * is used up; `refused`: our key or request; `timeout` and `unavailable` may pass by themselves.
 */
export type ProviderFailure =
  "offer_refused" | "rate_limited" | "refused" | "timeout" | "unavailable";

const DEFAULT_RETRY_SECONDS = 5;
const MAX_RETRY_SECONDS = 120;

/** A provider's failure, with its status where there was an answer. Its text is for the log alone. */
export class ProviderError extends ExplainedError {
  override readonly name = "ProviderError";
  readonly failure: ProviderFailure;
  readonly status: number | null;
  readonly retryAfterSeconds: number | null;

  constructor(
    failure: ProviderFailure,
    message: string,
    options: { status?: number; retryAfterSeconds?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.failure = failure;
    this.status = options.status ?? null;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }

  /** True where the same request may succeed later. */
  get mayPass(): boolean {
    return this.failure !== "offer_refused" && this.failure !== "refused";
  }

  /** What the learner's page is told: what to do, nothing of our account. */
  override toProblem(): ProblemError {
    if (this.failure === "offer_refused") {
      const message = "The voice service could not use this browser's offer.";
      return new ProblemError("request_invalid", message, { field: "offer", cause: this });
    }
    const message =
      this.failure === "rate_limited"
        ? "The voice service is busy. Try again shortly."
        : "The voice service cannot take the call now. Try again shortly.";
    const retryAfterSeconds = Math.min(
      this.retryAfterSeconds ?? DEFAULT_RETRY_SECONDS,
      MAX_RETRY_SECONDS,
    );
    return new ProblemError("upstream_unavailable", message, { retryAfterSeconds, cause: this });
  }
}
