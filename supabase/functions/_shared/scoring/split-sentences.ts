/** One sentence of a text: where it stands in it. */
export interface Sentence {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Ends at a mark that a space or the end follows, so that "3.5" and "lanewise.com" stay whole; the quotation mark that
 * French closes with stands after a space.
 */
const SENTENCE =
  /[^\n]*?(?:[.!?\u2026\uff1f\uff01\u3002]+(?:["'\u201d\u2019\u00bb)\]]|[ \u00a0\u202f]\u00bb)*(?=\s|$)|(?=\n)|$)/gu;

/** The sentences of a text in their order, without the spaces around them. Empty ones are left out. */
export function splitSentences(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  for (const match of text.matchAll(SENTENCE)) {
    const trimmed = match[0].trim();
    if (trimmed === "") continue;
    const start = match.index + match[0].indexOf(trimmed);
    sentences.push({ text: trimmed, start, end: start + trimmed.length });
  }
  return sentences;
}
