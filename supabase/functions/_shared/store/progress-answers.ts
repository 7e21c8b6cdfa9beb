import * as z from "zod";
import { ToolResponse } from "../contract/progress.ts";
import { ProgressState } from "../tools/progress-state.ts";
import { outcome, row } from "./answer-row.ts";
import { StoredScenario } from "./session-answers.ts";

const unknownSession = z.object(outcome("session_unknown"));

/** What `get_progress` answers. */
export const GetProgressAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("ok"),
      /** False once the session is over: tools change nothing any more. */
      isActive: z.boolean(),
      /** Since the session's first call was answered, on the database's clock. */
      elapsedSeconds: z.int().nonnegative(),
      scenario: StoredScenario,
      seed: z.int(),
      variables: z.record(z.string(), z.string()),
      /** Counts the writes; 0 where there is no state yet. */
      version: z.int().nonnegative(),
      state: z.nullable(ProgressState),
      /** What the call was answered before; null for a new one. */
      answer: z.nullable(ToolResponse),
    }),
    unknownSession,
  ]),
);
export type GetProgressAnswer = z.infer<typeof GetProgressAnswer>;

/**
 * What `save_progress` answers. `stale`: another call came in between, so read again; `repeated`: this one was
 * answered meanwhile; `over`: the session has ended; `exhausted`: it has had all its calls.
 */
export const SaveProgressAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object(outcome("saved")),
    z.object({ ...outcome("repeated"), answer: ToolResponse }),
    z.object(outcome("stale")),
    z.object(outcome("over")),
    z.object(outcome("exhausted")),
    unknownSession,
  ]),
);
export type SaveProgressAnswer = z.infer<typeof SaveProgressAnswer>;

/** What `check_output` answers. */
export const CheckOutputAnswer = row(z.object({ outcome: z.enum(["genuine", "forged"]) }));
export type CheckOutputAnswer = z.infer<typeof CheckOutputAnswer>;
