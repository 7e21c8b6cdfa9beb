import * as z from "zod";
import type { CallSql } from "../call-sql.ts";

/** How well a session's calls were heard. */
export const HeardQuality = z.object({
  samples: z.number(),
  mos: z.nullable(z.number()),
  worst_mos: z.nullable(z.number()),
  round_trip_ms: z.nullable(z.number()),
  jitter_ms: z.nullable(z.number()),
  loss_percent: z.nullable(z.number()),
});
export type HeardQuality = z.infer<typeof HeardQuality>;

/** What `describe_session` answers: all but the words. */
export const DescribeSessionAnswer = z.discriminatedUnion("outcome", [
  z.looseObject({
    outcome: z.literal("found"),
    id: z.string(),
    site: z.string(),
    learner_id: z.string(),
    status: z.string(),
    end_reason: z.nullable(z.string()),
    started_at: z.string(),
    used_seconds: z.number(),
    limit_seconds: z.number(),
    scenario: z.object({ id: z.string(), version: z.string() }),
    turns: z.number(),
    evidence: z.string(),
    report: z.nullable(z.object({ status: z.string(), reason: z.nullable(z.string()) })),
    stars: z.nullable(z.number()),
    line: HeardQuality,
    events: z.array(z.object({ kind: z.string(), detail: z.unknown(), at: z.string() })),
  }),
  z.object({ outcome: z.literal("session_unknown") }),
]);
export type DescribeSessionAnswer = z.infer<typeof DescribeSessionAnswer>;

/** What `list_ratings` answers. */
export const RatingsAnswer = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("ok"),
    scenarios: z.array(
      z.object({
        scenario: z.string(),
        ratings: z.number(),
        mean: z.number(),
        /** How many gave one star, two, to five. */
        stars: z.array(z.number()),
      }),
    ),
    comments: z.array(
      z.object({
        scenario: z.string(),
        site: z.string(),
        session_id: z.string(),
        stars: z.number(),
        comment: z.string(),
        rated_at: z.string(),
      }),
    ),
  }),
  z.object({ outcome: z.literal("site_unknown") }),
]);
export type RatingsAnswer = z.infer<typeof RatingsAnswer>;

/** The functions about single practices, and what learners say of them. */
export interface SessionAdministration {
  describeSession(sessionId: string): Promise<DescribeSessionAnswer>;
  /** Of one site or of all, with so many of the latest comments. */
  listRatings(query: {
    readonly site: string | null;
    readonly scenario: string | null;
    readonly limit: number;
  }): Promise<RatingsAnswer>;
}

/** Those functions, called by `call`. */
export function createSessionAdministration(call: CallSql): SessionAdministration {
  return {
    describeSession: (sessionId) => call("describe_session", { sessionId }, DescribeSessionAnswer),
    listRatings: (query) => call("list_ratings", query, RatingsAnswer),
  };
}
