import * as z from "zod/mini";

/** Every way in which the backend refuses, with its HTTP status. */
export const PROBLEM_STATUS = {
  request_invalid: 400,
  caller_unauthorized: 401,
  origin_forbidden: 403,
  role_missing: 403,
  not_found: 404,
  feature_disabled: 404,
  conflict: 409,
  too_large: 413,
  limit_reached: 429,
  internal: 500,
  upstream_unavailable: 502,
} as const;

export type ProblemCode = keyof typeof PROBLEM_STATUS;

/**
 * The limits that may refuse a start, in the order in which they are checked. `hour_starts`: of a learner, of the
 * anonymous ones behind one address, or of them all; `site_cost`: what the site may spend in a day or a month.
 */
export const LimitName = z.enum([
  "organization_month",
  "site_day",
  "learner_day",
  "site_concurrency",
  "learner_concurrency",
  "learner_attempts",
  "hour_starts",
  "site_cost",
]);

/**
 * Which limit refused, and how much of it is used. Seconds for allowances, per cent for money, else a count of calls,
 * attempts or starts.
 */
export const LimitDetail = z.object({
  name: LimitName,
  cap: z.number(),
  used: z.number(),
  /** ISO 8601; null for concurrency, which frees itself when a call ends, and for attempts, which do not come back. */
  resetsAt: z.nullable(z.string()),
});
export type LimitDetail = z.infer<typeof LimitDetail>;

/** The body of every failed answer. `field` names the offending input, as a dotted path. */
export const Problem = z.object({
  code: z.string(),
  message: z.string(),
  requestId: z.string(),
  retryAfterSeconds: z.optional(z.number()),
  field: z.optional(z.string()),
  limit: z.optional(LimitDetail),
});
export type Problem = z.infer<typeof Problem>;
