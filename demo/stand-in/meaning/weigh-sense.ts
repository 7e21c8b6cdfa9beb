import { isUnspaced } from "../../../supabase/functions/_shared/scoring/split-words.ts";
import { keysOf, toConcepts, type Concept } from "./concepts.ts";

/** How much each meaning belongs to something, 0 to 1; a denied one is another meaning. */
export type Ties = ReadonlyMap<string, number>;

/** How much each meaning tells exchanges, or examples, apart. */
export type MeaningWeights = (key: string) => number;

/** Words that the script has nowhere say little: neither for an exchange nor against it. */
const STRANGE_WEIGHT = 0.8;

/** Weighs meanings by how few have them in their lines or cues. */
export function weighMeanings(senses: readonly { readonly ties: Ties }[]): MeaningWeights {
  const counts = new Map<string, number>();
  for (const { ties } of senses)
    for (const [key, strength] of ties)
      if (strength > 0.5) counts.set(key, (counts.get(key) ?? 0) + 1);
  return (key) => {
    const count = counts.get(key);
    return count === undefined ? STRANGE_WEIGHT : Math.log(1 + senses.length / (1 + count));
  };
}

/** Words of writing without spaces are short, and a dictionary makes more of them. */
const LEAST_MEANINGS = { spaced: 2, unspaced: 4 };

/** So many different meanings must speak for it: one alone is chance. */
export function leastMeanings(text: string): number {
  return isUnspaced(text) ? LEAST_MEANINGS.unspaced : LEAST_MEANINGS.spaced;
}

/** How well an utterance fits. */
export interface Fit {
  /** Weight of the words that speak for it. */
  readonly evidence: number;
  /** Share of what was said that speaks for it, 0 to 1. */
  readonly share: number;
  /** Different meanings that speak for it. */
  readonly meanings: number;
}

/** Holds an utterance against one exchange or example. */
export function fit(
  text: string,
  language: string,
  { ties }: { readonly ties: Ties },
  weights: MeaningWeights,
): Fit {
  const concepts = distinct(toConcepts(text, language));
  let evidence = 0;
  let total = 0;
  const shared = new Set<string>();
  for (const concept of concepts) {
    const best = keysOf(concept)
      .map((key) => ({ key, weight: weights(key), tie: tieOf(key, concept, ties) }))
      .sort((a, b) => b.tie * b.weight - a.tie * a.weight)[0];
    if (best === undefined) continue;
    total += best.weight;
    if (shared.has(best.key)) continue;
    evidence += best.weight * best.tie;
    if (best.tie > 0.5) shared.add(best.key);
  }
  return { evidence, share: total === 0 ? 0 : evidence / total, meanings: shared.size };
}

/** A "not" may stand beside the matter, as in "what is not right with the shoes?": it still is about shoes. */
const DENIED_TIE = 0.4;

function tieOf(key: string, { isDenied }: Concept, ties: Ties): number {
  const tie = ties.get(key) ?? 0;
  if (!isDenied) return tie;
  return Math.max(tie, DENIED_TIE * (ties.get(key.replace(/^not /, "")) ?? 0));
}

function distinct(concepts: readonly Concept[]): readonly Concept[] {
  const seen = new Set<string>();
  return concepts.filter((concept) => {
    const key = keysOf(concept).join();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
