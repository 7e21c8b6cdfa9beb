import { MAX_HEADLINE_CHARACTERS, type NextThing, type Quote } from "../contract/report.ts";
import { HIGHEST_LEVEL } from "../contract/to-total.ts";
import type { AssessedCriterion } from "./assess-draft.ts";
import { clip } from "./clip.ts";
import { proveQuote, type ScoredTurn } from "./prepare-transcript.ts";
import { type DraftNext, type DraftQuote, type ReportDraft } from "./report-task.ts";
import { stripEnd } from "./strip-end.ts";
import type { WithholdRubric } from "./withhold-rubric.ts";

const MAX_WORDING_CHARACTERS = 200;

/**
 * The headline of a report; null where there is none that may stand: too long for one, with a figure that would pass for
 * a score, or of a talk in which anything was said to sway the scorer. A headline is read before all else, and alone.
 */
export function assessVerdict(
  { verdict }: ReportDraft,
  isSuspect: boolean,
  withhold: WithholdRubric,
): string | null {
  const line = toHeadline(verdict, withhold);
  return isSuspect || line === null || /[\p{N}%]/u.test(line) ? null : line;
}

/**
 * Holds the one next thing against the transcript: words that are not the learner's are left out, and so is a criterion
 * that cannot be raised. Null where it does not say in a line what to do.
 */
export function assessNext(
  next: DraftNext | null,
  criteria: readonly AssessedCriterion["result"][],
  turns: readonly ScoredTurn[],
  withhold: WithholdRubric,
): NextThing | null {
  const action = toHeadline(next?.action ?? null, withhold);
  if (next === null || action === null) return null;
  const criterion = criteria.find(({ id }) => id === next.criterion);
  const canRise = criterion !== undefined && (criterion.level ?? 0) < HIGHEST_LEVEL;
  const wording = clip(withhold(next.wording), MAX_WORDING_CHARACTERS);
  return {
    criterion: canRise ? criterion.id : null,
    action,
    quote: toQuote(next.quote, turns),
    wording: wording === "" ? null : wording,
  };
}

function toQuote(quote: DraftQuote | null, turns: readonly ScoredTurn[]): Quote | null {
  const scored = turns.find(({ name }) => name === quote?.turn);
  if (quote === null || scored?.turn.speaker !== "learner") return null;
  const text = proveQuote(quote.text, scored);
  return text === null ? null : { itemId: scored.turn.itemId, text };
}

/** One line that is no longer than a headline; half of a longer one would say something else. */
function toHeadline(text: string | null, withhold: WithholdRubric): string | null {
  const flat = (text ?? "").toWellFormed().replace(/[\p{Cc}\p{Z}]+/gu, " ");
  const line = stripEnd(withhold(flat).trim(), /[.\s]/u);
  const { length } = Array.from(line);
  return length === 0 || length > MAX_HEADLINE_CHARACTERS ? null : line;
}
