/** One sentence of a text: where it stands in it. */
export interface Sentence {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Ends at a mark that a space or the end follows, so that "3.5" and "lanewise.com" stay whole; the quotation mark that
 * French closes with stands after a space, and German closes with the one that English opens with. A run of marks is
 * looked at from its first one alone: a learner may say eight thousand dots.
 */
const END =
  /(?<![.!?\u2026\uff1f\uff01\u3002])[.!?\u2026\uff1f\uff01\u3002]+(?:["'`\u201c\u201d\u2018\u2019\u00bb)\]]|[ \u00a0\u202f]\u00bb)*(?=\s|$)|\n/gu;

/** The sentences of a text in their order, without the spaces around them. Empty ones are left out. */
export function splitSentences(text: string): Sentence[] {
  const ends = Array.from(text.matchAll(END), (match) => match.index + match[0].length);
  const sentences: Sentence[] = [];
  let from = 0;
  for (const end of [...ends, text.length]) {
    const piece = text.slice(from, end);
    const trimmed = piece.trim();
    const start = from + piece.length - piece.trimStart().length;
    if (trimmed !== "") sentences.push({ text: trimmed, start, end: start + trimmed.length });
    from = end;
  }
  return sentences;
}
