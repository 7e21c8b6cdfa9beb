/** Two parts of a scenario that do not fit each other: where, and what to do about it. */
export interface Contradiction {
  readonly path: (string | number)[];
  readonly message: string;
}

/** Complains at `path` about a name that nothing bears. */
export function unknownName(
  path: (string | number)[],
  kind: string,
  id: string,
  known: readonly string[],
): Contradiction {
  const remedy =
    known.length === 0 ? `there is no ${kind}; remove it` : `use one of ${known.join(", ")}`;
  return { path, message: `no ${kind} "${id}"; ${remedy}` };
}
