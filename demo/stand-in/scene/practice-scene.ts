import type { CallData } from "../../../supabase/functions/_shared/scenario/instructions.ts";
import type { Exchange } from "../../../supabase/functions/_shared/scenario/rehearsal.ts";
import type { Scenario } from "../../../supabase/functions/_shared/scenario/schema.ts";
import {
  advanceTalk,
  beginTalk,
  likelyNext,
  weighScript,
  type Script,
  type Talk,
} from "./practice-talk.ts";
import type { Scene, SceneReply, SceneTurn } from "./scene.ts";

/** What of one call's data a scene needs; absent parts fall back to the scenario's defaults. */
export type SceneCallData = Partial<Pick<CallData, "variables" | "wordings">> & {
  readonly hiddenFacts?: CallData["hiddenFacts"] | undefined;
};

/**
 * The customer of a scenario, by its rehearsal script. Each reply replays the whole talk, so that the same
 * turns give the same words whatever was asked before.
 */
export function createPracticeScene(scenario: Scenario, call: SceneCallData): Scene {
  const script = toScript(scenario, call);
  let latest = beginTalk(script);
  return {
    language: scenario.language,
    expectedSentences: () => likelyNext(latest, script).flatMap((exchange) => exchange.learner),
    reply(turns) {
      latest = replay(turns, script);
      return toReply(turns, latest, script);
    },
  };
}

function replay(turns: readonly SceneTurn[], script: Script): Talk {
  return turns
    .filter((turn) => turn.speaker === "learner")
    .reduce((talk, turn) => advanceTalk(talk, turn.text, script), beginTalk(script));
}

function toReply(turns: readonly SceneTurn[], talk: Talk, script: Script): SceneReply {
  const isSilent = turns.at(-1)?.speaker === "persona";
  if (isSilent && talk.ending === null) return toSpeech(script.scenario.rehearsal.stillThere);
  return toSpeech(isSilent ? script.scenario.rehearsal.afterTheEnd : talk.speech);
}

function toSpeech(text: string): SceneReply {
  return { speech: text === "" ? null : text, functionCalls: [] };
}

function toScript(scenario: Scenario, call: SceneCallData): Script {
  const fill = createFiller(scenario, call);
  const { rehearsal } = scenario;
  const isPlayed = createFactFilter(scenario, call);
  const good = rehearsal.good.filter(isPlayed).map((exchange) => fillExchange(exchange, fill));
  const poor = rehearsal.poor.filter(isPlayed).map((exchange) => fillExchange(exchange, fill));
  const wordings: Record<string, string> = {};
  for (const { id, variants } of scenario.objections) {
    const drawn = call.wordings !== undefined && Object.hasOwn(call.wordings, id);
    wordings[id] = fill((drawn ? call.wordings[id] : undefined) ?? variants[0] ?? "");
  }
  return {
    scenario: fillFallbacks(scenario, fill),
    good,
    poor,
    wordings,
    weights: weighScript([...good, ...poor]),
  };
}

/** Exchanges about a hidden fact of a pool belong to the calls that drew it; the first of a pool by default. */
function createFactFilter({ hiddenFacts }: Scenario, { hiddenFacts: drawn }: SceneCallData) {
  const isFirst = (id: string) => {
    const pool = hiddenFacts.find((fact) => fact.id === id)?.pool;
    return hiddenFacts.find((fact) => fact.pool === pool)?.id === id;
  };
  return ({ when }: Exchange): boolean =>
    when === undefined || (drawn === undefined ? isFirst(when) : Object.hasOwn(drawn, when));
}

type Fill = (text: string) => string;

function createFiller({ variables }: Scenario, call: SceneCallData): Fill {
  return (text) =>
    text.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (whole, name: string) => {
      const given = call.variables !== undefined && Object.hasOwn(call.variables, name);
      return (given ? call.variables[name] : undefined) ?? variables[name]?.default ?? whole;
    });
}

function fillExchange(exchange: Exchange, fill: Fill): Exchange {
  return { ...exchange, learner: exchange.learner.map(fill), persona: fill(exchange.persona) };
}

function fillFallbacks(scenario: Scenario, fill: Fill): Scenario {
  const { rehearsal, objections } = scenario;
  return {
    ...scenario,
    ...(scenario.openingLine === undefined ? {} : { openingLine: fill(scenario.openingLine) }),
    objections: objections.map((one) => ({ ...one, variants: one.variants.map(fill) })),
    rehearsal: {
      ...rehearsal,
      notHeard: rehearsal.notHeard.map(fill),
      stillThere: fill(rehearsal.stillThere),
      askedUnknown: rehearsal.askedUnknown.map(fill),
      toldUnknown: rehearsal.toldUnknown.map(fill),
      givesUp: fill(rehearsal.givesUp),
      afterTheEnd: fill(rehearsal.afterTheEnd),
    },
  };
}
