/** Splits a reply into sentences; joined again they are the reply. */
export function splitSentences(text: string): string[] {
  return text.match(/.+?(?:[.!?…]+["»”’)]*(?=\s|$)|$)/gsu) ?? [];
}

/** Splits a sentence into words with the blanks before them; joined again they are the sentence. */
export function splitWords(sentence: string): string[] {
  return sentence.match(/\s*\S+/gu) ?? [];
}
