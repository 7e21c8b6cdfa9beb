/** A text in the form in which quotes are compared, and where each of its characters came from. */
export interface NormalizedText {
  readonly text: string;
  /** The source in Unicode NFC; `starts` and `ends` index it. */
  readonly source: string;
  /** For each UTF-16 unit of `text`: where the character it came from begins and ends in `source`. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const SINGLE_MARKS = /[\u2018\u2019\u201a\u201b\u02bc\u00b4\u0060\u2032]/u;
/** Hyphens, dashes and the minus sign. */
const DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/u;
const DOUBLE_MARKS = /["\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033]/u;
/** French sets a space before these, English none. */
const SPACED_MARKS = /[?!;:]/u;
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff\u00ad]/u;

/**
 * Evens out what transcribers and models write differently without changing a word: Unicode form (ligatures, wide
 * letters and the ellipsis too), case, apostrophes, dashes, spaces (runs become one, the ends none) and quotation
 * marks, which are left out.
 */
export function normalizeText(text: string): NormalizedText {
  const source = text.normalize("NFC");
  const units: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let offset = 0;
  for (const character of source) {
    const start = offset;
    offset += character.length;
    const plain = toPlain(character);
    if (plain === " " && (units.length === 0 || units.at(-1) === " ")) continue;
    if (SPACED_MARKS.test(plain) && units.at(-1) === " ") drop(units, starts, ends);
    for (const unit of plain.split("")) {
      units.push(unit);
      starts.push(start);
      ends.push(offset);
    }
  }
  if (units.at(-1) === " ") drop(units, starts, ends);
  return { text: units.join(""), source, starts, ends };
}

function drop(...lists: readonly unknown[][]): void {
  for (const list of lists) list.pop();
}

function toPlain(character: string): string {
  if (/\s/u.test(character)) return " ";
  if (INVISIBLE.test(character)) return "";
  if (SINGLE_MARKS.test(character)) return "'";
  if (DOUBLE_MARKS.test(character)) return "";
  if (DASHES.test(character)) return "-";
  return character.normalize("NFKC").toLowerCase();
}
