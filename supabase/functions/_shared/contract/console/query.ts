import * as z from "zod/mini";
import { LocaleTag, ScenarioId } from "../identifiers.ts";

const Instant = z.iso.datetime({ offset: true });

/** How many rows a page of a list holds unasked. */
export const USUAL_ROWS = 50;

/**
 * What narrows a list, as texts of the query; the same names stand in the address of the console. Of whose learners a
 * list is at all says the member, so that nothing here can widen it.
 */
export const ConsoleQuery = z.strictObject({
  site: z.optional(z.uuid()),
  cohort: z.optional(z.uuid()),
  learner: z.optional(z.uuid()),
  scenario: z.optional(ScenarioId),
  language: z.optional(LocaleTag),
  /** Attempts that began then or later. */
  from: z.optional(Instant),
  /** Attempts that began before. */
  before: z.optional(Instant),
  outcome: z.optional(z.enum(["passed", "not_passed", "not_scored"])),
  /** `waiting`: in the queue and not reviewed by this member; `advised`: a person should look; `done`: reviewed by anybody. */
  review: z.optional(z.enum(["waiting", "advised", "done"])),
  /** Part of a learner's name. */
  q: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
  sort: z.optional(z.enum(["startedAt", "name", "lastAt", "attempts", "latest"])),
  order: z.optional(z.enum(["asc", "desc"])),
  /** The `next` of an earlier answer. */
  after: z.optional(
    z.string().check(z.regex(/^[A-Za-z0-9_-]{1,300}$/, "a cursor of an earlier answer")),
  ),
  limit: z.optional(
    z.string().check(z.regex(/^(?:[1-9]\d?|100)$/, "a whole number from 1 to 100")),
  ),
});
export type ConsoleQuery = z.infer<typeof ConsoleQuery>;
