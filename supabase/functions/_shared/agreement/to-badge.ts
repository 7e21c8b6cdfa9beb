import type { AgreementFigures, Badge } from "../contract/console/agreement.ts";

/** Below so many blind pairs a figure says too little to be shown as one. */
export const LEAST_PAIRS = 30;
/** From so many on an interval is narrow enough (about ±.14, then ±.10) for a step to rest on it. */
export const PAIRS_FOR_SAMPLED = 50;
export const PAIRS_FOR_AUTOMATIC = 100;

type Figures = Omit<AgreementFigures, "badge" | "tooFew">;

interface Step {
  readonly badge: Badge;
  readonly pairs: number;
  /** κ itself, and the lower end of its interval: a lucky draw of attempts is not enough. */
  readonly kappa: number;
  readonly low: number;
  readonly adjacent: number;
  /** In levels, either way. */
  readonly meanDifference: number;
}

/** The higher step first. */
const STEPS: readonly Step[] = [
  {
    badge: "automatic",
    pairs: PAIRS_FOR_AUTOMATIC,
    ...{ kappa: 0.7, low: 0.6, adjacent: 0.95, meanDifference: 0.25 },
  },
  {
    badge: "sampled",
    pairs: PAIRS_FOR_SAMPLED,
    ...{ kappa: 0.7, low: 0.5, adjacent: 0.9, meanDifference: 0.5 },
  },
];

/**
 * How far the AI's levels may be relied on by figures of the scorer that is at work now. Another model, rubric or
 * transcriber has no pairs yet, and so begins at `human_only`.
 */
export function toBadge(figures: Figures): Badge {
  return STEPS.find((step) => reaches(figures, step))?.badge ?? "human_only";
}

function reaches({ n, kappa, interval, adjacent, meanDifference }: Figures, step: Step): boolean {
  if (kappa === null || interval === null || adjacent === null || meanDifference === null) {
    return false;
  }
  return [
    n >= step.pairs,
    kappa >= step.kappa,
    interval[0] >= step.low,
    adjacent >= step.adjacent,
    Math.abs(meanDifference) <= step.meanDifference,
  ].every(Boolean);
}
