import * as z from "zod";
import { line } from "./blocks.ts";

const value = (about: string) => z.string().trim().min(1).max(200).describe(about);

const Choice = z.strictObject({
  value: value("The value where this choice is drawn."),
  weight: z
    .int()
    .min(1)
    .max(100)
    .describe("How likely beside the others; 1 by default.")
    .optional(),
});

const Range = z.strictObject({
  from: z.int().describe("The smallest value."),
  to: z.int().describe("The largest value."),
  step: z.int().min(1).describe("The distance between two values; 1 by default.").optional(),
});

const Draw = z
  .strictObject({
    choices: z.array(Choice).min(2).max(20).describe("Values to choose from.").optional(),
    range: Range.describe("Whole numbers to choose from, all alike likely.").optional(),
  })
  .describe(
    "Drawn anew for each call, by the seed that is stored with it. Either choices or range.",
  );

/** A value that the embedding page may set, such as the learner's company, or that each call draws. */
const Variable = z.strictObject({
  about: line("What it is for.", 200),
  default: value("Used when the page sets none and nothing is drawn."),
  maxLength: z.int().min(1).max(200).describe("Longer values are cut to this many characters."),
  draw: Draw.optional(),
});
export type Variable = z.infer<typeof Variable>;

/** The variables of one scenario by name. */
export const Variables = z
  .record(z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, "a name such as companyName"), Variable)
  .describe("Names that texts may use as {{name}}.");
export type Variables = z.infer<typeof Variables>;
