import { splitSentences } from "../split-sentences.ts";
import type { EchoesRubric } from "./echoes-rubric.ts";
import { stripEnd } from "../strip-end.ts";
import { speaksToScorer } from "./speaks-to-scorer.ts";

/** A stretch of one text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One sentence and the text that it stands in. */
interface Placed extends Span {
  readonly text: string;
  readonly textIndex: number;
}

/** An order may be spread over so many sentences, also over turns. */
const MAX_WINDOW = 3;
/** Longer sentences say enough by themselves. */
const MAX_WINDOW_WORDS = 30;
/** An order in pieces has one of these somewhere; most talk has none, and looking at every window is slow. */
const SCORING_WORDS =
  /level|score|scoring|grad(?:e|ing)|rat(?:e|ing)|\bmarks?\b|criteri|rubric|instruct|\brules?\b|learner|trainee|assess|evaluat|prompt|niveau|note|notation|barème|critère|consigne|évalu|apprenant|stufe|bewert|kriteri|punkt|anweisung|regel|lernende|nivel|nota|criterio|rúbrica|instrucci|calific|puntu|alumn|คะแนน|ระดับ|เกณฑ์|ประเมิน|คำสั่ง|ผู้เรียน/iu;
/** A turn that is aimed at the scorer in so large a part is so as a whole. */
const WHOLE_TURN_SHARE = 0.5;

/**
 * The sentences of one speaker's turns, in their order, that speak to the scorer or recite the rubric: for each
 * text its spans. Sentences that only do so together, such as an order in pieces, are found together.
 */
export function findAimedSpans(texts: readonly string[], echoesRubric: EchoesRubric): Span[][] {
  const sentences = texts.flatMap((text, textIndex) =>
    splitSentences(text).map((sentence) => ({ ...sentence, textIndex })),
  );
  const found = new Set<Placed>();
  for (const sentence of sentences) {
    if (speaksToScorer(sentence.text) || echoesRubric(sentence.text)) found.add(sentence);
  }
  for (let size = 2; size <= MAX_WINDOW; size += 1) addWindows(sentences, size, found);
  return texts.map((text, index) =>
    toSpans(
      text,
      [...found].filter((one) => one.textIndex === index),
    ),
  );
}

function addWindows(sentences: readonly Placed[], size: number, found: Set<Placed>): void {
  for (let index = 0; index + size <= sentences.length; index += 1) {
    const window = sentences.slice(index, index + size);
    if (window.some((sentence) => found.has(sentence))) continue;
    const text = window.map((sentence) => withoutEnd(sentence.text)).join(" ");
    if (text.split(/\s+/u).length > MAX_WINDOW_WORDS || !SCORING_WORDS.test(text)) continue;
    if (!speaksToScorer(text)) continue;
    for (const sentence of window) found.add(sentence);
  }
}

function withoutEnd(sentence: string): string {
  return stripEnd(sentence, /[.!?\u2026\s]/u);
}

function toSpans(text: string, found: readonly Placed[]): Span[] {
  const aimed = found.reduce((sum, { start, end }) => sum + end - start, 0);
  if (aimed > 0 && aimed >= WHOLE_TURN_SHARE * text.trim().length) {
    return [{ start: 0, end: text.length }];
  }
  return found.map(({ start, end }) => ({ start, end })).sort((a, b) => a.start - b.start);
}
