import { ProblemError } from "./problem-error.ts";
import { parseInput, type Schema } from "./parse-input.ts";
import { readText } from "./read-body.ts";

const MAX_DEPTH = 16;

/**
 * Reads a JSON body of at most `maxBytes` and holds it against `schema`. It may come as `text/plain`, which
 * spares the browser's preflight, or as `application/json`.
 * @throws {ProblemError} too_large, or request_invalid with the field that is wrong.
 */
export async function readJson<Output>(
  request: Request,
  schema: Schema<Output>,
  maxBytes: number,
): Promise<Output> {
  assertMediaType(request);
  const text = await readText(request, maxBytes);
  const value = parseJson(text);
  assertStorable(value);
  return parseInput(schema, value);
}

function assertMediaType(request: Request): void {
  const mediaType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType === undefined || mediaType === "") return;
  if (mediaType === "text/plain" || mediaType === "application/json") return;
  throw new ProblemError("request_invalid", "Send JSON as text/plain or application/json.", {
    field: "content-type",
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError("request_invalid", "The body is not JSON.");
  }
}

/**
 * Refuses what JSON can say but Postgres cannot store: NUL characters and halves of surrogate pairs, in
 * values and keys alike. Walks without recursion, so that no depth exhausts the stack.
 */
function assertStorable(value: unknown): void {
  const open: { value: unknown; path: string; depth: number }[] = [{ value, path: "", depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: current, path, depth } = next;
    if (typeof current === "string") assertStorableText(current, path);
    if (typeof current !== "object" || current === null) continue;
    if (depth === MAX_DEPTH) {
      throw new ProblemError("request_invalid", `The body nests deeper than ${MAX_DEPTH} levels.`);
    }
    for (const [key, inner] of Object.entries(current)) {
      assertStorableText(key, path);
      open.push({ value: inner, path: path === "" ? key : `${path}.${key}`, depth: depth + 1 });
    }
  }
}

function assertStorableText(text: string, path: string): void {
  if (text.isWellFormed() && !text.includes("\u0000")) return;
  const message = "A text holds a NUL character or half of a surrogate pair; remove it.";
  throw new ProblemError("request_invalid", message, path === "" ? {} : { field: clip(path) });
}

function clip(path: string): string {
  return path.toWellFormed().replaceAll("\u0000", "").slice(0, 120);
}
