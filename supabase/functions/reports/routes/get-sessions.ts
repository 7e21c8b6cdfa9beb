import {
  ResultsQuery,
  type ResultsResponse,
  USUAL_RESULTS,
} from "../../_shared/contract/result.ts";
import { parseInput } from "../../_shared/runtime/http/parse-input.ts";
import { ProblemError } from "../../_shared/runtime/http/problem-error.ts";
import type { ResultFunctions, ResultsToFind } from "../../_shared/store/results.ts";
import { parseCursor, toCursor } from "../cursor.ts";
import { keyUnknown, readKeyHash, tooManyRequests } from "../read-key.ts";

/** What a database can hold of time, in milliseconds. */
const LAST_MS = Date.UTC(9999, 11, 31);

/**
 * `GET /reports/sessions`: results in the order in which they became final. Rows that come later come at the end, so that
 * whoever keeps the cursor reads each of them once, and again where it changed.
 */
export function createGetSessions(store: ResultFunctions) {
  return async (request: Request): Promise<Response> => {
    const query = readQuery(request, readKeyHash(request));
    const found = await store.listResults(query);
    switch (found.outcome) {
      case "ok": {
        const { results, hasMore } = found;
        const end = found.last ?? query.after;
        const response: ResultsResponse = { results, cursor: end && toCursor(end), hasMore };
        return Response.json(response);
      }
      case "key_unknown":
        throw keyUnknown();
      case "too_many_requests":
        throw tooManyRequests(found.retryAfterSeconds);
    }
  };
}

/** A misspelt filter would find everybody's results: what is not known, or named twice, is refused. */
function readQuery(request: Request, keyHash: string): ResultsToFind {
  const given = new URL(request.url).searchParams;
  for (const name of given.keys()) {
    if (given.getAll(name).length === 1) continue;
    const field = name.slice(0, 120);
    throw new ProblemError("request_invalid", "A parameter is given more than once.", { field });
  }
  const { sub, scenario, from, to, after, limit } = parseInput(
    ResultsQuery,
    Object.fromEntries(given),
  );
  return {
    keyHash,
    sub: sub ?? null,
    scenario: scenario ?? null,
    completedFrom: toInstant(from),
    completedBefore: toInstant(to),
    after: after === undefined ? null : parseCursor(after),
    most: Number(limit ?? USUAL_RESULTS),
  };
}

function toInstant(text: string | undefined): string | null {
  if (text === undefined) return null;
  return new Date(Math.min(Math.max(Date.parse(text), 0), LAST_MS)).toISOString();
}
