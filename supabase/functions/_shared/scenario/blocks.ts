import * as z from "zod";

/** Voices of OpenAI Realtime; `marin` and `cedar` are the recommended ones. */
export const PERSONA_VOICES = [
  "alloy",
  "ash",
  "ballad",
  "cedar",
  "coral",
  "echo",
  "marin",
  "sage",
  "shimmer",
  "verse",
] as const;

/** A text of one line or paragraph that must not be empty. */
export const line = (about: string, maximumCharacters = 300) =>
  z.string().trim().min(1).max(maximumCharacters).describe(about);

/** A list of single sentences. */
export const lines = (about: string, minimum = 1, maximum = 12) =>
  z.array(line("One sentence.", 400)).min(minimum).max(maximum).describe(about);

/** A short name that other parts of the file refer to. */
export const name = (about: string) =>
  z
    .string()
    .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, "lower-case words joined by hyphens")
    .max(40)
    .describe(about);

/** A learning objective, shown before and during the call. */
export const Objective = z.strictObject({
  id: name("Short name that criteria refer to."),
  text: line("What the learner aims for, beginning with a verb.", 120),
});
export type Objective = z.infer<typeof Objective>;

/** Something that the persona tells only when the learner earns it. */
export const HiddenFact = z.strictObject({
  id: name("Short name."),
  fact: line("What is true."),
  unlockedBy: line("The learner's question or act that unlocks it, recognisable in words."),
  pool: name(
    "Facts of one pool exclude each other: each call draws one, all alike likely.",
  ).optional(),
});
export type HiddenFact = z.infer<typeof HiddenFact>;

/** What can move the persona from one mood to another. */
export const MOVE_CAUSES = [
  "objection-settled",
  "objective-marked",
  "deescalation",
  "escalation",
  "latest-second",
] as const;

/** A way out of a mood that a machine can follow. */
export const Move = z.strictObject({
  on: z
    .enum(MOVE_CAUSES)
    .describe("What was said or done; latest-second is the end of the phase's window."),
  id: name("The objection, objective or de-escalation point that `on` speaks of.").optional(),
  to: name("The phase that follows: the one before or the one after."),
});
export type Move = z.infer<typeof Move>;

/** A stretch of the persona's mood. Mood is the persona's alone; nothing is inferred about the learner. */
export const Mood = z.strictObject({
  id: name("Short name."),
  mood: line("How the persona feels and sounds.", 120),
  intensity: z.int().min(0).max(10).describe("Tension from 0 (at ease) to 10."),
  window: z
    .strictObject({
      fromSeconds: z.int().min(0).describe("Earliest second of the call."),
      toSeconds: z.int().min(1).describe("Latest second of the call."),
    })
    .describe("When the phase may hold: a guard for the pace."),
  says: line("Typical moves in this phase.", 400),
  withholds: line("What stays closed in this phase.", 300),
  entersWhen: line("What the learner did, or what stayed open, that leads here.", 300),
  leavesWhen: line("What the learner must do to move on.", 300),
  moves: z
    .array(Move)
    .min(1)
    .max(8)
    .describe("The ways out of this phase; the first that fits is taken.")
    .optional(),
});
export type Mood = z.infer<typeof Mood>;

/** A doubt that the persona raises, the concern behind it and what settles it. */
export const Objection = z.strictObject({
  id: name("Short name that the rehearsal refers to."),
  variants: lines("Wordings, in the scenario's language; one is drawn for each call.", 1, 6),
  concern: line("What really worries the persona."),
  raisedWhen: line("What leads the persona to raise it."),
  softenedBy: lines("What makes the persona listen without being convinced.", 1, 6),
  settledBy: line("What the learner must say for the doubt to be settled.", 400),
});
export type Objection = z.infer<typeof Objection>;

/** An act of the learner that calms the persona. */
export const DeescalationPoint = z.strictObject({
  id: name("Short name that phases and the rehearsal refer to.").optional(),
  act: line("What the learner says or asks; words, never tone of voice."),
  effect: line("How the persona changes."),
  once: z.boolean().describe("True where repeating the act has no further effect."),
});
export type DeescalationPoint = z.infer<typeof DeescalationPoint>;

/** A station of a good talk, in its usual order. */
export const Step = z.strictObject({
  id: name("Short name."),
  title: line("What happens in this step, in a few words.", 80),
  reachedWhen: line("What was said when the step is reached, recognisable in words."),
  objective: name("The objective that is met once this step is reached.").optional(),
});
export type Step = z.infer<typeof Step>;

/** What an attempt must demonstrate, and the criteria that show it. */
export const TestObjective = z.strictObject({
  id: name("Short name."),
  text: line("What the learner must demonstrate, as a behaviour.", 200),
  criteria: z
    .array(name("A criterion's id."))
    .min(1)
    .describe("The criteria of the rubric that prove it."),
});
export type TestObjective = z.infer<typeof TestObjective>;

/** How the talk can end, as the persona sees it. */
export const Resolution = z.strictObject({
  success: lines("Ways to a full success; at least two.", 2, 6),
  partial: lines("What counts as a partial success.", 1, 6),
  failed: lines("What makes the persona end the talk without result.", 1, 6),
});
export type Resolution = z.infer<typeof Resolution>;

/** One thing that is scored, with a behaviour for each level. */
const Criterion = z.strictObject({
  id: name("Short name."),
  title: line("What the learner reads in the report.", 60),
  weight: z.int().min(1).max(100).describe("Share of the total; all weights sum to 100."),
  anchors: z
    .array(line("A behaviour that can be seen in the words.", 400))
    .length(6)
    .describe("Levels 0 to 5, in this order."),
  examples: lines(
    "Learner sentences that show the criterion well, in the scenario's language.",
    2,
    10,
  ),
  objectives: z
    .array(name("An objective's id."))
    .min(1)
    .describe("The objectives that this criterion covers."),
});

/** The scoring rubric. It never reaches a browser or the persona. */
export const Rubric = z.strictObject({
  passMark: z.int().min(0).max(100).describe("Total from which a practice counts as passed."),
  criteria: z.array(Criterion).min(1).max(8),
  mustNotDo: lines("What a learner must not do, whatever the score.", 0),
});
export type Rubric = z.infer<typeof Rubric>;
