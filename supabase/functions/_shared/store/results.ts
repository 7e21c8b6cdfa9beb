import * as z from "zod";
import { Result } from "../contract/result.ts";
import { outcome, row, Seconds, unknownSession } from "./answer-row.ts";
import { type CallSql, withSnakeKeys } from "./call-sql.ts";

/** A place in the order of a site's results. */
export const ResultPlace = z.object({
  /** ISO 8601 in UTC, to the microsecond, as the database tells rows apart. */
  at: z.iso.datetime({ precision: 6 }),
  id: z.uuid(),
});
export type ResultPlace = z.infer<typeof ResultPlace>;

/** Which results of the site that a key opens. Null: any. */
export interface ResultsToFind {
  readonly keyHash: string;
  readonly sub: string | null;
  readonly scenario: string | null;
  readonly completedFrom: string | null;
  readonly completedBefore: string | null;
  readonly after: ResultPlace | null;
  readonly most: number;
}

const refusedKey = [
  z.object(outcome("key_unknown")),
  z.object({ ...outcome("too_many_requests"), retryAfterSeconds: Seconds }),
] as const;

/** What `list_results` answers. */
export const ListResultsAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("ok"),
      results: z.array(Result),
      hasMore: z.boolean(),
      /** Where the page ends; null where it is empty. */
      last: z.nullable(ResultPlace),
    }),
    ...refusedKey,
  ]),
);
export type ListResultsAnswer = z.infer<typeof ListResultsAnswer>;

/** What `get_result` answers. `session_unknown`: none of that site's. */
export const GetResultAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({ ...outcome("ok"), result: Result }),
    unknownSession,
    ...refusedKey,
  ]),
);
export type GetResultAnswer = z.infer<typeof GetResultAnswer>;

/** The functions about what a site's own systems read. Both count the request on the key. */
export interface ResultFunctions {
  listResults(query: ResultsToFind): Promise<ListResultsAnswer>;
  getResult(keyHash: string, sessionId: string): Promise<GetResultAnswer>;
}

/** Those functions, called by `call`. */
export function createResultFunctions(call: CallSql): ResultFunctions {
  return {
    listResults: ({ after, ...query }) => {
      const place = { afterAt: after?.at ?? null, afterId: after?.id ?? null };
      return call(
        "list_results",
        { query: withSnakeKeys({ ...query, ...place }) },
        ListResultsAnswer,
      );
    },
    getResult: (keyHash, sessionId) => call("get_result", { keyHash, sessionId }, GetResultAnswer),
  };
}
