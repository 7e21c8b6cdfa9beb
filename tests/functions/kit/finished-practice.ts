import {
  type FinishedPractice,
  writeReport,
} from "../../../supabase/functions/_shared/scoring/write-report.ts";
import type { ReportDraft } from "../../../supabase/functions/_shared/scoring/report-task.ts";
import { Report } from "../../../supabase/functions/_shared/contract/report.ts";
import type { TranscriptTurn } from "../../../supabase/functions/_shared/contract/turn.ts";
import { type Answering, createFakeScorer, honestDraft } from "./fake-scorer.ts";
import { STORED_SCENARIO } from "./scenario-fixture.ts";

/** What the scenario forbids. */
export const MUST_NOT = "Invent a discount in order to close the sale today";
/** What breaks it. */
export const BREAKING = "Sign today and I give you half of the price.";

function spoken(speaker: "learner" | "persona", text: string, index: number): TranscriptTurn {
  return {
    itemId: `i${index}`,
    speaker,
    text,
    state: "final",
    startedAtMs: index * 5_000,
    endedAtMs: index * 5_000 + 4_000,
    source: "observed",
  };
}

/** A talk that reached `objectives`. */
export function reaching(objectives: readonly string[]): FinishedPractice["progress"] {
  return { objectives, moods: [], moments: [] };
}

/** A practice whose learner begins. */
export function practice(texts: readonly string[], changes: Partial<FinishedPractice> = {}) {
  return {
    sessionId: "s",
    scenario: withRules([MUST_NOT]),
    learnerName: null,
    turns: texts.map((text, index) => spoken(index % 2 === 0 ? "learner" : "persona", text, index)),
    progress: reaching([]),
    ...{ seed: 1, variables: {} },
    factsWanted: false,
    ...changes,
  };
}

/** A scenario that forbids `mustNotDo`. */
export function withRules(mustNotDo: readonly string[]): FinishedPractice["scenario"] {
  const { private: hidden } = STORED_SCENARIO;
  return {
    ...STORED_SCENARIO,
    private: { ...hidden, rubric: { ...hidden.rubric, mustNotDo: [...mustNotDo] } },
  };
}

/** Has a report written by a scorer that answers so. */
export async function write(
  given: FinishedPractice,
  ...answers: readonly [Answering, ...Answering[]]
) {
  const { scorer, asked } = createFakeScorer(...answers);
  const world = {
    scorer,
    rehearsal: false,
    keepsHesitations: false,
    now: () => new Date("2026-11-21T10:00:00Z"),
  };
  const report = Report.parse(await writeReport(world, given));
  return { report, asked };
}

/** An honest draft with some parts of its own. */
export function drafting(change: (draft: ReportDraft) => Partial<ReportDraft>): Answering {
  return (task, instructions) => {
    const draft = honestDraft(task, instructions);
    return draft instanceof Error ? draft : { ...draft, ...change(draft) };
  };
}

/** A talk that breaks the rule. */
export const TALK = [
  "How many customers find you through your page, Sylvie?",
  "Forty.",
  BREAKING,
  "No.",
];
