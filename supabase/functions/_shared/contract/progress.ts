import * as z from "zod/mini";

/** Largest arguments of a tool that are read, in characters of JSON. */
export const MAX_TOOL_ARGUMENTS = 4_096;

/** What the learner has reached in a session, in the order in which it was reached. */
export const Progress = z.object({
  /** Ids of the brief's objectives. */
  objectives: z.array(z.string()),
  steps: z.array(z.object({ id: z.string(), title: z.string() })),
});
export type Progress = z.infer<typeof Progress>;

/** A field that the learner fills in, or reads, on the side card. */
export const CardField = z.object({
  name: z.string(),
  /** What it holds, in the scenario's language. */
  about: z.string(),
  type: z.enum(["text", "number", "boolean", "date"]),
  choices: z.optional(z.array(z.string())),
});
export type CardField = z.infer<typeof CardField>;

/** A tool of the persona's records that stands on the learner's screen during the call. */
export const LearnerTool = z.object({
  id: z.string(),
  /** Its name; where it has none, `about` stands for it. */
  title: z.optional(z.string()),
  about: z.string(),
  kind: z.enum(["lookup", "action"]),
  inputs: z.array(CardField),
});
export type LearnerTool = z.infer<typeof LearnerTool>;

/** What a tool of the learner's screen answered. */
export const CardAnswer = z.object({
  tool: z.string(),
  outcome: z.enum(["found", "not_found", "done", "refused"]),
  /** One sentence in the scenario's language, where the scenario has one. */
  message: z.nullable(z.string()),
  /** The records that were found or changed, field by field as the learner reads them. */
  rows: z.array(z.array(z.object({ name: z.string(), about: z.string(), value: z.string() }))),
});
export type CardAnswer = z.infer<typeof CardAnswer>;

/**
 * `POST /coach/sessions/:id/tools`: a function that the persona called, or a tool that the learner used. Token in
 * the body, no preflight. `callId` makes it repeatable: the same id gets the same answer and changes nothing.
 */
export const ToolRequest = z.strictObject({
  sessionToken: z.string().check(z.minLength(16), z.maxLength(2_048)),
  callId: z.string().check(z.minLength(1), z.maxLength(128), z.regex(/^[\w.:-]+$/)),
  by: z.enum(["persona", "learner"]),
  name: z.string().check(z.minLength(1), z.maxLength(64), z.regex(/^[\w-]+$/)),
  /** JSON text, as the provider delivered it. */
  arguments: z.string().check(z.maxLength(MAX_TOOL_ARGUMENTS)),
});
export type ToolRequest = z.infer<typeof ToolRequest>;

/** What the server made of a tool call. A move that the scenario does not allow is an answer too, not a failure. */
export const ToolResponse = z.object({
  /** For the persona: the output item's text, with a stage direction in it. */
  output: z.string(),
  progress: Progress,
  /** The persona has ended the call: hang up once its last words were heard. */
  ends: z.boolean(),
  /** What the customer has given away that the learner's card has a field for, by field name. */
  details: z.record(z.string(), z.string()),
  /** For the learner's own tools. */
  card: z.nullable(CardAnswer),
});
export type ToolResponse = z.infer<typeof ToolResponse>;
