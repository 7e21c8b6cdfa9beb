/** A refusal of the REST endpoint, in the words and statuses of PostgREST. */
export class RestError extends Error {
  override readonly name = "RestError";
  readonly status: number;
  readonly code: string;
  readonly details: string | null;
  readonly hint: string | null;

  constructor(
    status: number,
    code: string,
    text: {
      readonly message: string;
      readonly details?: string | null | undefined;
      readonly hint?: string | null | undefined;
    },
  ) {
    super(text.message);
    this.status = status;
    this.code = code;
    this.details = text.details ?? null;
    this.hint = text.hint ?? null;
  }

  /** `{code, message, details, hint}`, as supabase-js reads it. */
  toResponse(): Response {
    const { code, message, details, hint } = this;
    return Response.json({ code, message, details, hint }, { status: this.status });
  }
}

/** Refuses what PostgREST would serve and this gateway does not, rather than imitate it wrongly. */
export function notServed(what: string): RestError {
  return new RestError(501, "LOCAL501", {
    message: `${what} is not served locally.`,
    hint: "Call a function with supabase.rpc(): POST /rest/v1/rpc/<name> with named arguments.",
  });
}
