import * as z from "zod/mini";
import { HIGHEST_LEVEL } from "../to-total.ts";

/** How long a reviewer's reason, comment or advice may be. */
export const MAX_REVIEW_CHARACTERS = 1_000;

const Words = z.string().check(z.maxLength(MAX_REVIEW_CHARACTERS));

/** A level that a person gave by the written anchors; null: the occasion never arose. */
export const HumanLevel = z.strictObject({
  criterionId: z.string().check(z.minLength(1), z.maxLength(64)),
  level: z.nullable(z.int().check(z.minimum(0), z.maximum(HIGHEST_LEVEL))),
  /** Why; may be empty. */
  reason: Words,
});
export type HumanLevel = z.infer<typeof HumanLevel>;

/** What a person makes of a whole attempt. */
export const ReviewVerdict = z.enum(["passed", "not_passed", "undecided"]);
export type ReviewVerdict = z.infer<typeof ReviewVerdict>;

/** `POST /console/attempts/:id/reviews`: one level for each criterion of the scenario. Nothing of it is changed afterwards. */
export const ReviewRequest = z.strictObject({
  levels: z.array(HumanLevel).check(z.minLength(1), z.maxLength(20)),
  verdict: ReviewVerdict,
  /** What to practise next, in the reviewer's words; may be empty. */
  next: Words,
  /** True where the reviewer had seen the levels of the AI before: such a review says nothing of agreement. */
  aiShownFirst: z.boolean(),
});
export type ReviewRequest = z.infer<typeof ReviewRequest>;

/** A review as it is kept, beside the report. */
export const Review = z.object({
  id: z.uuid(),
  /** Name of the reviewer. */
  by: z.string(),
  mine: z.boolean(),
  /** ISO 8601 in UTC. */
  at: z.string(),
  verdict: ReviewVerdict,
  next: z.string(),
  /** As the server knows it, not as the page said it. */
  aiShownFirst: z.boolean(),
  levels: z.array(HumanLevel),
  /** 0 to 100, by the rule of reports; null where too few criteria have a level. */
  total: z.nullable(z.number()),
});
export type Review = z.infer<typeof Review>;

/** `POST /console/attempts/:id/comments`: on a turn, or on the whole. */
export const CommentRequest = z.strictObject({
  turnId: z.nullable(z.string().check(z.minLength(1), z.maxLength(128))),
  text: z.string().check(z.minLength(1), z.maxLength(MAX_REVIEW_CHARACTERS)),
});
export type CommentRequest = z.infer<typeof CommentRequest>;

/** A comment as it is kept. */
export const ReviewComment = z.object({
  id: z.uuid(),
  turnId: z.nullable(z.string()),
  text: z.string(),
  by: z.string(),
  mine: z.boolean(),
  /** ISO 8601 in UTC. */
  at: z.string(),
});
export type ReviewComment = z.infer<typeof ReviewComment>;

/** `GET /coach/attempts/:id/reviews`: what people said of a learner's own attempt, beside what the AI said. */
export const LearnerReviewsResponse = z.object({
  reviews: z.array(
    z.object({
      id: z.uuid(),
      by: z.string(),
      at: z.string(),
      verdict: ReviewVerdict,
      next: z.string(),
      total: z.nullable(z.number()),
      levels: z.array(
        z.object({
          criterionId: z.string(),
          title: z.string(),
          level: z.nullable(z.number()),
          reason: z.string(),
          aiLevel: z.nullable(z.number()),
        }),
      ),
    }),
  ),
  comments: z.array(
    z.object({ turnId: z.nullable(z.string()), text: z.string(), by: z.string(), at: z.string() }),
  ),
  disputes: z.array(
    z.object({
      id: z.uuid(),
      at: z.string(),
      text: z.string(),
      answer: z.nullable(
        z.object({ upheld: z.boolean(), text: z.string(), by: z.string(), at: z.string() }),
      ),
    }),
  ),
});
export type LearnerReviewsResponse = z.infer<typeof LearnerReviewsResponse>;
