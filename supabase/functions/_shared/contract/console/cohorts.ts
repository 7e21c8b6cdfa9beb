import * as z from "zod/mini";

const Name = z.string().check(z.minLength(1), z.maxLength(120));

/** `POST /console/cohorts`. */
export const CohortRequest = z.strictObject({ name: Name });
export type CohortRequest = z.infer<typeof CohortRequest>;

/** `PUT /console/cohorts/:id/learners`: who belongs to it from now on, in the place of whom it had. */
export const RosterRequest = z.strictObject({
  learners: z
    .array(
      z.strictObject({
        /** The learner as the site's tokens name one; only a keyed hash of it is kept. */
        sub: z.string().check(z.minLength(1), z.maxLength(255)),
        name: Name,
      }),
    )
    .check(z.maxLength(1_000)),
});
export type RosterRequest = z.infer<typeof RosterRequest>;

/** A cohort in a list. */
export const Cohort = z.object({ id: z.uuid(), name: z.string(), learners: z.number() });
export type Cohort = z.infer<typeof Cohort>;

/** `GET /console/cohorts`: those that the member may see. */
export const CohortsResponse = z.object({
  items: z.array(Cohort),
  next: z.nullable(z.string()),
  total: z.number(),
});
export type CohortsResponse = z.infer<typeof CohortsResponse>;
