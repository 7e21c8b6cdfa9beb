import type { Step } from "../../../supabase/functions/_shared/scenario/blocks.ts";
import type { Talk } from "./practice-talk.ts";

/**
 * The steps that a talk has come to. The script does not name them: one that meets an objective is reached with it,
 * and with it all before it; one that meets none is reached when the learner next does something well.
 */
export function reachSteps(
  steps: readonly Step[],
  reached: readonly string[],
  { cues, ending }: Talk,
): readonly string[] {
  const { marks, calms, settles } = cues;
  const isOpen = ({ id }: Step) => !reached.includes(id);
  if (ending === "success") return [...reached, ...steps.filter(isOpen).map(({ id }) => id)];
  const target = steps.findLastIndex(({ objective }) => marks !== undefined && objective === marks);
  if (target >= 0) {
    const upTo = steps.slice(0, target + 1).filter(isOpen);
    return [...reached, ...upTo.map(({ id }) => id)];
  }
  const next = steps.find(isOpen);
  const isHelped = calms !== undefined || settles !== undefined;
  return isHelped && next !== undefined && next.objective === undefined
    ? [...reached, next.id]
    : reached;
}
