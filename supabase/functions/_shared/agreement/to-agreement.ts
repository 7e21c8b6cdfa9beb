import type { AgreementFigures } from "../contract/console/agreement.ts";
import { bootstrapInterval } from "./bootstrap-interval.ts";
import type { LevelPair } from "./level-pair.ts";
import { quadraticWeightedKappa } from "./quadratic-weighted-kappa.ts";
import { LEAST_PAIRS, toBadge } from "./to-badge.ts";

/**
 * The figures of agreement over blind pairs.
 * @param isOfOneScorer whether all pairs are of the scorer that is at work now. Others are told of, and raise no badge.
 */
export function toAgreement(pairs: readonly LevelPair[], isOfOneScorer: boolean): AgreementFigures {
  const differences = pairs.map(({ ai, human }) => ai - human);
  const distances = differences.map(Math.abs);
  const figures = {
    n: pairs.length,
    attempts: new Set(pairs.map(({ attempt }) => attempt)).size,
    kappa: quadraticWeightedKappa(pairs),
    interval: bootstrapInterval(pairs),
    exact: mean(distances.map((distance) => Number(distance === 0))),
    adjacent: mean(distances.map((distance) => Number(distance <= 1))),
    mae: mean(distances),
    meanDifference: mean(differences),
  };
  return {
    ...figures,
    tooFew: figures.n < LEAST_PAIRS,
    badge: isOfOneScorer ? toBadge(figures) : "human_only",
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, each) => sum + each, 0) / values.length;
}
