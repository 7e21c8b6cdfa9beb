import { ANY_LANGUAGE } from "./aimed-words/any-language.ts";
import { ENGLISH } from "./aimed-words/english.ts";
import { FRENCH } from "./aimed-words/french.ts";
import { GERMAN } from "./aimed-words/german.ts";
import { SPANISH } from "./aimed-words/spanish.ts";
import { THAI } from "./aimed-words/thai.ts";
import { toReadings } from "./to-readings.ts";

/** All of them, whatever the scenario's language: an attack may come in any. */
const PATTERNS = [ANY_LANGUAGE, ENGLISH, FRENCH, GERMAN, SPANISH, THAI].flat();
/**
 * Longer sentences are looked at in pieces, half of each with the next: so their cost grows with their length, whatever
 * a pattern does, and no order is that long.
 */
const PIECE_CHARACTERS = 400;

/**
 * True where words speak to whoever scores instead of to the customer: orders, claims of a role, talk of levels
 * and criteria, forms of data, also where they are disguised. By patterns alone; docs/scoring.md has the misses.
 */
export function speaksToScorer(text: string): boolean {
  return toPieces(text).some((piece) =>
    toReadings(piece).some((reading) => PATTERNS.some((pattern) => pattern.test(reading))),
  );
}

function toPieces(text: string): string[] {
  const step = PIECE_CHARACTERS / 2;
  const count = Math.max(1, Math.ceil(text.length / step) - 1);
  return Array.from({ length: count }, (_, index) =>
    text.slice(index * step, index * step + PIECE_CHARACTERS),
  );
}
