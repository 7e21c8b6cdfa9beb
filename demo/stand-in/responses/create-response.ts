import { randomUUID } from "node:crypto";
import {
  REPORT_FORMAT_NAME,
  ReportTask,
} from "../../../supabase/functions/_shared/scoring/report-task.ts";
import { ResponseRequest, toLastText } from "./response-request.ts";
import { sampleFromSchema } from "./sample-from-schema.ts";
import { type ScorerFault, scoreWithFault } from "./misbehave.ts";

/** A status and a JSON body, for whatever server answers. */
export interface EndpointAnswer {
  readonly status: number;
  readonly body: object;
}

/**
 * `POST /v1/responses` of the stand-in, as the `openai` SDK expects it. A practice report is scored by
 * rules; any other structured format is answered with the smallest object that its schema allows.
 */
export function createResponse(
  body: unknown,
  nowMs = Date.now(),
  fault: ScorerFault = "none",
): EndpointAnswer {
  const parsed = ResponseRequest.safeParse(body);
  if (!parsed.success) return { status: 400, body: toErrorBody(body, parsed.error.issues[0]) };
  const request = parsed.data;
  return {
    status: 200,
    body: toResponseBody(request, compose(request, fault), Math.floor(nowMs / 1000)),
  };
}

function compose(request: ResponseRequest, fault: ScorerFault): string {
  const text = toLastText(request.input);
  const format = request.text?.format;
  if (format?.type === "json_object") return "{}";
  if (format?.type !== "json_schema")
    return `This is a rehearsal; no model answers here. You wrote: ${text}`;
  const task = format.name === REPORT_FORMAT_NAME ? readTask(text) : null;
  return JSON.stringify(
    task === null ? sampleFromSchema(format.schema, text) : scoreWithFault(task, fault),
  );
}

function readTask(text: string): ReportTask | null {
  try {
    return ReportTask.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function toResponseBody(request: ResponseRequest, text: string, createdAt: number): object {
  return {
    id: `resp_${toId()}`,
    object: "response",
    created_at: createdAt,
    completed_at: createdAt,
    status: "completed",
    background: false,
    error: null,
    incomplete_details: null,
    model: request.model,
    output: [toMessage(text)],
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    service_tier: "default",
    text: { format: request.text?.format ?? { type: "text" } },
    truncation: "disabled",
    usage: toUsage(JSON.stringify([request.instructions ?? "", request.input]), text),
    user: null,
    ...echoSettings(request),
  };
}

/** What the service repeats of the request, with its own defaults. */
function echoSettings(request: ResponseRequest): object {
  return {
    instructions: request.instructions ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    metadata: request.metadata ?? {},
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    store: request.store ?? true,
    temperature: request.temperature ?? 1,
    tool_choice: request.tool_choice ?? "auto",
    tools: request.tools ?? [],
    top_p: request.top_p ?? 1,
  };
}

function toMessage(text: string): object {
  return {
    id: `msg_${toId()}`,
    type: "message",
    status: "completed",
    role: "assistant",
    content: [{ type: "output_text", annotations: [], logprobs: [], text }],
  };
}

/** About four characters make a token. */
function toUsage(input: string, output: string): object {
  const inputTokens = Math.ceil(input.length / 4);
  const outputTokens = Math.ceil(output.length / 4);
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: inputTokens + outputTokens,
  };
}

/** What of a zod issue the error envelope needs. */
interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function toErrorBody(body: unknown, issue: Issue | undefined): object {
  const path = issue?.path ?? [];
  const param = path.length === 0 ? null : path.map(String).join(".");
  const isMissing = path.length === 1 && !hasKey(body, path[0]);
  const message =
    param === null
      ? "The body must be a JSON object."
      : isMissing
        ? `Missing required parameter: '${param}'.`
        : `Invalid value for '${param}': ${issue?.message ?? "unknown"}.`;
  const code = isMissing ? "missing_required_parameter" : "invalid_value";
  return { error: { message, type: "invalid_request_error", param, code } };
}

function hasKey(body: unknown, key: PropertyKey | undefined): boolean {
  return typeof body === "object" && body !== null && key !== undefined && Object.hasOwn(body, key);
}

function toId(): string {
  return randomUUID().replaceAll("-", "");
}
