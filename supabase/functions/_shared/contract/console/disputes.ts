import * as z from "zod/mini";

/** Why a learner contests something. */
export const DisputeCode = z.enum([
  "misheard",
  "quote_wrong",
  "level_wrong",
  "rule_wrong",
  "technical",
  "other",
]);
export type DisputeCode = z.infer<typeof DisputeCode>;

/** What is contested: a line of the transcript, a criterion's level, or one of its quotes. */
const Subject = z.strictObject({
  criterionId: z.nullable(z.string().check(z.minLength(1), z.maxLength(64))),
  turnId: z.nullable(z.string().check(z.minLength(1), z.maxLength(128))),
});

const Words = z.string().check(z.minLength(1), z.maxLength(1_000));

/** `POST /coach/sessions/:id/disputes`, with the session's token in the body or the learner's own in the header. */
export const DisputeRequest = z.strictObject({
  sessionToken: z.optional(z.string().check(z.minLength(16), z.maxLength(2_048))),
  about: Subject,
  code: DisputeCode,
  text: Words,
});
export type DisputeRequest = z.infer<typeof DisputeRequest>;

/** `POST /console/disputes/:id/answer`: by somebody else than who reviewed the attempt first. */
export const DisputeAnswerRequest = z.strictObject({
  upheld: z.boolean(),
  text: Words,
});
export type DisputeAnswerRequest = z.infer<typeof DisputeAnswerRequest>;

/** A dispute as reviewers see it. */
export const Dispute = z.object({
  id: z.uuid(),
  attemptId: z.uuid(),
  learner: z.object({ id: z.uuid(), name: z.string() }),
  scenario: z.object({ id: z.string(), title: z.string() }),
  about: Subject,
  code: DisputeCode,
  text: z.string(),
  at: z.string(),
  /** How long it has waited, or waited, for its answer. */
  waitedSeconds: z.number(),
  answer: z.nullable(
    z.object({ upheld: z.boolean(), text: z.string(), by: z.string(), at: z.string() }),
  ),
  /** False for whoever reviewed the attempt first, and once it is answered. */
  mayAnswer: z.boolean(),
});
export type Dispute = z.infer<typeof Dispute>;

/** `GET /console/disputes`: the longest waiting first. */
export const DisputesResponse = z.object({
  items: z.array(Dispute),
  next: z.nullable(z.string()),
  total: z.number(),
});
export type DisputesResponse = z.infer<typeof DisputesResponse>;
