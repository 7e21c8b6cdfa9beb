import * as z from "zod/mini";
import { Quote } from "../report.ts";
import { Timeline } from "../timeline.ts";
import { TranscriptTurn } from "../turn.ts";
import { Review, ReviewComment } from "./review.ts";

/** Something that has an id and a title. */
export const Titled = z.object({ id: z.string(), title: z.string() });
export type Titled = z.infer<typeof Titled>;

/** A learner as the roster names them; without a name there, by a few letters of a hash. */
export const ConsoleLearner = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Name of the cohort. */
  cohort: z.nullable(z.string()),
});
export type ConsoleLearner = z.infer<typeof ConsoleLearner>;

/** A page of a list: `next` names what comes after it, `total` counts all pages. */
export const listOf = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({ items: z.array(item), next: z.nullable(z.string()), total: z.int() });

/** An official attempt in a list. Practice never stands in one. */
export const AttemptRow = z.object({
  id: z.uuid(),
  learner: ConsoleLearner,
  scenario: z.object({
    id: z.string(),
    title: z.string(),
    /** Content hash of the published version. */
    version: z.string(),
    language: z.string(),
  }),
  /** Which of the learner's official attempts at the scenario, from 1. */
  attempt: z.int(),
  /** ISO 8601 in UTC. */
  startedAt: z.iso.datetime(),
  seconds: z.int(),
  status: z.enum(["live", "pending", "ready", "not_scored", "failed"]),
  /** 0 to 100; null where nothing was scored, or `withheld`. */
  total: z.nullable(z.number()),
  passMark: z.nullable(z.number()),
  passed: z.nullable(z.boolean()),
  /** True while blind first keeps the scores from this member: the attempt waits for this member's own levels. */
  withheld: z.boolean(),
  /** True where two scorings disagree, or words were aimed at the scorer. */
  reviewAdvised: z.boolean(),
  /** How many people reviewed it. */
  reviews: z.int(),
  reviewedByMe: z.boolean(),
});
export type AttemptRow = z.infer<typeof AttemptRow>;

export const AttemptsPage = listOf(AttemptRow);
export type AttemptsPage = z.infer<typeof AttemptsPage>;

/** A level from 0 to 5, null: the occasion never arose; and why. */
const GivenLevel = { level: z.nullable(z.number()), reason: z.string() };

/** A criterion of an attempt, with what machine and person made of it. */
export const ReviewedCriterion = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  /** What each level means. */
  anchors: z.array(z.object({ level: z.int(), text: z.string() })),
  /** Null where nothing was scored, and before a blind review is committed. */
  ai: z.nullable(z.object({ ...GivenLevel, quotes: z.array(Quote) })),
  human: z.nullable(z.object({ ...GivenLevel, by: z.string(), at: z.iso.datetime() })),
});
export type ReviewedCriterion = z.infer<typeof ReviewedCriterion>;

/** `GET /console/attempts/:id`: all that a reviewer needs. Each look is noted. */
export const AttemptDetail = z.object({
  attempt: AttemptRow,
  turns: z.array(TranscriptTurn),
  timeline: z.nullable(Timeline),
  criteria: z.array(ReviewedCriterion),
  objectives: z.array(z.object({ id: z.string(), text: z.string(), reached: z.boolean() })),
  comments: z.array(ReviewComment),
  reviews: z.array(Review),
  /** The simulated customer's name. */
  persona: z.nullable(z.string()),
});
export type AttemptDetail = z.infer<typeof AttemptDetail>;
