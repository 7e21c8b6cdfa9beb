import type { CallTexts } from "./english-call.ts";
import type { ReportTexts } from "./english-report.ts";
import { englishTag } from "./english-tag.ts";
import type { TagTexts } from "./english-tag.ts";

/** The words of one language, as far as they are loaded; English takes the place of a part that is null. */
export interface Texts {
  readonly tag: TagTexts;
  readonly call: CallTexts | null;
  readonly report: ReportTexts | null;
}

/** The words until a language is loaded, and where it cannot be; the downloads bring their own English. */
export const ENGLISH: Texts = { tag: englishTag, call: null, report: null };

const SPOKEN = /^(en|ar|de|es|fr|it|nl|pt|rw|th)\b(-([a-z]{2}|\d{3})\b)?/i;

/** Takes the first candidate that we have words for, with its region; English where there is none. */
export function resolveLocale(candidates: readonly string[]): string {
  return candidates.map((candidate) => SPOKEN.exec(candidate)?.[0]).find(Boolean) ?? "en";
}

/** Loads the words of a resolved locale, `all` or those of the tag; English where they cannot be fetched. */
export async function loadTexts(locale: string, all = false): Promise<Texts> {
  if (/^en/i.test(locale)) return ENGLISH;
  return import("./languages.ts")
    .then(({ loadLanguage }) => loadLanguage(locale, all))
    .catch(() => ENGLISH);
}
