/** Tells which of the sentences that a scene expects was spoken; null where none is close enough. */
export interface SentenceMatcher {
  match(
    samples: Int16Array,
    sentences: readonly string[],
    language: string,
  ): Promise<string | null>;
  /** Makes the sentences ready, so that a later match is quick. */
  prepare(sentences: readonly string[], language: string): void;
  /** Those of the sentences that are ready: to match others takes seconds. */
  findReady(sentences: readonly string[], language: string): readonly string[];
}

/** Reads text that is sent as tones in the learner's audio. */
export interface ToneReader {
  /** Takes the next samples and returns a text as soon as one is complete. */
  push(samples: Int16Array): string | null;
  free(): void;
}
