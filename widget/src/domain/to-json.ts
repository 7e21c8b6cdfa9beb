/**
 * Plain data as JSON, past any `toJSON`: Prototype.js, and pages as old, put one on `Array.prototype` which turns
 * every list into a string.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, name: string) {
    return this[name];
  });
}
