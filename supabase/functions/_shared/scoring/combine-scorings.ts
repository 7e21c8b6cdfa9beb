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
 * Makes one result of the full and of the masked scoring. The lower level counts: the masked copy holds only words that
 * the first one cited, so a level that falls there rested on something else, such as an order to the scorer, and one
 * that rises there rests on less. Where they lie more than a level apart the range is shown.
 *
 * @param isAimed whether anything in the talk was aimed at the scorer.
 */
export function combineScorings(
  full: readonly AssessedCriterion[],
  masked: readonly AssessedCriterion[],
  isAimed: boolean,
): CombinedScorings {
  let isDisputed = false;
  const criteria = full.map((assessed, index) => {
    const { result } = assessed;
    const other = masked[index]?.result ?? result;
    if (result.level === null || other.level === null) {
      const settled = settleMissing(assessed, masked[index] ?? assessed, isAimed);
      isDisputed ||= settled.isDisputed;
      return settled.result;
    }
    const levels = [result.level, other.level];
    const [low, high] = [Math.min(...levels), Math.max(...levels)];
    const lower = result.level === low ? result : other;
    if (high - low <= TOLERATED_LEVELS) return lower;
    isDisputed = true;
    const range: [number, number] = [low, high];
    return { ...lower, range };
  });
  return { criteria, isDisputed };
}

/**
 * Where one scoring has no level. "Nothing of it was done" and "no occasion arose" look alike in the masked copy, so a 0
 * stays; that the occasion never arose is believed only if both say so. A proved level without a second one has none.
 * A level that could not be proved is open, unless the talk tried to sway the scorer: then the masked copy decides, so
 * that nobody gets rid of a low score by an order.
 */
function settleMissing(
  full: AssessedCriterion,
  masked: AssessedCriterion,
  isAimed: boolean,
): { readonly result: CriterionResult; readonly isDisputed: boolean } {
  const { level } = full.result;
  if (level === masked.result.level) return { result: full.result, isDisputed: false };
  if (full.unproved && !isAimed) return { result: full.result, isDisputed: false };
  if (level === null) return { result: masked.result, isDisputed: true };
  if (level === 0) return { result: full.result, isDisputed: false };
  return { result: { ...full.result, level: null, quotes: [] }, isDisputed: true };
}
