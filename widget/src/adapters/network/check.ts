/** Tells whether a value has the shape of `T`. Unknown fields are let through. */
export type Check<T> = (value: unknown) => value is T;

/*
 * The contract's shapes as plain guards. Its zod schemas would double what the browser loads; the types are
 * the schemas' own, and a test holds both against the same samples.
 */

/** Any text. */
export const text: Check<string> = (value) => typeof value === "string";
/** A finite number. */
export const number: Check<number> = (value): value is number =>
  typeof value === "number" && Number.isFinite(value);
/** True or false. */
export const boolean: Check<boolean> = (value) => typeof value === "boolean";

/** One of the words of a union; given the union, a word that is left out does not compile. */
export function oneOf<Word extends string>(words: Readonly<Record<Word, true>>): Check<Word> {
  return (value): value is Word => typeof value === "string" && Object.hasOwn(words, value);
}

/** What passes `check`, or null. */
export function nullable<T>(check: Check<T>): Check<T | null> {
  return (value): value is T | null => value === null || check(value);
}

/** What passes `check`, or nothing. */
export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value): value is T | undefined => value === undefined || check(value);
}

/** A list all of which passes. */
export function list<T>(check: Check<T>): Check<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.every(check);
}

/** An object whose named fields pass; only its own fields count. */
export function shape<T extends object>(fields: { [Name in keyof T]-?: Check<T[Name]> }): Check<T> {
  const entries = Object.entries<Check<unknown>>(fields);
  return (value): value is T =>
    typeof value === "object" &&
    value !== null &&
    entries.every(([name, check]) => check(readOwn(value, name)));
}

/** What passes one of two checks. */
export function either<A, B>(first: Check<A>, second: Check<B>): Check<A | B> {
  return (value): value is A | B => first(value) || second(value);
}

function readOwn(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}
