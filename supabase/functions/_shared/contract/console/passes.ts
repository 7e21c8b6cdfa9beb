import * as z from "zod/mini";

const Reason = z.string().check(z.minLength(1), z.maxLength(500));

/** `POST /console/passes`: a person says that an attempt passes. */
export const PassRequest = z.strictObject({
  attemptId: z.uuid(),
  /** The last day on which it holds, as a date of the organization's zone; null: it does not run out. */
  expires: z.nullable(z.iso.date()),
});
export type PassRequest = z.infer<typeof PassRequest>;

/** `DELETE /console/passes/:id`: why it holds no longer. */
export const RevocationRequest = z.strictObject({ reason: Reason });
export type RevocationRequest = z.infer<typeof RevocationRequest>;

/** A pass: the rule, the evidence, the person. Never changed; a revocation stands beside it. */
export const Pass = z.object({
  id: z.uuid(),
  learner: z.object({ id: z.uuid(), name: z.string() }),
  scenario: z.object({ id: z.string(), title: z.string(), version: z.string() }),
  attemptId: z.uuid(),
  /** By what it passes: the mark, and whose total it was held against. */
  rule: z.object({
    passMark: z.number(),
    total: z.number(),
    decidedBy: z.enum(["human", "automatic"]),
  }),
  /** The person who stands for it. */
  by: z.string(),
  at: z.string(),
  /** ISO 8601; null: it does not run out. */
  expiresAt: z.nullable(z.string()),
  revoked: z.nullable(z.object({ by: z.string(), at: z.string(), reason: z.string() })),
  state: z.enum(["valid", "expired", "revoked"]),
});
export type Pass = z.infer<typeof Pass>;

/** `GET /console/passes`. */
export const PassesResponse = z.object({
  items: z.array(Pass),
  next: z.nullable(z.string()),
  total: z.number(),
});
export type PassesResponse = z.infer<typeof PassesResponse>;

/** Why an attempt cannot pass, as `field` of a conflict names it. */
export const PassRefusal = z.enum([
  "human_review_missing",
  "breach",
  "below_pass_mark",
  "not_scored",
  "already_passed",
]);
export type PassRefusal = z.infer<typeof PassRefusal>;
