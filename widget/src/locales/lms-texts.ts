import { words as english, type LmsTexts } from "./en/lms.ts";

/** The words until a language is loaded, and where it cannot be. */
export const ENGLISH_LMS: LmsTexts = english;

const LANGUAGES: Readonly<Record<string, () => Promise<{ readonly words: LmsTexts }>>> = {
  ar: () => import("./ar/lms.ts"),
  de: () => import("./de/lms.ts"),
  es: () => import("./es/lms.ts"),
  fr: () => import("./fr/lms.ts"),
  it: () => import("./it/lms.ts"),
  nl: () => import("./nl/lms.ts"),
  pt: () => import("./pt/lms.ts"),
  rw: () => import("./rw/lms.ts"),
  th: () => import("./th/lms.ts"),
};

/** Loads the words of the first language that there are some for; what is asked for may have a region. */
export async function loadLmsTexts(asked: readonly string[]): Promise<LmsTexts> {
  const languages = asked.map((word) => word.trim().slice(0, 2).toLowerCase());
  const found = languages.find((word) => word === "en" || Object.hasOwn(LANGUAGES, word)) ?? "en";
  return (await LANGUAGES[found]?.().catch(() => null))?.words ?? ENGLISH_LMS;
}
