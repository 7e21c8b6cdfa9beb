import type { Exchange } from "../../../supabase/functions/_shared/scenario/rehearsal.ts";
import type { Scenario } from "../../../supabase/functions/_shared/scenario/schema.ts";
import { understand, type Understanding } from "../meaning/understand.ts";
import { isFarewell } from "../meaning/farewells.ts";
import { answerGuardrail, findGuardrail, type Guardrail } from "./guardrails.ts";
import { isQuestion } from "./is-question.ts";
import { likeness, weighWords, type WordWeights } from "./match-sentence.ts";

/** What a talk is played from: the scenario, its texts filled in for this call. */
export interface Script {
  readonly scenario: Scenario;
  readonly good: readonly Exchange[];
  readonly poor: readonly Exchange[];
  /** The wording drawn for this call, by objection id. */
  readonly wordings: Readonly<Record<string, string>>;
  readonly weights: WordWeights;
  readonly understanding: Understanding;
}

/** What the latest learner turn brought about, each by its id. */
export interface Cues {
  readonly raises?: string | undefined;
  readonly settles?: string | undefined;
  readonly marks?: string | undefined;
  readonly calms?: string | undefined;
  /** Fields of the learner's card that the answer gives away, with their values. */
  readonly tells?: Readonly<Record<string, string>> | undefined;
  /** True where it made things worse. */
  readonly escalates: boolean;
}

/** How far a talk has come. */
export interface Talk {
  /** Exchanges already played. */
  readonly played: readonly Exchange[];
  /** Objection ids in the order in which they were raised. */
  readonly raised: readonly string[];
  readonly settled: readonly string[];
  /** Rises with unhelpful turns: one for an unknown turn, two for poor play. */
  readonly strain: number;
  readonly unknownTurns: number;
  readonly unheardTurns: number;
  readonly insults: number;
  readonly ending: "success" | "failed" | null;
  readonly speech: string;
  readonly cues: Cues;
}

const NOTHING_NEW: Cues = { escalates: false };

/** A talk before its first learner turn. */
export function beginTalk({ scenario }: Script): Talk {
  return {
    played: [],
    raised: [],
    settled: [],
    strain: 0,
    unknownTurns: 0,
    unheardTurns: 0,
    insults: 0,
    ending: null,
    speech: scenario.openingLine ?? "",
    cues: NOTHING_NEW,
  };
}

/** Prepares word weights over every sentence that a learner may say. */
export function weighScript(exchanges: readonly Exchange[]): WordWeights {
  return weighWords(exchanges.flatMap((exchange) => exchange.learner));
}

/** Below this two sentences say different things. Held against reworded lines by the tests. */
const MATCH_THRESHOLD = 0.5;

/** Advances a talk by one learner turn; null is speech whose words were not recognised. Pure. */
export function advanceTalk(before: Talk, heard: string | null, script: Script): Talk {
  const { rehearsal } = script.scenario;
  const talk = { ...before, cues: NOTHING_NEW };
  if (talk.ending !== null) return { ...talk, speech: rehearsal.afterTheEnd };
  if (heard === null || heard.trim() === "") {
    const speech = cycle(rehearsal.notHeard, talk.unheardTurns);
    return { ...talk, unheardTurns: talk.unheardTurns + 1, speech };
  }
  const guardrail = findGuardrail(heard, script.scenario.language);
  if (guardrail !== null) return playGuardrail(talk, guardrail, script);
  const exchange = findExchange(heard, talk, script) ?? findMeant(heard, talk, script);
  const next =
    exchange === null ? playUnknown(talk, heard, script) : playExchange(talk, exchange, script);
  const hasPatience = next.strain < 2 * rehearsal.patience || next.ending !== null;
  return hasPatience ? next : { ...next, ending: "failed", speech: rehearsal.givesUp };
}

/** Distress stops nothing by itself and costs no patience; an insult makes things worse. */
function playGuardrail(talk: Talk, kind: Guardrail, { scenario }: Script): Talk {
  const { speech, endsCall } = answerGuardrail(kind, scenario.language, talk.insults);
  if (kind === "distress") return { ...talk, speech };
  return {
    ...talk,
    speech,
    insults: talk.insults + 1,
    ending: endsCall ? "failed" : null,
    cues: { escalates: true },
  };
}

/** Exchanges in the order in which a learner is likely to say them next. */
export function likelyNext(talk: Talk, { good, poor }: Script): readonly Exchange[] {
  const furthest = good.findLastIndex((exchange) => talk.played.includes(exchange));
  const isNew = (exchange: Exchange) => !talk.played.includes(exchange);
  const ahead = good.slice(furthest + 1);
  const skipped = good.slice(0, furthest + 1).filter(isNew);
  return [...ahead, ...skipped, ...poor.filter(isNew), ...talk.played];
}

