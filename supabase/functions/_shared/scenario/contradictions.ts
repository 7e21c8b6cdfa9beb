import { unknownName, type Contradiction } from "./contradiction.ts";
import { findDrawContradictions } from "./draw-contradictions.ts";
import { idsOf, type CrossReferencedParts } from "./parts.ts";
import { findMoodContradictions } from "./mood-contradictions.ts";
import type { Exchange, Rehearsal } from "./rehearsal.ts";
import { findRecordsContradictions } from "./records-contradictions.ts";

/** Parts whose texts reach a learner or the scorer without variables filled in. */
const SHOWN_AS_THEY_STAND = ["title", "brief", "rubric"];

/** Everything in which a well-formed scenario contradicts itself. */
export function findContradictions(scenario: CrossReferencedParts): Contradiction[] {
  return [
    ...repeatedNames(scenario),
    ...openingContradictions(scenario),
    ...findMoodContradictions(scenario),
    ...rubricContradictions(scenario),
    ...rehearsalContradictions(scenario),
    ...goalContradictions(scenario),
    ...findDrawContradictions(scenario),
    ...(scenario.world === undefined ? [] : findRecordsContradictions(scenario.world)),
    ...misusedVariables(scenario),
  ];
}

function repeatedNames(scenario: CrossReferencedParts): Contradiction[] {
  const lists: [(string | number)[], { id?: string | undefined }[]][] = [
    [["brief", "objectives"], scenario.brief.objectives],
    [["hiddenFacts"], scenario.hiddenFacts],
    [["phases"], scenario.phases],
    [["objections"], scenario.objections],
    [["rubric", "criteria"], scenario.rubric.criteria],
    [["deescalationPoints"], scenario.deescalationPoints],
    [["steps"], scenario.steps ?? []],
    [["testObjectives"], scenario.testObjectives ?? []],
    [["world", "records"], scenario.world?.records ?? []],
    [["world", "tools"], scenario.world?.tools ?? []],
  ];
  return lists.flatMap(([path, items]) =>
    items.flatMap(({ id }, index) =>
      id !== undefined && items.findIndex((other) => other.id === id) < index
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

function rubricContradictions({ rubric, brief }: CrossReferencedParts): Contradiction[] {
  const problems: Contradiction[] = [];
  const sum = rubric.criteria.reduce((total, criterion) => total + criterion.weight, 0);
  if (sum !== 100) {
    const message = `weights sum to ${sum}; change them so that they sum to 100`;
    problems.push({ path: ["rubric", "criteria"], message });
  }
  const known = idsOf(brief.objectives);
  rubric.criteria.forEach((criterion, index) => {
    criterion.objectives.forEach((id, position) => {
      if (known.includes(id)) return;
      const path = ["rubric", "criteria", index, "objectives", position];
      problems.push(unknownName(path, "objective", id, known));
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

/** Test objectives and criteria must answer for each other; steps must lead to every objective. */
function goalContradictions({
  rubric,
  brief,
  steps,
  testObjectives,
}: CrossReferencedParts): Contradiction[] {
  const criteria = idsOf(rubric.criteria);
  const objectives = idsOf(brief.objectives);
  const unproved = (testObjectives ?? []).flatMap((objective, index) =>
    objective.criteria.flatMap((id, position) => {
      const path = ["testObjectives", index, "criteria", position];
      return criteria.includes(id) ? [] : [unknownName(path, "criterion", id, criteria)];
    }),
  );
  const tested = new Set(testObjectives?.flatMap((objective) => objective.criteria));
  const idle = criteria.flatMap((id, index) => {
    if (testObjectives === undefined || tested.has(id)) return [];
    const message = `no test objective needs "${id}"; name it in one's criteria, or drop the criterion`;
    return [{ path: ["rubric", "criteria", index, "id"], message }];
  });
  const astray = (steps ?? []).flatMap(({ objective }, index) =>
    objective === undefined || objectives.includes(objective)
      ? []
      : [unknownName(["steps", index, "objective"], "objective", objective, objectives)],
  );
  const met = new Set(steps?.map(({ objective }) => objective));
  const unmet = objectives.flatMap((id) => {
    if (steps === undefined || met.has(id)) return [];
    const message = `no step meets "${id}"; give one of them objective: ${id}`;
    return [{ path: ["steps"], message }];
  });
  return [...unproved, ...idle, ...astray, ...unmet];
}

function rehearsalContradictions(scenario: CrossReferencedParts): Contradiction[] {
  const { rehearsal, objections } = scenario;
  const names = [
    ["raises", "objection", idsOf(objections)],
    ["settles", "objection", idsOf(objections)],
    ["marks", "objective", idsOf(scenario.brief.objectives)],
    ["calms", "de-escalation point", idsOf(scenario.deescalationPoints)],
  ] as const;
  const unknown = (["good", "poor"] as const).flatMap((play) =>
    rehearsal[play].flatMap((exchange, index) =>
      names.flatMap(([key, kind, known]) => {
        const id = exchange[key];
        if (id === undefined || known.includes(id)) return [];
        return [unknownName(["rehearsal", play, index, key], kind, id, known)];
      }),
    ),
  );
  const settled = new Set(rehearsal.good.map((exchange) => exchange.settles));
  const open = objections.flatMap(({ id }, index) => {
    const message = `no sentence of rehearsal.good settles "${id}"; add one with settles: ${id}`;
    return settled.has(id) ? [] : [{ path: ["objections", index], message }];
  });
  return [...unknown, ...toldContradictions(scenario), ...open, ...endingContradictions(rehearsal)];
}

/** What the persona tells for the card must be something that the card asks for. */
function toldContradictions({ rehearsal, world }: CrossReferencedParts): Contradiction[] {
  const tools = (world?.tools ?? []).filter(({ offeredTo }) => offeredTo === "learner");
  const known = [...new Set(tools.flatMap(({ by, inputs = [] }) => [...by, ...inputs]))];
  return (["good", "poor"] as const).flatMap((play) =>
    rehearsal[play].flatMap(({ tells = {} }, index) =>
      Object.keys(tells).flatMap((field) =>
        known.includes(field)
          ? []
          : [unknownName(["rehearsal", play, index, "tells", field], "card field", field, known)],
      ),
    ),
  );
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
