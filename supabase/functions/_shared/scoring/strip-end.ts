/**
 * A text without the characters at its end that match. A pattern such as /x+$/ does the same, but looks at a run that
 * does not end the text again from each of its characters.
 *
 * @param character matches one character, without the flags `g` and `y`.
 */
export function stripEnd(text: string, character: RegExp): string {
  let end = text.length;
  while (end > 0 && character.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
