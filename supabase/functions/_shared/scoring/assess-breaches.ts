import type { Breach } from "../contract/report.ts";
import type { ReportTask, ReportDraft } from "./report-task.ts";
import { clip } from "./clip.ts";
import { proveAnyQuote, type ScoredTurn } from "./prepare-transcript.ts";
import { reportPhrasesFor } from "./report-phrases.ts";
import type { WithholdRubric } from "./withhold-rubric.ts";

const MAX_REMARK_CHARACTERS = 400;

/**
 * What the learner said that the scenario forbids, out of both drafts: an order to the scorer may hide a breach in
 * the one, and the mask in the other. A breach counts with a known rule and the learner's own words alone; each
 * rule once. What is shown is the scorer's remark, never the rule.
 */
export function assessBreaches(
  drafts: readonly ReportDraft[],
  { rules, scenario }: ReportTask,
  turns: readonly ScoredTurn[],
  withhold: WithholdRubric,
): Breach[] {
  const breaches = new Map<string, Breach>();
  for (const { rule, quote, remark } of drafts.flatMap((draft) => draft.breaches)) {
    if (breaches.has(rule) || !rules.some((known) => known.rule === rule)) continue;
    const scored = turns.find(({ name }) => name === quote.turn);
    if (scored?.turn.speaker !== "learner") continue;
    const words = proveAnyQuote(quote.text, scored);
    if (words === null) continue;
    const shown = clip(withhold(remark), MAX_REMARK_CHARACTERS);
    const text = shown === "" ? reportPhrasesFor(scenario.language).breach : shown;
    breaches.set(rule, { text, quote: { itemId: scored.turn.itemId, text: words } });
  }
  return [...breaches.values()];
}
