/** Writing systems that set no spaces between words. */
const UNSPACED = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
/** Elisions and compounds, "l'offre" and "rendez-vous", are one word to whoever counts words. */
const COUNTED_WORD = /[\p{L}\p{N}\p{M}]+(?:['\u2019-][\p{L}\p{N}\p{M}]+)*/gu;
/** Its dictionaries cover the other systems as well; the language decides few borders. */
const segmenter = new Intl.Segmenter("th", { granularity: "word" });

/** The words of a text as they stand. Text that is written without spaces is split by a dictionary. */
export function splitWords(text: string): string[] {
  return UNSPACED.test(text) ? segment(text) : (text.match(WORD) ?? []);
}

/** How many words a text has; elided and hyphenated forms count as one. */
export function countWords(text: string): number {
  return UNSPACED.test(text) ? segment(text).length : (text.match(COUNTED_WORD) ?? []).length;
}

/** True for a word of a writing system without spaces, whose words are short and carry vowels as marks. */
export function isUnspaced(word: string): boolean {
  return UNSPACED.test(word);
}

function segment(text: string): string[] {
  return [...segmenter.segment(text)].flatMap(({ segment: part, isWordLike }) =>
    isWordLike === true ? part : [],
  );
}
