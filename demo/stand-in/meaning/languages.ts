import { ENGLISH_FUNCTION_WORDS, ENGLISH_SYNONYMS } from "./english-words.ts";
import { FRENCH_FUNCTION_WORDS, FRENCH_SYNONYMS } from "./french-words.ts";
import { GERMAN_FUNCTION_WORDS, GERMAN_SYNONYMS } from "./german-words.ts";
import { SPANISH_FUNCTION_WORDS, SPANISH_SYNONYMS } from "./spanish-words.ts";
import { THAI_FUNCTION_WORDS, THAI_SYNONYMS } from "./thai-words.ts";

type ByLanguage = Readonly<Record<string, string>>;

/** Groups of words with one meaning, a group a line. */
export const SYNONYMS: ByLanguage = {
  de: GERMAN_SYNONYMS,
  en: ENGLISH_SYNONYMS,
  es: SPANISH_SYNONYMS,
  fr: FRENCH_SYNONYMS,
  th: THAI_SYNONYMS,
};

/** Words that any talk has, whatever it is about. */
export const FUNCTION_WORDS: ByLanguage = {
  de: GERMAN_FUNCTION_WORDS,
  en: ENGLISH_FUNCTION_WORDS,
  es: SPANISH_FUNCTION_WORDS,
  fr: FRENCH_FUNCTION_WORDS,
  th: THAI_FUNCTION_WORDS,
};

/** Words that turn what follows into its opposite. */
export const NEGATIONS: ByLanguage = {
  de: "nicht kein keine keinen keiner keines keinem nie niemals ohne",
  en: "not never no without neither nor nobody none cannot",
  es: "no nunca jamás sin ningún ninguna tampoco",
  fr: "ne n pas jamais sans aucun aucune plus rien",
  th: "ไม่ ไม่ต้อง อย่า ไม่มี",
};

/** A number and the words for it, a number a line. */
export const NUMBERS: ByLanguage = {
  de: `2 zwei\n3 drei\n4 vier\n5 fünf\n8 acht\n10 zehn\n12 zwölf\n14 vierzehn\n15 fünfzehn\n20 zwanzig\n30 dreißig\n38 achtunddreißig\n43 dreiundvierzig`,
  en: `2 two\n3 three\n4 four\n5 five\n6 six\n7 seven\n8 eight\n9 nine\n10 ten\n11 eleven\n12 twelve\n15 fifteen\n20 twenty\n22 twenty-two\n30 thirty\n42 forty-two\n60 sixty\n80 eighty\n90 ninety\n100 hundred\n1000 thousand\n% percent cent`,
  es: `2 dos\n3 tres\n4 cuatro\n5 cinco\n8 ocho\n10 diez\n15 quince\n20 veinte\n30 treinta`,
  fr: `2 deux\n3 trois\n4 quatre\n5 cinq\n8 huit\n10 dix\n15 quinze\n20 vingt\n30 trente\n60 soixante`,
  th: "",
};
