import * as z from "zod/mini";

/** One earlier attempt of this learner at one scenario. */
export const AttemptSummary = z.object({
  sessionId: z.string(),
  /** ISO 8601. */
  startedAt: z.string(),
  usedSeconds: z.number(),
  status: z.enum(["live", "pending", "scored", "not_scored", "failed"]),
  /** 0 to 100, where `status` is scored and a criterion has a level. */
  total: z.nullable(z.number()),
  passMark: z.nullable(z.number()),
});
export type AttemptSummary = z.infer<typeof AttemptSummary>;

/** `GET /coach/attempts`: the learner's latest attempts at a scenario, the oldest first, twenty at most. */
export const AttemptsResponse = z.object({ attempts: z.array(AttemptSummary) });
export type AttemptsResponse = z.infer<typeof AttemptsResponse>;

/** A scenario in a list. */
export const ScenarioSummary = z.object({
  id: z.string(),
  title: z.string(),
  language: z.string(),
  difficulty: z.enum(["easy", "standard", "hard"]),
  durationSeconds: z.number(),
  tags: z.array(z.string()),
  persona: z.object({ name: z.string(), role: z.string() }),
});
export type ScenarioSummary = z.infer<typeof ScenarioSummary>;

/** `GET /coach/scenarios`: what the site's learners can practise. */
export const ScenariosResponse = z.object({ scenarios: z.array(ScenarioSummary) });
export type ScenariosResponse = z.infer<typeof ScenariosResponse>;

/** `POST /coach/sessions/:id/rating`: how the learner found the practice. A second one takes its place. */
export const RatingRequest = z.strictObject({
  sessionToken: z.string().check(z.minLength(16), z.maxLength(2_048)),
  stars: z.int().check(z.minimum(1), z.maximum(5)),
  comment: z.optional(z.string().check(z.maxLength(1_000))),
});
export type RatingRequest = z.infer<typeof RatingRequest>;
