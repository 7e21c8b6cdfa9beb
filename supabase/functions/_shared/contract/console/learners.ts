import * as z from "zod/mini";
import { AttemptRow, AttemptsPage, ConsoleLearner, listOf, Titled } from "./attempts.ts";

/**
 * Why a learner needs help: two failures in a row at a scenario, a criterion at 2 or lower in three attempts in a row, an
 * assignment past its deadline, or a scenario not passed and not tried for fourteen days.
 */
export const ReasonKind = z.enum(["failed_twice", "criterion_low", "overdue", "stalled"]);
export type ReasonKind = z.infer<typeof ReasonKind>;

/** A reason with what it is about. */
export const Reason = z.object({
  kind: ReasonKind,
  scenario: Titled,
  criterion: z.nullable(Titled),
  /** ISO 8601: the attempt or deadline since which it holds. */
  since: z.iso.datetime(),
  /** How many times in a row, where it counts something. */
  count: z.nullable(z.int()),
});
export type Reason = z.infer<typeof Reason>;

/** `GET /console/overview`: who needs help, the most reasons first, fifty at most. */
export const Overview = z.object({
  needsHelp: z.array(
    z.object({
      learner: ConsoleLearner,
      reasons: z.array(Reason),
      latest: z.nullable(AttemptRow),
    }),
  ),
  counts: z.object({
    learners: z.int(),
    attempts: z.int(),
    passed: z.int(),
    waitingReviews: z.int(),
    overdue: z.int(),
  }),
});
export type Overview = z.infer<typeof Overview>;

/** A learner in a list. */
export const LearnerRow = z.object({
  id: z.uuid(),
  name: z.string(),
  cohort: z.nullable(z.string()),
  attempts: z.int(),
  passedScenarios: z.int(),
  /** Totals of the first and the latest scored attempt; never the best, which only rises. */
  first: z.nullable(z.number()),
  latest: z.nullable(z.number()),
  lastAt: z.nullable(z.iso.datetime()),
  reasons: z.array(ReasonKind),
});
export type LearnerRow = z.infer<typeof LearnerRow>;

export const LearnersPage = listOf(LearnerRow);
export type LearnersPage = z.infer<typeof LearnersPage>;

/** `GET /console/learners/:id`: with the latest official attempts. */
export const LearnerDetail = z.object({
  learner: LearnerRow,
  reasons: z.array(Reason),
  attempts: AttemptsPage,
});
export type LearnerDetail = z.infer<typeof LearnerDetail>;

/** A scenario as its attempts show it. Figures over fewer than five learners are null. */
export const ScenarioRow = z.object({
  id: z.string(),
  title: z.string(),
  language: z.string(),
  attempts: z.int(),
  learners: z.nullable(z.int()),
  mean: z.nullable(z.number()),
  /** Share of scored attempts that passed, 0 to 1. */
  passRate: z.nullable(z.number()),
});
export type ScenarioRow = z.infer<typeof ScenarioRow>;

export const ScenariosPage = listOf(ScenarioRow);
export type ScenariosPage = z.infer<typeof ScenariosPage>;

/** A look at a transcript, or a change, as auditors read it. */
export const AuditRow = z.object({
  at: z.iso.datetime(),
  /** The member's name. */
  by: z.string(),
  action: z.string(),
  subject: z.string(),
});
export type AuditRow = z.infer<typeof AuditRow>;

export const AuditPage = listOf(AuditRow);
export type AuditPage = z.infer<typeof AuditPage>;
