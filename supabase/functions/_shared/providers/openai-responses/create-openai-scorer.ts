import { APIError, type OpenAI, OpenAIError } from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import { REPORT_FORMAT_NAME, ReportDraft, type ReportTask } from "../../coaching/report-task.ts";
import { toProviderError } from "../to-provider-error.ts";
import { MalformedDraftError, type Scorer } from "../scorer.ts";

/** Two of these and the writing fit into one lease of the report job. */
const SCORING_TIMEOUT_MS = 40_000;

/** Scores by OpenAI's Responses API with strict structured output; nothing is stored there. */
export function createOpenaiScorer(client: OpenAI, model: string): Scorer {
  return {
    async draftReport(task, instructions) {
      const draft = await parseDraft(client, model, task, instructions);
      if (draft === null) throw new MalformedDraftError("The scorer refused or broke off.");
      return draft;
    },
  };
}

async function parseDraft(
  client: OpenAI,
  model: string,
  task: ReportTask,
  instructions: string,
): Promise<ReportDraft | null> {
  try {
    const response = await client.responses.parse(
      {
        model,
        instructions,
        input: [{ role: "user", content: [{ type: "input_text", text: JSON.stringify(task) }] }],
        text: { format: zodTextFormat(ReportDraft, REPORT_FORMAT_NAME) },
        store: false,
      },
      { maxRetries: 0, timeout: SCORING_TIMEOUT_MS },
    );
    return response.output_parsed;
  } catch (error) {
    throw isMalformed(error)
      ? new MalformedDraftError("The scorer's answer is no draft.", { cause: error })
      : toProviderError(error);
  }
}

/** The SDK lets JSON and zod errors through, and wraps some in its own; transport errors are APIErrors. */
function isMalformed(error: unknown): boolean {
  if (error instanceof APIError) return false;
  if (error instanceof OpenAIError || error instanceof SyntaxError) return true;
  return error instanceof Error && /^\$?ZodError$/.test(error.name);
}
