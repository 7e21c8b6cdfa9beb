import type { TranscriptTurn } from "../../contract/turn.ts";
import { countWords } from "../split-words.ts";

/** A turn that was spoken, so that it takes time. */
export interface TimedTurn {
  readonly speaker: TranscriptTurn["speaker"];
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly text: string;
  readonly wordCount: number;
  readonly isInterrupted: boolean;
}

/** Who is spoken over stops within this time. */
export const STOPS_WITHIN_MS = 1_000;
const BACKCHANNEL_WORDS = 2;
const BACKCHANNEL_MS = 1_000;

/** The turns of a transcript whose sound was measured, by their start. What was typed takes no time and is left out. */
export function toTimedTurns(turns: readonly TranscriptTurn[]): TimedTurn[] {
  return turns
    .flatMap((turn) => toTimedTurn(turn) ?? [])
    .sort((a, b) => a.startedAtMs - b.startedAtMs);
}

/** True where a turn was spoken and its sound not measured, so that nothing can be said of the whole. */
export function hasUnmeasured(turns: readonly TranscriptTurn[]): boolean {
  return turns.some(({ endedAtMs }) => endedAtMs === null);
}

function toTimedTurn(turn: TranscriptTurn): TimedTurn | null {
  const { speaker, startedAtMs, endedAtMs, text, state } = turn;
  if (endedAtMs === null || endedAtMs <= startedAtMs) return null;
  const isInterrupted = state === "interrupted";
  return { speaker, startedAtMs, endedAtMs, text, wordCount: countWords(text), isInterrupted };
}

/** True for "mm-hm" and its like: two words at most, or less than a second. It takes nobody's turn. */
export function isBackchannel({ wordCount, startedAtMs, endedAtMs }: TimedTurn): boolean {
  return wordCount <= BACKCHANNEL_WORDS || endedAtMs - startedAtMs < BACKCHANNEL_MS;
}

/**
 * True where a learner's turn broke off one of the persona's: that it was cut is noted when the word of it arrives,
 * which may be just before or after.
 */
export function breaksOff(turn: TimedTurn, persona: TimedTurn): boolean {
  const apartMs = Math.abs(turn.startedAtMs - persona.endedAtMs);
  return persona.isInterrupted && apartMs <= STOPS_WITHIN_MS;
}

/** How long `turns` last together; time in which several speak counts once. Expects them by their start. */
export function measureSpeechMs(turns: readonly TimedTurn[]): number {
  let total = 0;
  let coveredUntilMs = Number.NEGATIVE_INFINITY;
  for (const { startedAtMs, endedAtMs } of turns) {
    total += Math.max(0, endedAtMs - Math.max(startedAtMs, coveredUntilMs));
    coveredUntilMs = Math.max(coveredUntilMs, endedAtMs);
  }
  return total;
}

/** How long two turns overlap. */
export function measureOverlapMs(a: TimedTurn, b: TimedTurn): number {
  const start = Math.max(a.startedAtMs, b.startedAtMs);
  return Math.max(0, Math.min(a.endedAtMs, b.endedAtMs) - start);
}
