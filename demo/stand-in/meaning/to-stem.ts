import { isUnspaced } from "../../../supabase/functions/_shared/scoring/split-words.ts";

const LONGEST_STEM = 7;
const SHORTEST_STEM = 3;
/** Endings that forms of one word differ by; the first that fits is taken off. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  en: ["'s", "ings", "ing", "edly", "ied", "ies", "ed", "es", "ly", "s", "y", "e", "i"],
  fr: [
    "ements",
    "ement",
    "aient",
    "eront",
    "erait",
    "erez",
    "ions",
    "ées",
    "ait",
    "ant",
    "ent",
    "era",
    "ez",
    "er",
    "ée",
    "és",
    "es",
    "é",
    "e",
    "s",
  ],
  de: [
    "ungen",
    "ung",
    "enden",
    "ende",
    "ten",
    "tet",
    "est",
    "em",
    "en",
    "er",
    "es",
    "te",
    "et",
    "e",
    "n",
    "s",
    "t",
  ],
  es: [
    "aciones",
    "ación",
    "amente",
    "iendo",
    "ando",
    "aron",
    "ieron",
    "aba",
    "ado",
    "ada",
    "ido",
    "ida",
    "emos",
    "amos",
    "arla",
    "arlo",
    "ar",
    "er",
    "ir",
    "as",
    "os",
    "es",
    "an",
    "en",
    "a",
    "o",
    "e",
    "s",
  ],
};

/** The part of a word that its forms share, roughly, in lower case and without accents. */
export function toStem(word: string, language: string): string {
  if (isUnspaced(word)) return word;
  const lower = word.toLowerCase();
  const endings = ENDINGS[language] ?? [];
  const ending = endings.find(
    (one) => lower.endsWith(one) && lower.length - one.length >= SHORTEST_STEM,
  );
  const root = ending === undefined ? lower : lower.slice(0, lower.length - ending.length);
  const plain = root.normalize("NFD").replace(/\p{M}/gu, "");
  return undouble(plain).slice(0, LONGEST_STEM);
}

/** "planned" and "plan" */
function undouble(root: string): string {
  return /([bdfglmnprst])\1$/.test(root) && root.length > SHORTEST_STEM ? root.slice(0, -1) : root;
}
