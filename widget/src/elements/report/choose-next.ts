import type { CriterionResult, NextThing, Report } from "#contract/report.ts";
import { HIGHEST_LEVEL, toTotal } from "#contract/to-total.ts";

/** The one thing that a report proposes, and how far it would lead. */
export interface NextStep extends Omit<NextThing, "criterion"> {
  /** What the total would be with one level more there; null where that would change nothing. */
  readonly raisedTotal: number | null;
  /** That one level is all that is missing to the pass mark. */
  readonly isEnough: boolean;
}

/**
 * What to do next: what the report says, or where it says nothing, as an older one does, the criterion that lost most
 * of the total. Null where nothing is left to raise.
 */
export function chooseNext(report: Report): NextStep | null {
  const { criteria, next } = report;
  const weakest = next ? undefined : findWeakest(criteria);
  const id = next ? next.criterion : weakest?.id;
  const step = next ?? (weakest && toStep(weakest));
  if (!step) return null;
  const { action, quote, wording } = step;
  const raisedTotal = raiseTotal(report, id ?? null);
  const { total, passMark } = report;
  const isEnough =
    raisedTotal !== null &&
    total !== null &&
    passMark !== null &&
    total < passMark &&
    raisedTotal >= passMark;
  return { action, quote, wording, raisedTotal, isEnough };
}

function findWeakest(criteria: readonly CriterionResult[]): CriterionResult | undefined {
  const lost = ({ weight, level }: CriterionResult): number =>
    level === null ? 0 : weight * (HIGHEST_LEVEL - level);
  return criteria
    .filter((criterion) => lost(criterion) > 0)
    .reduce<CriterionResult | undefined>(
      (most, criterion) => (most && lost(most) >= lost(criterion) ? most : criterion),
      undefined,
    );
}

function toStep({ title, quotes, betterWording }: CriterionResult): Omit<NextThing, "criterion"> {
  return { action: title, quote: quotes[0] ?? null, wording: betterWording };
}

/** By the weights, as the server computes it. What must not be said keeps a total down, whatever the levels. */
function raiseTotal({ criteria, breaches = [], total }: Report, id: string | null): number | null {
  const criterion = criteria.find((one) => one.id === id);
  const level = criterion?.level ?? HIGHEST_LEVEL;
  if (level >= HIGHEST_LEVEL || breaches.length > 0 || total === null) return null;
  return toTotal(criteria.map((one) => (one === criterion ? { ...one, level: level + 1 } : one)));
}
