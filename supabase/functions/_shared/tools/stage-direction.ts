import type { Mood } from "../scenario/blocks.ts";
import { idsOf } from "../scenario/parts.ts";
import type { MoveRefusal } from "./mood-machine.ts";
import { currentMood } from "./mood-machine.ts";
import { fillIn, type ProgressSource } from "./progress-source.ts";
import type { ProgressState } from "./progress-state.ts";

/**
 * What a tool tells the persona, as the text of its output item. It reaches the browser, so that it holds nothing
 * but what the instructions hold too: the moods, and what the persona itself has named.
 */
export interface StageDirection {
  /** False: what was called did not happen. */
  readonly ok: boolean;
  /** The persona's mood from now on. */
  readonly phase: string;
  readonly direction: string;
  /** What a tool of the persona's records shows. */
  readonly records?: readonly Readonly<Record<string, string | number | boolean>>[];
}

/** How the persona is now: its mood, what it says and what it keeps back. */
export function describeMood(source: ProgressSource, state: ProgressState): string {
  const { id, mood, says, withholds } = currentMood(source, state);
  return fillIn(
    source,
    `You are in ${id} now: ${mood}. You: ${says}. You keep back: ${withholds}.`,
  );
}

/** Why a move is refused, and what it would take; all of it stands in the instructions. */
export function describeRefusal(
  source: ProgressSource,
  state: ProgressState,
  refusal: MoveRefusal,
): string {
  const mood = currentMood(source, state);
  const reasons: Readonly<Record<MoveRefusal, string>> = {
    not_beside: `One thing that is said moves you one step at most, from here to ${besideOf(source, mood).join(" or ")}.`,
    just_moved: "You have only just moved. One thing that is said moves you one step at most.",
    too_early: "It is too early in the call for that.",
    not_done: "That doubt is not settled, or that objective not reached.",
    spent: "That has moved you before and does so only once.",
    no_way: "That does not lead there from here.",
  };
  return fillIn(
    source,
    `${reasons[refusal]} Stay in ${mood.id}: ${mood.mood}. You leave it when: ${mood.leavesWhen}.`,
  );
}

function besideOf({ private: { phases } }: ProgressSource, mood: Mood): string[] {
  const index = phases.indexOf(mood);
  return idsOf([phases[index - 1], phases[index + 1]].filter((one) => one !== undefined));
}
