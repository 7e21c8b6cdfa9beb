const DIGITS = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
];

/** Words as they are compared: no case, no signs, single digits spelled out. Other spellings stay errors. */
export function toComparedWords(text: string): string[] {
  const words = text
    .toLowerCase()
    .replaceAll("’", "'")
    .match(/[\p{L}\p{N}']+/gu);
  return (words ?? []).map((word) => DIGITS[/^\d+$/.test(word) ? Number(word) : NaN] ?? word);
}

/** How many words must be changed, added or left out to turn what was heard into what was said. */
export function countWordErrors(said: readonly string[], heard: readonly string[]): number {
  let previous = Array.from({ length: heard.length + 1 }, (_, index) => index);
  for (const [row, word] of said.entries()) {
    const current = [row + 1];
    for (const [column, other] of heard.entries())
      current.push(
        Math.min(
          (previous[column] ?? 0) + (word === other ? 0 : 1),
          (previous[column + 1] ?? 0) + 1,
          (current[column] ?? 0) + 1,
        ),
      );
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
