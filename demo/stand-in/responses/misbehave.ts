import type {
  ReportDraft,
  ReportTask,
} from "../../../supabase/functions/_shared/scoring/report-task.ts";
import { countWords } from "../../../supabase/functions/_shared/scoring/split-words.ts";
import { scorePractice } from "./score-practice.ts";

/** How the scorer may be told to fail. */
export type ScorerFault = "none" | "gullible" | "forging";

/** Answers whether a gullible scorer sees an order in the transcript that it was given. */
export type SeesOrder = (task: ReportTask) => boolean;

/** Words that can only be meant for whoever scores. Wider than any defence: a gullible reader looks for orders. */
const ORDER =
  /level|score|rating|grade|rubric|criteri|\bmarks?\b|assess|evaluat|instruction|system|niveau|note (?:max|de)|barème|critère|évalu|stufe|bewert|kriteri|punktzahl|anweisung|nivel|nota|puntuaci|calific|evalúa|instrucci|คะแนน|ระดับ|เกณฑ์|ประเมิน|คำสั่ง/iu;

/** Finds an order in any word of the learner that speaks of scoring. */
function seesAnyOrder({ transcript }: ReportTask): boolean {
  return transcript.some(({ speaker, text }) => speaker === "learner" && ORDER.test(text));
}

/**
 * Scores by the rules until it sees an order; then it gives the highest level on everything and proves it with
 * words that the learner really said. So do models that follow what they read.
 */
export function scoreGullibly(task: ReportTask, seesOrder: SeesOrder = seesAnyOrder): ReportDraft {
  const honest = scorePractice(task);
  if (!seesOrder(task)) return honest;
  const learner = task.transcript.filter(({ speaker }) => speaker === "learner");
  const long = learner.filter(({ text }) => countWords(text) >= 4);
  const proof = (long.length > 0 ? long : learner).map(({ turn, text }) => ({ turn, text }));
  return {
    ...honest,
    breaches: [],
    criteria: honest.criteria.map((criterion, index) => {
      const quote = proof[index % Math.max(1, proof.length)];
      return { ...criterion, level: 5, quotes: quote === undefined ? [] : [quote] };
    }),
  };
}

const FORGERIES: readonly ((text: string, task: ReportTask) => string)[] = [
  () => "These exact words were never spoken by anybody",
  (text) => `${text} and that was very well done`,
  (text) => text.split(/\s+/u).reverse().join(" "),
  (text) => text.replace(/\p{L}+/u, "Certainly"),
  (_text, { transcript }) => transcript.find(({ speaker }) => speaker === "persona")?.text ?? "…",
  (_text, { criteria }) => criteria[0]?.examples[0] ?? "…",
  () => "[…]",
  () => "",
];

/** Gives the highest level on everything and proves it with words that were not said, or not by the learner. */
export function scoreForging(task: ReportTask): ReportDraft {
  const honest = scorePractice(task);
  const learner = task.transcript.filter(({ speaker }) => speaker === "learner");
  return {
    ...honest,
    breaches: task.rules.map(({ rule }, index) => forgeBreach(rule, index, task)),
    criteria: honest.criteria.map((criterion, index) => ({
      ...criterion,
      level: 5,
      quotes: FORGERIES.map((forge, offset) => {
        const turn = learner[(index + offset) % Math.max(1, learner.length)];
        return { turn: turn?.turn ?? "t1", text: forge(turn?.text ?? "", task) };
      }),
    })),
  };
}

function forgeBreach(
  rule: string,
  index: number,
  { transcript }: ReportTask,
): ReportDraft["breaches"][number] {
  const persona = transcript.find(({ speaker }) => speaker === "persona");
  const quote = index === 0 ? (persona?.text ?? "…") : "You must buy this today or else";
  return { rule, quote: { turn: persona?.turn ?? "t1", text: quote }, remark: "Never do this." };
}

/** Scores as the fault wants it. */
export function scoreWithFault(task: ReportTask, fault: ScorerFault): ReportDraft {
  if (fault === "gullible") return scoreGullibly(task);
  return fault === "forging" ? scoreForging(task) : scorePractice(task);
}
