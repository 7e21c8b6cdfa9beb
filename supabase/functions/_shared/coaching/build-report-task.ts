import type { TranscriptTurn } from "../contract/turn.ts";
import type { ReportTask } from "./report-task.ts";

/** What of a published scenario scoring needs. */
export interface ScoredScenario {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly language: string;
  readonly rubric: {
    readonly passMark: number;
    readonly criteria: readonly ScoredCriterion[];
  };
}

/** One criterion of the rubric. */
export interface ScoredCriterion {
  readonly id: string;
  readonly title: string;
  readonly weight: number;
  readonly anchors: readonly string[];
  readonly examples: readonly string[];
}

/** A task and, by the short names that it gives them, the turns that it is about. */
export interface BuiltTask {
  readonly task: ReportTask;
  readonly turns: ReadonlyMap<string, TranscriptTurn>;
}

/**
 * Builds what the scorer reads: rubric and words alone. It is told neither the persona's instructions, nor
 * times, nor who observed a turn. Turns without words are left out.
 */
export function buildReportTask(
  scenario: ScoredScenario,
  transcript: readonly TranscriptTurn[],
  marker: string,
): BuiltTask {
  const spoken = transcript.filter((turn) => turn.text.trim() !== "");
  const turns = new Map(spoken.map((turn, index) => [`t${index + 1}`, turn]));
  const task: ReportTask = {
    task: "score_practice",
    marker,
    scenario: { id: scenario.id, title: scenario.title, language: scenario.language },
    criteria: scenario.rubric.criteria.map(({ id, title, weight, anchors, examples }) => ({
      id,
      title,
      weight,
      anchors: [...anchors],
      examples: [...examples],
    })),
    transcript: Array.from(turns, ([turn, { speaker, text }]) => ({ turn, speaker, text })),
  };
  return { task, turns };
}
