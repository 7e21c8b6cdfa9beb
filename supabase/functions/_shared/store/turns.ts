import * as z from "zod";
import { type ReportedTurn, TranscriptTurn } from "../contract/turn.ts";
import { outcome, row, unknownSession } from "./answer-row.ts";
import type { CallSql } from "./call-sql.ts";

/** What `append_turns` answers. */
export const AppendTurnsAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("ok"),
      /** Every sequence number from 1 to this is stored. */
      contiguous: z.int().nonnegative(),
      /** The first hundred numbers below the highest stored that are absent. */
      missing: z.array(z.int()),
    }),
    z.object(outcome("closed")),
    unknownSession,
  ]),
);
export type AppendTurnsAnswer = z.infer<typeof AppendTurnsAnswer>;

/** What `get_talk` answers. */
export const TalkAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("ok"),
      /** In conversation order. */
      transcript: z.array(TranscriptTurn),
      /** The highest number among the browser's turns. */
      lastSequence: z.int().nonnegative(),
      /** A segment still writes down what was said. */
      isWatched: z.boolean(),
    }),
    unknownSession,
  ]),
);
export type TalkAnswer = z.infer<typeof TalkAnswer>;

/** What `get_pending_words` answers. */
export const PendingWordsAnswer = row(
  z.object({ isObserved: z.boolean(), pending: z.int().nonnegative() }),
);
export type PendingWordsAnswer = z.infer<typeof PendingWordsAnswer>;

/** The functions about what was said. */
export interface TurnFunctions {
  appendTurns(sessionId: string, turns: readonly ReportedTurn[]): Promise<AppendTurnsAnswer>;
  /** What is known of the talk so far. */
  getTalk(sessionId: string): Promise<TalkAnswer>;
  /** How many of the learner's turns still wait for their words, where somebody watches. */
  getPendingWords(sessionId: string): Promise<PendingWordsAnswer>;
}

/** Those functions, called by `call`. */
export function createTurnFunctions(call: CallSql): TurnFunctions {
  return {
    appendTurns: (sessionId, turns) =>
      call("append_turns", { sessionId, turns }, AppendTurnsAnswer),
    getTalk: (sessionId) => call("get_talk", { sessionId }, TalkAnswer),
    getPendingWords: (sessionId) => call("get_pending_words", { sessionId }, PendingWordsAnswer),
  };
}
