import * as z from "zod/mini";
import { Delivery } from "./delivery.ts";
import { Timeline } from "./timeline.ts";
import { TranscriptTurn } from "./turn.ts";

/** A learner's words, found verbatim (but for case and spaces) in the turn that it names. */
export const Quote = z.object({ itemId: z.string(), text: z.string() });
export type Quote = z.infer<typeof Quote>;

/** One scored criterion. `level` 0 to 5 by written anchors; null: the occasion never arose, or unproved. */
export const CriterionResult = z.object({
  id: z.string(),
  title: z.string(),
  weight: z.number(),
  level: z.nullable(z.number()),
  reason: z.string(),
  quotes: z.array(Quote),
  /** A better wording in the scenario's language, where the level leaves room. */
  betterWording: z.nullable(z.string()),
  /** The lowest and the highest level found, where two scorings lie more than one level apart. */
  range: z.optional(z.tuple([z.number(), z.number()])),
});
export type CriterionResult = z.infer<typeof CriterionResult>;

/** Something that a scenario forbids and that was said; the total then stays below the pass mark. */
export const Breach = z.object({ text: z.string(), quote: Quote });
export type Breach = z.infer<typeof Breach>;

/** Verdict and next thing are headlines: so many characters at most. */
export const MAX_HEADLINE_CHARACTERS = 40;

/** The one thing that would change most the next time. */
export const NextThing = z.object({
  /** Id of the criterion that it would raise; null where it belongs to none. */
  criterion: z.nullable(z.string()),
  /** What to do, in `MAX_HEADLINE_CHARACTERS` at most. */
  action: z.string(),
  /** The learner's words there. */
  quote: z.nullable(Quote),
  /** What to say instead. */
  wording: z.nullable(z.string()),
});
export type NextThing = z.infer<typeof NextThing>;

/** What was named in a practice that a customer record would keep; only with the learner's consent. */
export const Facts = z.object({
  contacts: z.array(
    z.object({
      name: z.nullable(z.string()),
      company: z.nullable(z.string()),
      email: z.nullable(z.string()),
      phone: z.nullable(z.string()),
    }),
  ),
  /** What was agreed; `due` in the words of the talk. */
  commitments: z.array(
    z.object({
      by: z.enum(["learner", "persona"]),
      text: z.string(),
      due: z.nullable(z.string()),
      quote: Quote,
    }),
  ),
});
export type Facts = z.infer<typeof Facts>;

/** The scorecard of one session. What is optional is absent in reports that an older backend made. */
export const Report = z.object({
  sessionId: z.string(),
  scenario: z.object({
    id: z.string(),
    version: z.string(),
    title: z.string(),
    language: z.string(),
  }),
  /** 0 to 100 over the criteria that have a level, by weight; null when none has one. */
  total: z.nullable(z.number()),
  passMark: z.nullable(z.number()),
  summary: z.string(),
  criteria: z.array(CriterionResult),
  strengths: z.array(z.string()),
  improvements: z.array(z.string()),
  /** `observed`: scored on what our server heard. `reported`: on the browser's copy, unverified. */
  evidence: z.enum(["observed", "reported"]),
  /** True where rules of the stand-in scored, not a model. */
  rehearsal: z.boolean(),
  transcript: z.array(TranscriptTurn),
  createdAt: z.string(),
  /** The brief's objectives, and which of them were reached in the call. */
  objectives: z.optional(
    z.array(z.object({ id: z.string(), text: z.string(), reached: z.boolean() })),
  ),
  breaches: z.optional(z.array(Breach)),
  /** A headline about the talk, in `MAX_HEADLINE_CHARACTERS` at most. */
  verdict: z.optional(z.nullable(z.string())),
  next: z.optional(z.nullable(NextThing)),
  timeline: z.optional(z.nullable(Timeline)),
  /** True where a person should look at the score: two scorings disagree, or words aimed at the scorer. */
  reviewAdvised: z.optional(z.boolean()),
  delivery: z.optional(z.nullable(Delivery)),
  facts: z.optional(z.nullable(Facts)),
  /** What scored it, so that a report can be made again: the same versions give the same report. */
  versions: z.optional(z.object({ prompt: z.string(), rubric: z.string(), model: z.string() })),
});
export type Report = z.infer<typeof Report>;

/** Why a session has no score. */
export const NotScoredReason = z.enum([
  "no_learner_turns",
  "too_short",
  "persona_silent",
  "unobserved",
  "transcript_incomplete",
  "tampered",
]);
export type NotScoredReason = z.infer<typeof NotScoredReason>;

/** `GET /coach/sessions/:id/report`. The transcript is there in every state but `pending`. */
export const ReportResponse = z.discriminatedUnion("status", [
  z.object({ status: z.literal("pending"), retryAfterSeconds: z.number() }),
  z.object({ status: z.literal("ready"), report: Report }),
  z.object({
    status: z.literal("not_scored"),
    reason: NotScoredReason,
    transcript: z.array(TranscriptTurn),
  }),
  z.object({ status: z.literal("failed"), transcript: z.array(TranscriptTurn) }),
]);
export type ReportResponse = z.infer<typeof ReportResponse>;
