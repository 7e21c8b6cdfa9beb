import type { AgreementResponse } from "#contract/console/agreement.ts";
import type { Assignment } from "#contract/console/assignments.ts";
import type { Dispute } from "#contract/console/disputes.ts";
import type { HeatMapResponse } from "#contract/console/heat-map.ts";
import type { Pass } from "#contract/console/passes.ts";
import type { TranscriptTurn } from "#contract/turn.ts";
import type { AttemptDetail, AttemptRow, ConsoleLearner } from "#contract/console/attempts.ts";
import type { LearnerRow, Overview, ScenarioRow } from "#contract/console/learners.ts";
import type { ConsoleMember } from "#contract/console/member.ts";

/** A coach of a site in Paris. */
export const MEMBER: ConsoleMember = {
  id: "m1",
  name: "Ines Costa",
  roles: ["coach", "reviewer"],
  site: { id: "s1", name: "Contact centre North" },
  organization: { id: "o1", name: "Demo" },
  timeZone: "Europe/Paris",
};

/** A learner by number. */
export function buildLearner(number: number): ConsoleLearner {
  return {
    id: `l${number}`,
    name: `Learner ${number}`,
    cohort: number % 2 ? "April" : "May",
  };
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
    status: "ready",
    total,
    passMark: 60,
    passed: total >= 60,
    withheld: false,
    reviewAdvised: number === 2,
    reviews: 0,
    reviewedByMe: false,
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

/** A scenario that enough people tried for figures. */
export const SCENARIO: ScenarioRow = {
  ...{ id: "saas", title: "A discovery call", language: "en" },
  ...{ attempts: 60, learners: 20, mean: 61.4, passRate: 0.55 },
};

/** A page of a list, with everything on it. */
export function toList<Item>(
  items: Item[],
  next: string | null = null,
): { items: Item[]; next: string | null; total: number } {
  return { items, next, total: items.length };
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
          criterion: null,
          count: 2,
        },
        {
          kind: "criterion_low",
          scenario: { id: "saas", title: "A discovery call" },
          criterion: { id: "need", title: "Finds the need" },
          since: "2026-11-18T09:30:00.000Z",
          count: 3,
        },
      ],
      latest: buildAttempt(1),
    },
    {
      learner: buildLearner(2),
      reasons: [
        {
          kind: "stalled",
          scenario: { id: "saas", title: "A discovery call" },
          criterion: null,
          since: "2026-11-01T22:30:00.000Z",
          count: null,
        },
      ],
      latest: buildAttempt(2, { withheld: true, total: null, passed: null }),
    },
    {
      learner: buildLearner(3),
      reasons: [
        {
          kind: "overdue",
          scenario: { id: "saas", title: "A discovery call" },
          criterion: null,
          since: "2026-11-20T21:59:00.000Z",
          count: null,
        },
      ],
      latest: null,
    },
  ],
  counts: { learners: 40, attempts: 300, passed: 171, waitingReviews: 24, overdue: 1 },
};

/** An attempt that waits for its review: two criteria, two turns, and nothing of the machine. */
export function buildDetail(number: number, change: Partial<AttemptDetail> = {}): AttemptDetail {
  const criterion = (id: string, title: string): AttemptDetail["criteria"][number] => ({
    ...{ id, title, description: `About ${title.toLowerCase()}.` },
    anchors: [{ level: 3, text: "Asks, and listens to the answer." }],
    ...{ ai: null, human: null },
  });
  const turn = (
    itemId: string,
    speaker: TranscriptTurn["speaker"],
    text: string,
    startedAtMs: number,
  ): TranscriptTurn => ({
    ...{ itemId, speaker, text, startedAtMs },
    ...{ state: "final", endedAtMs: startedAtMs + 3_000, source: "observed" },
  });
  return {
    attempt: buildAttempt(number, { withheld: true, total: null, passed: null }),
    turns: [
      turn("t1", "persona", "Hello, Dana here.", 0),
      turn("t2", "learner", "How do you count your stock today?", 4_000),
    ],
    timeline: {
      durationMs: 60_000,
      turns: [{ id: "t2", speaker: "learner", startMs: 4_000, endMs: 7_000 }],
      mood: [{ atMs: 0, open: 0.4 }],
      doubts: [{ id: "d", text: "Too dear", raisedMs: 9_000, settledMs: null, turn: "t2" }],
      aims: [{ id: "need", text: "Find the need", atMs: 7_000, turn: "t2" }],
    },
    criteria: [criterion("need", "Finds the need"), criterion("next", "Agrees a next step")],
    objectives: [],
    comments: [],
    reviews: [],
    persona: "Dana",
    ...change,
  };
}

