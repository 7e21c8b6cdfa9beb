import { englishConsole, type ConsoleTexts } from "./en/console.ts";

/** Languages that the console has words in beside English, by the first subtag of BCP 47. */
const LANGUAGES: Readonly<Record<string, () => Promise<ConsoleTexts>>> = {};

/** A language with its region, which its numbers and dates follow. */
const SPOKEN = /^[a-z]{2}\b(-([a-z]{2}|\d{3})\b)?/i;

/** Words of the console, and the locale of their numbers and dates. */
export interface ConsoleWords {
  readonly texts: ConsoleTexts;
  readonly locale: string;
}

/** The words until a language is loaded, and where it cannot be. */
export const ENGLISH_CONSOLE: ConsoleWords = { texts: englishConsole, locale: "en" };

/** Loads the words of the first language that there are some for. Numbers and dates follow the words. */
export async function loadConsoleTexts(asked: readonly string[]): Promise<ConsoleWords> {
  for (const locale of asked) {
    const known = SPOKEN.exec(locale.trim().replace("_", "-"))?.[0] ?? "";
    const language = known.slice(0, 2).toLowerCase();
    if (language === "en") return { texts: englishConsole, locale: known };
    if (!Object.hasOwn(LANGUAGES, language)) continue;
    const texts = await LANGUAGES[language]?.().catch(() => null);
    if (texts) return { texts, locale: known };
  }
  return ENGLISH_CONSOLE;
}
