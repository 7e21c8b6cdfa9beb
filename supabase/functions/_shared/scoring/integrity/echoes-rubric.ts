import { splitWords } from "../split-words.ts";

/** Shorter lines of a rubric are common phrases. */
const MIN_LINE_WORDS = 5;
/** Share of a line's words from which a sentence recites it. */
const RECITED_SHARE = 0.8;
const TITLES = 2;

/** What of a rubric a learner can recite. */
export interface RecitableRubric {
  readonly criteria: readonly { readonly title: string; readonly anchors: readonly string[] }[];
  readonly mustNotDo: readonly string[];
}

/** Answers whether a sentence recites the rubric: most words of one of its lines, or two criteria by title. */
export type EchoesRubric = (sentence: string) => boolean;

/** Prepares the lines of a rubric. Examples are no part: to say one of them to a customer is good practice. */
export function createEchoesRubric({ criteria, mustNotDo }: RecitableRubric): EchoesRubric {
  const lines = [...criteria.flatMap(({ anchors }) => anchors), ...mustNotDo]
    .map(toWords)
    .filter((words) => words.size >= MIN_LINE_WORDS);
  const titles = criteria.map(({ title }) => plain(title)).filter((title) => title.length > 3);
  return (sentence) => {
    const said = toWords(sentence);
    if (lines.some((line) => shareIn(line, said) >= RECITED_SHARE)) return true;
    const text = plain(sentence);
    return titles.filter((title) => text.includes(title)).length >= TITLES;
  };
}

function shareIn(line: ReadonlySet<string>, said: ReadonlySet<string>): number {
  return [...line].filter((word) => said.has(word)).length / line.size;
}

function toWords(text: string): Set<string> {
  return new Set(splitWords(plain(text)));
}

function plain(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
