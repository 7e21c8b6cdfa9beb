/** The highest level of a criterion; each level from 0 on has its own written anchor. */
export const HIGHEST_LEVEL = 5;

/** What of a criterion counts: its share and its level, null where it has none. */
export interface WeightedLevel {
  readonly weight: number;
  readonly level: number | null;
}

/** A level for less than this share of the weights is no level for the practice. */
const LEAST_SHARE = 0.5;

/**
 * 0 to 100, rounded: the levels by weight over the criteria that have one. Null where these hold less than half of all
 * weights: a tenth of what counts, done well, is no practice passed. No model ever names a total.
 */
export function toTotal(criteria: readonly WeightedLevel[]): number | null {
  let all = 0;
  let weights = 0;
  let points = 0;
  for (const { weight, level } of criteria) {
    all += weight;
    if (level === null) continue;
    weights += weight;
    points += weight * (level / HIGHEST_LEVEL);
  }
  return weights === 0 || weights < all * LEAST_SHARE ? null : Math.round((100 * points) / weights);
}
