/** The first letters of the first two names, for a persona's face; what is no letter, such as an emoji, is none. */
export function monogramOf(name: string): string {
  const names = name.match(/\p{L}\S*/gu) ?? [];
  return names
    .slice(0, 2)
    .map((word) => /^.\p{M}*/u.exec(word)?.[0])
    .join("");
}
