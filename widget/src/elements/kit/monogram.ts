/** The first letters of the first two names, for a persona's face. */
export function monogramOf(name: string): string {
  return name
    .split(/\s+/, 2)
    .map((word) => word.charAt(0))
    .join("");
}
