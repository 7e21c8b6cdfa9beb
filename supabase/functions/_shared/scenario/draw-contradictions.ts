import type { Contradiction } from "./contradiction.ts";
import type { CrossReferencedParts } from "./parts.ts";
import type { Variable } from "./variables.ts";

type Path = (string | number)[];

/** Everything in which what a call draws contradicts itself: variables, and pools of hidden facts. */
export function findDrawContradictions(scenario: CrossReferencedParts): Contradiction[] {
  return [
    ...Object.entries(scenario.variables).flatMap(([name, variable]) =>
      variableContradictions(variable, ["variables", name]),
    ),
    ...poolContradictions(scenario),
  ];
}

function variableContradictions(variable: Variable, path: Path): Contradiction[] {
  const { maxLength, draw } = variable;
  const message = `is longer than maxLength (${maxLength}); shorten it or raise maxLength`;
  const texts: [Path, string][] = [
    [["default"], variable.default],
    ...(draw?.choices ?? []).map(({ value }, index): [Path, string] => [
      ["draw", "choices", index, "value"],
      value,
    ]),
  ];
  return [
    ...texts.flatMap(([at, text]) =>
      Array.from(text).length > maxLength ? [{ path: [...path, ...at], message }] : [],
    ),
    ...(draw === undefined ? [] : drawContradictions(variable, draw, path)),
  ];
}

function drawContradictions(
  { default: fallback, maxLength }: Variable,
  { choices, range }: NonNullable<Variable["draw"]>,
  path: Path,
): Contradiction[] {
  const at = [...path, "draw"];
  if ((choices === undefined) === (range === undefined))
    return [{ path: at, message: "needs either choices or range; write one of the two" }];
  if (range !== undefined) {
    const { from, to, step = 1 } = range;
    if (to < from + step) {
      const message = `leaves nothing to draw from ${from} on; make it at least ${from + step}`;
      return [{ path: [...at, "range", "to"], message }];
    }
    const longest = Math.max(String(from).length, String(to).length);
    if (longest > maxLength) {
      const message = `draws up to ${longest} characters; raise it to ${longest} or more`;
      return [{ path: [...path, "maxLength"], message }];
    }
    const number = Number(fallback);
    const isDrawn = number >= from && number <= to && (number - from) % step === 0;
    const message = `is never drawn; write a value of the range, such as ${from}`;
    return isDrawn ? [] : [{ path: [...path, "default"], message }];
  }
  const known = (choices ?? []).map(({ value }) => value);
  const repeated = known.findIndex((value, index) => known.indexOf(value) < index);
  if (repeated !== -1) {
    const message = "is there already; remove it, and give the other a weight instead";
    return [{ path: [...at, "choices", repeated, "value"], message }];
  }
  return known.includes(fallback)
    ? []
    : [{ path: [...path, "default"], message: `is never drawn; write one of ${known.join(", ")}` }];
}

function poolContradictions({ hiddenFacts, rehearsal }: CrossReferencedParts): Contradiction[] {
  const pooled = hiddenFacts.filter(({ pool }) => pool !== undefined);
  const played = new Set(rehearsal.good.map(({ when }) => when));
  const facts = hiddenFacts.flatMap(({ id, pool }, index) => {
    if (pool === undefined) return [];
    const path = ["hiddenFacts", index];
    if (pooled.filter((other) => other.pool === pool).length < 2) {
      const message = `is alone in "${pool}"; add another fact to the pool, or remove this line`;
      return [{ path: [...path, "pool"], message }];
    }
    const message = `no sentence of rehearsal.good tells "${id}"; add one with when: ${id}`;
    return played.has(id) ? [] : [{ path: [...path, "id"], message }];
  });
  const known = pooled.map(({ id }) => id);
  const plays = (["good", "poor"] as const).flatMap((play) =>
    rehearsal[play].flatMap(({ when }, index) => {
      if (when === undefined || known.includes(when)) return [];
      const remedy =
        known.length === 0
          ? "no hidden fact has a pool, so remove the line"
          : `use one of ${known.join(", ")}`;
      const path = ["rehearsal", play, index, "when"];
      return [{ path, message: `no hidden fact "${when}" of a pool; ${remedy}` }];
    }),
  );
  return [...facts, ...plays];
}
