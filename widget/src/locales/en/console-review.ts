import type { ReviewVerdict } from "#contract/console/review.ts";

/** The words of a review, in English. */
export const englishReview = {
  customer: "Customer",
  attemptOf: (scenario: string, attempt: string) => `${scenario}, attempt ${attempt}`,
  blind: "You review first. What the machine gave is shown once you have committed.",
  shownFirst: "The machine's levels are shown before your review, and this is kept with it.",
  said: "What was said",
  noTurns: "No words were kept of this attempt.",
  picture: (settled: string, doubts: string, aims: string, all: string) =>
    `The call as a picture: ${settled} of ${doubts} doubts settled, ${aims} of ${all} aims reached. A mark leads to its turn.`,
  bands: { mood: "Mood of the customer", doubts: "Doubts", talk: "Who spoke", aims: "Aims" },
  interrupted: "interrupted",
  unrecognized: "(not understood)",
  comment: "Comment",
  commentOn: (time: string) => `Comment on ${time}`,
  yourComment: "Your comment",
  send: "Send",
  cancel: "Cancel",
  remove: "Remove this comment",
  by: (name: string, when: string) => `${name}, ${when}`,
  levels: "Your levels",
  level: (level: string) => `Level ${level}`,
  notApplicable: "n/a",
  notApplicableName: "Does not apply",
  reason: "Reason",
  reasonHelp: "What was said that makes it this level. The learner reads it.",
  machine: "Machine",
  person: "Person",
  machineReason: (reason: string) => `Machine: ${reason}`,
  quote: (time: string) => `To the words at ${time}`,
  verdict: "Verdict",
  verdicts: {
    passed: "passed",
    not_passed: "not yet",
    undecided: "left open",
  } satisfies Record<ReviewVerdict, string>,
  next: "Next practice",
  nextHelp: "One thing to try the next time.",
  commit: "Commit the review",
  missing: (titles: string) => `A level is missing: ${titles}.`,
  committed: "Committed. The learner sees both levels.",
  failed: "This was not saved. Nothing is lost: try again.",
  conflict: "This attempt was reviewed in the meantime. Load it again.",
  nextAttempt: "Next attempt that waits",
  queueEmpty: "No other attempt waits for a review.",
  reviews: "Reviews",
  pass: "Confirm a pass",
  passHelp: "You stand for it by name. It takes the pass mark, and a breach never passes.",
  passExpires: "Last day on which it holds; empty: it does not run out",
  passRefused:
    "This attempt does not pass: see its total, its breaches, and whether it passed before.",
  passed: "The pass is confirmed.",
  shownFirstNote: "the machine's levels were shown first",
};

/** The words of a review. */
export type ReviewTexts = typeof englishReview;
