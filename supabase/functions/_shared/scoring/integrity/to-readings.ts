const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u{e0000}-\u{e007f}]/gu;

/** Letters of other alphabets that pass for Latin ones. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  "\u0430": "a",
  "\u0435": "e",
  "\u043e": "o",
  "\u0440": "p",
  "\u0441": "c",
  "\u0443": "y",
  "\u0445": "x",
  "\u0456": "i",
  "\u0458": "j",
  "\u0455": "s",
  "\u04bb": "h",
  "\u0501": "d",
  "\u051b": "q",
  "\u051d": "w",
  "\u043a": "k",
  "\u043c": "m",
  "\u0442": "t",
  "\u0432": "b",
  "\u043d": "h",
  "\u03b1": "a",
  "\u03b5": "e",
  "\u03b9": "i",
  "\u03bf": "o",
  "\u03c1": "p",
  "\u03c5": "u",
  "\u03bd": "v",
  "\u03ba": "k",
  "\u03c4": "t",
  "\u0261": "g",
  "\u0131": "i",
};
const LEET: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

/** Five single letters and more with the same kind of gap between them. */
const SPACED_LETTERS = /(?<![\p{L}\p{N}])(?:\p{L}[\s.\-_*\u00b7]{1,2}){4,}\p{L}(?![\p{L}\p{N}])/gu;
const SIGNED_WORD = /[\p{L}\p{N}@$!]+/gu;
/** Says of such a word that it mixes letters with what stands for them. */
const MIXED = /\p{L}[0-9@$!]|[0-9@$]\p{L}/u;
/** Words that orders are made of; a slip of the pen in them is read as meant. */
const KEYWORDS = (
  "ignore disregard forget previous instructions rules every criterion criteria rubric level score maximum highest " +
  "points marks assessor evaluator grade rating perfect consignes critère barème maximale niveau anweisungen kriterien " +
  "punktzahl bewertung instrucciones criterio máxima puntuación"
).split(" ");
const MIN_KEYWORD_LETTERS = 5;
/** Of rotated and reversed text only what then speaks of scoring is worth a look. */
const ORDER_WORDS =
  /instruct|criteri|level|score|marks|rating|rubric|ignore|consigne|critère|barème|niveau|note max|anweisung|kriteri|punkt|stufe|bewert|instrucc|nota|nivel|puntuaci/u;
const BASE64 = /(?<![\p{L}\p{N}+/])[A-Za-z0-9+/]{16,}={0,2}(?![\p{L}\p{N}+/])/gu;

/**
 * The ways in which a sentence can be read, in lower case: as it stands, and with what hides words from a reader
 * taken away (lookalike letters, letters set apart, digits for letters, reversed or rotated text, Base64).
 */
export function toReadings(sentence: string): string[] {
  const folded = fold(sentence);
  const plain = folded.toLowerCase();
  const joined = plain.replace(SPACED_LETTERS, (letters) => letters.replace(/[^\p{L}]/gu, ""));
  const readings = [
    plain,
    joined,
    joined.replace(SIGNED_WORD, (word) =>
      MIXED.test(word) ? word.replace(/[0-9@$!]/gu, (sign) => LEET[sign] ?? sign) : word,
    ),
    plain.replace(/[\u0300-\u036f*_~|]/gu, ""),
    plain.replace(/[-_\u2010-\u2015/+]/gu, " "),
    plain.replace(/\p{L}+/gu, correct),
    ...[rotate(plain), Array.from(plain).reverse().join("")].filter((text) =>
      ORDER_WORDS.test(text),
    ),
    ...decode(folded),
  ];
  return [...new Set(readings)];
}

/** Compatibility forms, such as full-width or mathematical letters, become the letters that they show. */
function fold(text: string): string {
  return Array.from(text.normalize("NFKC").replace(INVISIBLE, "").replaceAll("\u2019", "'"))
    .map((character) => LOOKALIKES[character.toLowerCase()] ?? character)
    .join("")
    .replace(/\s+/gu, " ");
}

/** ROT13, which is its own inverse. */
function rotate(text: string): string {
  return text.replace(/[a-z]/g, (letter) =>
    String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97),
  );
}

/** What is legible of long runs of Base64. */
function decode(text: string): string[] {
  return (text.match(BASE64) ?? []).flatMap((run) => {
    try {
      // Of a run that a window cuts, what makes whole bytes.
      const whole = run.length % 4 === 1 ? run.slice(0, -1) : run;
      const bytes = Uint8Array.from(atob(whole), (character) => character.charCodeAt(0));
      const decoded = new TextDecoder("utf-8", { fatal: true }).decode(bytes).toLowerCase();
      return /^[\p{L}\p{N}\p{P}\p{M}\s]+$/u.test(decoded) && decoded.includes(" ") ? [decoded] : [];
    } catch {
      return [];
    }
  });
}

/** The keyword that a word is but one letter away from, or has two letters of in the wrong order. */
function correct(word: string): string {
  if (word.length < MIN_KEYWORD_LETTERS - 1) return word;
  return KEYWORDS.find((keyword) => isSlipOf(word, keyword)) ?? word;
}

function isSlipOf(word: string, keyword: string): boolean {
  if (keyword.length < MIN_KEYWORD_LETTERS || Math.abs(word.length - keyword.length) > 1)
    return false;
  let start = 0;
  while (start < word.length && word[start] === keyword[start]) start += 1;
  const shorter = Math.min(word.length, keyword.length);
  let end = 0;
  while (end < shorter - start && word.at(-1 - end) === keyword.at(-1 - end)) end += 1;
  const wrong = word.slice(start, word.length - end);
  const right = keyword.slice(start, keyword.length - end);
  return (
    Math.max(wrong.length, right.length) <= 1 || Array.from(wrong).reverse().join("") === right
  );
}
