import type { AttemptSummary } from "#contract/learner-record.ts";
import type { Report } from "#contract/report.ts";
import { buildReport } from "../kit/fake-practice.ts";

const CRITERIA = buildReport().criteria;

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
