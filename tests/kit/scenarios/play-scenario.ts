import { RehearsalTalk, type Happening } from "../../../scenarios/rehearsal/rehearsal-talk.ts";
import {
  toProgressSource,
  type ProgressSource,
} from "../../../supabase/functions/_shared/tools/progress-source.ts";
import { drawHiddenFacts } from "../../../supabase/functions/_shared/scenario/draw.ts";
import { idsOf } from "../../../supabase/functions/_shared/scenario/parts.ts";
import type { Exchange } from "../../../supabase/functions/_shared/scenario/rehearsal.ts";
import {
  toPublishedScenario,
  type Scenario,
} from "../../../supabase/functions/_shared/scenario/schema.ts";
import { openScenePersona } from "./scene-persona.ts";

/** What came of one rehearsal of a scenario against the stand-in's customer and the server's own engine. */
export interface Play {
  /** Everything that went otherwise than the scenario says; empty where all went well. */
  readonly faults: readonly string[];
  /** The phases that the persona went through, in order. */
  readonly phases: readonly string[];
  readonly marked: readonly string[];
  readonly turns: number;
  /** Functions that the persona called, and how many of them the engine refused for now. */
  readonly calls: number;
  readonly refusals: number;
}

/** Refusals that ask for patience: the mood is asked for again with the next turn. */
const PATIENCE = /too early|only just moved/;

/** Plays the good script of the call that `seed` draws: each answer, doubt, objective and phase in its place. */
export async function playGood(scenario: Scenario, seed: number): Promise<Play> {
  const { rehearsal, objections, brief, phases, steps = [] } = scenario;
  const talk = await speak(scenario, "good", seed);
  const { raised, settled, objectives, ended, phase } = talk.state;
  const doubts = idsOf(objections).join();
  const faults = talk.answers.flatMap(({ exchange, speech }, index) =>
    speech.startsWith(talk.fill(exchange.persona))
      ? []
      : [`good ${index + 1} is answered by: ${speech}`],
  );
  if (raised.join() !== doubts) faults.push(`doubts come as ${raised.join()}`);
  if (talk.farewell !== rehearsal.afterTheEnd) faults.push(`no good end: ${talk.farewell}`);
  if (ended !== "success") faults.push(`the call ends as ${String(ended)}`);
  if (phase !== phases.at(-1)?.id) faults.push(`ends in phase ${phase}`);
  const open = [
    ...without(idsOf(objections), settled),
    ...without(idsOf(brief.objectives), objectives),
    ...without(idsOf(steps), talk.state.steps),
  ];
  faults.push(...open.map((id) => `${id} stays open`));
  return { ...talk, faults: [...talk.faults, ...faults] };
}

function without(ids: readonly string[], taken: readonly string[]): string[] {
  return ids.filter((id) => !taken.includes(id));
}

/** Plays the poor script: the customer ends the call, not in the phase of an agreement. */
export async function playPoor(scenario: Scenario, seed: number): Promise<Play> {
  const { rehearsal, phases, brief } = scenario;
  const talk = await speak(scenario, "poor", seed);
  const faults: string[] = [...talk.faults];
  const isGivenUp = talk.answers.some(({ speech }) => speech === talk.fill(rehearsal.givesUp));
  if (!isGivenUp) faults.push("poor play is never given up");
  if (talk.farewell !== rehearsal.afterTheEnd) faults.push(`no poor end: ${talk.farewell}`);
  if (talk.state.ended !== "failed") faults.push(`the call ends as ${String(talk.state.ended)}`);
  if (talk.state.phase === phases.at(-1)?.id) faults.push("poor play ends in the last phase");
  if (talk.marked.length >= brief.objectives.length) faults.push("poor play meets all objectives");
  return { ...talk, faults };
}

interface Talk extends Play {
  readonly answers: readonly { readonly exchange: Exchange; readonly speech: string }[];
  readonly farewell: string;
  readonly fill: (text: string) => string;
  readonly state: RehearsalTalk["state"];
}

async function speak(scenario: Scenario, play: "good" | "poor", seed: number): Promise<Talk> {
  const published = await toPublishedScenario(scenario);
  const source = toProgressSource({ scenario: published, seed, variables: {} });
  const talk = new RehearsalTalk(openScenePersona(scenario, published, seed), source);
  const facts = drawHiddenFacts(scenario.hiddenFacts, seed).map(({ id }) => id);
  const fill = (text: string) =>
    text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => source.values[name] ?? "");
  const happenings: Happening[] = [...(await talk.open())];
  const say = async (text: string) => {
    const heard = await talk.say(text);
    happenings.push(...heard);
    return heard.flatMap((one) => (one.kind === "speech" ? one.text : [])).join(" ");
  };
  const exchanges = scenario.rehearsal[play].filter(
    ({ when }) => when === undefined || facts.includes(when),
  );
  const answers = [];
  for (const exchange of exchanges)
    answers.push({ exchange, speech: await say(fill(exchange.learner[0] ?? "")) });
  const farewell = await say("…?");
  const tools = happenings.filter((one) => one.kind === "tool");
  const refused = tools.filter(({ result }) => result.outcome === "refused");
  return {
    faults: [...findDisorder(talk, source), ...refused.flatMap(toFault)],
    phases: talk.state.moods.map(({ phase }) => phase),
    marked: talk.state.objectives,
    turns: talk.turns.length,
    calls: tools.length,
    refusals: refused.length,
    answers,
    farewell,
    fill,
    state: talk.state,
  };
}

function toFault({
  name,
  arguments: given,
  result,
}: Extract<Happening, { kind: "tool" }>): string[] {
  return PATIENCE.test(result.output) ? [] : [`${name} ${given} is refused: ${result.output}`];
}

/** What a log of the server may not show: a jump of mood, calm by time, a thing twice, an answer before its doubt. */
function findDisorder({ events }: RehearsalTalk, source: ProgressSource): string[] {
  const seen = new Set<string>();
  return events.flatMap((event) => {
    if (event.kind === "phase_moved") return findWrongMove(event, source);
    if (!("id" in event)) return [];
    const key = `${event.kind} ${event.id}`;
    const isEarly = event.kind === "objection_settled" && !seen.has(`objection_raised ${event.id}`);
    const isRepeated = seen.has(key);
    seen.add(key);
    return [
      ...(isRepeated ? [`${key} comes twice`] : []),
      ...(isEarly ? [`${event.id} is settled before it is raised`] : []),
    ];
  });
}

type Move = Extract<RehearsalTalk["events"][number], { kind: "phase_moved" }>;

function findWrongMove({ from, to, cause }: Move, { private: hidden }: ProgressSource): string[] {
  const order = idsOf(hidden.phases);
  const tensionOf = (id: string) => hidden.phases.find((one) => one.id === id)?.intensity ?? 0;
  const isJump = Math.abs(order.indexOf(to) - order.indexOf(from)) !== 1;
  const isCalmed = cause === "latest-second" && tensionOf(to) < tensionOf(from);
  return [
    ...(isJump ? [`${from} jumps to ${to}`] : []),
    ...(isCalmed ? [`time calms ${from}`] : []),
  ];
}
