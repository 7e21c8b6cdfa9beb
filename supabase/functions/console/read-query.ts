import { ConsoleQuery, USUAL_ROWS } from "../_shared/contract/console/query.ts";
import { parseInput } from "../_shared/runtime/http/parse-input.ts";
import { ProblemError } from "../_shared/runtime/http/problem-error.ts";
import { ListPlace } from "../_shared/store/console.ts";

/** What a database can hold of time, in milliseconds. */
const LAST_MS = Date.UTC(9999, 11, 31);

/**
 * The filters of a request as the database takes them.
 * @throws {ProblemError} request_invalid for what is unknown, named twice or malformed: a misspelt filter would show all.
 */
export function readQuery(request: Request): Readonly<Record<string, unknown>> {
  const given = new URL(request.url).searchParams;
  for (const name of given.keys()) {
    if (given.getAll(name).length === 1) continue;
    const field = name.slice(0, 120);
    throw new ProblemError("request_invalid", "A parameter is given more than once.", { field });
  }
  const { after, limit, from, before, ...filters } = parseInput(
    ConsoleQuery,
    Object.fromEntries(given),
  );
  const place = after === undefined ? null : parseCursor(after);
  return {
    ...filters,
    ...{ from: toInstant(from), before: toInstant(before), most: Number(limit ?? USUAL_ROWS) },
    ...(place === null ? {} : "skip" in place ? place : { afterAt: place.at, afterId: place.id }),
  };
}

/** Writes where a list goes on as one opaque word. */
export function toCursor(place: ListPlace | null): string | null {
  if (place === null) return null;
  const text = btoa(JSON.stringify(place));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function parseCursor(cursor: string): ListPlace {
  const place = ListPlace.safeParse(decode(cursor));
  if (place.success) return place.data;
  throw new ProblemError("request_invalid", "`after` is no cursor of an earlier answer.", {
    field: "after",
  });
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")));
  } catch {
    return undefined; // No cursor of ours.
  }
}

function toInstant(text: string | undefined): string | null {
  if (text === undefined) return null;
  return new Date(Math.min(Math.max(Date.parse(text), 0), LAST_MS)).toISOString();
}
