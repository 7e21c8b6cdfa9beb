import type { z } from "zod";
import { RequestError } from "./errors.ts";

/**
 * Checks `value` against `schema` and names the first fault as OpenAI does.
 * @throws {RequestError} unknown_parameter, missing_required_parameter, invalid_type or invalid_value
 */
export function parseStrictly<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  path: string,
): z.output<Schema> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw issue ? toRequestError(issue, path) : new RequestError("invalid_value", "Invalid value.");
}

function toRequestError(issue: z.core.$ZodIssue, root: string): RequestError {
  const param = toParam(root, issue.path);
  if (issue.code === "unrecognized_keys") {
    const unknown = toParam(param, issue.keys.slice(0, 1));
    return new RequestError("unknown_parameter", `Unknown parameter: '${unknown}'.`, unknown);
  }
  if (issue.input === undefined && issue.code !== "custom") {
    const message = `Missing required parameter: '${param}'.`;
    return new RequestError("missing_required_parameter", message, param);
  }
  if (issue.code === "invalid_type") {
    const message = `Invalid type for '${param}': expected ${issue.expected}.`;
    return new RequestError("invalid_type", message, param);
  }
  return new RequestError("invalid_value", `Invalid value for '${param}': ${issue.message}`, param);
}

function toParam(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((param, key) => {
    if (typeof key === "number") return `${param}[${key}]`;
    return param === "" ? String(key) : `${param}.${String(key)}`;
  }, root);
}
