import type { Move, Mood } from "./blocks.ts";

/** Something that was said or done, or a second of the call that was reached. */
export type MoodEvent =
  | { readonly on: Exclude<Move["on"], "latest-second">; readonly id?: string }
  | { readonly on: "latest-second"; readonly second: number };

/**
 * The mood that holds after `event`, by the first move of `current` that fits; `current` itself where none does.
 * Pure. One event moves the persona by one mood at most, and none into a mood before its earliest second.
 */
export function nextMood(
  moods: readonly Mood[],
  current: string,
  event: MoodEvent,
  second = Number.POSITIVE_INFINITY,
): string {
  const mood = moods.find(({ id }) => id === current);
  const move = mood?.moves?.find(
    (candidate) => candidate.on === event.on && isMeant(candidate, event, mood),
  );
  const target = moods.find(({ id }) => id === move?.to);
  const now = event.on === "latest-second" ? event.second : second;
  return target !== undefined && now >= target.window.fromSeconds ? target.id : current;
}

function isMeant(move: Move, event: MoodEvent, { window }: Mood): boolean {
  if (event.on === "latest-second") return event.second >= window.toSeconds;
  return move.id === event.id;
}
