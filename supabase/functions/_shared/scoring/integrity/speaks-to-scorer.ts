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
 * True where words speak to whoever scores instead of to the customer: orders, claims of a role, talk of levels
 * and criteria, forms of data, also where they are disguised. By patterns alone; docs/scoring.md has the misses.
 */
export function speaksToScorer(text: string): boolean {
  return toReadings(text).some((reading) => PATTERNS.some((pattern) => pattern.test(reading)));
}
