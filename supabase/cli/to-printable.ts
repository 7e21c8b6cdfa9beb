/** Controls of a terminal (C0, DEL, C1), and marks that turn the direction of what follows. */
const CONTROL =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const PICTURES = 0x2400;
const PICTURE_OF_DELETE = "\u2421";

/**
 * A text as it may go to an operator's terminal, whoever wrote it: a learner's comment must not move the cursor, set the
 * clipboard or turn a line round. Line breaks and tabs stay.
 */
export function toPrintable(text: string): string {
  return text.replace(CONTROL, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(PICTURES + code);
    if (code === 0x7f) return PICTURE_OF_DELETE;
    return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
  });
}
