import type { CriterionResult } from "../contract/report.ts";
import type { AssessedCriterion } from "./assess-draft.ts";

/** Two scorings made one. `isDisputed`: they are further apart than chance explains. */
export interface CombinedScorings {
  readonly criteria: CriterionResult[];
  readonly isDisputed: boolean;
}

/** Scorers differ by so much over the same words. */
const TOLERATED_LEVELS = 1;

/**
 * Makes one result of the full and of the masked scoring. The masked one counts: no word in its copy was aimed at
 * the scorer, and to take the lower of two honest readings would mark everybody down. Where they lie more than a
 * level apart the lower level counts, and the range is shown.
 *
 * @param isAimed whether the two copies differ. Where they do not, a criterion that one scoring alone could place
 * takes its level from that one; where they do, it has none.
 */
export function combineScorings(
  full: readonly AssessedCriterion[],
  masked: readonly AssessedCriterion[],
  isAimed: boolean,
): CombinedScorings {
  let isDisputed = false;
  const criteria = masked.map(({ result }, index) => {
    const other = full[index]?.result ?? result;
    if (result.level === null || other.level === null) {
      if (result.level === other.level) return result;
      isDisputed = true;
      if (isAimed) return { ...result, level: null, quotes: [] };
      return result.level === null ? other : result;
    }
    const lower = result.level <= other.level ? result : other;
    const higher = Math.max(result.level, other.level);
    if (higher - (lower.level ?? 0) <= TOLERATED_LEVELS) return result;
    isDisputed = true;
    const range: [number, number] = [lower.level ?? 0, higher];
    return { ...lower, range };
  });
  return { criteria, isDisputed };
}
