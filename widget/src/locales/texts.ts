import { englishTag } from "./en/tag.ts";
import type { Texts } from "./language.ts";

/** The words until a language is loaded, and where it cannot be. */
export const ENGLISH: Texts = { tag: englishTag, practice: null };

const SPOKEN = /^(en|ar|de|es|fr|it|nl|pt|rw|th)\b(-([a-z]{2}|\d{3})\b)?/i;

/** Takes the first candidate that we have words for, with its region, also as `fr_FR`; English where there is none. */
export function resolveLocale(candidates: readonly string[]): string {
  const read = (candidate: string): string | undefined =>
    SPOKEN.exec(candidate.trim().replace("_", "-"))?.[0];
  return candidates.map(read).find(Boolean) ?? "en";
}

/** Loads the words of a resolved locale, `all` or those of the tag; the tag's English where they cannot be fetched. */
export async function loadTexts(locale: string, all = false): Promise<Texts> {
  if (!all && /^en/i.test(locale)) return ENGLISH;
  return import("./languages.ts")
    .then(({ loadLanguage }) => loadLanguage(locale, all))
    .catch(() => ENGLISH);
}
