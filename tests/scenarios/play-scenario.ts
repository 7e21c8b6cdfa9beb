import { createScene } from "../../demo/stand-in/scene/create-scene.ts";
import type { SceneTurn } from "../../demo/stand-in/scene/scene.ts";
import { drawHiddenFacts, drawVariables } from "../../supabase/functions/_shared/scenario/draw.ts";
import { compileInstructions } from "../../supabase/functions/_shared/scenario/instructions.ts";
import {
  nextPhase,
  type PhaseEvent,
} from "../../supabase/functions/_shared/scenario/next-phase.ts";
import type { Exchange } from "../../supabase/functions/_shared/scenario/rehearsal.ts";
import {
  toPublishedScenario,
  type Scenario,
} from "../../supabase/functions/_shared/scenario/schema.ts";

/** What came of one rehearsal of a scenario against the stand-in's customer. */
export interface Play {
  /** Everything that went otherwise than the scenario says; empty where all went well. */
  readonly faults: readonly string[];
  /** The phases that the persona went through, in order. */
  readonly phases: readonly string[];
  readonly marked: readonly string[];
  readonly turns: number;
}

/** Plays the good script of the call that `seed` draws: each answer, doubt, objective and phase in its place. */
export async function playGood(scenario: Scenario, seed: number): Promise<Play> {
  const { rehearsal, objections, brief, phases } = scenario;
  const talk = await speak(scenario, "good", seed);
  const faults: string[] = [...talk.faults];
  for (const [index, { exchange, speech }] of talk.answers.entries()) {
    const expected = talk.fill(exchange.persona);
    if (!speech.startsWith(expected)) faults.push(`good ${index + 1} is answered by: ${speech}`);
  }
  const raised = talk.answers.flatMap(({ exchange }) => exchange.raises ?? []);
  const wanted = objections.map(({ id }) => id);
  if (raised.join() !== wanted.join()) faults.push(`doubts come as ${raised.join()}`);
  for (const id of wanted) {
    const isBefore = positionOf(talk, "raises", id) < positionOf(talk, "settles", id);
    if (!isBefore) faults.push(`${id} is settled before it is raised`);
  }
  if (talk.farewell !== rehearsal.afterTheEnd) faults.push(`no good end: ${talk.farewell}`);
  const open = brief.objectives.filter(({ id }) => !talk.marked.includes(id));
  for (const { id } of open) faults.push(`objective ${id} is never met`);
  const last = phases.at(-1)?.id;
  if (talk.phases.at(-1) !== last) faults.push(`ends in phase ${talk.phases.at(-1) ?? ""}`);
  return { ...talk, faults };
}

/** Plays the poor script: the customer ends the call, not in the phase of an agreement. */
export async function playPoor(scenario: Scenario, seed: number): Promise<Play> {
  const { rehearsal, phases, brief } = scenario;
  const talk = await speak(scenario, "poor", seed);
  const faults: string[] = [...talk.faults];
  const isGivenUp = talk.answers.some(({ speech }) => speech === talk.fill(rehearsal.givesUp));
  if (!isGivenUp) faults.push("poor play is never given up");
  if (talk.farewell !== rehearsal.afterTheEnd) faults.push(`no poor end: ${talk.farewell}`);
  if (talk.phases.at(-1) === phases.at(-1)?.id) faults.push("poor play ends in the last phase");
  if (talk.marked.length >= brief.objectives.length) faults.push("poor play meets all objectives");
  return { ...talk, faults };
}

interface Talk extends Play {
  readonly answers: readonly { readonly exchange: Exchange; readonly speech: string }[];
  readonly farewell: string;
  readonly fill: (text: string) => string;
}

async function speak(scenario: Scenario, play: "good" | "poor", seed: number): Promise<Talk> {
  const published = await toPublishedScenario(scenario);
  const scene = createScene(compileInstructions(published, { scenarioId: scenario.id, seed }), [
    scenario,
  ]);
  const facts = drawHiddenFacts(scenario.hiddenFacts, seed).map(({ id }) => id);
  const values = drawVariables(scenario.variables, seed);
  const fill = (text: string) =>
    text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? "");
  const turns: SceneTurn[] = [{ speaker: "persona", text: scene.reply([], []).speech }];
  const say = (text: string) => {
    turns.push({ speaker: "learner", text });
    const speech = scene.reply(turns, []).speech ?? "";
    turns.push({ speaker: "persona", text: speech });
    return speech;
  };
  const exchanges = scenario.rehearsal[play].filter(
    ({ when }) => when === undefined || facts.includes(when),
  );
  const answers = exchanges.map((exchange) => ({
    exchange,
    speech: say(fill(exchange.learner[0] ?? "")),
  }));
  const marked = answers.flatMap(({ exchange }) => exchange.marks ?? []);
  const phases = walkPhases(scenario, exchanges, play);
  return { faults: [], answers, marked, phases, fill, farewell: say("…?"), turns: turns.length };
}

/** The persona's way through the phases; one exchange moves it at most once. Poor play makes it tenser. */
function walkPhases({ phases }: Scenario, exchanges: readonly Exchange[], play: "good" | "poor") {
  const way = [phases[0]?.id ?? ""];
  for (const exchange of exchanges) {
    const current = way.at(-1) ?? "";
    const next = eventsOf(exchange, play)
      .map((event) => nextPhase(phases, current, event))
      .find((phase) => phase !== current);
    if (next !== undefined) way.push(next);
  }
  return way;
}

function eventsOf({ settles, marks, calms }: Exchange, play: "good" | "poor"): PhaseEvent[] {
  if (play === "poor") return [{ on: "escalation" }];
  return [
    ...(settles === undefined ? [] : [{ on: "objection-settled" as const, id: settles }]),
    ...(marks === undefined ? [] : [{ on: "objective-marked" as const, id: marks }]),
    ...(calms === undefined ? [] : [{ on: "deescalation" as const, id: calms }]),
  ];
}

function positionOf({ answers }: Talk, key: "raises" | "settles", id: string): number {
  return answers.findIndex(({ exchange }) => exchange[key] === id);
}
