import type { Exchange } from "../../../supabase/functions/_shared/scenario/rehearsal.ts";
import type { Scenario } from "../../../supabase/functions/_shared/scenario/schema.ts";
import { isQuestion } from "../scene/is-question.ts";
import { isFarewell } from "./farewells.ts";
import { isRequest } from "./requests.ts";
import { keysOf, toConcepts } from "./concepts.ts";
import { readSenses, type Sense } from "./sense.ts";
import { fit, leastMeanings, weighMeanings, type Fit, type MeaningWeights } from "./weigh-sense.ts";

/** What an utterance is understood from. */
export interface Understanding {
  readonly language: string;
  readonly senses: readonly Sense[];
  readonly weights: MeaningWeights;
  /** The objectives as the brief words them. */
  readonly aims: readonly string[];
}

/** Where the talk stands, as far as it makes an exchange likelier. */
export interface Standing {
  /** The exchange that the script has next. */
  readonly next: Exchange | undefined;
  /** Doubts that are open. */
  readonly open: readonly string[];
  readonly played: readonly Exchange[];
}

/** Less evidence is chance: about two words that few exchanges have. */
const LEAST_EVIDENCE = 2.8;
/** Where the talk expects it, one telling word and its company do. */
const LEAST_EXPECTED_EVIDENCE = 1.9;
/** So much of what was said must speak for it, since long talk brushes everything. */
const LEAST_SHARE = 0.3;
/** A mistake is charged only on clear words. */
const LEAST_POOR_EVIDENCE = 3.5;
const LEAST_POOR_SHARE = 0.4;
/** Good play that is nearly as likely is preferred to a mistake. */
const CLEAR_LEAD = 1.1;
/** Two texts that share so many of their meanings are one text. */
const READ_SHARE = 0.75;
const FAVOURS = { next: 1.25, answersDoubt: 1.3, played: 0.7, otherForm: 0.75 };

/** Reads what the exchanges of a script mean. */
export function prepareUnderstanding(
  scenario: Scenario,
  play: { readonly good: readonly Exchange[]; readonly poor: readonly Exchange[] },
): Understanding {
  const senses = readSenses(scenario, play);
  const aims = scenario.brief.objectives.map(({ text }) => text);
  return { language: scenario.language, senses, weights: weighMeanings(senses), aims };
}

interface Candidate {
  readonly sense: Sense;
  readonly fit: Fit;
  readonly score: number;
  readonly isExpected: boolean;
}

/**
 * The exchange that an utterance means in words of its own; null where none is clear. By content words, their stems
 * and everyday synonyms, weighed by how well they tell the exchanges apart.
 */
export function understand(
  text: string,
  { language, senses, weights, aims }: Understanding,
  standing: Standing,
): Exchange | null {
  if (aims.some((aim) => isReadAloud(text, aim, language))) return null;
  const asks = isQuestion(text, language) || isRequest(text, language);
  const isLeaving = isFarewell(text, language);
  const candidates = senses
    .filter(({ exchange }) => exchange.ends === undefined || isLeaving)
    .map((sense): Candidate => {
      const found = fit(text, language, sense, weights);
      const favour = favourOf(sense, standing);
      const form = isOtherForm(sense, asks) ? FAVOURS.otherForm : 1;
      return { sense, fit: found, score: found.evidence * favour * form, isExpected: favour > 1 };
    })
    .sort((a, b) => b.score - a.score);
  const wantedMeanings = leastMeanings(text);
  const [best, second] = candidates.filter((one) => isClear(one, wantedMeanings));
  if (best === undefined) return null;
  const isRivalled =
    second !== undefined &&
    best.sense.isPoor &&
    !second.sense.isPoor &&
    second.score * CLEAR_LEAD > best.score;
  return (isRivalled ? second : best).sense.exchange;
}

/** A statement is less like a question; a question is no mistake that is made by stating something. */
function isOtherForm({ asks, isPoor }: Sense, isAsked: boolean): boolean {
  return isPoor ? asks !== isAsked : asks && !isAsked;
}

/** To say what one should do is no sign of doing it. */
function isReadAloud(text: string, aim: string, language: string): boolean {
  const keysIn = (spoken: string) => new Set(toConcepts(spoken, language).flatMap(keysOf));
  const said = keysIn(text);
  const read = keysIn(aim);
  const shared = [...said].filter((key) => read.has(key)).length;
  return shared >= READ_SHARE * Math.max(said.size, read.size);
}

function favourOf({ exchange, isPoor }: Sense, { next, open, played }: Standing): number {
  if (isPoor) return 1;
  if (played.includes(exchange)) return FAVOURS.played;
  const answers = exchange.settles !== undefined && open.includes(exchange.settles);
  return (exchange === next ? FAVOURS.next : 1) * (answers ? FAVOURS.answersDoubt : 1);
}

function isClear(
  { sense, fit: found, score, isExpected }: Candidate,
  wantedMeanings: number,
): boolean {
  const { share, meanings } = found;
  if (sense.isPoor)
    return score >= LEAST_POOR_EVIDENCE && share >= LEAST_POOR_SHARE && meanings >= wantedMeanings;
  const isShortButExpected =
    isExpected && wantedMeanings === 2 && score >= LEAST_EXPECTED_EVIDENCE && share >= LEAST_SHARE;
  if (isShortButExpected) return true;
  return score >= LEAST_EVIDENCE && share >= LEAST_SHARE && meanings >= wantedMeanings;
}
