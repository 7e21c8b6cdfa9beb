/** A text without spaces around it, at most so many characters long and safe to store. */
export function clip(text: string, maxCharacters: number): string {
  return Array.from(text.trim().toWellFormed()).slice(0, maxCharacters).join("");
}
