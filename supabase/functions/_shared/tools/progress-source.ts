import { drawVariables } from "../scenario/draw.ts";
import { PrivatePart, PublicPart } from "../scenario/schema.ts";

/** What of a session's scenario its progress is held against, with the values that were drawn for it. */
export interface ProgressSource {
  /** BCP 47: how the learner's card writes numbers and dates. */
  readonly language: string;
  readonly public: PublicPart;
  readonly private: PrivatePart;
  /** Of `{{name}}` in phases and records. */
  readonly values: Readonly<Record<string, string>>;
}

/** A scenario as the database hands it out, with what differs from session to session. */
interface StoredSource {
  readonly scenario: {
    readonly language: string;
    readonly public: unknown;
    readonly private: unknown;
  };
  readonly seed: number;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Reads a stored scenario and draws the values of its session. Pure: the same seed gives the same source.
 * @throws {z.ZodError} when what is stored is no scenario, which publishing rules out.
 */
export function toProgressSource({ scenario, seed, variables }: StoredSource): ProgressSource {
  const hidden = PrivatePart.parse(scenario.private);
  return {
    language: scenario.language,
    public: PublicPart.parse(scenario.public),
    private: hidden,
    values: drawVariables(hidden.variables, seed, variables),
  };
}

/** Puts the session's values where a text of the scenario has `{{name}}`. */
export function fillIn({ values }: ProgressSource, text: string): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}
