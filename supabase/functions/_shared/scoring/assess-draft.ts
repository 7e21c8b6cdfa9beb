import type { CriterionResult, Quote } from "../contract/report.ts";
import { HIGHEST_LEVEL } from "../contract/to-total.ts";
import type { ScoredCriterion } from "./build-report-task.ts";
import { clip } from "./clip.ts";
import { proveQuote, type ScoredTurn } from "./prepare-transcript.ts";
import { type DraftCriterion, type ReportDraft } from "./report-task.ts";

/** A criterion held against the transcript. `unproved`: a level was claimed that no quote bears out. */
export interface AssessedCriterion {
  readonly result: CriterionResult;
  readonly unproved: boolean;
}

const MAX_QUOTES = 3;
const MAX_REASON_CHARACTERS = 600;
const MAX_WORDING_CHARACTERS = 400;

/**
 * Holds a draft against the transcript, in the rubric's order: quotes that are not the learner's words are
 * dropped, and a level above 0 without a quote left, or a criterion that the draft forgot, becomes null.
 * Criteria that the rubric does not know are passed over; of two answers to one criterion the first counts.
 */
export function assessDraft(
  draft: ReportDraft,
  criteria: readonly ScoredCriterion[],
  turns: readonly ScoredTurn[],
): AssessedCriterion[] {
  return criteria.map((criterion) => {
    const answer = draft.criteria.find(({ id }) => id === criterion.id);
    return assess(criterion, answer, turns);
  });
}

/** Takes the second asking's result where the first one was unproved. */
export function mergeAssessments(
  first: readonly AssessedCriterion[],
  second: readonly AssessedCriterion[],
): AssessedCriterion[] {
  return first.map((assessed, index) =>
    assessed.unproved ? (second[index] ?? assessed) : assessed,
  );
}

function assess(
  { id, title, weight }: ScoredCriterion,
  answer: DraftCriterion | undefined,
  turns: readonly ScoredTurn[],
): AssessedCriterion {
  const empty = { id, title, weight, level: null, reason: "", quotes: [], betterWording: null };
  if (answer === undefined) return { result: empty, unproved: true };
  const quotes = proveQuotes(answer, turns);
  const unproved = answer.level !== null && answer.level > 0 && quotes.length === 0;
  if (unproved) return { result: empty, unproved };
  return {
    result: {
      id,
      title,
      weight,
      level: answer.level,
      reason: clip(answer.reason, MAX_REASON_CHARACTERS),
      quotes,
      betterWording: answer.level === HIGHEST_LEVEL ? null : toWording(answer.better_wording),
    },
    unproved,
  };
}

function proveQuotes(answer: DraftCriterion, turns: readonly ScoredTurn[]): Quote[] {
  const quotes: Quote[] = [];
  for (const { turn: name, text } of answer.quotes) {
    const scored = turns.find((candidate) => candidate.name === name);
    if (scored?.turn.speaker !== "learner") continue;
    const words = proveQuote(text, scored);
    const { itemId } = scored.turn;
    const isKnown = quotes.some((quote) => quote.itemId === itemId && quote.text === words);
    if (words !== null && !isKnown) quotes.push({ itemId, text: words });
  }
  return quotes.slice(0, MAX_QUOTES);
}

function toWording(text: string | null): string | null {
  return text === null || text.trim() === "" ? null : clip(text, MAX_WORDING_CHARACTERS);
}
