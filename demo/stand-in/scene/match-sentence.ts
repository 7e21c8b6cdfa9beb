import { isUnspaced, splitWords } from "../../../supabase/functions/_shared/scoring/split-words.ts";

const MOST_KNOWN = 5000;
/** What is said is held against every line of a script, over and over: most sentences come again. */
const known = new Map<string, readonly string[]>();

/**
 * A sentence's words in lower case without accents, cut to their first six letters so that forms agree. Thai and
 * its like keep their marks, which are letters there, and their length.
 */
export function toStems(text: string): readonly string[] {
  let stems = known.get(text);
  if (!stems) {
    stems = splitWords(text.normalize("NFC")).map(toStem);
    if (known.size === MOST_KNOWN) known.clear();
    known.set(text, stems);
  }
  return stems;
}

function toStem(word: string): string {
  if (isUnspaced(word)) return word;
  return word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().slice(0, 6);
}

/** How much each word tells sentences apart: rare words weigh more than those of every sentence. */
export type WordWeights = (stem: string) => number;

/** Weighs words by how few of `sentences` have them. */
export function weighWords(sentences: readonly string[]): WordWeights {
  const counts = new Map<string, number>();
  for (const sentence of sentences)
    for (const stem of new Set(toStems(sentence))) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return (stem) => Math.log(1 + sentences.length / (1 + (counts.get(stem) ?? 0)));
}

/**
 * Likeness of two sentences from 0 to 1 by the weight of the words that they share. A long utterance that
 * holds nearly all of `expected` counts as well.
 */
export function likeness(spoken: string, expected: string, weights: WordWeights): number {
  const spokenStems = new Set(toStems(spoken));
  const expectedStems = new Set(toStems(expected));
  const shared = [...expectedStems].filter((stem) => spokenStems.has(stem));
  const sharedWeight = sum(shared, weights);
  const expectedWeight = sum(expectedStems, weights);
  const both = expectedWeight + sum(spokenStems, weights);
  if (both === 0) return 0;
  const dice = (2 * sharedWeight) / both;
  const isLongEnough = shared.length >= MINIMUM_CONTAINED_WORDS;
  return isLongEnough ? Math.max(dice, (CONTAINMENT_FACTOR * sharedWeight) / expectedWeight) : dice;
}

/** Fewer shared words happen by chance in a long utterance. */
const MINIMUM_CONTAINED_WORDS = 4;
/** Containing a sentence proves less than being one. */
const CONTAINMENT_FACTOR = 0.75;

function sum(stems: Iterable<string>, weights: WordWeights): number {
  let total = 0;
  for (const stem of stems) total += weights(stem);
  return total;
}
