/** A window, as far as it is searched. */
interface SearchedWindow {
  readonly parent?: unknown;
  readonly opener?: unknown;
  readonly top?: unknown;
}

/** An API, and the name that it was found by. */
export interface FoundApi {
  readonly name: string;
  readonly api: object;
}

/** How many windows lie above each other at most. */
const MOST_PARENTS = 100;

/**
 * The first object by the first of `names` in this window, above it, or above what opened it. A window of another
 * origin throws at every touch: the search goes on past it.
 */
export function findScormApi(start: SearchedWindow, names: readonly string[]): FoundApi | null {
  for (const name of names)
    for (const from of [start, read(start, "opener"), read(read(start, "top"), "opener")]) {
      const found = climb(from, name);
      if (found) return { name, api: found };
    }
  return null;
}

function climb(start: unknown, name: string): object | null {
  let from = start;
  for (let count = 0; from && count < MOST_PARENTS; count += 1) {
    const found = read(from, name);
    // What has the name and no functions is an element of the page, such as `<a id="API">`.
    if (isObject(found) && (read(found, "GetValue") ?? read(found, "LMSGetValue"))) return found;
    const parent = read(from, "parent");
    if (parent === from) return null;
    from = parent;
  }
  return null;
}

function read(from: unknown, name: string): unknown {
  try {
    return isObject(from) ? Reflect.get(from, name) : undefined;
  } catch {
    return undefined; // A window of another origin.
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" || typeof value === "function") && value !== null;
}
