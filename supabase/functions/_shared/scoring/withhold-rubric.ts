import { listPrivateLines, type ScoredRubric } from "./build-report-task.ts";
import { normalizeText } from "./normalize-text.ts";
import { splitSentences } from "./split-sentences.ts";
import { stripEnd } from "./strip-end.ts";
import { countWords } from "./split-words.ts";

/** Shorter sentences are common phrases and give nothing away. */
const MIN_PRIVATE_WORDS = 5;

/** What closes the quotation that a mark opens. German closes with the mark that English opens with. */
const CLOSES: Readonly<Record<string, string>> = {
  '"': '"',
  "\u201c": "\u201d",
  "\u201e": "\u201c\u201d",
  "\u00ab": "\u00bb",
  "`": "`",
};

const CLOSING = /["\u201c\u201d\u00bb`]$/u;

/** Leaves out of a text the sentences that repeat the rubric word for word. */
export type WithholdRubric = (text: string) => string;

/**
 * Prepares for a rubric what keeps its anchors, examples and must-nots out of what a scorer wrote. What the learner said
 * gives nothing away, and a sentence goes whole, with whatever it quotes.
 *
 * @param said the learner's turns.
 */
export function createWithholdRubric(
  rubric: ScoredRubric,
  said: readonly string[],
): WithholdRubric {
  const own = said.map(plain);
  const parts = listPrivateLines(rubric)
    .flatMap((line) => [line, ...splitSentences(line).map(({ text }) => text)])
    .filter((line) => countWords(line) >= MIN_PRIVATE_WORDS)
    .map(plain)
    .filter((part) => !own.some((text) => text.includes(part)));
  return (text) => {
    if (!repeats(text, parts)) return text;
    const rest = splitStatements(text)
      .filter((statement) => !repeats(statement, parts))
      .join(" ");
    return repeats(rest, parts) ? "" : rest;
  };
}

/** Sentences, joined where one quotes another: half of a quotation is never shown, nor half of what quotes it. */
function splitStatements(text: string): string[] {
  const statements: string[] = [];
  const sentences = splitSentences(text).map((sentence) => sentence.text);
  let open = "";
  for (const [index, sentence] of sentences.entries()) {
    open = open === "" ? sentence : `${open} ${sentence}`;
    if (isQuoteOpen(open) || goesOn(sentence, sentences[index + 1] ?? "")) continue;
    statements.push(open);
    open = "";
  }
  return open === "" ? statements : [...statements, open];
}

/** A quotation that ends with a mark of its own does not end the sentence around it: `"Is that right?" you asked.` */
function goesOn(sentence: string, next: string): boolean {
  return CLOSING.test(sentence) && /^\p{Ll}/u.test(next);
}

function isQuoteOpen(text: string): boolean {
  let closes = "";
  for (const character of text) {
    if (closes === "") closes = CLOSES[character] ?? "";
    else if (closes.includes(character)) closes = "";
  }
  return closes !== "";
}

function repeats(text: string, parts: readonly string[]): boolean {
  const said = plain(text);
  return parts.some((part) => said.includes(part));
}

function plain(text: string): string {
  return stripEnd(normalizeText(text).text, /[.!?\u2026]/u);
}
