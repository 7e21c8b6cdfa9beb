/** What a persona's name alone decides of its figure: the same name has the same one everywhere. */
export interface PersonaTraits {
  /** A hue of OKLCH from green over blue to rose: danger's red and warning's yellow stay free. */
  readonly hue: number;
  /** The next number from 0 to 1 that follows from the name. */
  readonly next: () => number;
}

/** Begins the row of numbers that follows from a persona's name (FNV-1a, then xorshift). */
export function readTraits(name: string): PersonaTraits {
  let hash = 2166136261;
  for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619);
  const next = (): number => {
    hash ^= hash << 13;
    hash ^= hash >>> 17;
    hash ^= hash << 5;
    return (hash >>> 0) / 4294967296;
  };
  // The first numbers of names that begin alike are alike.
  for (let round = 0; round < 4; round += 1) next();
  return { hue: 150 + Math.floor(next() * 11) * 19.5, next };
}
