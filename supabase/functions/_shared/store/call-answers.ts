import * as z from "zod";
import { TranscriptTurn } from "../contract/turn.ts";
import { Instant, outcome, row, Seconds, unknownSession } from "./answer-row.ts";
import { StoredScenario } from "./session-answers.ts";

const Hangups = z.array(row(z.object({ id: z.int(), providerCallId: z.string() })));

/** What every call of a session is made from. */
const basis = {
  /** Draws the scenario's variables, as for the first call. */
  seed: z.int(),
  variables: z.record(z.string(), z.string()),
  learnerName: z.nullable(z.string()),
  /** A hash that stands for the learner on this site. */
  learnerKey: z.string(),
  scenario: StoredScenario,
};

/** How far a session is. */
const clock = {
  /** Since its first call was answered. */
  elapsedMs: z.int().nonnegative(),
  remainingSeconds: Seconds,
};

/** What `open_call` answers. */
export const OpenCallAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("granted"),
      /** The calls that must be over before a new one is made, leased to the caller for a moment. */
      hangups: Hangups,
      ...basis,
    }),
    z.object({ ...outcome("replayed"), answer: z.string(), ...clock, ...basis }),
    /** Another request of the same attempt is making the call. */
    z.object(outcome("pending")),
    z.object(outcome("attempt_conflict")),
    /** The attempt's call was replaced by another one. */
    z.object(outcome("attempt_over")),
    z.object({ ...outcome("too_soon"), retryAfterSeconds: Seconds }),
    z.object(outcome("too_many")),
    z.object(outcome("feature_disabled")),
    z.object(outcome("over")),
    unknownSession,
  ]),
);
export type OpenCallAnswer = z.infer<typeof OpenCallAnswer>;

/** What `attach_further_call` answers. `gone`: nobody waits for this call any more, so hang up. */
export const AttachFurtherCallAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("active"),
      deadline: Instant,
      limitSeconds: Seconds,
      callId: z.uuid(),
      ...clock,
    }),
    z.object(outcome("gone")),
  ]),
);
export type AttachFurtherCallAnswer = z.infer<typeof AttachFurtherCallAnswer>;

/** What `fail_call` answers. */
export const FailCallAnswer = row(z.object({ outcome: z.enum(["failed", "unchanged"]) }));
export type FailCallAnswer = z.infer<typeof FailCallAnswer>;

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

/** What `pause_session` answers. `overtaken`: a later call goes on. `not_pausable`: end it instead. */
export const PauseSessionAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({ ...outcome("paused"), usedSeconds: Seconds, hangups: Hangups }),
    z.object({ ...outcome("overtaken"), usedSeconds: Seconds, hangups: Hangups }),
    z.object(outcome("not_pausable")),
    unknownSession,
  ]),
);
export type PauseSessionAnswer = z.infer<typeof PauseSessionAnswer>;
