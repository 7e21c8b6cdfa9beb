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
  | "session_rejected"
  | "limit_reached"
  | "server_unreachable"
  | "connect_failed"
  | "connect_timeout"
  | "connection_lost"
  | "protocol_violation"
  | "aborted"
  | "internal";

/** A failure with a code that the interface understands; `cause` keeps what the platform threw. */
export class CoachError extends Error {
  override readonly name = "CoachError";
  readonly code: CoachErrorCode;
  /** The server's reference for support, where a request failed. */
  readonly requestId: string | null;

  constructor(
    code: CoachErrorCode,
    message: string,
    options: { cause?: unknown; requestId?: string } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.requestId = options.requestId ?? null;
  }
}
