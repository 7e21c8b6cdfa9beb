/** Draws a whole number from 0 to below `below`. */
export type Random = (below: number) => number;

/** Values that no schema means and any caller may send. */
const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  "",
  "\u0000",
  "\ud800",
  "🦜",
  "x".repeat(9_000),
  [],
  [[]],
  {},
  { __proto__: null },
  { toString: 1 },
];

/** A small deterministic generator (mulberry32): a failure names its round and comes back. */
export function createRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Cuts, doubles, or overwrites a stretch of `text`. */
export function mutate(text: string, random: Random): string {
  const start = random(Math.max(text.length, 1));
  const end = start + random(Math.max(Math.min(80, text.length - start), 1));
  const stretch = text.slice(start, end);
  const odd = ["", stretch + stretch, "\r\n", "m=audio 9", "\u0007", "a=", "\u{1f99c}", "\n\n"];
  return text.slice(0, start) + (odd[random(odd.length)] ?? "") + text.slice(end);
}

/** One of the values that nobody expects. */
export function oddValue(random: Random): unknown {
  return ODD_VALUES[random(ODD_VALUES.length)];
}
