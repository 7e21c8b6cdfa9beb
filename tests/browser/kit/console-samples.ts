import type {
  AttemptRow,
  ConsoleMember,
  Learner,
  LearnerRow,
  ListOf,
  Overview,
} from "../../../widget/src/domain/console/answers.ts";

/** A coach of a site in Paris. */
export const MEMBER: ConsoleMember = {
  id: "m1",
  name: "Ines Costa",
  roles: ["coach", "reviewer"],
  site: { id: "s1", name: "Contact centre North" },
  organization: { id: "o1", name: "Demo" },
  timeZone: "Europe/Paris",
  locale: null,
};

/** A learner by number. */
export function buildLearner(number: number): Learner {
  return { id: `l${number}`, name: `Learner ${number}`, cohort: number % 2 ? "April" : "May" };
}

/** An attempt by number; the first ones did not pass. */
export function buildAttempt(number: number, change: Partial<AttemptRow> = {}): AttemptRow {
  const total = 40 + number * 4;
  return {
    id: `a${number}`,
    learner: buildLearner(number),
    scenario: { id: "saas", title: "A discovery call", version: "1.0.0", language: "en" },
    attempt: 1,
    startedAt: `2026-11-${String(10 + number)}T09:30:00.000Z`,
    seconds: 240 + number,
    status: "scored",
    total,
    passMark: 60,
    passed: total >= 60,
    withheld: false,
    reviewAdvised: number === 2,
    reviews: 0,
    reviewedByMe: false,
    blindOpen: false,
    ...change,
  };
}

/** A learner in a list, by number. */
export function buildLearnerRow(number: number): LearnerRow {
  return {
    ...buildLearner(number),
    attempts: number,
    passedScenarios: 1,
    first: 40,
    latest: 62,
    lastAt: "2026-11-20T09:30:00.000Z",
    reasons: number === 1 ? ["failed_twice"] : [],
  };
}

/** A page with everything on it. */
export function toList<Item>(
  items: readonly Item[],
  change: Partial<ListOf<Item>> = {},
): ListOf<Item> {
  return { items, next: null, total: items.length, ...change };
}

/** Three learners of forty who need help. */
export const OVERVIEW: Overview = {
  needsHelp: [
    {
      learner: buildLearner(1),
      reasons: [
        {
          kind: "failed_twice",
          scenario: { id: "saas", title: "A discovery call" },
          since: "2026-11-18T09:30:00.000Z",
          count: 2,
        },
        {
          kind: "criterion_low",
          criterion: { id: "need", title: "Finds the need" },
          since: "2026-11-18T09:30:00.000Z",
          count: 3,
        },
      ],
      latest: buildAttempt(1),
    },
    {
      learner: buildLearner(2),
      reasons: [{ kind: "stalled", since: "2026-11-01T22:30:00.000Z" }],
      latest: buildAttempt(2, { withheld: true, total: null, passed: null }),
    },
    {
      learner: buildLearner(3),
      reasons: [
        {
          kind: "overdue",
          scenario: { id: "saas", title: "A discovery call" },
          since: "2026-11-20T21:59:00.000Z",
        },
      ],
      latest: null,
    },
  ],
  counts: { learners: 40, attempts: 300, passed: 171, waitingReviews: 24, overdue: 1 },
};
