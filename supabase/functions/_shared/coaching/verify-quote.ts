import { normalizeText } from "./normalize-text.ts";

/** Fewer words prove nothing, unless the learner's whole turn has no more. */
export const MIN_QUOTE_WORDS = 4;

/**
 * Looks for `quote` in `turnText`, alike but for case, spaces, quotation marks and Unicode form, and on word
 * boundaries. Returns the learner's own words as they stand in the turn, or null where the quote is not one.
 */
export function verifyQuote(quote: string, turnText: string): string | null {
  const turn = normalizeText(turnText);
  const wanted = stripFraming(normalizeText(quote).text);
  if (wanted === "") return null;
  const isWholeTurn = countWords(wanted) === countWords(turn.text);
  if (countWords(wanted) < MIN_QUOTE_WORDS && !isWholeTurn) return null;
  const index = findOnBoundaries(turn.text, wanted);
  if (index === -1) return null;
  const start = turn.starts[index];
  const end = turn.ends[index + wanted.length - 1];
  return start === undefined || end === undefined ? null : turn.source.slice(start, end);
}

/** Models set quotes between marks or dots; those are not the learner's. */
function stripFraming(text: string): string {
  return text
    .replace(/^["'\s.…-]+/u, "")
    .replace(/["'\s…]+$/u, "")
    .replace(/\s*\.{2,}$/u, "");
}

function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}

/** "I can" is not a quote of "Ali cannot". */
function findOnBoundaries(text: string, wanted: string): number {
  for (let index = text.indexOf(wanted); index !== -1; index = text.indexOf(wanted, index + 1)) {
    const before = text.slice(0, index).at(-1) ?? "";
    const after = text.slice(index + wanted.length).at(0) ?? "";
    const startsInWord = isWordCharacter(before) && isWordCharacter(wanted.at(0) ?? "");
    const endsInWord = isWordCharacter(after) && isWordCharacter(wanted.at(-1) ?? "");
    if (!startsInWord && !endsInWord) return index;
  }
  return -1;
}

function isWordCharacter(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}
