import type { Move, Phase } from "./blocks.ts";

/** Something that was said or done, or a second of the call that was reached. */
export type PhaseEvent =
  | { readonly on: Exclude<Move["on"], "latest-second">; readonly id?: string }
  | { readonly on: "latest-second"; readonly second: number };

/**
 * The phase that holds after `event`, by the first move of `current` that fits; `current` itself where none does.
 * Pure. One event moves the persona by one phase at most, and none into a phase before its earliest second.
 */
export function nextPhase(
  phases: readonly Phase[],
  current: string,
  event: PhaseEvent,
  second = Number.POSITIVE_INFINITY,
): string {
  const phase = phases.find(({ id }) => id === current);
  const move = phase?.moves?.find(
    (candidate) => candidate.on === event.on && isMeant(candidate, event, phase),
  );
  const target = phases.find(({ id }) => id === move?.to);
  const now = event.on === "latest-second" ? event.second : second;
  return target !== undefined && now >= target.window.fromSeconds ? target.id : current;
}

function isMeant(move: Move, event: PhaseEvent, { window }: Phase): boolean {
  if (event.on === "latest-second") return event.second >= window.toSeconds;
  return move.id === event.id;
}
