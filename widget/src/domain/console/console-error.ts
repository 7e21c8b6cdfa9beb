/** Why something could not be shown or changed. */
export type ConsoleErrorCode =
  | "signed_out"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "request_invalid"
  | "limit_reached"
  | "unreachable";

/** A refusal, as the interface turns it into words. */
export class ConsoleError extends Error {
  readonly code: ConsoleErrorCode;
  /** The server's reference for support. */
  readonly requestId: string | null;
  /** What the server calls the refusal. */
  readonly reason: string | null;

  constructor(
    code: ConsoleErrorCode,
    detail: {
      readonly requestId?: string | null;
      readonly reason?: string | null;
      readonly cause?: unknown;
    } = {},
  ) {
    super(code, { cause: detail.cause });
    this.code = code;
    this.requestId = detail.requestId ?? null;
    this.reason = detail.reason ?? null;
  }
}
