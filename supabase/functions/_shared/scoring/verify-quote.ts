import { type NormalizedText, normalizeText } from "./normalize-text.ts";
import { countWords, isUnspaced } from "./split-words.ts";
import { stripEnd } from "./strip-end.ts";

/** Fewer words prove nothing, unless the learner's whole turn has no more. */
export const MIN_QUOTE_WORDS = 4;

/** Marks, dots and Markdown that models set around a quote. Never a sign that says how much, such as "%". */
const FRAME = "-\"'\\s*_~`#>()[\\]{}\u2026\u00bf\u00a1";
/** How a sentence ends: the learner's own first, else the scorer's, who ends what goes on in the turn. */
const ENDS = ".,;:!?\u3002\uff01\uff1f";
const FRAMINGS = [new RegExp(`[${FRAME}]`, "u"), new RegExp(`[${FRAME}${ENDS}]`, "u")];

/** Where a quote stands in a text; `source` is the text in Unicode NFC, which both numbers index. */
export interface QuotePlace {
  readonly source: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Looks for `quote` in `turnText`, alike but for case, spaces, quotation marks, dashes, Unicode form and what stands at
 * the quote's ends, and on word boundaries. Returns the learner's own words as they stand in the turn, or null where
 * the quote is not one.
 */
export function verifyQuote(quote: string, turnText: string): string | null {
  const place = findQuote(quote, turnText);
  return place === null ? null : place.source.slice(place.start, place.end);
}

/** As `verifyQuote`, and says where the quote stands. */
export function findQuote(quote: string, turnText: string): QuotePlace | null {
  const turn = normalizeText(turnText);
  const normalized = normalizeText(quote).text;
  for (const framing of FRAMINGS) {
    const place = findWords(stripFraming(normalized, framing), turn);
    if (place !== null) return place;
  }
  return null;
}

function findWords(wanted: string, turn: NormalizedText): QuotePlace | null {
  const wordCount = countWords(wanted);
  if (wordCount === 0) return null;
  const isWholeTurn = wordCount === countWords(turn.text);
  if (wordCount < MIN_QUOTE_WORDS && !isWholeTurn) return null;
  const index = findOnBoundaries(turn.text, wanted);
  if (index === -1) return null;
  const start = turn.starts[index];
  const end = turn.ends[index + wanted.length - 1];
  return start === undefined || end === undefined ? null : { source: turn.source, start, end };
}

function stripFraming(text: string, framing: RegExp): string {
  const kept = stripEnd(text, framing);
  let start = 0;
  while (framing.test(kept.charAt(start))) start += 1;
  return kept.slice(start);
}

/** "I can" is not a quote of "Ali cannot". */
function findOnBoundaries(text: string, wanted: string): number {
  for (let index = text.indexOf(wanted); index !== -1; index = text.indexOf(wanted, index + 1)) {
    const before = text.slice(0, index).at(-1) ?? "";
    const after = text.slice(index + wanted.length).at(0) ?? "";
    const startsInWord = isInWord(before, wanted.at(0) ?? "");
    const endsInWord = isInWord(wanted.at(-1) ?? "", after);
    if (!startsInWord && !endsInWord) return index;
  }
  return -1;
}

/** Scripts without spaces have no border to look for between two letters. */
function isInWord(before: string, after: string): boolean {
  if (/^\p{M}/u.test(after)) return true;
  return isWordCharacter(before) && isWordCharacter(after) && !isUnspaced(before + after);
}

function isWordCharacter(character: string): boolean {
  return /[\p{L}\p{N}\p{M}]/u.test(character);
}
