import type {
  ReportDraft,
  ReportTask,
} from "../../../supabase/functions/_shared/scoring/report-task.ts";
import type { Scorer } from "../../../supabase/functions/_shared/scoring/scorer.ts";

/** How a test's scorer answers one asking. */
export type Answering = (task: ReportTask, instructions: string) => ReportDraft | Error;

/** A scorer that answers each asking by the next of `answers`, and the last one ever after. */
export function createFakeScorer(...answers: readonly [Answering, ...Answering[]]) {
  const asked: { task: ReportTask; instructions: string }[] = [];
  const scorer: Scorer = {
    model: "fake-scorer",
    draftReport(task, instructions) {
      const answering = answers[Math.min(asked.length, answers.length - 1)] ?? answers[0];
      asked.push({ task, instructions });
      const answer = answering(task, instructions);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  return { scorer, asked };
}

/** Gives every criterion level 4, proved by the first learner turn in full. */
export const honestDraft: Answering = (task) => {
  const turn = task.transcript.find(({ speaker }) => speaker === "learner");
  const quotes = turn === undefined ? [] : [{ turn: turn.turn, text: turn.text }];
  return {
    summary: "A sound start.",
    criteria: task.criteria.map(({ id }) => ({
      id,
      level: 4,
      reason: "Asked first.",
      quotes,
      better_wording: "And what else?",
    })),
    breaches: [],
    strengths: ["Asked."],
    improvements: [{ advice: "Summarise.", wording: "So you need a page?" }],
    verdict: "A second call is agreed.",
    next: {
      criterion: task.criteria[0]?.id ?? "",
      action: "Sum up before you offer",
      quote: quotes[0] ?? null,
      wording: "So you need a page?",
    },
    facts: null,
  };
};
