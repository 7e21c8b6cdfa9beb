import type {
  DeescalationPoint,
  HiddenFact,
  Objection,
  Objective,
  Mood,
  Rubric,
  Step,
  TestObjective,
} from "./blocks.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { Variables } from "./variables.ts";
import type { Records } from "./records.ts";

/** The parts of a scenario that refer to one another. */
export interface CrossReferencedParts {
  readonly durationSeconds: number;
  readonly brief: { readonly objectives: Objective[]; readonly opens: string };
  readonly openingLine?: string | undefined;
  readonly hiddenFacts: HiddenFact[];
  readonly phases: Mood[];
  readonly objections: Objection[];
  readonly deescalationPoints: DeescalationPoint[];
  readonly steps?: Step[] | undefined;
  readonly testObjectives?: TestObjective[] | undefined;
  readonly world?: Records | undefined;
  readonly rubric: Rubric;
  readonly variables: Variables;
  readonly rehearsal: Rehearsal;
}

/** The ids of the parts in `items`; parts without one are left out. */
export function idsOf(items: readonly { readonly id?: string | undefined }[]): string[] {
  return items.flatMap(({ id }) => (id === undefined ? [] : [id]));
}
