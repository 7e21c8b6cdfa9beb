import * as z from "zod/mini";
import { Speaker } from "./turn.ts";

const Milliseconds = z.number();

/**
 * A call as a picture, in milliseconds since it was answered. Only what was measured or noted stands in it; a list
 * without entries is a band that is not drawn. What `id` and `turn` name of turns are their item ids.
 */
export const Timeline = z.object({
  /** To the last thing that was heard or noted. */
  durationMs: Milliseconds,
  /** Who was heard and when; empty where a turn's sound was not measured, or where all was typed. */
  turns: z.array(
    z.object({ id: z.string(), speaker: Speaker, startMs: Milliseconds, endMs: Milliseconds }),
  ),
  /** How open the simulated customer was from then on, 0 to 1. Nothing of the kind is said of a learner. */
  mood: z.array(z.object({ atMs: Milliseconds, open: z.number() })),
  /** The customer's doubts that were raised, as the scenario words them; `settledMs` null: it stayed open. */
  doubts: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      raisedMs: Milliseconds,
      settledMs: z.nullable(Milliseconds),
      turn: z.nullable(z.string()),
    }),
  ),
  /** All objectives of the brief; `atMs` null: it was not reached. */
  aims: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      atMs: z.nullable(Milliseconds),
      turn: z.nullable(z.string()),
    }),
  ),
});
export type Timeline = z.infer<typeof Timeline>;
