import { contentHash } from "../scenario/content-hash.ts";
import type { ScoredTurn } from "./prepare-transcript.ts";
import { MASK, type ReportTask } from "./report-task.ts";

/** What of a published scenario scoring needs. */
export interface ScoredScenario {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly language: string;
  readonly objectives: readonly { readonly id: string; readonly text: string }[];
  readonly rubric: ScoredRubric;
}

/** A rubric as scoring reads it. */
export interface ScoredRubric {
  readonly passMark: number;
  readonly criteria: readonly ScoredCriterion[];
  readonly mustNotDo: readonly string[];
}

/** One criterion of the rubric. */
export interface ScoredCriterion {
  readonly id: string;
  readonly title: string;
  readonly weight: number;
  readonly anchors: readonly string[];
  readonly examples: readonly string[];
}

/** What no learner is shown of a rubric: must-nots, anchors and examples. */
export function listPrivateLines({ criteria, mustNotDo }: ScoredRubric): readonly string[] {
  return [...mustNotDo, ...criteria.flatMap(({ anchors, examples }) => [...anchors, ...examples])];
}

/** Which of the two scorings a task is for. */
export interface TaskKind {
  /**
   * Null: all words. Else the turns, by name, whose words the learner's levels were proved with: of the learner only these
   * stand in the copy, without what is aimed at the scorer, and the criteria stand in the opposite order.
   */
  readonly evidence: ReadonlySet<string> | null;
  readonly factsWanted: boolean;
}

const MARKER_CHARACTERS = 20;

/**
 * Builds what the scorer reads: rubric and words alone. It is told neither the persona's instructions, nor
 * times, nor who observed a turn, nor what it takes to pass. Criteria and rules stand in an order of their own,
 * so that the author's order decides nothing; the marker follows from all the rest, so that the same practice
 * makes the same task.
 */
export async function buildReportTask(
  scenario: ScoredScenario,
  turns: readonly ScoredTurn[],
  { evidence, factsWanted }: TaskKind,
): Promise<ReportTask> {
  const criteria = [...scenario.rubric.criteria]
    .sort((a, b) => compare(a.id, b.id))
    .map(({ id, title, weight, anchors, examples }) => ({
      id,
      title,
      weight,
      anchors: [...anchors],
      examples: [...examples],
    }));
  const task = {
    task: "score_practice" as const,
    scenario: { id: scenario.id, title: scenario.title, language: scenario.language },
    criteria: evidence === null ? criteria : criteria.toReversed(),
    rules: toRules(scenario.rubric),
    facts_wanted: factsWanted,
    transcript: turns.map((scored) => ({
      turn: scored.name,
      speaker: scored.turn.speaker,
      text: evidence === null ? scored.neutral.text : toMaskedText(scored, evidence),
    })),
  };
  const marker = (await contentHash(task)).slice(0, MARKER_CHARACTERS);
  return { ...task, marker };
}

function toMaskedText({ name, turn, masked }: ScoredTurn, evidence: ReadonlySet<string>): string {
  return turn.speaker === "persona" || evidence.has(name) ? masked : MASK;
}

/** The must-nots by the short names that a draft refers to. */
export function toRules({ mustNotDo }: ScoredRubric): ReportTask["rules"] {
  return [...mustNotDo].sort(compare).map((text, index) => ({ rule: `r${index + 1}`, text }));
}

/** By code units, alike on every machine. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
