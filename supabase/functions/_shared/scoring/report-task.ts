import { z } from "zod";
import { HIGHEST_LEVEL } from "../contract/to-total.ts";

/** The name under which the scorer's answer format travels. */
export const REPORT_FORMAT_NAME = "practice_report";

/** What stands in the transcript of the second scoring for the words that are left out of it. */
export const MASK = "[…]";

/** One criterion as the scorer reads it. `anchors` are six lines, from level 0 to level 5. */
export const ReportTaskCriterion = z.strictObject({
  id: z.string(),
  title: z.string(),
  weight: z.number(),
  anchors: z.array(z.string()).length(HIGHEST_LEVEL + 1),
  examples: z.array(z.string()),
});
export type ReportTaskCriterion = z.infer<typeof ReportTaskCriterion>;

/** One turn as the scorer reads it; `turn` is a short name (`t1`, `t2`, …) that quotes refer to. */
export const ReportTaskTurn = z.strictObject({
  turn: z.string(),
  speaker: z.enum(["learner", "persona"]),
  text: z.string(),
});
export type ReportTaskTurn = z.infer<typeof ReportTaskTurn>;

/**
 * What a scorer is given: the JSON text of the one input message. `marker` is a hash of all the rest and named in
 * the instructions, so that nothing a learner says can pass for the task around it.
 */
export const ReportTask = z.strictObject({
  task: z.literal("score_practice"),
  marker: z.string(),
  scenario: z.strictObject({ id: z.string(), title: z.string(), language: z.string() }),
  criteria: z.array(ReportTaskCriterion),
  /** What the learner must not do, by short names (`r1`, `r2`, …). */
  rules: z.array(z.strictObject({ rule: z.string(), text: z.string() })),
  facts_wanted: z.boolean(),
  transcript: z.array(ReportTaskTurn),
});
export type ReportTask = z.infer<typeof ReportTask>;

const DraftQuote = z.strictObject({ turn: z.string(), text: z.string() });
/** A passage that a draft claims to be in a turn. */
export type DraftQuote = z.infer<typeof DraftQuote>;

/** One criterion as the scorer answers it, evidence before verdict. `level` null: the occasion never arose. */
export const DraftCriterion = z.strictObject({
  id: z.string(),
  quotes: z.array(DraftQuote),
  reason: z.string(),
  level: z.int().min(0).max(HIGHEST_LEVEL).nullable(),
  better_wording: z.string().nullable(),
});
export type DraftCriterion = z.infer<typeof DraftCriterion>;

const DraftFacts = z.strictObject({
  contacts: z.array(
    z.strictObject({
      name: z.string().nullable(),
      company: z.string().nullable(),
      email: z.string().nullable(),
      phone: z.string().nullable(),
    }),
  ),
  commitments: z.array(
    z.strictObject({
      by: z.enum(["learner", "persona"]),
      text: z.string(),
      due: z.string().nullable(),
      quote: DraftQuote,
    }),
  ),
});
/** What a draft found for a customer record. */
export type DraftFacts = z.infer<typeof DraftFacts>;

const DraftNext = z.strictObject({
  criterion: z.string(),
  action: z.string(),
  quote: DraftQuote.nullable(),
  wording: z.string(),
});
/** The one thing to do next, as a draft proposes it. */
export type DraftNext = z.infer<typeof DraftNext>;

/**
 * What a scorer answers, as strict structured output: every key present, absence said with null. Nothing in
 * it is shown before the quotes are found in the transcript, and no total is asked for.
 */
export const ReportDraft = z.strictObject({
  criteria: z.array(DraftCriterion),
  breaches: z.array(z.strictObject({ rule: z.string(), quote: DraftQuote, remark: z.string() })),
  summary: z.string(),
  strengths: z.array(z.string()),
  improvements: z.array(z.strictObject({ advice: z.string(), wording: z.string() })),
  verdict: z.string().nullable(),
  next: DraftNext.nullable(),
  facts: DraftFacts.nullable(),
});
export type ReportDraft = z.infer<typeof ReportDraft>;
