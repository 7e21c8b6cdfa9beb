import { ToolRequest, type ToolResponse } from "../../_shared/contract/progress.ts";
import { MAX_BODY_BYTES } from "../../_shared/contract/session.ts";
import { ProblemError } from "../../_shared/runtime/http/problem-error.ts";
import { readJson } from "../../_shared/runtime/http/read-json.ts";
import type { RequestContext } from "../../_shared/runtime/http/serve.ts";
import { toCallProgress } from "../../_shared/tools/learner-tools.ts";
import { type ProgressSource, toProgressSource } from "../../_shared/tools/progress-source.ts";
import { createProgressState } from "../../_shared/tools/progress-state.ts";
import { runTool, type ToolResult } from "../../_shared/tools/run-tool.ts";
import type { GetProgressAnswer } from "../../_shared/store/progress.ts";
import { assertCaller, sessionUnknown } from "../caller.ts";
import type { CoachWorld } from "../coach-world.ts";

type FoundProgress = Extract<GetProgressAnswer, { outcome: "ok" }>;
interface Answered {
  readonly response: ToolResponse;
  /** Names of the scenario and one word: what a tool was given, and what it told, is for no log. */
  readonly note: { readonly tool: string | null; readonly outcome: string };
}

/** As many calls as one reply may hold, and their repetitions; each round one of them gets through. */
const MAX_ATTEMPTS = 12;
const RETRY_WAIT_MS = 25;
/** Stands in the records for a name that a persona made up, which no scenario has. */
const UNKNOWN_TOOL = "unknown";

/**
 * `POST /coach/sessions/:id/tools`: runs what the persona called or the learner used, and keeps what came of it.
 * What the browser claims is its testimony: it moves the talk and is told to the learner, and never enters the
 * score. Repeating a `callId` gets the same answer and changes nothing.
 */
export function createPostTools(world: CoachWorld) {
  return async (
    request: Request,
    sessionId: string,
    context: RequestContext,
  ): Promise<Response> => {
    const body = await readJson(request, ToolRequest, MAX_BODY_BYTES.turns);
    await assertCaller(world.tokens, request, body.sessionToken, sessionId);
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const answered = await answerOnce(world, sessionId, body);
      if (answered !== "stale") {
        const ids = { requestId: context.requestId, sessionId };
        world.log("debug", "tool_answered", { ...ids, by: body.by, ...answered.note });
        return Response.json(answered.response);
      }
      await world.wait(RETRY_WAIT_MS * attempt);
    }
    throw new ProblemError("conflict", "Other tools of this session are still being answered.", {
      retryAfterSeconds: 1,
    });
  };
}

async function answerOnce(
  { store }: CoachWorld,
  sessionId: string,
  { callId, by, name, ...rest }: ToolRequest,
): Promise<Answered | "stale"> {
  const found = await store.getProgress(sessionId, callId);
  if (found.outcome === "session_unknown") throw sessionUnknown();
  if (found.answer !== null) return toRepeated(found.answer);
  if (!found.isActive) throw sessionOver();
  const source = toProgressSource(found);
  const result = run(source, found, { by, name, arguments: rest.arguments });
  const { tool, outcome } = result;
  const response = toResponse(source, result);
  const saved = await store.saveProgress(sessionId, {
    version: found.version,
    state: result.state,
    call: { id: callId, name: tool ?? UNKNOWN_TOOL, by, outcome, answer: response },
    events: result.events,
  });
  switch (saved.outcome) {
    case "saved":
      return { response, note: { tool, outcome } };
    case "repeated":
      return toRepeated(saved.answer);
    case "stale":
      return "stale";
    case "over":
      throw sessionOver();
    case "exhausted":
      throw new ProblemError("limit_reached", "The session has used up its tool calls.");
    case "session_unknown":
      throw sessionUnknown();
  }
}

function toRepeated(response: ToolResponse): Answered {
  return { response, note: { tool: null, outcome: "repeated" } };
}

function run(
  source: ProgressSource,
  { state, elapsedSeconds }: FoundProgress,
  call: Pick<ToolRequest, "by" | "name" | "arguments">,
): ToolResult {
  const result = runTool(source, state ?? createProgressState(source), call, elapsedSeconds);
  if (result !== null) return result;
  const message =
    "`name` is no tool of the learner's in this scenario. Use one of the session's `tools`.";
  throw new ProblemError("request_invalid", message, { field: "name" });
}

function toResponse(source: ProgressSource, { state, output, card }: ToolResult): ToolResponse {
  return {
    output,
    progress: toCallProgress(source, state),
    ends: state.ended !== null,
    details: state.details,
    card,
  };
}

function sessionOver(): ProblemError {
  return new ProblemError("conflict", "The session is over; nothing changes it any more.");
}
