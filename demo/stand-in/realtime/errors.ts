/** Body of every refusal over HTTP, in OpenAI's shape. */
export interface ErrorEnvelope {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string | null;
  };
}

/** Builds OpenAI's error body; `invalid_request_error` unless told otherwise. */
export function createErrorEnvelope(
  message: string,
  details: { type?: string; code?: string | null; param?: string | null } = {},
): ErrorEnvelope {
  const { type = "invalid_request_error", code = null, param = null } = details;
  return { error: { message, type, param, code } };
}

/** A request or client event that is refused; `param` is the path of the field at fault. */
export class RequestError extends Error {
  readonly code: string;
  readonly param: string | null;

  constructor(code: string, message: string, param: string | null = null) {
    super(message);
    this.name = "RequestError";
    this.code = code;
    this.param = param;
  }
}
