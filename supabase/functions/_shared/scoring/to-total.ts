import { HIGHEST_LEVEL } from "./report-task.ts";

/** What of a criterion counts: its share and its level, null where it has none. */
export interface WeightedLevel {
  readonly weight: number;
  readonly level: number | null;
}

/**
 * 0 to 100, rounded: the levels by weight over the criteria that have one. Null when none has: there is
 * nothing to score then. No model ever names a total.
 */
export function toTotal(criteria: readonly WeightedLevel[]): number | null {
  let weights = 0;
  let points = 0;
  for (const { weight, level } of criteria) {
    if (level === null) continue;
    weights += weight;
    points += weight * (level / HIGHEST_LEVEL);
  }
  return weights === 0 ? null : Math.round((100 * points) / weights);
}
