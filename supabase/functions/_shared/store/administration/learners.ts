import * as z from "zod";
import type { CallSql } from "../call-sql.ts";
import { type Acting, Outcome } from "./outcome.ts";

/** What `find_learner` answers. */
export const FindLearnerAnswer = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("found"),
    learner_id: z.string(),
    kind: z.string(),
    created_at: z.string(),
    sessions: z.number(),
    turns: z.number(),
    live_sessions: z.number(),
    last_session_at: z.nullable(z.string()),
  }),
  z.object({ outcome: z.literal("site_unknown") }),
  z.object({ outcome: z.literal("learner_unknown") }),
]);
export type FindLearnerAnswer = z.infer<typeof FindLearnerAnswer>;

/** The functions about what learners may ask for: a copy, and to be forgotten. */
export interface LearnerAdministration {
  /** By id of the learner or of a session, or by the hash that names the learner on the site. */
  findLearner(named: {
    readonly site: string;
    readonly learnerId: string | null;
    readonly learnerKey: string | null;
  }): Promise<FindLearnerAnswer>;
  /** All that is kept of a learner, beside the outcome. */
  exportLearner(named: Acting & { readonly learnerId: string }): Promise<Outcome>;
  deleteLearner(named: Acting & { readonly learnerId: string }): Promise<Outcome>;
}

/** Those functions, called by `call`. */
export function createLearnerAdministration(call: CallSql): LearnerAdministration {
  return {
    findLearner: (named) => call("find_learner", named, FindLearnerAnswer),
    exportLearner: (named) => call("export_learner", named, Outcome),
    deleteLearner: (named) => call("delete_learner", named, Outcome),
  };
}
