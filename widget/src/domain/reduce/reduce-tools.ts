import type { Progress, ToolResponse } from "#contract/progress.ts";
import type { ExtensionEvent, ToolEvent } from "../state/extension-event.ts";
import { type ExtendedHandlers, inPhase } from "./handlers.ts";
import { endCall, refuseTool } from "./transitions.ts";
import type { SessionEffect } from "../state/session-effect.ts";
import type { SessionEvent, Timed } from "../state/session-event.ts";
import { toJson } from "../to-json.ts";
import {
  notify,
  type SessionModel,
  transition,
  type Transition,
  withState,
} from "./session-model.ts";

/** How long the last words of a persona that has ended the call may take to begin, and to be heard. */
const FAREWELL_SILENCE_MS = 6_000;
const LONGEST_FAREWELL_MS = 20_000;

/** The tools of the persona and of the learner's card. */
export const toolHandlers = {
  "tool-called": inPhase("in-call", (model, { callId, tool, input }) =>
    transition(model, toToolUse({ callId, by: "persona", tool, input })),
  ),
  "tool-used": inPhase("in-call", (model, { tool, inputs }) =>
    useTool(model, tool, toJson(inputs)),
  ),
  "tool-answered": inPhase("in-call", (model, event) =>
    event.by === "persona"
      ? answerPersona(model, event)
      : transition(...answerLearner(model, event.response)),
  ),
  "tool-unanswered": inPhase("in-call", (model, { by, callId }) =>
    by === "persona"
      ? transition(model, refuseTool(callId))
      : transition(withCard(model, refusePending(model))),
  ),
} satisfies Partial<ExtendedHandlers>;

/** Ends a call that the persona has ended, once its last words were heard. */
export function followFarewell(
  model: SessionModel,
  event: (SessionEvent | ExtensionEvent) & Timed,
): Transition {
  const { farewellSinceMs } = model.extension;
  if (farewellSinceMs === null || model.state.phase !== "in-call") return transition(model);
  const { activity } = model.state;
  const elapsedMs = event.atMs - farewellSinceMs;
  const isHeard = event.type === "playback-stopped" && activity === "idle";
  const isSilent = elapsedMs >= FAREWELL_SILENCE_MS && activity !== "persona-speaking";
  if (!isHeard && !isSilent && elapsedMs < LONGEST_FAREWELL_MS) return transition(model);
  return endCall(model, event.atMs, "persona");
}

function useTool(model: SessionModel, tool: string, input: string): Transition {
  const { card } = model.state;
  if (card.pending !== null || !card.tools.some(({ id }) => id === tool)) return transition(model);
  return transition(
    withCard(model, { pending: tool }),
    toToolUse({ callId: null, by: "learner", tool, input }),
  );
}

function answerPersona(
  model: SessionModel,
  { callId, response, atMs }: Extract<ToolEvent, { type: "tool-answered" }> & Timed,
): Transition {
  const [reached, ...notices] = takeProgress(model, response);
  const farewellSinceMs = model.extension.farewellSinceMs ?? (response.ends ? atMs : null);
  const intent = { type: "answer-tool", callId, output: response.output } as const;
  return transition(
    { ...reached, extension: { ...reached.extension, farewellSinceMs } },
    { type: "send-intent", intent },
    ...notices,
  );
}

function answerLearner(
  model: SessionModel,
  response: ToolResponse,
): [SessionModel, ...SessionEffect[]] {
  const [reached, ...notices] = takeProgress(model, response);
  const { answers } = reached.state.card;
  const shown = response.card === null ? answers : [...answers, response.card];
  return [withCard(reached, { pending: null, answers: shown }), ...notices];
}

/** A tool that could not be reached says so on the card, without a word of the scenario's. */
function refusePending(model: SessionModel): Partial<SessionModel["state"]["card"]> {
  const { pending, answers } = model.state.card;
  if (pending === null) return {};
  return {
    pending: null,
    answers: [...answers, { tool: pending, outcome: "refused", message: null, rows: [] }],
  };
}

function takeProgress(
  model: SessionModel,
  { progress, details }: ToolResponse,
): [SessionModel, ...SessionEffect[]] {
  const { sessionId, card } = model.state;
  const next = withState(model, {
    progress,
    card: { ...card, details: { ...card.details, ...details } },
  });
  return [next, ...(sessionId === null ? [] : describeProgress(model, progress, sessionId))];
}

/** One notice a step and one an objective; a step and the objective that it brought share theirs. */
function describeProgress(
  { state }: SessionModel,
  progress: Progress,
  sessionId: string,
): readonly SessionEffect[] {
  const knownSteps = new Set(state.progress.steps.map(({ id }) => id));
  const steps = progress.steps.filter(({ id }) => !knownSteps.has(id));
  const objectives = progress.objectives.filter((id) => !state.progress.objectives.includes(id));
  const isShared = steps.length === 1 && objectives.length === 1;
  const told = isShared
    ? [{ step: steps[0] ?? null, objective: objectives[0] ?? null }]
    : [
        ...steps.map((each) => ({ step: each, objective: null })),
        ...objectives.map((objective) => ({ step: null, objective })),
      ];
  return told.map((each) => notify({ type: "step-reached", sessionId, ...each, progress }));
}

function toToolUse(call: {
  callId: string | null;
  by: "persona" | "learner";
  tool: string;
  input: string;
}): SessionEffect {
  return { type: "use-extension", effect: { type: "use-tool", ...call } };
}

function withCard(
  model: SessionModel,
  change: Partial<SessionModel["state"]["card"]>,
): SessionModel {
  return withState(model, { card: { ...model.state.card, ...change } });
}
