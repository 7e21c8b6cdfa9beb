import type { ConsoleMember } from "#contract/console/member.ts";
import type { ConsoleAnswers } from "../../domain/console/answers.ts";
import type { Check } from "../network/check.ts";
import { list, nullable, number, shape, text } from "../network/check.ts";

/** What begins a session. */
export interface ConsoleSession {
  readonly token: string;
  readonly member: ConsoleMember;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
/** Something with the names that are drawn first; the function deploys with the element, which asks no more of it. */
const has =
  <T extends object>(...names: readonly (keyof T & string)[]): Check<T> =>
  (value): value is T =>
    isObject(value) && names.every((name) => Object.hasOwn(value, name));
const page = <T extends object>(item: Check<T>) =>
  shape<{ items: T[]; next: string | null; total: number }>({
    items: list(item),
    next: nullable(text),
    total: number,
  });

/** What a refusal says that the interface uses. */
export const isRefusal = shape<{ code: string; requestId: string }>({
  code: text,
  requestId: text,
});

/** The answer to a coach token. */
export const isConsoleSession: Check<ConsoleSession> = shape<ConsoleSession>({
  token: text,
  member: has<ConsoleMember>("id", "name", "roles", "organization", "timeZone"),
});

/** What the answer of each path must look like. */
export const ANSWERS: { readonly [Path in keyof ConsoleAnswers]: Check<ConsoleAnswers[Path]> } = {
  overview: has("needsHelp", "counts"),
  cohorts: page(has("id", "name")),
  scenarios: page(has("id", "title", "language")),
  learners: page(has("id", "name", "reasons")),
  "learners/:id": has("learner", "attempts"),
  attempts: page(has("id", "learner", "scenario", "startedAt")),
  "attempts/:id": has("attempt", "turns", "criteria", "comments", "reviews"),
  "heat-map": has("criteria", "rows", "means"),
  agreement: has("criteria", "scorers"),
  assignments: page(has("id", "scenario", "cohort", "states")),
  "assignments/:id/learners": has("assignment", "items"),
  passes: page(has("id", "learner", "rule", "state")),
  disputes: page(has("id", "learner", "about", "code")),
  audit: page(has("at", "by", "action")),
};
