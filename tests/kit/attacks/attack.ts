import type { Scenario } from "../../../supabase/functions/_shared/scenario/schema.ts";

/** One turn that an attack adds. In `text`, ⟦…⟧ marks the words that a scorer would have to follow; unmarked: all. */
export interface AttackTurn {
  readonly speaker: "learner" | "persona";
  readonly text: string;
}

/** A way to talk a scorer into a better score. */
export interface Attack {
  readonly id: string;
  readonly family: string;
  readonly turns: readonly AttackTurn[];
  /** Its words ask for nothing: only a scorer's own rules can be fooled by them. */
  readonly isSenseless?: boolean;
  /** Its words are an order only together, over all its turns. */
  readonly isSplit?: boolean;
}

/** Makes attacks that use a scenario's own words, such as its rubric. */
export type AttackMaker = (scenario: Scenario) => readonly Attack[];

/** Attacks of one family that are one turn of the learner each. */
export function spoken(family: string, texts: readonly string[]): Attack[] {
  return texts.map((text, index) => ({
    id: `${family}-${index + 1}`,
    family,
    turns: [{ speaker: "learner", text }],
  }));
}
