import type { LimitDetail } from "#contract/problem.ts";

/** Everything that can go wrong for a learner, as a closed list that the interface turns into words. */
export type CoachErrorCode =
  | "mic_denied"
  | "mic_missing"
  | "mic_busy"
  | "mic_blocked_by_page"
  | "browser_unsupported"
  | "page_insecure"
  | "configuration_invalid"
  | "scenario_missing"
  | "feature_disabled"
  | "signed_out"
  | "session_rejected"
  | "limit_reached"
  | "server_unreachable"
  | "connect_failed"
  | "connect_timeout"
  | "connection_lost"
  | "protocol_violation"
  | "aborted"
  | "internal";

/** What a failed request adds to its code. */
export interface CoachErrorDetail {
  readonly cause?: unknown;
  readonly requestId?: string | undefined;
  readonly limit?: LimitDetail | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * A failure with a code that the interface understands; `cause` keeps what the platform threw. It sets no `name`,
 * which a page that froze `Error.prototype` would refuse.
 */
export class CoachError extends Error {
  readonly code: CoachErrorCode;
  /** The server's reference for support, where a request failed. */
  readonly requestId: string | null;
  /** The allowance that refused, for `limit_reached`. */
  readonly limit: LimitDetail | null;
  /** When the server says that a repetition may succeed. */
  readonly retryAfterSeconds: number | null;

  constructor(code: CoachErrorCode, message: string, detail: CoachErrorDetail = {}) {
    super(message, { cause: detail.cause });
    this.code = code;
    this.requestId = detail.requestId ?? null;
    this.limit = detail.limit ?? null;
    this.retryAfterSeconds = detail.retryAfterSeconds ?? null;
  }
}

/** Any thrown value as a `CoachError`: itself, or `internal` with it as the cause. */
export function toCoachError(thrown: unknown): CoachError {
  if (thrown instanceof CoachError) return thrown;
  return new CoachError("internal", "unexpected", { cause: thrown });
}
