import type { HiddenFact, Objection, Objective, Phase, Rubric, Variables } from "./blocks.ts";
import type { Exchange, Rehearsal } from "./rehearsal.ts";

/** Two parts of a scenario that do not fit each other: where, and what to do about it. */
export interface Contradiction {
  readonly path: (string | number)[];
  readonly message: string;
}

/** The parts of a scenario that refer to one another. */
export interface CrossReferencedParts {
  readonly durationSeconds: number;
  readonly brief: { readonly objectives: Objective[]; readonly opens: string };
  readonly openingLine?: string | undefined;
  readonly hiddenFacts: HiddenFact[];
  readonly phases: Phase[];
  readonly objections: Objection[];
  readonly rubric: Rubric;
  readonly variables: Variables;
  readonly rehearsal: Rehearsal;
}

/** Parts whose texts reach a learner or the scorer without variables filled in. */
const SHOWN_AS_THEY_STAND = ["title", "brief", "rubric"];

/** Everything in which a well-formed scenario contradicts itself. */
export function findContradictions(scenario: CrossReferencedParts): Contradiction[] {
  return [
    ...repeatedNames(scenario),
    ...openingContradictions(scenario),
    ...phaseContradictions(scenario),
    ...rubricContradictions(scenario),
    ...rehearsalContradictions(scenario),
    ...misusedVariables(scenario),
  ];
}

function repeatedNames(scenario: CrossReferencedParts): Contradiction[] {
  const lists: [(string | number)[], { id: string }[]][] = [
    [["brief", "objectives"], scenario.brief.objectives],
    [["hiddenFacts"], scenario.hiddenFacts],
    [["phases"], scenario.phases],
    [["objections"], scenario.objections],
    [["rubric", "criteria"], scenario.rubric.criteria],
  ];
  return lists.flatMap(([path, items]) =>
    items.flatMap(({ id }, index) =>
      items.findIndex((other) => other.id === id) < index
        ? [{ path: [...path, index, "id"], message: `"${id}" is taken; choose another name` }]
        : [],
    ),
  );
}

function openingContradictions({ brief, openingLine }: CrossReferencedParts): Contradiction[] {
  if (brief.opens === "persona" && openingLine === undefined) {
    const message = "missing while the persona opens the call; add it, or set brief.opens: learner";
    return [{ path: ["openingLine"], message }];
  }
  if (brief.opens === "learner" && openingLine !== undefined) {
    const message = "never said while the learner opens; remove it, or set brief.opens: persona";
    return [{ path: ["openingLine"], message }];
  }
  return [];
}

function phaseContradictions({ phases, durationSeconds }: CrossReferencedParts): Contradiction[] {
  return phases.flatMap(({ window }, index) => {
    const path = ["phases", index, "window"];
    if (window.toSeconds <= window.fromSeconds)
      return [{ path: [...path, "toSeconds"], message: "not after fromSeconds; make it larger" }];
    if (window.toSeconds > durationSeconds) {
      const message = `after the call's end (${durationSeconds} s); lower it or raise durationSeconds`;
      return [{ path: [...path, "toSeconds"], message }];
    }
    const before = phases[index - 1];
    return before !== undefined && window.fromSeconds < before.window.fromSeconds
      ? [{ path: [...path, "fromSeconds"], message: "earlier than the phase before; reorder them" }]
      : [];
  });
}

function rubricContradictions({ rubric, brief }: CrossReferencedParts): Contradiction[] {
  const problems: Contradiction[] = [];
  const sum = rubric.criteria.reduce((total, criterion) => total + criterion.weight, 0);
  if (sum !== 100) {
    const message = `weights sum to ${sum}; change them so that they sum to 100`;
    problems.push({ path: ["rubric", "criteria"], message });
  }
  const known = brief.objectives.map((objective) => objective.id);
  rubric.criteria.forEach((criterion, index) => {
    criterion.objectives.forEach((id, position) => {
      if (known.includes(id)) return;
      const message = `no objective "${id}"; use one of ${known.join(", ")}`;
      problems.push({
        path: ["rubric", "criteria", index, "objectives", position],
        message,
      });
    });
  });
  const covered = new Set(rubric.criteria.flatMap((criterion) => criterion.objectives));
  known.forEach((id, index) => {
    if (covered.has(id)) return;
    const message = `no criterion covers "${id}"; name it in a criterion's objectives`;
    problems.push({ path: ["brief", "objectives", index], message });
  });
  return problems;
}

function rehearsalContradictions({ rehearsal, objections }: CrossReferencedParts): Contradiction[] {
  const problems: Contradiction[] = [];
  const known = objections.map((objection) => objection.id);
  for (const play of ["good", "poor"] as const) {
    rehearsal[play].forEach((exchange, index) => {
      for (const key of ["raises", "settles"] as const) {
        const id = exchange[key];
        if (id === undefined || known.includes(id)) continue;
        const message = `no objection "${id}"; use one of ${known.join(", ")}`;
        problems.push({ path: ["rehearsal", play, index, key], message });
      }
    });
  }
  const settled = new Set(rehearsal.good.map((exchange) => exchange.settles));
  objections.forEach(({ id }, index) => {
    if (settled.has(id)) return;
    const message = `no sentence of rehearsal.good settles "${id}"; add one with settles: ${id}`;
    problems.push({ path: ["objections", index], message });
  });
  return [...problems, ...endingContradictions(rehearsal)];
}

function endingContradictions({ good, poor }: Rehearsal): Contradiction[] {
  const ends = (play: Exchange[], result: string) => play.some((one) => one.ends === result);
  const problems: Contradiction[] = [];
  if (!ends(good, "success")) {
    const message = "never ends well; give its last exchange ends: success";
    problems.push({ path: ["rehearsal", "good"], message });
  }
  if (!ends(poor, "failed")) {
    const message = "never ends badly; give one exchange ends: failed";
    problems.push({ path: ["rehearsal", "poor"], message });
  }
  return problems;
}

function misusedVariables({ variables, ...texts }: CrossReferencedParts): Contradiction[] {
  return textsOf(texts, []).flatMap(({ path, text }) =>
    [...text.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)].flatMap(([, wanted = ""]) => {
      if (SHOWN_AS_THEY_STAND.includes(String(path[0])))
        return [{ path, message: `{{${wanted}}} is not filled in here; write plain words` }];
      return Object.hasOwn(variables, wanted)
        ? []
        : [{ path, message: `{{${wanted}}} is not declared; add it under variables` }];
    }),
  );
}

function textsOf(
  value: unknown,
  path: (string | number)[],
): { path: (string | number)[]; text: string }[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (Array.isArray(value))
    return value.flatMap((inner, index) => textsOf(inner, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, [...path, key]));
}
