type Path = readonly PropertyKey[];
type Block = Readonly<Record<string, unknown>>;

/** Where a value of a merged scenario was written. */
export interface Origin {
  readonly source: "base" | "variant";
  /** The path in that file, which differs from the merged one where a list was merged by id. */
  readonly path: Path;
}

/**
 * A scenario with the changes of a variant. Blocks are merged name by name; lists whose entries have ids are
 * merged by id, new ones last; any other list or value of the variant stands instead of the base's. An empty
 * value removes what the base has.
 */
export function mergeScenario(base: unknown, variant: unknown): unknown {
  if (isBlock(base) && isBlock(variant)) {
    const names = new Set([...Object.keys(base), ...Object.keys(variant)]);
    const entries = [...names].flatMap((name) => {
      if (!Object.hasOwn(variant, name)) return [[name, base[name]]];
      if (variant[name] === null) return [];
      return [
        [
          name,
          Object.hasOwn(base, name) ? mergeScenario(base[name], variant[name]) : variant[name],
        ],
      ];
    });
    return Object.fromEntries(entries);
  }
  if (!areNamed(base) || !areNamed(variant)) return variant;
  const changed = base.map((item) => {
    const change = variant.find(({ id }) => id === item.id);
    return change === undefined ? item : mergeScenario(item, change);
  });
  const added = variant.filter(({ id }) => base.every((item) => item.id !== id));
  return [...changed, ...added];
}

/**
 * The file and the path in it where the value at `path` of the merged scenario was written; for a missing value
 * where its nearest parent was, in the variant before the base.
 */
export function findOrigin(base: unknown, variant: unknown, merged: unknown, path: Path): Origin {
  let inBase = { value: base, path: [] as PropertyKey[], isFound: true };
  let inVariant = { value: variant, path: [] as PropertyKey[], isFound: true };
  let node = merged;
  for (const key of path) {
    const child = childOf(node, key);
    inBase = inBase.isFound ? follow(inBase, key, child) : inBase;
    inVariant = inVariant.isFound ? follow(inVariant, key, child) : inVariant;
    node = child;
  }
  if (inVariant.isFound) return { source: "variant", path: inVariant.path };
  if (inBase.isFound) return { source: "base", path: inBase.path };
  const isNearer = inVariant.path.length >= inBase.path.length;
  return { source: isNearer ? "variant" : "base", path: isNearer ? inVariant.path : inBase.path };
}

interface Cursor {
  readonly value: unknown;
  readonly path: PropertyKey[];
  readonly isFound: boolean;
}

/** Goes to the child that has the merged child's id, or else its place. */
function follow({ value, path }: Cursor, key: PropertyKey, merged: unknown): Cursor {
  const position =
    typeof key === "number" && areNamed(value) && isBlock(merged)
      ? value.findIndex(({ id }) => id === merged["id"])
      : key;
  const child = childOf(value, position);
  return child === undefined
    ? { value, path, isFound: false }
    : { value: child, path: [...path, position], isFound: true };
}

function childOf(value: unknown, key: PropertyKey): unknown {
  if (Array.isArray(value)) return typeof key === "number" ? (value[key] as unknown) : undefined;
  if (!isBlock(value) || typeof key !== "string" || !Object.hasOwn(value, key)) return undefined;
  return value[key];
}

function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function areNamed(value: unknown): value is readonly (Block & { readonly id: string })[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => isBlock(item) && typeof item["id"] === "string")
  );
}
