import { z } from "zod";

/** The highest level of a criterion; each level from 0 on has its own written anchor. */
export const HIGHEST_LEVEL = 5;

/** The name under which the scorer's answer format travels. */
export const REPORT_FORMAT_NAME = "practice_report";

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
 * What a scorer is given: the JSON text of the one input message. `marker` is random for each session and
 * named in the instructions, so that nothing a learner says can pass for the task around it.
 */
export const ReportTask = z.strictObject({
  task: z.literal("score_practice"),
  marker: z.string(),
  scenario: z.strictObject({ id: z.string(), title: z.string(), language: z.string() }),
  criteria: z.array(ReportTaskCriterion),
  transcript: z.array(ReportTaskTurn),
});
export type ReportTask = z.infer<typeof ReportTask>;

/** One criterion as the scorer answers it. `level` null: the occasion never arose. */
export const DraftCriterion = z.strictObject({
  id: z.string(),
  level: z.int().min(0).max(HIGHEST_LEVEL).nullable(),
  reason: z.string(),
  quotes: z.array(z.strictObject({ turn: z.string(), text: z.string() })),
  better_wording: z.string().nullable(),
});
export type DraftCriterion = z.infer<typeof DraftCriterion>;

/**
 * What a scorer answers, as strict structured output: every key present, absence said with null. Nothing in
 * it is shown before the quotes are found in the transcript, and no total is asked for.
 */
export const ReportDraft = z.strictObject({
  summary: z.string(),
  criteria: z.array(DraftCriterion),
  strengths: z.array(z.string()),
  improvements: z.array(z.string()),
});
export type ReportDraft = z.infer<typeof ReportDraft>;
