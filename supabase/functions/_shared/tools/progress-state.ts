import * as z from "zod";
import type { ProgressSource } from "./progress-source.ts";

/** How a persona can end its call. */
export const Outcome = z.enum(["success", "partial", "failed"]);
export type Outcome = z.infer<typeof Outcome>;

const Names = z.array(z.string());
const Value = z.union([z.string(), z.number(), z.boolean()]);

/** How far a session's talk has come, as it is stored. The mood is the persona's; nothing is inferred of the learner. */
export const ProgressState = z.object({
  /** The persona's mood of now. */
  phase: z.string(),
  /** Its moods in order, the first one included; seconds of the session. */
  moods: z.array(z.object({ phase: z.string(), second: z.number() })),
  /** Objections, in the order in which they were raised. */
  raised: Names,
  settled: Names,
  objectives: Names,
  steps: Names,
  /** Acts that have moved the persona, and may not do so again. */
  spent: Names,
  /** How the persona ended the call; null while it goes on. */
  ended: z.nullable(Outcome),
  /** What actions changed: by records' id and the row's position, the fields that differ from the scenario's. */
  world: z.record(z.string(), z.record(z.string(), z.record(z.string(), Value))),
  /** What the persona gave away of the learner's card, by field. */
  details: z.record(z.string(), z.string()),
});
export type ProgressState = z.infer<typeof ProgressState>;

/** The state of a session of which nothing was said yet: the first mood, the records as they are written. */
export function createProgressState(source: ProgressSource): ProgressState {
  const phase = source.private.phases[0]?.id ?? "";
  return {
    phase,
    moods: [{ phase, second: 0 }],
    ...{ raised: [], settled: [], objectives: [], steps: [], spent: [] },
    ...{ ended: null, world: {}, details: {} },
  };
}
