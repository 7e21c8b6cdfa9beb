import type { HiddenFact, Objection } from "./blocks.ts";
import type { Variable, Variables } from "./variables.ts";

/**
 * The value of each declared variable in the call of `seed`. A value that the page has given goes first, cut to
 * its length; then what is drawn; then the default. Pure: the same seed gives the same values on every machine,
 * and a variable's draw does not depend on the others.
 */
export function drawVariables(
  declared: Variables,
  seed: number,
  given: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(declared).map(([name, variable]) => {
      const wanted = Object.hasOwn(given, name) ? oneLine(given[name], variable.maxLength) : "";
      return [name, wanted || drawValue(variable, seed, name)];
    }),
  );
}

/**
 * The hidden facts that are true in the call of `seed`: all that stand alone and one of each pool, in their
 * written order.
 */
export function drawHiddenFacts(facts: readonly HiddenFact[], seed: number): readonly HiddenFact[] {
  const drawn = new Map<string, HiddenFact>();
  for (const { pool } of facts) {
    if (pool === undefined || drawn.has(pool)) continue;
    const candidates = facts.filter((fact) => fact.pool === pool);
    const fact = candidates[hashOf(seed, hashOfText(pool)) % candidates.length];
    if (fact !== undefined) drawn.set(pool, fact);
  }
  return facts.filter((fact) => fact.pool === undefined || drawn.get(fact.pool) === fact);
}

/** The wording of each doubt that holds in the call of `seed`, by the doubt's id. */
export function drawWordings(
  objections: readonly Pick<Objection, "id" | "variants">[],
  seed: number,
): Record<string, string> {
  return Object.fromEntries(
    objections.map(({ id, variants }, index) => [id, drawChoice(variants, seed, index)]),
  );
}

/** Picks one of `choices` by seed and position, alike on every machine. */
function drawChoice(choices: readonly string[], seed: number, position: number): string {
  return choices[hashOf(seed, position) % choices.length] ?? "";
}

/** Text from outside on one line, without the control characters that could fake a new section. */
export function oneLine(text: string | undefined, maximumCharacters: number): string {
  const flat = (text ?? "").replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return Array.from(flat).slice(0, maximumCharacters).join("").trim();
}

function drawValue(variable: Variable, seed: number, name: string): string {
  const { choices, range } = variable.draw ?? {};
  const hash = hashOf(seed, hashOfText(name));
  if (choices !== undefined) return drawWeighted(choices, hash) ?? variable.default;
  if (range === undefined) return variable.default;
  const step = range.step ?? 1;
  const count = Math.floor((range.to - range.from) / step) + 1;
  return String(range.from + (hash % count) * step);
}

function drawWeighted(
  choices: readonly { readonly value: string; readonly weight?: number | undefined }[],
  hash: number,
): string | undefined {
  const total = choices.reduce((sum, { weight }) => sum + (weight ?? 1), 0);
  let left = hash % total;
  for (const { value, weight } of choices) {
    left -= weight ?? 1;
    if (left < 0) return value;
  }
  return choices[0]?.value;
}

/** An integer hash of all 53 bits of a seed and of a position. */
function hashOf(seed: number, position: number): number {
  const high = Math.floor(seed / 2 ** 32);
  let hash =
    (Math.trunc(seed) ^ Math.imul(high, 0xc2b2ae35) ^ Math.imul(position + 1, 0x9e3779b1)) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 0;
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** FNV-1a, 32 bits. */
function hashOfText(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
