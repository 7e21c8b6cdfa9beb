/**
 * Options without a prototype, so that a field which a page put on `Object.prototype` is not taken
 * for an option of ours.
 */
export function withoutPrototype<const Options extends object>(options: Options): Options {
  return { __proto__: null, ...options };
}
