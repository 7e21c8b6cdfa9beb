import { CALMED, causesOf, ESCALATION, namedSteps, stepOf } from "../scenario/cues.ts";
import { idsOf } from "../scenario/parts.ts";
import { detailFields } from "./call-tools.ts";
import { type Act, moveByAct, moveTo, type Progressed } from "./mood-machine.ts";
import type { ProgressSource } from "./progress-source.ts";
import { Outcome, type ProgressState } from "./progress-state.ts";
import { describeMood, describeRefusal } from "./stage-direction.ts";
import { describeValue, readValue } from "./records-values.ts";

/** A call of a silent tool, its arguments read as an object of anything. */
export interface SilentCall {
  readonly name: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly second: number;
}

/** What a silent tool says for itself; the mood is added where it changed. */
export interface SilentAnswer extends Progressed {
  readonly ok: boolean;
  readonly direction: string;
}

type Run = (source: ProgressSource, state: ProgressState, call: SilentCall) => SilentAnswer;

const TOOLS: Readonly<Record<string, Run>> = {
  move_to_phase: moveToMood,
  raise_objection: raiseObjection,
  settle_objection: settleObjection,
  mark_objective: markObjective,
  reach_step: reachStep,
  give_detail: giveDetail,
  end_call: endCall,
};

/** Whether the persona keeps track of the talk by a tool of that name. */
export function isSilentTool(name: string): boolean {
  return Object.hasOwn(TOOLS, name);
}

/**
 * Runs one of the tools by which the persona keeps track of the talk.
 * @throws {Error} where `isSilentTool` does not hold.
 */
export function runSilentTool(
  source: ProgressSource,
  state: ProgressState,
  call: SilentCall,
): SilentAnswer {
  const run = isSilentTool(call.name) ? TOOLS[call.name] : undefined;
  if (run === undefined) throw new Error(`no silent tool ${call.name}`);
  return run(source, state, call);
}

function moveToMood(source: ProgressSource, state: ProgressState, call: SilentCall): SilentAnswer {
  const phase = readName(call, "phase", idsOf(source.private.phases));
  if (phase.fault !== null) return refuse(state, phase.fault);
  const cause = readName(call, "because", causesOf(source.public, source.private));
  if (cause.fault !== null) return refuse(state, cause.fault);
  if (phase.name === state.phase) {
    return { state, events: [], ok: true, direction: describeMood(source, state) };
  }
  const acts = actsOf(source, cause.name);
  const moved = moveTo(source, state, { to: phase.name, acts, second: call.second });
  if (typeof moved === "string") return refuse(state, describeRefusal(source, state, moved));
  return { ...moved, ok: true, direction: "Noted." };
}

function raiseObjection(
  source: ProgressSource,
  state: ProgressState,
  call: SilentCall,
): SilentAnswer {
  const { name, fault } = readName(call, "objection", idsOf(source.private.objections));
  if (fault !== null) return refuse(state, fault);
  if (state.settled.includes(name)) {
    return refuse(state, `${name} is settled. Do not come back to it.`);
  }
  const direction = "Noted. Voice this doubt in your own words, and no other with it.";
  if (state.raised.includes(name)) return { state, events: [], ok: true, direction };
  return {
    state: { ...state, raised: [...state.raised, name] },
    events: [{ kind: "objection_raised", id: name, second: call.second }],
    ...{ ok: true, direction },
  };
}

function settleObjection(
  source: ProgressSource,
  state: ProgressState,
  call: SilentCall,
): SilentAnswer {
  const { name, fault } = readName(call, "objection", idsOf(source.private.objections));
  if (fault !== null) return refuse(state, fault);
  if (!state.raised.includes(name)) {
    return refuse(state, `You have not raised ${name}. Raise it first, when its time has come.`);
  }
  const direction = `${name} is settled. Say so in your own words and do not come back to it.`;
  if (state.settled.includes(name)) return { state, events: [], ok: true, direction };
  const settled: Progressed = {
    state: { ...state, settled: [...state.settled, name] },
    events: [{ kind: "objection_settled", id: name, second: call.second }],
  };
  const moved = followAct(source, settled, { on: "objection-settled", id: name }, call.second);
  return { ...moved, ok: true, direction };
}

function markObjective(
  source: ProgressSource,
  state: ProgressState,
  call: SilentCall,
): SilentAnswer {
  const { name, fault } = readName(call, "objective", idsOf(source.public.objectives));
  if (fault !== null) return refuse(state, fault);
  const step = stepOf(source.private.steps, name);
  return reach(source, state, { objective: name, step: step?.id ?? null, second: call.second });
}

