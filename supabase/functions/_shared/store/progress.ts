import * as z from "zod";
import { ToolResponse } from "../contract/progress.ts";
import type { ProgressEvent } from "../tools/progress-event.ts";
import { ProgressState } from "../tools/progress-state.ts";
import { outcome, row, unknownSession } from "./answer-row.ts";
import type { CallSql } from "./call-sql.ts";
import { StoredScenario } from "./scenarios.ts";

/** What one tool call led to. */
export interface ProgressToSave {
  /** The version that was read. */
  readonly version: number;
  readonly state: ProgressState;
  readonly call: {
    readonly id: string;
    readonly name: string;
    readonly by: "persona" | "learner";
    readonly outcome: string;
    readonly answer: ToolResponse;
  };
  readonly events: readonly ProgressEvent[];
}

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

/** The functions about how far a talk has come. */
export interface ProgressFunctions {
  /** How far the talk has come, and what a tool call was answered before; null asks for none. */
  getProgress(sessionId: string, callId: string | null): Promise<GetProgressAnswer>;
  /** Stores what one tool call led to, unless another came in between. */
  saveProgress(sessionId: string, progress: ProgressToSave): Promise<SaveProgressAnswer>;
  /** Whether an output of a tool is the one that was answered. */
  checkOutput(sessionId: string, callId: string, output: string): Promise<CheckOutputAnswer>;
}

/** Those functions, called by `call`. */
export function createProgressFunctions(call: CallSql): ProgressFunctions {
  return {
    getProgress: (sessionId, callId) =>
      call("get_progress", { sessionId, callId }, GetProgressAnswer),
    saveProgress: (sessionId, progress) =>
      call("save_progress", { sessionId, ...progress }, SaveProgressAnswer),
    checkOutput: (sessionId, callId, output) =>
      call("check_output", { sessionId, callId, output }, CheckOutputAnswer),
  };
}
