import { ProblemError } from "./problem-error.ts";

/** The one method of a zod schema, full or mini, that is needed here. */
export interface Schema<Output> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: Output }
    | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
}

interface Issue {
  readonly code?: string | undefined;
  readonly message: string;
  readonly path: readonly PropertyKey[];
  readonly keys?: readonly string[];
}

const MAX_FIELD_CHARACTERS = 120;

/**
 * Holds `value` against `schema`. Only the first fault is told: its field as a dotted path and what to send.
 * @throws {ProblemError} request_invalid.
 */
export function parseInput<Output>(schema: Schema<Output>, value: unknown): Output {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue === undefined) throw new ProblemError("request_invalid", "The request is not valid.");
  const field = toField(issue);
  const message =
    field === ""
      ? `The request is not valid: ${issue.message}.`
      : `\`${field}\` is not valid: ${issue.message}.`;
  throw new ProblemError("request_invalid", message, field === "" ? {} : { field });
}

/** An unknown key is itself the offending field; otherwise the path leads to it. */
function toField(issue: Issue): string {
  const path = [...issue.path.map(String), ...(issue.keys ?? []).slice(0, 1)];
  return path.join(".").slice(0, MAX_FIELD_CHARACTERS);
}