/** The same once its review is committed. */
export function buildReviewed(number: number): AttemptDetail {
  const detail = buildDetail(number);
  return {
    ...detail,
    attempt: buildAttempt(number, { reviewedByMe: true, reviews: 1 }),
    criteria: detail.criteria.map((criterion) => ({
      ...criterion,
      ai: {
        ...{ level: 4, reason: "Asked an open question." },
        quotes: [{ itemId: "t2", text: "count your stock" }],
      },
      human: { level: 3, reason: "One question only.", by: "Ines Costa", at: AT },
    })),
    comments: [
      { id: "k1", turnId: "t2", text: "Well asked.", by: "Ines Costa", at: AT, mine: true },
    ],
    reviews: [
      {
        ...{ id: "r1", by: "Ines Costa", at: AT, verdict: "passed" },
        ...{ next: "Ask for a date.", aiShownFirst: false, mine: true, levels: [], total: 60 },
      },
    ],
  };
}

const AT = "2026-11-20T10:00:00.000Z";

/** Something assigned to the April cohort. */
export const ASSIGNMENT: Assignment = {
  id: "as1",
  scenario: { id: "saas", title: "A discovery call", language: "en" },
  cohort: { id: "c1", name: "April" },
  due: "2026-11-30T18:00",
  timeZone: "Europe/Paris",
  dueAt: "2026-11-30T17:00:00.000Z",
  attempts: 3,
  passMark: null,
  states: { not_started: 3, in_progress: 2, passed: 5, not_passed: 0, overdue: 1 },
  extra: [{ learnerId: "l1", days: 3, attempts: 1, name: "Learner 1" }],
};

/** One criterion that samples are checked of, one with too few pairs. */
export const AGREEMENT: AgreementResponse = {
  criteria: [
    {
      ...{
        id: "need",
        title: "Finds the need",
        scenario: { id: "saas", title: "A discovery call" },
      },
      ...{ n: 120, attempts: 120, kappa: 0.76, interval: [0.68, 0.83], exact: 0.62 },
      ...{ adjacent: 0.95, mae: 0.41, meanDifference: 0.1, tooFew: false, badge: "sampled" },
      disputes: { answered: 4, upheld: 1 },
    },
    {
      ...{ id: "next", title: "Next step", scenario: { id: "saas", title: "A discovery call" } },
      ...{ n: 12, attempts: 12, kappa: 0.9, interval: [0.2, 1], exact: 0.9 },
      ...{ adjacent: 1, mae: 0.1, meanDifference: 0, tooFew: true, badge: "human_only" },
      disputes: { answered: 0, upheld: 0 },
    },
  ],
  pooled: null,
  scorers: [{ model: "m-1", prompt: "p1", rubric: "r1", transcriber: "t1", n: 132, lastAt: AT }],
  ...{ leastPairs: 30, pairsForSampled: 100, pairsForAutomatic: 200 },
};

/** Two learners at two criteria, one mean withheld. */
export const HEAT_MAP: HeatMapResponse = {
  scenario: { id: "saas", title: "A discovery call" },
  criteria: [
    { id: "need", title: "Finds the need" },
    { id: "next", title: "Agrees a next step" },
  ],
  rows: [
    {
      learner: { id: "l1", name: "Learner 1" },
      cells: [{ first: 1, latest: 4, n: 3 }, null],
    },
    {
      learner: { id: "l2", name: "Learner 2" },
      cells: [
        { first: 2, latest: 2, n: 1 },
        { first: 5, latest: 3, n: 2 },
      ],
    },
  ],
  means: [{ n: 20, mean: 3.1, interval: [2.8, 3.4] }, null],
  suppressed: true,
};

/** A pass that holds, and a dispute that waits. */
export const PASS: Pass = {
  ...{ id: "p1", attemptId: "a1", by: "Ines Costa", at: AT, expiresAt: null },
  learner: { id: "l1", name: "Learner 1" },
  scenario: { id: "saas", title: "A discovery call", version: "1" },
  rule: { passMark: 60, total: 72, decidedBy: "human" },
  revoked: null,
  state: "valid",
};
export const DISPUTE: Dispute = {
  ...{ id: "d1", attemptId: "a1", code: "misheard", text: "I said fifteen.", at: AT },
  learner: { id: "l1", name: "Learner 1" },
  scenario: { id: "saas", title: "A discovery call" },
  about: { criterionId: null, turnId: "t2" },
  waitedSeconds: 200_000,
  answer: null,
  mayAnswer: true,
};
