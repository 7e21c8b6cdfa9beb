import type { ReviewRequest, ReviewVerdict } from "#contract/console/review.ts";
import type { ReviewedCriterion } from "#contract/console/attempts.ts";

/** What a reviewer gives a criterion: a level, or that it does not apply; undefined: nothing yet. */
export interface DraftLevel {
  readonly level?: number | null;
  readonly reason: string;
}

/** A review that is being written. */
export interface Draft {
  readonly levels: Readonly<Record<string, DraftLevel>>;
  readonly verdict: ReviewVerdict;
  readonly next: string;
}

/** A review of which nothing is written. */
export const EMPTY_DRAFT: Draft = { levels: {}, verdict: "undecided", next: "" };

/** The highest level, as the rubric's anchors have it. */
export const LEVELS = [0, 1, 2, 3, 4, 5] as const;

/** The draft with something else for a criterion. */
export function setLevel(draft: Draft, id: string, change: Partial<DraftLevel>): Draft {
  const before = draft.levels[id] ?? { reason: "" };
  return { ...draft, levels: { ...draft.levels, [id]: { ...before, ...change } } };
}

/** The criteria that have no level yet. */
export function listMissing(
  draft: Draft,
  criteria: readonly ReviewedCriterion[],
): readonly ReviewedCriterion[] {
  return criteria.filter(({ id }) => draft.levels[id]?.level === undefined);
}

/** The draft as the server takes it. */
export function toReviewBody(
  draft: Draft,
  criteria: readonly ReviewedCriterion[],
  aiShownFirst: boolean,
): ReviewRequest {
  const levels = criteria.map(({ id }) => {
    const { level = null, reason = "" } = draft.levels[id] ?? {};
    return { criterionId: id, level, reason: reason.trim() };
  });
  return { levels, verdict: draft.verdict, next: draft.next.trim(), aiShownFirst };
}
