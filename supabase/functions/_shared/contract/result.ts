import * as z from "zod/mini";
import { ScenarioId } from "./identifiers.ts";
import { NotScoredReason } from "./report.ts";

/**
 * A practice as the systems of its site are told of it, by `session.completed` and by `GET /reports/sessions`: figures and
 * levels, and no word that was said.
 */
export const Result = z.object({
  sessionId: z.uuid(),
  /** The learner as the site's tokens name one. Null: anonymous, not told that the site gets results, or switched off. */
  sub: z.nullable(z.string()),
  scenario: z.object({
    id: z.string(),
    /** Content hash of the published version. */
    version: z.string(),
    title: z.string(),
    language: z.string(),
  }),
  /** Which of the learner's attempts at the scenario; null for anonymous learners, and where it was too short to count. */
  attempt: z.nullable(z.int().check(z.minimum(1))),
  /** ISO 8601 in UTC. */
  startedAt: z.iso.datetime(),
  /** When the report became final; null while it is `pending`. */
  completedAt: z.nullable(z.iso.datetime()),
  /** What was billed of the call. */
  seconds: z.int().check(z.minimum(0)),
  /** `ready`: scored. `not_scored`: why, says `notScoredReason`. `failed`: no report could be made. */
  status: z.enum(["pending", "ready", "not_scored", "failed"]),
  notScoredReason: z.nullable(NotScoredReason),
  /** What our server saw of the talk: all of it, not all, that the page meddled, or nothing. */
  evidence: z.enum(["complete", "incomplete", "tampered", "none"]),
  /** 0 to 100; null where nothing was scored. */
  total: z.nullable(z.number()),
  passMark: z.nullable(z.number()),
  /** Null where there is no total or no pass mark. */
  passed: z.nullable(z.boolean()),
  /** `person`: a reviewer decided, whose total, verdict and levels stand here in the place of the scorer's. */
  decidedBy: z.enum(["scorer", "person"]),
  /** Levels from 0 to 5; null: the occasion never arose, or unproved. */
  criteria: z.array(z.object({ id: z.string(), title: z.string(), level: z.nullable(z.number()) })),
  objectives: z.array(z.object({ id: z.string(), text: z.string(), reached: z.boolean() })),
  /** True where a person should look at the score. */
  reviewAdvised: z.boolean(),
  /** True where rules of the stand-in scored, not a model. */
  rehearsal: z.boolean(),
});
export type Result = z.infer<typeof Result>;

/** The body of the webhook event that tells of a result. It comes again where the result of a session changes. */
export const SessionCompletedEvent = z.object({
  type: z.literal("session.completed"),
  /** When it was queued. */
  timestamp: z.iso.datetime(),
  data: Result,
});
export type SessionCompletedEvent = z.infer<typeof SessionCompletedEvent>;

/** How many results a page holds unasked. */
export const USUAL_RESULTS = 50;

/** The parameters of `GET /reports/sessions`, as texts of the query. */
export const ResultsQuery = z.strictObject({
  /** The learner as the site's tokens name one. */
  sub: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
  scenario: z.optional(ScenarioId),
  /** Results that became final then or later. */
  from: z.optional(z.iso.datetime({ offset: true })),
  /** Results that became final before. */
  to: z.optional(z.iso.datetime({ offset: true })),
  /** The `cursor` of an earlier answer: what comes after it. */
  after: z.optional(
    z.string().check(z.regex(/^[A-Za-z0-9_-]{1,200}$/, "a cursor of an earlier answer")),
  ),
  limit: z.optional(
    z.string().check(z.regex(/^(?:[1-9]\d?|100)$/, "a whole number from 1 to 100")),
  ),
});
export type ResultsQuery = z.infer<typeof ResultsQuery>;

/** `GET /reports/sessions`: in the order in which results became final. */
export const ResultsResponse = z.object({
  results: z.array(Result),
  /** Where to read on with `after`, now or later; null where nothing was found yet. */
  cursor: z.nullable(z.string()),
  /** True where there is more to read at once. */
  hasMore: z.boolean(),
});
export type ResultsResponse = z.infer<typeof ResultsResponse>;
