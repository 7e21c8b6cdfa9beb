import type { Report } from "../contract/report.ts";
import { contentHash } from "../scenario/content-hash.ts";
import type { ScoredRubric } from "./build-report-task.ts";
import { toScoringInstructions } from "./scoring-instructions.ts";

const VERSION_CHARACTERS = 16;

/** What scored a report: the scorer's instructions and the rubric by hash, the model by name. */
export async function toReportVersions(
  rubric: ScoredRubric,
  model: string,
): Promise<NonNullable<Report["versions"]>> {
  const prompt = toScoringInstructions({ marker: "", language: "" });
  const [promptHash, rubricHash] = await Promise.all([contentHash(prompt), contentHash(rubric)]);
  return {
    prompt: promptHash.slice(0, VERSION_CHARACTERS),
    rubric: rubricHash.slice(0, VERSION_CHARACTERS),
    model,
  };
}
