import type { Mood } from "../../../supabase/functions/_shared/scenario/blocks.ts";
import {
  nextMood,
  type MoodEvent,
} from "../../../supabase/functions/_shared/scenario/next-mood.ts";

/** A step of the persona's mood and what was said to bring it about. */
export interface MoodStep {
  readonly mood: string;
  readonly cause: MoodEvent;
}

/** Where the persona's mood stands, and the steps that the script has taken but nobody has confirmed. */
export interface MoodWay {
  readonly mood: string;
  readonly ahead: readonly MoodStep[];
  /** True while the first step ahead was asked for and no answer has told of it. */
  readonly isAwaited: boolean;
}

/** The mood in which a persona picks up. */
export function beginWay(moods: readonly Mood[]): MoodWay {
  return { mood: moods[0]?.id ?? "", ahead: [], isAwaited: false };
}

/**
 * Takes what one learner turn was. Its first event that moves the persona adds a step; the first step ahead is
 * then asked for. A step that was asked for before and never answered counts as taken.
 */
export function followEvents(
  way: MoodWay,
  events: readonly MoodEvent[],
  moods: readonly Mood[],
): MoodWay {
  const { mood, ahead } = way.isAwaited ? takeFirst(way) : way;
  const last = ahead.at(-1)?.mood ?? mood;
  const step = events
    .map((cause) => ({ cause, mood: nextMood(moods, last, cause) }))
    .find((candidate) => candidate.mood !== last);
  const next = step === undefined ? ahead : [...ahead, step];
  return { mood, ahead: next, isAwaited: next.length > 0 };
}

/** Takes the mood that the server says holds now. One that the script did not expect is followed all the same. */
export function confirmMood(way: MoodWay, told: string): MoodWay {
  if (told === way.mood) return { ...way, isAwaited: false };
  const index = way.ahead.findIndex(({ mood }) => mood === told);
  return { mood: told, ahead: index < 0 ? [] : way.ahead.slice(index + 1), isAwaited: false };
}

function takeFirst({ mood, ahead }: MoodWay): Omit<MoodWay, "isAwaited"> {
  return { mood: ahead[0]?.mood ?? mood, ahead: ahead.slice(1) };
}
