import type { LevelPair } from "./level-pair.ts";

/**
 * Cohen's κ with quadratic weights: 1 less the mean squared difference of the pairs over the one that chance would give
 * raters with these margins. Needs no table, hence no number of levels. Null without pairs, and where both raters gave
 * one and the same level throughout: chance explains all of it.
 *
 * @see Haberman 2019, "Measures of agreement versus measures of prediction accuracy", for this form of it
 */
export function quadraticWeightedKappa(
  pairs: readonly Pick<LevelPair, "ai" | "human">[],
): number | null {
  const n = pairs.length;
  if (n === 0) return null;
  let aiSum = 0;
  let humanSum = 0;
  for (const { ai, human } of pairs) {
    aiSum += ai;
    humanSum += human;
  }
  const aiMean = aiSum / n;
  const humanMean = humanSum / n;
  // Around the means, so that nothing large is subtracted from something large.
  let observed = 0;
  let spread = 0;
  for (const { ai, human } of pairs) {
    observed += (ai - human) ** 2;
    spread += (ai - aiMean) ** 2 + (human - humanMean) ** 2;
  }
  const expected = spread + n * (aiMean - humanMean) ** 2;
  return expected === 0 ? null : 1 - observed / expected;
}
