import * as z from "zod/mini";
import { Purpose } from "./purpose.ts";
import { Told } from "./session.ts";

/** What a learner sees of a scenario before the call. Nothing private is in it. */
export const ScenarioBrief = z.object({
  id: z.string(),
  /** Content hash of the published version. */
  version: z.string(),
  title: z.string(),
  /** The language that the persona speaks (BCP 47). */
  language: z.string(),
  difficulty: z.enum(["easy", "standard", "hard"]),
  durationSeconds: z.number(),
  situation: z.string(),
  persona: z.object({ name: z.string(), role: z.string() }),
  objectives: z.array(z.object({ id: z.string(), text: z.string() })),
  /** Which side speaks first once the call is answered. */
  opens: z.enum(["persona", "learner"]),
});
export type ScenarioBrief = z.infer<typeof ScenarioBrief>;

/** `GET /coach/brief`: the scenario and what is left of the allowance. */
export const Brief = z.object({
  scenario: ScenarioBrief,
  limits: z.object({
    /** The longest call that would be granted now; 0 where none would: no time, no attempt left, switched off. */
    sessionSeconds: z.number(),
    remainingSeconds: z.number(),
    /** ISO 8601: when minutes come back that are used up; null where some are left. */
    resetsAt: z.optional(z.nullable(z.string())),
  }),
  /** The text version that a learner consents to, and how long the transcript is kept. */
  consent: z.object({
    version: z.string(),
    retentionDays: z.number(),
    /** True where the site notes contacts and commitments, to which the learner consents apart. */
    facts: z.optional(z.boolean()),
    /** What else the learner is told before the start, in the language that was asked for. */
    notices: z.array(z.string()),
    /** What the notices say, which a start repeats in its consent. */
    told: Told,
  }),
  /** What an attempt would be. Null: the site's coaches read official ones, and only a learner token says which it is. */
  purpose: z.nullable(Purpose),
  /** This learner at this scenario; absent where the learner is not known again. */
  attempts: z.optional(
    z.object({
      made: z.number(),
      /** Null: as many as the minutes allow. */
      allowed: z.nullable(z.number()),
      /** The best total so far, 0 to 100. */
      best: z.nullable(z.number()),
    }),
  ),
  /** The operator's own page for a practice, where the embedding page may not use the microphone. */
  practiceUrl: z.optional(z.nullable(z.string())),
  features: z.object({ voice: z.boolean() }),
  /** True where a stand-in plays the customer and scores by rules; the interface must say so. */
  rehearsal: z.boolean(),
});
export type Brief = z.infer<typeof Brief>;
