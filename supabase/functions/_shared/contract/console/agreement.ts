import * as z from "zod/mini";

/** How far a criterion's AI levels may be relied on: a person decides, samples are checked, or figures stand. */
export const Badge = z.enum(["human_only", "sampled", "automatic"]);
export type Badge = z.infer<typeof Badge>;

/** How near the levels of the AI came to those of people who had not seen them. */
export const AgreementFigures = z.object({
  /** Blind pairs of levels. */
  n: z.number(),
  /** Attempts that they come from. */
  attempts: z.number(),
  /** Quadratic weighted κ; null where there is nothing to weigh. */
  kappa: z.nullable(z.number()),
  /** 95 % by bootstrap over attempts. */
  interval: z.nullable(z.tuple([z.number(), z.number()])),
  /** Shares from 0 to 1: the same level, and at most one apart. */
  exact: z.nullable(z.number()),
  adjacent: z.nullable(z.number()),
  /** Mean absolute difference in levels. */
  mae: z.nullable(z.number()),
  /** Mean of AI less person: above 0 the AI is milder. */
  meanDifference: z.nullable(z.number()),
  /** True below the pairs from which a figure says anything. */
  tooFew: z.boolean(),
  badge: Badge,
});
export type AgreementFigures = z.infer<typeof AgreementFigures>;

/** `GET /console/agreement?scenario&language&version&model`. */
export const AgreementResponse = z.object({
  criteria: z.array(
    z.object({
      ...AgreementFigures.shape,
      id: z.string(),
      title: z.string(),
      scenario: z.object({ id: z.string(), title: z.string() }),
      /** Disputes that were answered, and how many of them in the learner's favour. */
      disputes: z.object({ answered: z.number(), upheld: z.number() }),
    }),
  ),
  pooled: z.nullable(AgreementFigures),
  /** What scored the pairs; more than one: figures of different scorers lie together, and no badge rises by them. */
  scorers: z.array(
    z.object({
      model: z.string(),
      prompt: z.string(),
      rubric: z.string(),
      transcriber: z.string(),
      n: z.number(),
      /** ISO 8601: when it last scored a pair. */
      lastAt: z.string(),
    }),
  ),
  /** Below so many pairs there are "too few"; from so many on a badge may rise. */
  leastPairs: z.number(),
  pairsForSampled: z.number(),
  pairsForAutomatic: z.number(),
});
export type AgreementResponse = z.infer<typeof AgreementResponse>;
