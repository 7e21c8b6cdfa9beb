import * as z from "zod";
import { line, name } from "./blocks.ts";

const Value = z.union([z.string().trim().min(1).max(300), z.number(), z.boolean()], {
  error:
    "is neither text, number nor yes or no; write one value in quotes, a number, true or false",
});
const Values = z.record(fieldName(), Value);

function fieldName() {
  return z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, "a name such as dueDate");
}

const Field = z.strictObject({
  type: z.enum(["text", "number", "boolean", "date"]).describe("A date is written as 2026-11-30."),
  about: line("What it holds.", 120),
  choices: z
    .array(z.string().trim().min(1).max(60))
    .min(2)
    .max(20)
    .describe("The only texts that are possible; for a text.")
    .optional(),
});

const RecordTable = z.strictObject({
  id: name("Short name that tools refer to."),
  about: line("What these records are, such as the customer's invoices.", 200),
  key: fieldName().describe("The field whose value tells the records apart."),
  fields: z.record(fieldName(), Field).describe("What each record holds."),
  rows: z.array(Values).min(1).max(50).describe("The records as the call begins."),
});

const Tool = z.strictObject({
  id: name("Short name; the function's name at the provider."),
  title: line(
    "Its name on the learner's screen; otherwise what it does stands there.",
    60,
  ).optional(),
  about: line("What it does, as its user reads it.", 200),
  kind: z
    .enum(["lookup", "action"])
    .describe("A lookup reads; an action changes the call's own copy."),
  offeredTo: z.enum(["persona", "learner"]).describe("Who uses it."),
  records: name("The records that it reads or changes."),
  by: z.array(fieldName()).min(1).max(4).describe("The fields by which it finds a record."),
  shows: z.array(fieldName()).min(1).max(12).describe("The fields that its answer holds."),
  onlyWhen: Values.describe("An action is refused where a field has another value.").optional(),
  sets: Values.describe("What an action changes.").optional(),
  inputs: z
    .array(fieldName())
    .min(1)
    .max(6)
    .describe("Fields that an action's user fills in.")
    .optional(),
  answer: line("What an action answers when it was done.", 200).optional(),
});

/** A small mock of the systems behind the persona's records, as data. Each call has a copy of its own. */
export const Records = z
  .strictObject({
    records: z.array(RecordTable).min(1).max(6),
    tools: z.array(Tool).min(1).max(8),
  })
  .describe("Records of a customer or order system, and the tools that read and change them.");
export type Records = z.infer<typeof Records>;
export type RecordTable = z.infer<typeof RecordTable>;
export type RecordField = z.infer<typeof Field>;
export type RecordTool = z.infer<typeof Tool>;
export type RecordValue = z.infer<typeof Value>;
