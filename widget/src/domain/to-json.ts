/** Half of a surrogate pair, or NUL: JSON can say them, no database takes them. */
const UNSTORABLE = /\p{Cs}|\0/gu;

/**
 * Plain data as JSON, past any `toJSON`: Prototype.js, and pages as old, put one on `Array.prototype` which turns
 * every list into a string. What is no character is mended in every text.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, name: string) {
    const inner = this[name];
    return typeof inner === "string" ? inner.replace(UNSTORABLE, "\ufffd") : inner;
  });
}
