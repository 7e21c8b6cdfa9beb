import type { TranscriptTurn } from "../contract/turn.ts";
import { type EditedText, editText, type Replacement, restoreText } from "./edited-text.ts";
import { splitSentences } from "./split-sentences.ts";
import { createEchoesRubric, type RecitableRubric } from "./integrity/echoes-rubric.ts";
import { findAimedSpans, type Span } from "./integrity/find-aimed-spans.ts";
import { MASK } from "./report-task.ts";
import { findQuote, verifyQuote } from "./verify-quote.ts";

/** One turn as scoring sees it. */
export interface ScoredTurn {
  /** The short name that the scorer knows it by. */
  readonly name: string;
  readonly turn: TranscriptTurn;
  /** With neutral words for names. */
  readonly neutral: EditedText;
  /** As `neutral`, and without what is aimed at the scorer. */
  readonly masked: string;
  /** Something in it is aimed at the scorer. */
  readonly isAimed: boolean;
}

/** A name that must not sway a score, and the word that the scorer reads instead. */
export interface NeutralName {
  readonly name: string;
  readonly neutral: string;
}

const MIN_NAME_CHARACTERS = 2;

/**
 * Makes a transcript ready for two scorings: names are neutral, runs of spaces one, and what either side says to
 * the scorer is masked in the second copy. Turns without words are left out.
 */
export function prepareTranscript(
  transcript: readonly TranscriptTurn[],
  rubric: RecitableRubric,
  names: readonly NeutralName[],
): ScoredTurn[] {
  const spoken = transcript.filter((turn) => turn.text.trim() !== "");
  const texts = spoken.map((turn) => neutralize(turn.text, names));
  const aimed = findAimed(spoken, texts, rubric);
  return spoken.map((turn, index) => {
    const neutral = texts[index] ?? { text: "", edits: [] };
    const spans = aimed[index] ?? [];
    const masks = spans.map((span) => ({ ...span, by: MASK }));
    return {
      name: `t${index + 1}`,
      turn,
      neutral,
      masked: editText(neutral.text, masks).text,
      isAimed: spans.length > 0,
    };
  });
}

/**
 * The learner's own words for a scorer's quote, as they stand in the stored turn; null where it is not one, or where
 * it lies in words that were aimed at the scorer.
 */
export function proveQuote(quote: string, scored: ScoredTurn): string | null {
  return findQuote(quote, scored.masked) === null ? null : proveAnyQuote(quote, scored);
}

/** As `proveQuote`, but words aimed at the scorer count too: as evidence against the learner. */
export function proveAnyQuote(quote: string, { neutral, turn }: ScoredTurn): string | null {
  const place = findQuote(quote, neutral.text);
  if (place === null) return null;
  return verifyQuote(restoreText(neutral, place.start, place.end), turn.text);
}

function neutralize(text: string, names: readonly NeutralName[]): EditedText {
  const source = text.normalize("NFC").replace(/\s+/gu, " ").trim();
  const sentences = splitSentences(source);
  const replacements = names.flatMap(({ name, neutral }) =>
    takeFirsts(findName(source, name), sentences).map((span): Replacement => {
      return { ...span, by: neutral };
    }),
  );
  return editText(source, replacements);
}

/** The first in each sentence: people say a name once in one; more often it is a word that somebody wants gone. */
function takeFirsts(found: readonly Span[], sentences: readonly Span[]): readonly Span[] {
  let at = 0;
  let taken = -1;
  return found.filter(({ start }) => {
    while ((sentences[at]?.end ?? Infinity) <= start) at += 1;
    const isFirst = at !== taken;
    taken = at;
    return isFirst;
  });
}

function findName(source: string, name: string): Span[] {
  const wanted = name.normalize("NFC").replace(/\s+/gu, " ").trim();
  if (wanted.length < MIN_NAME_CHARACTERS) return [];
  const escaped = wanted.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&").replaceAll("'", "['\u2019]");
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "gu");
  return [...source.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Each side by itself, since an order may run on over several of its turns. */
function findAimed(
  turns: readonly TranscriptTurn[],
  texts: readonly EditedText[],
  rubric: RecitableRubric,
): Span[][] {
  const echoesRubric = createEchoesRubric(rubric);
  const found: Span[][] = turns.map(() => []);
  for (const speaker of ["learner", "persona"] as const) {
    const indexes = turns.flatMap((turn, index) => (turn.speaker === speaker ? [index] : []));
    const own = indexes.map((index) => texts[index]?.text ?? "");
    const spans = findAimedSpans(own, echoesRubric);
    for (const [position, index] of indexes.entries()) found[index] = spans[position] ?? [];
  }
  return found;
}
