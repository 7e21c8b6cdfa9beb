import { APIError, type OpenAI, OpenAIError } from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import { REPORT_FORMAT_NAME, ReportDraft, type ReportTask } from "../../../scoring/report-task.ts";
import { ProviderError } from "../../provider-error.ts";
import { toProviderError } from "../../to-provider-error.ts";
import {
  ASKING_TIMEOUT_SECONDS,
  MalformedDraftError,
  type Scorer,
} from "../../../scoring/scorer.ts";

/**
 * What makes an answer as steady as the service offers; it has no seed. With evidence and reason before the level in
 * the answer's own format the model needs no hidden reasoning, which would rule the temperature out.
 */
const STEADY = { temperature: 0, reasoning: { effort: "none" as const } };
type Setting = keyof typeof STEADY;

/** Scores by OpenAI's Responses API with strict structured output; nothing is stored there. */
export function createOpenaiScorer(
  client: OpenAI,
  model: string,
  timeoutMs = ASKING_TIMEOUT_SECONDS * 1_000,
): Scorer {
  /** Settings that this model has refused. */
  const refused = new Set<Setting>();
  return {
    model,
    async draftReport(task, instructions) {
      // The SDK's own timeout ends with the headers; this one covers the body, and settings that were refused.
      const signal = AbortSignal.timeout(timeoutMs);
      const draft = await askSteadily(refused, (settings) =>
        parseDraft(client, { model, ...settings }, { task, instructions }, signal),
      );
      if (draft === null) throw new MalformedDraftError("The scorer refused or broke off.");
      return draft;
    },
  };
}

/** Leaves out what a model does not take, and asks again: an operator may choose any model. */
async function askSteadily<T>(
  refused: Set<Setting>,
  ask: (settings: Partial<typeof STEADY>) => Promise<T>,
): Promise<T> {
  const { temperature, reasoning } = STEADY;
  try {
    return await ask({
      ...(refused.has("temperature") ? {} : { temperature }),
      ...(refused.has("reasoning") ? {} : { reasoning }),
    });
  } catch (error) {
    const setting = toRefusedSetting(error);
    if (setting === null || refused.has(setting)) throw error;
    refused.add(setting);
    return askSteadily(refused, ask);
  }
}

function toRefusedSetting(error: unknown): Setting | null {
  const cause = error instanceof ProviderError ? error.cause : null;
  if (!(cause instanceof APIError) || cause.status !== 400) return null;
  const param = cause.param ?? "";
  if (param === "temperature") return "temperature";
  return param === "reasoning" || param.startsWith("reasoning.") ? "reasoning" : null;
}

async function parseDraft(
  client: OpenAI,
  settings: { readonly model: string } & Partial<typeof STEADY>,
  { task, instructions }: { readonly task: ReportTask; readonly instructions: string },
  signal: AbortSignal,
): Promise<ReportDraft | null> {
  try {
    const response = await client.responses.parse(
      {
        ...settings,
        instructions,
        input: [{ role: "user", content: [{ type: "input_text", text: JSON.stringify(task) }] }],
        text: { format: zodTextFormat(ReportDraft, REPORT_FORMAT_NAME) },
        store: false,
      },
      { maxRetries: 0, signal },
    );
    return response.output_parsed;
  } catch (error) {
    if (signal.aborted) throw toProviderError(signal.reason);
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
