import type { AttemptSummary } from "#contract/learner-record.ts";
import type { Report } from "#contract/report.ts";
import { buildReport } from "../kit/fake-practice.ts";

const CRITERIA = buildReport().criteria;

/** Who was heard from which second to which. */
const SPOKEN: readonly (readonly ["learner" | "persona", number, number])[] = [
  ["persona", 0, 2],
  ["learner", 3, 16],
  ["persona", 18, 41],
  ["learner", 43, 62],
  ["persona", 63, 79],
  ["learner", 95, 112],
  ["persona", 123, 141],
  ["learner", 144, 171],
  ["persona", 206, 262],
  ["learner", 265, 301],
  ["persona", 334, 351],
  ["learner", 353, 372],
  ["persona", 374, 436],
  ["learner", 438, 449],
  ["persona", 450, 461],
];

/** A report with everything in it that one may hold. */
export const FULL_REPORT: Report = buildReport({
  evidence: "observed",
  criteria: CRITERIA.map((criterion) =>
    criterion.id === "price" ? { ...criterion, range: [1, 4] } : criterion,
  ),
  reviewAdvised: true,
  breaches: [
    {
      text: "Promising a result that nobody can promise",
      quote: { itemId: "item_3", text: "when nobody can pick up the phone?" },
    },
  ],
  objectives: [
    { id: "need", text: "Find out what she loses without a website", reached: true },
    { id: "price", text: "Answer her worry about the price", reached: false },
    { id: "next", text: "Agree on a precise next step", reached: false },
  ],
  verdict: "Martine wants to see two examples",
  timeline: {
    durationMs: 462_000,
    turns: SPOKEN.map(([speaker, start, end], index) => ({
      id: `item_${(index % 7) + 1}`,
      speaker,
      startMs: start * 1_000,
      endMs: end * 1_000,
    })),
    mood: [
      { atMs: 0, open: 0.2 },
      { atMs: 95_000, open: 0.5 },
      { atMs: 240_000, open: 0.3 },
      { atMs: 374_000, open: 0.7 },
      { atMs: 419_000, open: 0.9 },
    ],
    doubts: [
      {
        id: "busy",
        text: "I have no time for computers.",
        raisedMs: 123_000,
        settledMs: 206_000,
        turn: "item_2",
      },
      {
        id: "price",
        text: "Forty a month is a lot of bread.",
        raisedMs: 240_000,
        settledMs: null,
        turn: "item_4",
      },
    ],
    aims: [
      {
        id: "need",
        text: "Find out what she loses without a website",
        atMs: 95_000,
        turn: "item_1",
      },
      { id: "price", text: "Answer her worry about the price", atMs: null, turn: null },
      { id: "next", text: "Agree on a precise next step", atMs: null, turn: null },
    ],
  },
  next: {
    criterion: "price",
    action: "Ask what is behind the price",
    quote: { itemId: "item_3", text: "when nobody can pick up the phone?" },
    wording: "Forty a month is too much compared with what?",
  },
  delivery: {
    talkShare: 0.58,
    wordsPerMinute: 142,
    longestMonologueSeconds: 41,
    questions: { open: 6, closed: 4 },
    responseSeconds: 1.2,
    interruptions: { byLearner: 2, byPersona: 1 },
    fillers: null,
    silenceSeconds: 31,
    speakerChangesPerMinute: 7.5,
  },
  facts: {
    contacts: [
      {
        name: "Martine Bouvier",
        company: "Boulangerie Bouvier",
        email: "martine@bouvier.example",
        phone: null,
      },
    ],
    commitments: [
      {
        by: "learner",
        text: "send two examples",
        due: "by Tuesday",
        quote: { itemId: "item_3", text: "I send you two examples by Tuesday" },
      },
    ],
  },
  versions: { prompt: "p-7", rubric: "r-3", model: "scorer-1" },
});

/** Five attempts, the last of which is the report's. */
export const ATTEMPTS: readonly AttemptSummary[] = [38, 54, null, 49, 71].map((total, index) => ({
  sessionId: `session_${5 - index}`,
  startedAt: `2026-11-${String(12 + index * 2)}T10:05:00Z`,
  usedSeconds: 180 + index * 17,
  status: total === null ? "not_scored" : "scored",
  total,
  passMark: 60,
}));
