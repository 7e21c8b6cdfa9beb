/** Patterns over a sentence in lower case: words with which a learner speaks to whoever scores, in one language. */
export type AimedPatterns = readonly RegExp[];

/** Up to `count` words between two others. */
export function gap(count: number): string {
  return `(?:\\s+\\S+){0,${count}}?\\s+[^\\p{L}\\p{N}\\s]*`;
}

/** A pattern over whole words. */
export function words(source: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}\\p{M}])(?:${source})(?![\\p{L}\\p{N}\\p{M}])`, "u");
}

/** A pattern for a script that sets no spaces between words. */
export function unspaced(source: string): RegExp {
  return new RegExp(source, "u");
}
