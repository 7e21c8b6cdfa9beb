import * as z from "zod";
import type { CallSql } from "../call-sql.ts";
import { type Acting, Outcome } from "./outcome.ts";

/** What `list_published` answers: every scenario that is or was published, with its current or else its last version. */
export const PublishedAnswer = z.object({
  scenarios: z.array(
    z.object({
      id: z.string(),
      title: z.nullable(z.string()),
      language: z.nullable(z.string()),
      version: z.nullable(z.string()),
      published_at: z.nullable(z.string()),
      /** Whose sites may use it; null: everybody's. */
      organization: z.nullable(z.string()),
      is_published: z.boolean(),
    }),
  ),
});
export type PublishedAnswer = z.infer<typeof PublishedAnswer>;

/** The functions about whose scenarios are whose, and how they go. */
export interface ScenarioAdministration {
  listPublished(chosen: { readonly organization: string | null }): Promise<PublishedAnswer>;
  unpublishScenario(named: Acting & { readonly id: string }): Promise<Outcome>;
  /** Says whose sites may use it; null for everybody's. */
  giveScenario(
    change: Acting & { readonly id: string; readonly organization: string | null },
  ): Promise<Outcome>;
}

/** Those functions, called by `call`. */
export function createScenarioAdministration(call: CallSql): ScenarioAdministration {
  return {
    listPublished: (chosen) => call("list_published", chosen, PublishedAnswer),
    unpublishScenario: (named) => call("unpublish_scenario", named, Outcome),
    giveScenario: (change) => call("give_scenario", change, Outcome),
  };
}
