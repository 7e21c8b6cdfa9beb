import type { CallTexts } from "./english-call.ts";
import type { ReportTexts } from "./english-report.ts";
import { englishTag } from "./english-tag.ts";
import type { TagTexts } from "./english-tag.ts";

/**
 * The words of one language. English comes in three parts, each with the download that shows it, so `call`
 * and `report` are null there and the downloads bring their own; every other language is one file.
 */
export interface Texts {
  readonly tag: TagTexts;
  readonly call: CallTexts | null;
  readonly report: ReportTexts | null;
}

/** The words until a language is loaded, and where it cannot be. */
export const ENGLISH: Texts = { tag: englishTag, call: null, report: null };

/** Takes the first candidate that we have words for, with its region; English where there is none. */
export function resolveLocale(candidates: readonly string[]): string {
  const matches = candidates.map((candidate) => /^(en|fr)\b(-[a-z]{2}\b)?/i.exec(candidate)?.[0]);
  return matches.find(Boolean) ?? "en";
}

/** Loads the words of a resolved locale; English where its file cannot be fetched. */
export async function loadTexts(locale: string): Promise<Texts> {
  if (!/^fr/i.test(locale)) return ENGLISH;
  return import("./french.ts").then(
    ({ french }) => french,
    () => ENGLISH,
  );
}
