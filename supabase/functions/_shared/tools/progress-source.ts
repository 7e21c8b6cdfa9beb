import { drawVariables } from "../scenario/draw.ts";
import type { PrivatePart, PublicPart } from "../scenario/schema.ts";

/** What of a session's scenario its progress is held against, with the values that were drawn for it. */
export interface ProgressSource {
  /** BCP 47: how the learner's card writes numbers and dates. */
  readonly language: string;
  readonly public: PublicPart;
  readonly private: PrivatePart;
  /** Of `{{name}}` in phases and records. */
  readonly values: Readonly<Record<string, string>>;
}

/** A scenario, with what differs from session to session. */
interface SessionScenario {
  readonly scenario: {
    readonly language: string;
    readonly public: PublicPart;
    readonly private: PrivatePart;
  };
  readonly seed: number;
  readonly variables: Readonly<Record<string, string>>;
}

/** Draws the values of a session. Pure: the same seed gives the same source. */
export function toProgressSource({ scenario, seed, variables }: SessionScenario): ProgressSource {
  const { private: hidden, public: shown, language } = scenario;
  return {
    language,
    public: shown,
    private: hidden,
    values: drawVariables(hidden.variables, seed, variables),
  };
}

/** Puts the session's values where a text of the scenario has `{{name}}`. */
export function fillIn({ values }: Pick<ProgressSource, "values">, text: string): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}
