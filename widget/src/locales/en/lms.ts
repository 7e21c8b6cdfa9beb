/** What a learner is told of the course that a practice stands in. */
export interface LmsTexts {
  /** The course has the result. */
  readonly recorded: string;
  /** The course has one that is at least as good. */
  readonly kept: string;
  /** The course is not known to have the result. */
  readonly waiting: string;
  /** A preview or a review, of which nothing is recorded. */
  readonly closed: string;
  /** No course listens. */
  readonly alone: string;
  /** A link to where the learner came from. */
  readonly back: string;
}

/** English: of the course around a practice. */
export const words: LmsTexts = {
  recorded: "Your course has this result.",
  kept: "Your course already has a result at least as good.",
  waiting:
    "Your course does not have this result yet. Keep this page open, or open it from your course again.",
  closed: "Preview or review: your course records nothing.",
  alone: "No course is connected here, so none records your result.",
  back: "Back to the course",
};
