import * as z from "zod/mini";
import { MAX_TURN_CHARACTERS } from "./limits.ts";
import { ItemId } from "./identifiers.ts";

/** Who spoke: the person who practises, or the simulated customer. */
export const Speaker = z.enum(["learner", "persona"]);
export type Speaker = z.infer<typeof Speaker>;

/**
 * How a turn ended. `unrecognized`: speech arrived but no words could be made of it, so `text` is empty.
 * `interrupted`: the other side spoke over it; for the persona, the words after the cut were never heard.
 */
export const TurnState = z.enum(["final", "interrupted", "unrecognized"]);
export type TurnState = z.infer<typeof TurnState>;

const Milliseconds = z.int().check(z.nonnegative(), z.maximum(86_400_000));

/** One finished turn as the browser reports it. */
export const ReportedTurn = z.strictObject({
  /** Numbers the browser's records of one session from 1 without gaps; the key of idempotency. */
  sequence: z.int().check(z.positive(), z.maximum(10_000)),
  itemId: ItemId,
  /** The turn before this one in the conversation; null for the first. Order follows this, never arrival. */
  previousItemId: z.nullable(ItemId),
  speaker: Speaker,
  state: TurnState,
  text: z.string().check(z.maxLength(MAX_TURN_CHARACTERS)),
  /** Since the session's first call was answered, on the browser's monotonic clock. */
  startedAtMs: Milliseconds,
  /** When its sound was over: the start where it took no time, null where it was spoken and nobody measured it. */
  endedAtMs: z.nullable(Milliseconds),
});
export type ReportedTurn = z.infer<typeof ReportedTurn>;

/** `observed` by our server on the provider's own channel, or `reported` by the learner's browser. */
export const TurnSource = z.enum(["observed", "reported"]);

/** One turn of a stored transcript, in conversation order. */
export const TranscriptTurn = z.object({
  itemId: z.string(),
  speaker: Speaker,
  state: TurnState,
  text: z.string(),
  startedAtMs: z.number(),
  /** As of a reported turn. */
  endedAtMs: z.nullable(z.number()),
  source: TurnSource,
});
export type TranscriptTurn = z.infer<typeof TranscriptTurn>;
