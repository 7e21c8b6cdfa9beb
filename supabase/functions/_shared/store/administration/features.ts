import * as z from "zod";
import type { CallSql } from "../call-sql.ts";
import { type Acting, Outcome } from "./outcome.ts";

/** What `list_features` answers: the switches for everybody; null where none is set. */
export const FeaturesAnswer = z.object({
  features: z.array(
    z.object({
      name: z.string(),
      enabled: z.nullable(z.boolean()),
      updated_at: z.nullable(z.string()),
    }),
  ),
});
export type FeaturesAnswer = z.infer<typeof FeaturesAnswer>;

/** The functions about what is switched on. */
export interface FeatureAdministration {
  listFeatures(): Promise<FeaturesAnswer>;
  /** For everybody where `site` is null; `enabled` null takes the switch back. */
  setFeature(
    change: Acting & {
      readonly name: string;
      readonly enabled: boolean | null;
      readonly site: string | null;
    },
  ): Promise<Outcome>;
}

/** Those functions, called by `call`. */
export function createFeatureAdministration(call: CallSql): FeatureAdministration {
  return {
    listFeatures: () => call("list_features", {}, FeaturesAnswer),
    setFeature: (change) => call("set_feature", change, Outcome),
  };
}
