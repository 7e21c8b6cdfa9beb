import { words as english } from "./en/language.ts";
import type { Language, LaterTexts, Texts } from "./language.ts";

/**
 * By the first subtag of BCP 47; a small download of its own, so that a language costs the tag three bytes. Of English
 * the tag has the words: there is nothing to fetch but those of later.
 */
export const LANGUAGES: Readonly<Record<string, () => Promise<{ readonly words: Language }>>> = {
  ar: () => import("./ar/tag.ts"),
  de: () => import("./de/tag.ts"),
  en: () => Promise.resolve({ words: english }),
  es: () => import("./es/tag.ts"),
  fr: () => import("./fr/tag.ts"),
  it: () => import("./it/tag.ts"),
  nl: () => import("./nl/tag.ts"),
  pt: () => import("./pt/tag.ts"),
  rw: () => import("./rw/tag.ts"),
  th: () => import("./th/tag.ts"),
};

/**
 * Loads what the tag shows of a language, or `all` that is read before the answer of a call.
 * @throws {Error} when the language is none of ours or a file cannot be fetched.
 */
export async function loadLanguage(locale: string, all: boolean): Promise<Texts> {
  const load = LANGUAGES[locale.slice(0, 2).toLowerCase()];
  if (!load) throw new Error(`There are no words for ${locale}`);
  const { tag, call, duringCall, report } = (await load()).words;
  if (!all) return { tag, practice: null };
  const { words } = await call();
  const loadLater = async (): Promise<LaterTexts> => {
    const [during, after] = await Promise.all([duringCall(), report()]);
    return { duringCall: { ...words, ...during.words }, report: after.words };
  };
  return { tag, practice: { call: words, loadLater } };
}
