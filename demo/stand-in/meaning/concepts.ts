import { splitWords } from "../../../supabase/functions/_shared/scoring/split-words.ts";
import { FUNCTION_WORDS, NEGATIONS, NUMBERS, SYNONYMS } from "./languages.ts";
import { STOP_WORDS } from "../responses/content-words.ts";
import { toStem } from "./to-stem.ts";

/** A word of a text by what it can mean; a word of several groups has several meanings. */
export interface Concept {
  readonly meanings: readonly string[];
  /** True in the reach of a "not". */
  readonly isDenied: boolean;
}

const MOST_KNOWN = 5_000;
/** A "not" reaches so many words, or to the end of the clause. */
const REACH = 5;
const CLAUSE_END = /[.,;:!?…¿¡]|\b(?:but|and|sondern|aber|mais|sino|pero)\b/iu;
const known = new Map<string, readonly Concept[]>();

interface Lexicon {
  readonly meanings: ReadonlyMap<string, readonly string[]>;
  readonly functionWords: ReadonlySet<string>;
  readonly negations: ReadonlySet<string>;
  readonly numbers: ReadonlyMap<string, string>;
}

const lexicons = new Map<string, Lexicon>();

/** What a text says, word by word; words that any talk has are left out. */
export function toConcepts(text: string, language: string): readonly Concept[] {
  const tongue = language.toLowerCase().split("-")[0] ?? "";
  const key = `${tongue} ${text}`;
  let concepts = known.get(key);
  if (concepts === undefined) {
    concepts = read(text, tongue);
    if (known.size === MOST_KNOWN) known.clear();
    known.set(key, concepts);
  }
  return concepts;
}

/** The meanings of a word as they are kept: what is denied means something else. */
export function keysOf({ meanings, isDenied }: Concept): string[] {
  return isDenied ? meanings.map((meaning) => `not ${meaning}`) : [...meanings];
}

function read(text: string, tongue: string): Concept[] {
  const lexicon = lexiconOf(tongue);
  return splitClauses(text).flatMap((clause) => {
    let reach = 0;
    const concepts = splitWords(clause).flatMap((word): Concept[] => {
      const lower = word.toLowerCase();
      if (lexicon.negations.has(lower)) {
        reach = REACH;
        return [];
      }
      reach -= 1;
      const stem = toStem(word, tongue);
      if (lexicon.functionWords.has(lower)) return [];
      const number = lexicon.numbers.get(lower);
      const meanings = number === undefined ? (lexicon.meanings.get(stem) ?? [stem]) : [number];
      return [{ meanings, isDenied: reach >= 0 }];
    });
    return joinNumbers(concepts);
  });
}

/** "twenty" and "two" are twenty-two. */
function joinNumbers(concepts: readonly Concept[]): Concept[] {
  return concepts.reduce<Concept[]>((joined, concept) => {
    const tens = numberOf(joined.at(-1));
    const ones = numberOf(concept);
    const isPair = tens >= 20 && tens < 100 && tens % 10 === 0 && ones > 0 && ones < 10;
    if (!isPair) return [...joined, concept];
    return [...joined.slice(0, -1), { ...concept, meanings: [String(tens + ones)] }];
  }, []);
}

function numberOf(concept: Concept | undefined): number {
  return concept?.meanings.length === 1 ? Number(concept.meanings[0]) : NaN;
}

/** English "n't" is a word of its own here, and a decimal is two numbers, as it is spoken. */
function splitClauses(text: string): string[] {
  return text
    .normalize("NFC")
    .replaceAll("’", "'")
    .replace(/\bcan't\b/giu, "can not")
    .replace(/\bwon't\b/giu, "will not")
    .replace(/n't\b/giu, " not")
    .replace(/\bnot (?:\w+ ){0,3}(?:on|in) time\b/giu, "late")
    .replace(/(\d)[.,]000\b/gu, "$1 1000")
    .replace(/(\d)[.,](?=\d)/gu, "$1 ")
    .split(CLAUSE_END);
}

function lexiconOf(tongue: string): Lexicon {
  const found = lexicons.get(tongue);
  if (found !== undefined) return found;
  const grouped = new Set(toWords(SYNONYMS[tongue] ?? ""));
  const lexicon = {
    meanings: readSynonyms(SYNONYMS[tongue] ?? "", tongue),
    functionWords: new Set([
      ...toWords(FUNCTION_WORDS[tongue] ?? ""),
      // "why" says much here, and nothing to who looks for a subject.
      ...toWords(STOP_WORDS[tongue] ?? "").filter((word) => !grouped.has(word)),
    ]),
    negations: new Set(toWords(NEGATIONS[tongue] ?? "")),
    numbers: new Map(
      (NUMBERS[tongue] ?? "").split("\n").flatMap((line) => {
        const [value, ...words] = toWords(line);
        return value === undefined ? [] : words.map((word) => [word, value] as const);
      }),
    ),
  };
  lexicons.set(tongue, lexicon);
  return lexicon;
}

/** Each group is named by its first word. */
function readSynonyms(groups: string, tongue: string): Map<string, string[]> {
  const meanings = new Map<string, string[]>();
  for (const group of groups.split("\n")) {
    const words = toWords(group);
    const name = `=${words[0] ?? ""}`;
    for (const stem of new Set(words.map((word) => toStem(word, tongue))))
      meanings.set(stem, [...(meanings.get(stem) ?? []), name]);
  }
  return meanings;
}

function toWords(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== "");
}
