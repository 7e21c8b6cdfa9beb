/** A text that a database refuses, or that nobody can read. */
export interface Unstorable {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Controls but for tab and line break. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/u;
const HALF_PAIR = /\p{Surrogate}/u;

/** Every text of a value, names too, that holds a control character or half of a character. */
export function findUnstorable(
  value: unknown,
  path: readonly PropertyKey[] = [],
): readonly Unstorable[] {
  if (typeof value === "string") return judge(value, path);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const inside = [...path, Array.isArray(value) ? Number(key) : key];
    return [...judge(key, inside), ...findUnstorable(inner, inside)];
  });
}

function judge(text: string, path: readonly PropertyKey[]): readonly Unstorable[] {
  const found = CONTROL.exec(text) ?? HALF_PAIR.exec(text);
  if (found === null) return [];
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return [{ path, message: `holds U+${code}, which is no character of a text; leave it out` }];
}
