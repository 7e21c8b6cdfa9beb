import {
  TALK_PREFIX,
  TalkSoFar,
} from "../../../supabase/functions/_shared/scenario/talk-so-far.ts";
import type { SceneTurn } from "./scene.ts";

/** What was said in calls before this one, and the mood that the persona was left in. */
export interface EarlierTalk {
  readonly turns: readonly SceneTurn[];
  /** Null where nothing is known of it. */
  readonly mood: string | null;
}

/** The talk that instructions say was broken off; null where they tell of none. */
export function readEarlierTalk(instructions: string): EarlierTalk | null {
  const line = instructions.split("\n").findLast((text) => text.startsWith(TALK_PREFIX));
  if (line === undefined) return null;
  try {
    const { turns, standing } = TalkSoFar.parse(JSON.parse(line.slice(TALK_PREFIX.length)));
    return {
      turns: turns.map(({ by, text }) => ({ speaker: by, text: text === "" ? null : text })),
      mood: standing?.mood ?? null,
    };
  } catch {
    return null;
  }
}
