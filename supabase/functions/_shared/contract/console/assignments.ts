import * as z from "zod/mini";
import { ScenarioId } from "../identifiers.ts";

/** Where a learner stands with an assignment. */
export const AssignmentState = z.enum([
  "not_started",
  "in_progress",
  "passed",
  "not_passed",
  "overdue",
]);
export type AssignmentState = z.infer<typeof AssignmentState>;

/** A date and a time of day as a clock on the wall shows them; whose clock, says the zone beside it. */
const LocalTime = z
  .string()
  .check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, "a local time such as 2027-03-28T18:00"));

/** A name of the IANA database; whether there is such a zone, the database knows. */
const ZoneName = z
  .string()
  .check(
    z.maxLength(64),
    z.regex(/^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/, "a zone such as Europe/Paris"),
  );

const Attempts = z.int().check(z.minimum(1), z.maximum(100));

/** More for one learner: days after the deadline, attempts beyond the number. */
export const ExtraTime = z.strictObject({
  learnerId: z.uuid(),
  days: z.int().check(z.minimum(0), z.maximum(365)),
  attempts: z.int().check(z.minimum(0), z.maximum(100)),
});
export type ExtraTime = z.infer<typeof ExtraTime>;

const Extra = z.array(ExtraTime).check(z.maxLength(500));
const PassMark = z.nullable(z.int().check(z.minimum(0), z.maximum(100)));

/** `POST /console/assignments`. */
export const AssignmentRequest = z.strictObject({
  scenarioId: ScenarioId,
  cohortId: z.uuid(),
  due: LocalTime,
  timeZone: ZoneName,
  /** Null: as many as one likes. */
  attempts: z.nullable(Attempts),
  /** 0 to 100; null: the scenario's own. */
  passMark: PassMark,
  extra: Extra,
});
export type AssignmentRequest = z.infer<typeof AssignmentRequest>;

/** `PATCH /console/assignments/:id`: what is absent stays. `extra` takes the place of all there was. */
export const AssignmentChange = z.strictObject({
  due: z.optional(LocalTime),
  timeZone: z.optional(ZoneName),
  attempts: z.optional(z.nullable(Attempts)),
  passMark: z.optional(PassMark),
  extra: z.optional(Extra),
});
export type AssignmentChange = z.infer<typeof AssignmentChange>;

/** An assignment in a list. */
export const Assignment = z.object({
  id: z.uuid(),
  scenario: z.object({ id: z.string(), title: z.string(), language: z.string() }),
  cohort: z.object({ id: z.uuid(), name: z.string() }),
  /** Local, in `timeZone`. */
  due: z.string(),
  timeZone: z.string(),
  /** The same as an instant, ISO 8601 in UTC. */
  dueAt: z.string(),
  attempts: z.nullable(z.number()),
  passMark: z.nullable(z.number()),
  /** How many of the cohort stand where. */
  states: z.record(AssignmentState, z.number()),
  extra: z.array(z.object({ ...ExtraTime.shape, name: z.string() })),
});
export type Assignment = z.infer<typeof Assignment>;

/** `GET /console/assignments`. */
export const AssignmentsResponse = z.object({
  items: z.array(Assignment),
  next: z.nullable(z.string()),
  total: z.number(),
});
export type AssignmentsResponse = z.infer<typeof AssignmentsResponse>;

/** A learner of an assignment's cohort. */
export const AssignmentLearner = z.object({
  learner: z.object({ id: z.uuid(), name: z.string() }),
  state: AssignmentState,
  attemptsUsed: z.number(),
  /** With what was given in addition; null: as many as one likes. */
  attempts: z.nullable(z.number()),
  dueAt: z.string(),
  /** Of the first and of the latest scored attempt. Null as well while blind first keeps scores from who asks. */
  first: z.nullable(z.number()),
  latest: z.nullable(z.number()),
  lastAt: z.nullable(z.string()),
});
export type AssignmentLearner = z.infer<typeof AssignmentLearner>;

/** `GET /console/assignments/:id/learners`. */
export const AssignmentLearnersResponse = z.object({
  assignment: Assignment,
  items: z.array(AssignmentLearner),
  next: z.nullable(z.string()),
  total: z.number(),
});
export type AssignmentLearnersResponse = z.infer<typeof AssignmentLearnersResponse>;
