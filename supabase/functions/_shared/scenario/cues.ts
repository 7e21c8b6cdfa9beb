import type { Objective, Step } from "./blocks.ts";
import { idsOf } from "./parts.ts";
import type { PrivatePart, PublicPart } from "./schema.ts";

/** The cause of a move that only makes things worse. */
export const ESCALATION = "escalation";

/** Stands for a de-escalation point that has no name of its own. */
export const CALMED = "calmed";

/** What the persona may name as the cause of a move: acts of the scenario, each by its id. */
export function causesOf(shown: PublicPart, hidden: PrivatePart): string[] {
  const { deescalationPoints, objections } = hidden;
  const hasNameless = deescalationPoints.some(({ id }) => id === undefined);
  const names = [
    ...idsOf(deescalationPoints),
    ...(hasNameless ? [CALMED] : []),
    ...idsOf(objections),
    ...idsOf(shown.objectives),
    ESCALATION,
  ];
  return [...new Set(names)];
}

/** The steps that marking an objective does not tell already: those of none, or that share one. */
export function namedSteps(steps: readonly Step[] = []): Step[] {
  return steps.filter(
    ({ objective }) => objective === undefined || stepOf(steps, objective) === null,
  );
}

/** The one step that meets an objective; null where none or several do. */
export function stepOf(steps: readonly Step[] = [], objective: Objective["id"]): Step | null {
  const meeting = steps.filter((step) => step.objective === objective);
  return meeting.length === 1 ? (meeting[0] ?? null) : null;
}
