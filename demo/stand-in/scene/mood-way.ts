import type { Phase } from "../../../supabase/functions/_shared/scenario/blocks.ts";
import {
  nextPhase,
  type PhaseEvent,
} from "../../../supabase/functions/_shared/scenario/next-phase.ts";

/** A step of the persona's mood and what was said to bring it about. */
export interface MoodStep {
  readonly phase: string;
  readonly cause: PhaseEvent;
}

/** Where the persona's mood stands, and the steps that the script has taken but nobody has confirmed. */
export interface MoodWay {
  readonly phase: string;
  readonly ahead: readonly MoodStep[];
  /** True while the first step ahead was asked for and no answer has told of it. */
  readonly isAwaited: boolean;
}

/** The mood in which a persona picks up. */
export function beginWay(phases: readonly Phase[]): MoodWay {
  return { phase: phases[0]?.id ?? "", ahead: [], isAwaited: false };
}

/**
 * Takes what one learner turn was. Its first event that moves the persona adds a step; the first step ahead is
 * then asked for. A step that was asked for before and never answered counts as taken.
 */
export function followEvents(
  way: MoodWay,
  events: readonly PhaseEvent[],
  phases: readonly Phase[],
): MoodWay {
  const { phase, ahead } = way.isAwaited ? takeFirst(way) : way;
  const last = ahead.at(-1)?.phase ?? phase;
  const step = events
    .map((cause) => ({ cause, phase: nextPhase(phases, last, cause) }))
    .find((candidate) => candidate.phase !== last);
  const next = step === undefined ? ahead : [...ahead, step];
  return { phase, ahead: next, isAwaited: next.length > 0 };
}

/** Takes the phase that the server says holds now. One that the script did not expect is followed all the same. */
export function confirmPhase(way: MoodWay, told: string): MoodWay {
  if (told === way.phase) return { ...way, isAwaited: false };
  const index = way.ahead.findIndex(({ phase }) => phase === told);
  return { phase: told, ahead: index < 0 ? [] : way.ahead.slice(index + 1), isAwaited: false };
}

function takeFirst({ phase, ahead }: MoodWay): Omit<MoodWay, "isAwaited"> {
  return { phase: ahead[0]?.phase ?? phase, ahead: ahead.slice(1) };
}
