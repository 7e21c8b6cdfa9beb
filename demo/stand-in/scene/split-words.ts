/** Writing systems that set no spaces between words. */
const UNSPACED = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Its dictionaries cover the other systems as well; the language decides few borders. */
const segmenter = new Intl.Segmenter("th", { granularity: "word" });

/** The words of a text as they stand. Text that is written without spaces is split by a dictionary. */
export function splitWords(text: string): string[] {
  if (!UNSPACED.test(text)) return text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return [...segmenter.segment(text)].flatMap(({ segment, isWordLike }) =>
    isWordLike === true ? segment : [],
  );
}

/** True for a word of a writing system without spaces, whose words are short and carry vowels as marks. */
export function isUnspaced(word: string): boolean {
  return UNSPACED.test(word);
}
