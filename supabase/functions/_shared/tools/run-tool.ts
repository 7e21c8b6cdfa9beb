import type { CardAnswer } from "../contract/progress.ts";
import { advance, type Progressed } from "./mood-machine.ts";
import type { ProgressEvent } from "./progress-event.ts";
import type { ProgressSource } from "./progress-source.ts";
import type { ProgressState } from "./progress-state.ts";
import { isSilentTool, runSilentTool, type SilentAnswer } from "./silent-tools.ts";
import { describeMood, type StageDirection } from "./stage-direction.ts";
import { findRecordTool, runRecordTool, toCardAnswer } from "./records-tool.ts";

/** One call of a tool, as a browser relays it. */
export interface ToolCall {
  readonly by: "persona" | "learner";
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

/** What came of a call: the next state, and what to tell whom. */
export interface ToolResult {
  readonly state: ProgressState;
  readonly events: readonly ProgressEvent[];
  /** The tool's name; null where the scenario has none of the name that was called. */
  readonly tool: string | null;
  /** For the records: how it ended, in one word. */
  readonly outcome: "done" | "refused" | CardAnswer["outcome"];
  /** Text of the persona's output item: a {@link StageDirection} as JSON. */
  readonly output: string;
  /** What the learner's own tool answered. */
  readonly card: CardAnswer | null;
}

/** For whatever the persona calls after it has hung up. */
const OVER = "The call is over. Say goodbye if you have not, and nothing after it.";

/**
 * Runs one tool at `second` of the session. Pure: the same calls in the same order give the same state. Nothing
 * that a model or a page can send fails; what makes no sense is answered with what would.
 * @returns Null where the learner calls a tool that is not on the learner's screen.
 */
export function runTool(
  source: ProgressSource,
  state: ProgressState,
  call: ToolCall,
  second: number,
): ToolResult | null {
  const given = parseArguments(call.arguments);
  if (call.by === "learner") return runForLearner(source, state, { call, given, second });
  // Not for the learner's tools: a mood that changed by time is told to the persona when it next asks.
  const timely = state.ended === null ? advance(source, state, second) : { state, events: [] };
  const answer = runForPersona(source, timely, { call, given, second });
  const { records, ok } = answer;
  const hasMoved = answer.state.phase !== state.phase;
  const direction: StageDirection = {
    ok,
    phase: answer.state.phase,
    direction: hasMoved
      ? `${answer.direction} ${describeMood(source, answer.state)}`
      : answer.direction,
    ...(records === undefined ? {} : { records }),
  };
  return {
    state: answer.state,
    events: [...timely.events, ...answer.events],
    tool: answer.isUnknown === true ? null : call.name,
    outcome: answer.outcome ?? (ok ? "done" : "refused"),
    output: JSON.stringify(direction),
    card: null,
  };
}

interface Run {
  readonly call: ToolCall;
  /** Null where the arguments are no JSON object. */
  readonly given: Readonly<Record<string, unknown>> | null;
  readonly second: number;
}

interface PersonaAnswer extends SilentAnswer, Pick<StageDirection, "records"> {
  readonly outcome?: CardAnswer["outcome"];
  readonly isUnknown?: boolean;
}

function runForPersona(source: ProgressSource, timely: Progressed, run: Run): PersonaAnswer {
  const { state } = timely;
  const { name } = run.call;
  const refuse = (direction: string) => ({ state, events: [], ok: false, direction });
  const tool = findRecordTool(source, name, "persona");
  if (tool === null && !isSilentTool(name)) {
    const direction = "There is no such tool. Nothing was noted; go on with the talk.";
    return { ...refuse(direction), isUnknown: true };
  }
  if (state.ended !== null) return refuse(OVER);
  if (run.given === null)
    return refuse("The arguments are no JSON object. Nothing was noted; go on.");
  if (tool === null) {
    return runSilentTool(source, state, { name, given: run.given, second: run.second });
  }
  const answer = runRecordTool(source, state, tool, run.given);
  const used = { tool: name, by: "persona", outcome: answer.outcome, second: run.second } as const;
  return {
    state: answer.state,
    events: [{ kind: "world_tool_used", ...used }],
    ok: answer.outcome === "found" || answer.outcome === "done",
    direction: describeRecordAnswer(answer.outcome, answer.fault, answer.message),
    outcome: answer.outcome,
    ...(answer.rows.length === 0 ? {} : { records: answer.rows }),
  };
}

function runForLearner(source: ProgressSource, state: ProgressState, run: Run): ToolResult | null {
  const tool = findRecordTool(source, run.call.name, "learner");
  if (tool === null) return null;
  const answer = runRecordTool(source, state, tool, run.given ?? {});
  const { outcome } = answer;
  const used = { tool: tool.id, by: "learner", outcome, second: run.second } as const;
  return {
    state: answer.state,
    events: [{ kind: "world_tool_used", ...used }],
    tool: tool.id,
    outcome,
    output: "",
    card: toCardAnswer(source, tool, answer),
  };
}

function describeRecordAnswer(
  outcome: CardAnswer["outcome"],
  fault: string | null,
  message: string | null,
): string {
  switch (outcome) {
    case "found":
      return "This is what you see. Tell of it what the talk needs.";
    case "done":
      return message ?? "It is done.";
    case "not_found":
      return "You find nothing under that.";
    case "refused":
      return fault === null
        ? "That is not possible as things stand."
        : `Nothing was done: ${fault}.`;
  }
}

function parseArguments(text: string): Readonly<Record<string, unknown>> | null {
  try {
    // A tool without parameters comes without text from some models.
    const value: unknown = JSON.parse(text.trim() === "" ? "{}" : text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : null;
  } catch {
    return null;
  }
}
