import * as z from "zod";
import type { CallData } from "../../../supabase/functions/_shared/scenario/instructions.ts";
import type { MoodEvent } from "../../../supabase/functions/_shared/scenario/next-mood.ts";
import type { Exchange } from "../../../supabase/functions/_shared/scenario/rehearsal.ts";
import type { Scenario } from "../../../supabase/functions/_shared/scenario/schema.ts";
import { prepareUnderstanding } from "../meaning/understand.ts";
import { beginWay, confirmMood, followEvents, type MoodStep, type MoodWay } from "./mood-way.ts";
import {
  advanceTalk,
  beginTalk,
  likelyNext,
  weighScript,
  type Cues,
  type Script,
  type Talk,
} from "./practice-talk.ts";
import type { EarlierTalk } from "./read-earlier-talk.ts";
import { reachSteps } from "./reach-steps.ts";
import type { Scene, SceneCall, SceneReply, SceneTool, SceneTurn } from "./scene.ts";
import { toSilentCalls, type SilentNews } from "./silent-calls.ts";

/** What of one call's data a scene needs; absent parts fall back to the scenario's defaults. */
export type SceneCallData = Partial<Pick<CallData, "variables" | "wordings">> & {
  readonly hiddenFacts?: CallData["hiddenFacts"] | undefined;
};

/**
 * The customer of a scenario, by its rehearsal script. Each reply replays the whole talk, so that the same
 * turns give the same words whatever was asked before. It tells the server how the talk goes by the functions that
 * the session declares, and takes no offence where one is refused. After a break it takes the talk up where
 * `earlier` left it.
 */
export function createPracticeScene(
  scenario: Scenario,
  call: SceneCallData,
  earlier: EarlierTalk | null = null,
): Scene {
  const script = toScript(scenario, call);
  const begun = earlier === null ? beginPlay(script) : takeUp(earlier, script);
  let latest = begun;
  return {
    language: scenario.language,
    expectedSentences: () =>
      likelyNext(latest.talk, script).flatMap((exchange) => exchange.learner),
    reply(turns, tools) {
      latest = turns.reduce((play, turn) => follow(play, turn, script), begun);
      const isReturning = earlier !== null && isOpening(turns);
      const wasAsked = earlier?.turns.at(-1)?.speaker === "learner";
      const heard: readonly SceneTurn[] = isReturning && !wasAsked ? [SILENCE] : turns;
      const reply = toReply(heard, latest, script, tools);
      return isReturning && wasAsked ? toReturn(reply, script) : reply;
    },
  };
}

/** After a break nobody speaks until the persona asks. */
const SILENCE: SceneTurn = { speaker: "silence", text: null };

/** A talk and the mood that it has brought the persona to. */
interface Play {
  readonly talk: Talk;
  readonly way: MoodWay;
  /** Steps of the talk that were reached, and of those the ones that the latest turn has come to. */
  readonly steps: readonly string[];
  readonly newSteps: readonly string[];
}

function beginPlay(script: Script): Play {
  const way = beginWay(script.scenario.phases);
  return { talk: beginTalk(script), way, steps: [], newSteps: [] };
}

function takeUp({ turns, mood }: EarlierTalk, script: Script): Play {
  const { phases } = script.scenario;
  const play = turns.reduce((before, turn) => follow(before, turn, script), beginPlay(script));
  const isKnown = phases.some(({ id }) => id === mood);
  return mood !== null && isKnown ? { ...play, way: confirmMood(play.way, mood) } : play;
}

/** Nobody has spoken in this call yet. */
function isOpening(turns: readonly SceneTurn[]): boolean {
  return turns.every(({ speaker }) => speaker === "call" || speaker === "tool");
}

/** Asks after the other side first; then what they said last before the break is answered. */
function toReturn(reply: SceneReply, { scenario }: Script): SceneReply {
  const { stillThere } = scenario.rehearsal;
  return reply.speech === null ? reply : { ...reply, speech: `${stillThere} ${reply.speech}` };
}

function follow(play: Play, turn: SceneTurn, script: Script): Play {
  const { talk, way } = play;
  const { phases } = script.scenario;
  switch (turn.speaker) {
    case "learner": {
      const next = advanceTalk(talk, turn.text, script);
      const steps = reachSteps(script.scenario.steps ?? [], play.steps, next);
      return {
        talk: next,
        way: followEvents(way, toMoodEvents(next.cues), phases),
        steps,
        newSteps: steps.slice(play.steps.length),
      };
    }
    case "tool": {
      const told = readMood(turn.text);
      const isKnown = phases.some(({ id }) => id === told);
      return told !== null && isKnown ? { ...play, way: confirmMood(way, told) } : play;
    }
    default:
      return play;
  }
}

function toMoodEvents({ settles, marks, calms, escalates }: Cues): MoodEvent[] {
  return [
    ...(escalates ? [{ on: "escalation" as const }] : []),
    ...(settles === undefined ? [] : [{ on: "objection-settled" as const, id: settles }]),
    ...(marks === undefined ? [] : [{ on: "objective-marked" as const, id: marks }]),
    ...(calms === undefined ? [] : [{ on: "deescalation" as const, id: calms }]),
  ];
}

/** The mood that a function's output says holds now; outputs of other functions have none. */
function readMood(output: string | null): string | null {
  try {
    return z.object({ phase: z.string() }).parse(JSON.parse(output ?? "")).phase;
  } catch {
    return null;
  }
}

/**
 * Speaks once for each learner turn. What has to be told first is called alone, and the words follow the answer;
 * an answer that comes after the words leaves nothing to say.
 */
function toReply(
  turns: readonly SceneTurn[],
  play: Play,
  script: Script,
  tools: readonly SceneTool[],
): SceneReply {
  const { talk } = play;
  const { rehearsal } = script.scenario;
  const since = turns.slice(turns.findLastIndex(({ speaker }) => speaker === "learner") + 1);
  const last = turns.at(-1)?.speaker;
  if (last === "silence" || last === "persona")
    return toSpeech(talk.ending === null ? rehearsal.stillThere : rehearsal.afterTheEnd);
  if (since.some(({ speaker }) => speaker === "persona")) return toSpeech("");
  const { before, along } = toSilentCalls(toNews(turns, play), tools);
  const isDue = ({ name }: SceneCall) =>
    !since.some((turn) => turn.speaker === "call" && turn.name === name);
  const first = before.filter(isDue);
  return first.length > 0
    ? { speech: null, functionCalls: first }
    : { ...toSpeech(talk.speech), functionCalls: along };
}

function toNews(turns: readonly SceneTurn[], { talk, way, newSteps }: Play): SilentNews {
  const { cues, raised, ending } = talk;
  const next = way.ahead[0];
  const isTold = turns.some(({ speaker, name }) => speaker === "call" && name === "end_call");
  return {
    cues,
    raised,
    mood: next === undefined || isTold || isMovedByServer(next, cues) ? null : next,
    steps: newSteps,
    ending: isTold ? null : ending,
  };
}

/** What this turn settles or meets moves the persona without a word of its own; an older step is asked for. */
function isMovedByServer({ cause }: MoodStep, { settles, marks }: Cues): boolean {
  if (cause.on === "objection-settled") return cause.id === settles;
  return cause.on === "objective-marked" && cause.id === marks;
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
    understanding: prepareUnderstanding(scenario, { good, poor }),
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