function findExchange(heard: string, talk: Talk, script: Script): Exchange | null {
  let best: Exchange | null = null;
  let bestLikeness = MATCH_THRESHOLD;
  for (const exchange of likelyNext(talk, script)) {
    const scores = exchange.learner.map((line) => likeness(heard, line, script.weights));
    const score = Math.max(...scores);
    if (score <= bestLikeness) continue;
    best = exchange;
    bestLikeness = score;
  }
  return best;
}

/** What a learner means who speaks in words of their own. */
function findMeant(heard: string, talk: Talk, script: Script): Exchange | null {
  const { raised, settled, played } = talk;
  const open = raised.filter((id) => !settled.includes(id));
  const meant = understand(heard, script.understanding, {
    next: likelyNext(talk, script)[0],
    open,
    played,
  });
  if (meant !== null) return meant;
  const isLeaving = isWon(talk) && isFarewell(heard, script.scenario.language);
  return (isLeaving ? script.good.find(({ ends }) => ends === "success") : undefined) ?? null;
}

function playExchange(talk: Talk, exchange: Exchange, script: Script): Talk {
  if (exchange.ends === "success" && !isWon(talk)) return playTooEarly(talk, script);
  const played = talk.played.includes(exchange) ? talk.played : [...talk.played, exchange];
  const settled = withOnce(talk.settled, exchange.settles);
  const raises = isOpenToRaise(exchange.raises, talk.raised, settled) ? exchange.raises : undefined;
  const wording = raises === undefined ? undefined : script.wordings[raises];
  const isPoor = script.poor.includes(exchange);
  return {
    ...talk,
    played,
    settled,
    raised: withOnce(talk.raised, raises),
    strain: talk.strain + (isPoor ? 2 : 0),
    ending: exchange.ends ?? null,
    speech: join(exchange.persona, wording),
    cues: talk.played.includes(exchange)
      ? { escalates: isPoor }
      : { ...toCues(exchange, talk), raises, escalates: isPoor },
  };
}

/** What an exchange brings about when it is played for the first time; what was settled before stays so. */
function toCues(
  { settles, marks, calms, tells }: Exchange,
  { settled }: Talk,
): Omit<Cues, "escalates"> {
  const isNew = settles !== undefined && !settled.includes(settles);
  return { settles: isNew ? settles : undefined, marks, calms, tells };
}

/** A farewell is agreed to when a doubt was settled and none is open. */
function isWon({ raised, settled }: Talk): boolean {
  return settled.length > 0 && raised.every((id) => settled.includes(id));
}

function playTooEarly(talk: Talk, script: Script): Talk {
  const { rehearsal } = script.scenario;
  return raiseNext(
    { ...talk, strain: talk.strain + 1, speech: rehearsal.toldUnknown[0] ?? "" },
    script,
  );
}

function playUnknown(talk: Talk, heard: string, script: Script): Talk {
  const { language, rehearsal } = script.scenario;
  const lines = isQuestion(heard, language) ? rehearsal.askedUnknown : rehearsal.toldUnknown;
  const next = {
    ...talk,
    strain: talk.strain + 1,
    unknownTurns: talk.unknownTurns + 1,
    speech: cycle(lines, talk.unknownTurns),
  };
  return raiseNext(next, script);
}

/** Adds to the speech the next doubt; one that is still open comes back every second time, reworded. */
function raiseNext(talk: Talk, script: Script): Talk {
  const { objections } = script.scenario;
  const open = objections.find(({ id }) => talk.raised.includes(id) && !talk.settled.includes(id));
  if (open !== undefined) {
    if (talk.unknownTurns % 2 === 1) return talk;
    return { ...talk, speech: join(talk.speech, cycle(open.variants, talk.unknownTurns / 2)) };
  }
  const next = objections.find(({ id }) => isOpenToRaise(id, talk.raised, talk.settled));
  if (next === undefined) return talk;
  const speech = join(talk.speech, script.wordings[next.id]);
  const cues = { ...talk.cues, raises: next.id };
  return { ...talk, raised: [...talk.raised, next.id], speech, cues };
}

function isOpenToRaise(
  id: string | undefined,
  raised: readonly string[],
  settled: readonly string[],
): boolean {
  return id !== undefined && !raised.includes(id) && !settled.includes(id);
}

function withOnce(list: readonly string[], id: string | undefined): readonly string[] {
  return id === undefined || list.includes(id) ? list : [...list, id];
}

function cycle(lines: readonly string[], turn: number): string {
  return lines[turn % lines.length] ?? "";
}

function join(first: string, second: string | undefined): string {
  return second === undefined ? first : `${first} ${second}`;
}
