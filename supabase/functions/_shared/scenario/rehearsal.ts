import * as z from "zod";
import { line, lines, name } from "./blocks.ts";

/** What a learner may say and what the persona answers to it. */
export const Exchange = z.strictObject({
  learner: z
    .array(line("A sentence as a learner would speak it, in the scenario's language."))
    .min(1)
    .max(6)
    .describe("The expected sentence, then other wordings of it."),
  persona: line("The persona's answer.", 500),
  raises: name("The objection that the answer ends with.").optional(),
  settles: name("The objection that the learner's words settle.").optional(),
  marks: name("The objective that the learner's words meet.").optional(),
  calms: name("The de-escalation point that the learner's words are.").optional(),
  tells: z
    .record(z.string(), line("What the answer says of it.", 200))
    .describe("Fields of the learner's card that the answer gives away, with their values.")
    .optional(),
  when: name("A hidden fact of a pool: the exchange belongs to calls that drew it.").optional(),
  ends: z
    .enum(["success", "failed"])
    .optional()
    .describe("Set where the persona ends the call with this answer, and how it came out."),
});
export type Exchange = z.infer<typeof Exchange>;

/** The script of the local stand-in and of tests. It is never published. */
export const Rehearsal = z.strictObject({
  good: z.array(Exchange).min(8).max(24).describe("Good play, in its natural order."),
  poor: z
    .array(Exchange)
    .min(3)
    .max(12)
    .describe("Typical mistakes and how the persona takes them."),
  notHeard: lines("Said when speech arrived whose words were not recognised.", 2, 6),
  stillThere: line("Said when the learner stays silent."),
  askedUnknown: lines("Answers to a question that is not in the script.", 2, 6),
  toldUnknown: lines("Answers to a statement that is not in the script.", 2, 6),
  patience: z.int().min(2).max(12).describe("Unhelpful turns after which the persona gives up."),
  givesUp: line("How the persona ends the call when its patience is over."),
  afterTheEnd: line("Said when the learner goes on talking after the end."),
});
export type Rehearsal = z.infer<typeof Rehearsal>;
