import { readFile } from "node:fs/promises";
import * as z from "zod";
import type { ReportTask } from "../../../supabase/functions/_shared/scoring/report-task.ts";
import type { Scenario } from "../../../supabase/functions/_shared/scenario/schema.ts";

const FOLDER = new URL("../../fixtures/transcripts/", import.meta.url);

const Transcript = z.array(
  z.strictObject({ speaker: z.enum(["learner", "persona"]), text: z.string().trim().min(1) }),
);
export type Transcript = z.infer<typeof Transcript>;

/** The sample talk of a scenario, written apart from its rehearsal script. @throws where there is none. */
export async function readTranscript(id: string, play: "good" | "poor"): Promise<Transcript> {
  const text = await readFile(new URL(`${id}.${play}.json`, FOLDER), "utf8");
  return Transcript.parse(JSON.parse(text));
}

/** What a scorer is given for a scenario and a talk. */
export function toReportTask(
  { id, title, language, rubric }: Scenario,
  transcript: Transcript,
): ReportTask {
  return {
    task: "score_practice",
    marker: "m1",
    scenario: { id, title, language },
    criteria: rubric.criteria.map((criterion) => ({
      id: criterion.id,
      title: criterion.title,
      weight: criterion.weight,
      anchors: criterion.anchors,
      examples: criterion.examples,
    })),
    rules: rubric.mustNotDo.map((text, index) => ({ rule: `r${index + 1}`, text })),
    facts_wanted: false,
    transcript: transcript.map((turn, index) => ({ turn: `t${index + 1}`, ...turn })),
  };
}
