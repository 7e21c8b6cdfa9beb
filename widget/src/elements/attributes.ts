/** Names that any element may carry and that no property of it reveals. */
const COMMON = /^(?:class|tabi|expo|is$|on|data-|aria-)/;

/** Names on a tag that neither we nor the browser know. */
export function findUnknownAttributes(element: Element, known: readonly string[]): string[] {
  return element
    .getAttributeNames()
    .filter((name) => !known.includes(name) && !(name in element) && !COMMON.test(name));
}
