import * as z from "zod/mini";

const Share = z.nullable(z.number());

/**
 * How a practice was spoken, by formulae over turns and times (docs/delivery.md). It informs and never enters
 * the score; nothing is inferred about feelings. Null: not measurable here, which is not zero.
 */
export const Delivery = z.object({
  /** The learner's part of all speech, 0 to 1, silence excluded. */
  talkShare: Share,
  /** Median over the learner's turns of eight words and more. */
  wordsPerMinute: Share,
  longestMonologueSeconds: Share,
  questions: z.nullable(z.object({ open: z.number(), closed: z.number() })),
  /** Median time from the end of the persona's speech to the learner's answer. */
  responseSeconds: Share,
  /** How often each side spoke over the other. */
  interruptions: z.nullable(z.object({ byLearner: z.number(), byPersona: z.number() })),
  /** Null where the transcriber leaves hesitations out. */
  fillers: z.nullable(z.object({ count: z.number(), perHundredWords: z.number() })),
  /** Time in which nobody spoke, between the first word and the last. */
  silenceSeconds: Share,
  speakerChangesPerMinute: Share,
});
export type Delivery = z.infer<typeof Delivery>;
