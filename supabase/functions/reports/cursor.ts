import { ProblemError } from "../_shared/runtime/http/problem-error.ts";
import { ResultPlace } from "../_shared/store/results.ts";

/** No result is older, and Postgres knows no year 0. */
const FIRST_INSTANT = "1970";

/** Writes a place in the order of results as one opaque word. */
export function toCursor({ at, id }: ResultPlace): string {
  return btoa(`${at} ${id}`).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Reads such a word. @throws {ProblemError} request_invalid for a word that is none of ours. */
export function parseCursor(cursor: string): ResultPlace {
  const [at, id] = decode(cursor).split(" ");
  const place = ResultPlace.safeParse({ at, id });
  if (place.success && place.data.at >= FIRST_INSTANT) return place.data;
  throw new ProblemError("request_invalid", "`after` is no cursor of an earlier answer.", {
    field: "after",
  });
}

function decode(cursor: string): string {
  try {
    return atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    // No base64 at all, which is no cursor either.
    return "";
  }
}
