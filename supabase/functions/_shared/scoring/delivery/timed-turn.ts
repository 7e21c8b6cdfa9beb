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

const BACKCHANNEL_WORDS = 2;
const BACKCHANNEL_MS = 1_000;

/** The turns of a transcript that were spoken, by their start. A typed turn takes no time and is left out. */
export function toTimedTurns(turns: readonly TranscriptTurn[]): TimedTurn[] {
  return turns
    .filter((turn) => turn.endedAtMs > turn.startedAtMs)
    .map(({ speaker, startedAtMs, endedAtMs, text, state }) => ({
      speaker,
      startedAtMs,
      endedAtMs,
      text,
      wordCount: countWords(text),
      isInterrupted: state === "interrupted",
    }))
    .sort((a, b) => a.startedAtMs - b.startedAtMs);
}

/** True for "mm-hm" and its like: two words at most, or less than a second. It takes nobody's turn. */
export function isBackchannel({ wordCount, startedAtMs, endedAtMs }: TimedTurn): boolean {
  return wordCount <= BACKCHANNEL_WORDS || endedAtMs - startedAtMs < BACKCHANNEL_MS;
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
