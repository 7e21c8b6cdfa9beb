import type { ScoredRubric } from "./build-report-task.ts";
import { normalizeText } from "./normalize-text.ts";
import { splitSentences } from "./split-sentences.ts";
import { countWords } from "./split-words.ts";

/** Shorter sentences are common phrases and give nothing away. */
const MIN_PRIVATE_WORDS = 5;

/** Leaves out of a text the sentences that repeat the rubric word for word. */
export type WithholdRubric = (text: string) => string;

/** Prepares for a rubric what keeps its anchors, examples and must-nots out of what a scorer wrote. */
export function createWithholdRubric({ criteria, mustNotDo }: ScoredRubric): WithholdRubric {
  const lines = [
    ...mustNotDo,
    ...criteria.flatMap(({ anchors, examples }) => [...anchors, ...examples]),
  ];
  const parts = lines
    .flatMap((line) => [line, ...splitSentences(line).map(({ text }) => text)])
    .filter((line) => countWords(line) >= MIN_PRIVATE_WORDS)
    .map(plain);
  return (text) => {
    if (!repeats(text, parts)) return text;
    const kept = splitSentences(text).filter((sentence) => !repeats(sentence.text, parts));
    const rest = kept.map((sentence) => sentence.text).join(" ");
    return repeats(rest, parts) ? "" : rest;
  };
}

function repeats(text: string, parts: readonly string[]): boolean {
  const said = plain(text);
  return parts.some((part) => said.includes(part));
}

function plain(text: string): string {
  return normalizeText(text).text.replace(/[.!?\u2026]+$/u, "");
}