function reachStep(source: ProgressSource, state: ProgressState, call: SilentCall): SilentAnswer {
  const { name, fault } = readName(call, "step", idsOf(namedSteps(source.private.steps)));
  if (fault !== null) return refuse(state, fault);
  const step = source.private.steps?.find(({ id }) => id === name);
  return reach(source, state, {
    objective: step?.objective ?? null,
    ...{ step: name, second: call.second },
  });
}

/** Notes an objective, a step or both, each once, and the move that the objective brings. */
function reach(
  source: ProgressSource,
  state: ProgressState,
  reached: {
    readonly objective: string | null;
    readonly step: string | null;
    readonly second: number;
  },
): SilentAnswer {
  const { objective, step, second } = reached;
  const newObjective =
    objective !== null && !state.objectives.includes(objective) ? [objective] : [];
  const newStep = step !== null && !state.steps.includes(step) ? [step] : [];
  const noted: Progressed = {
    state: {
      ...state,
      objectives: [...state.objectives, ...newObjective],
      steps: [...state.steps, ...newStep],
    },
    events: [
      ...newStep.map((id) => ({ kind: "step_reached", id, second }) as const),
      ...newObjective.map((id) => ({ kind: "objective_reached", id, second }) as const),
    ],
  };
  const [id] = newObjective;
  const moved =
    id === undefined ? noted : followAct(source, noted, { on: "objective-marked", id }, second);
  return { ...moved, ok: true, direction: "Noted. Say nothing of it and go on." };
}

function giveDetail(source: ProgressSource, state: ProgressState, call: SilentCall): SilentAnswer {
  const fields = detailFields(source.private);
  const { name, fault } = readName(call, "field", Object.keys(fields));
  if (fault !== null) return refuse(state, fault);
  const field = fields[name];
  const value = field === undefined ? null : readValue(field, call.given["value"]);
  if (field === undefined || value === null) {
    const wanted = field === undefined ? "a text" : describeValue(field);
    return refuse(state, `value must be ${wanted}. Nothing was noted; go on.`);
  }
  return {
    state: { ...state, details: { ...state.details, [name]: String(value) } },
    events: [{ kind: "detail_given", id: name, second: call.second }],
    ...{ ok: true, direction: "Noted. Say nothing of it and go on." },
  };
}

function endCall(_source: ProgressSource, state: ProgressState, call: SilentCall): SilentAnswer {
  const { name, fault } = readName(call, "outcome", Outcome.options);
  if (fault !== null) return refuse(state, fault);
  const outcome = Outcome.parse(name);
  const open = state.raised.filter((id) => !state.settled.includes(id));
  if (outcome === "success" && open.length > 0) {
    const direction = `${open.join(", ")} is still open, so that this is no success yet. If it was settled, note that first; else come back to it, or end with partial or failed.`;
    return refuse(state, direction);
  }
  return {
    state: { ...state, ended: outcome },
    events: [{ kind: "call_ended_by_persona", outcome, second: call.second }],
    ...{
      ok: true,
      direction: "Say goodbye in one sentence if you have not. Then say nothing more.",
    },
  };
}

function followAct(source: ProgressSource, done: Progressed, act: Act, second: number): Progressed {
  const moved = moveByAct(source, done.state, act, second);
  return moved === null ? done : { ...moved, events: [...done.events, ...moved.events] };
}

/** All that a cause may mean: one name may be that of an objection and of an objective. */
function actsOf({ public: shown, private: hidden }: ProgressSource, cause: string): Act[] {
  if (cause === ESCALATION) return [{ on: "escalation" }];
  if (cause === CALMED) return [{ on: "deescalation" }];
  const lists = [
    ["deescalation", idsOf(hidden.deescalationPoints)],
    ["objection-settled", idsOf(hidden.objections)],
    ["objective-marked", idsOf(shown.objectives)],
  ] as const;
  return lists.flatMap(([on, ids]) => (ids.includes(cause) ? [{ on, id: cause }] : []));
}

type Named = { readonly name: string; readonly fault: string | null };

function readName({ given }: SilentCall, key: string, known: readonly string[]): Named {
  const value = Object.hasOwn(given, key) ? given[key] : undefined;
  if (typeof value === "string" && known.includes(value)) return { name: value, fault: null };
  const choice = known.length === 0 ? "left out: there is none" : `one of ${known.join(", ")}`;
  return { name: "", fault: `${key} must be ${choice}. Nothing was noted; go on.` };
}

function refuse(state: ProgressState, direction: string): SilentAnswer {
  return { state, events: [], ok: false, direction };
}
