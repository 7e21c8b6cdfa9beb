import type { Speaker } from "#contract/turn.ts";

export type { Speaker };

/**
 * `forming`: words are still arriving. `awaiting`: the speech ended and its words are still to come, the
 * turn keeps its place. The other three are ends and are stored.
 */
export type TurnStatus = "forming" | "awaiting" | "final" | "interrupted" | "unrecognized";

/**
 * One utterance, in the order of the conversation. Times are milliseconds since the session's first call was answered:
 * from when to when it was heard, once it is finished. Its end is null before that, and where nobody measured its sound.
 */
export interface Turn {
  readonly itemId: string;
  readonly previousItemId: string | null;
  readonly speaker: Speaker;
  readonly status: TurnStatus;
  readonly text: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
}

/** True once a turn will not change any more. */
export function isFinished(turn: Turn): boolean {
  return turn.status === "final" || turn.status === "interrupted" || turn.status === "unrecognized";
}
