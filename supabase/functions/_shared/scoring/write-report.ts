import type { Report } from "../contract/report.ts";
import type { TranscriptTurn } from "../contract/turn.ts";
import type { Scorer } from "./scorer.ts";
import type { PrivatePart, PublicPart } from "../scenario/schema.ts";
import { assessBreaches } from "./assess-breaches.ts";
import { type AssessedCriterion, assessDraft, mergeAssessments } from "./assess-draft.ts";
import { assessFacts } from "./assess-facts.ts";
import { assessNext, assessVerdict } from "./assess-next.ts";
import { buildReportTask, type ScoredScenario, type TaskKind } from "./build-report-task.ts";
import { clip } from "./clip.ts";
import { type CombinedScorings, combineScorings } from "./combine-scorings.ts";
import { toDelivery } from "./delivery/to-delivery.ts";
import { createRestoreWords } from "./edited-text.ts";
import { createLooksLikeName } from "./looks-like-name.ts";
import { type NeutralName, prepareTranscript, type ScoredTurn } from "./prepare-transcript.ts";
import { reportPhrasesFor } from "./report-phrases.ts";
import type { ReportDraft, ReportTask } from "./report-task.ts";
import { toReportVersions } from "./report-versions.ts";
import { toScoringInstructions } from "./scoring-instructions.ts";
import { type TalkProgress, toTimeline } from "./to-timeline.ts";
import { toTotal } from "../contract/to-total.ts";
import { createWithholdRubric, type WithholdRubric } from "./withhold-rubric.ts";

/** What writing a report needs of the world. */
export interface WritingWorld {
  readonly scorer: Scorer;
  /** True where rules of a stand-in score. */
  readonly rehearsal: boolean;
  /** True where the transcriber is known to write hesitations down. */
  readonly keepsHesitations: boolean;
  readonly now: () => Date;
}

/** A finished practice, as it is to be scored. */
export interface FinishedPractice {
  readonly sessionId: string;
  readonly scenario: {
    readonly id: string;
    readonly version: string;
    readonly title: string;
    readonly language: string;
    readonly public: Pick<PublicPart, "objectives">;
    readonly private: Pick<PrivatePart, "rubric" | "variables" | "phases" | "objections">;
  };
  readonly learnerName: string | null;
  readonly turns: readonly TranscriptTurn[];
  readonly progress: TalkProgress;
  /** Draws what differs from session to session, such as how a doubt is worded. */
  readonly seed: number;
  /** What the page gave for the scenario's variables. */
  readonly variables: Readonly<Record<string, string>>;
  readonly factsWanted: boolean;
}

/** One scoring: what was asked, answered, and what of it holds. */
interface Scoring {
  readonly task: ReportTask;
  readonly draft: ReportDraft;
  readonly criteria: readonly AssessedCriterion[];
}

const MAX_STRENGTHS = 3;
const MAX_IMPROVEMENTS = 2;
const MAX_TEXT_CHARACTERS = 1_500;

/**
 * Scores a practice twice, on all words and on a copy that holds of the learner's only what the first scoring cited,
 * without what was aimed at the scorer, and writes the report: quotes are held against the stored turns, the total is computed here, and what a scorer wrote is cleared of
 * the rubric. The same practice gives the same two tasks, whoever the learner is and whatever the times.
 *
 * @throws {ProviderError} when the scorer cannot be reached or refuses.
 * @throws {MalformedDraftError} when it answers something that is no draft.
 */
export async function writeReport(
  world: WritingWorld,
  practice: FinishedPractice,
): Promise<Report> {
  const { private: hidden, public: shown, ...named } = practice.scenario;
  const { rubric, variables } = hidden;
  const { objectives } = shown;
  const scenario = { ...named, objectives, rubric };
  const names = toNeutralNames(practice, variables).filter(createLooksLikeName(rubric));
  const turns = prepareTranscript(practice.turns, rubric, names);
  const { factsWanted } = practice;
  const full = await scoreOnce(world.scorer, scenario, turns, { evidence: null, factsWanted });
  const evidence = toEvidenceTurns(full, turns);
  const masked = await scoreOnce(world.scorer, scenario, turns, { evidence, factsWanted: false });
  const combined = combineScorings(
    full.criteria,
    masked.criteria,
    turns.some(({ isAimed }) => isAimed),
  );
  const isSuspect = combined.isDisputed || hasAimedAtScorer(turns);
  const said = practice.turns.filter(({ speaker }) => speaker === "learner");
  const withholdRubric = createWithholdRubric(
    rubric,
    said.map(({ text }) => text),
  );
  const restoreNames = createRestoreWords(turns.map(({ neutral }) => neutral));
  const withhold: WithholdRubric = (text) => withholdRubric(restoreNames(text));
  const { draft } = isSuspect ? masked : full;
  const breaches = assessBreaches([full.draft, masked.draft], full.task, turns, withhold);
  const isCapped = breaches.length > 0;
  const verdict = toVerdict(scenario, combined, isCapped);
  const phrases = reportPhrasesFor(scenario.language);
  const capped = isCapped ? phrases.capped : "";
  const remark = verdict.total === null ? phrases.untotalled : capped;
  return {
    sessionId: practice.sessionId,
    scenario: pickNames(scenario),
    ...verdict,
    ...toTexts(scenario, draft, remark, withhold),
    verdict: assessVerdict(draft, isSuspect, withhold),
    next: assessNext(draft.next, combined.criteria, turns, withhold),
    timeline: toTimeline(practice),
    criteria: combined.criteria.map((criterion) => clear(criterion, withhold)),
    objectives: toObjectives(practice),
    breaches,
    reviewAdvised: isSuspect,
    delivery: toDelivery(practice.turns, {
      language: scenario.language,
      keepsHesitations: world.keepsHesitations,
    }),
    ...(factsWanted ? { facts: assessFacts(full.draft.facts, turns) } : {}),
    evidence: toEvidence(practice.turns),
    rehearsal: world.rehearsal,
    transcript: [...practice.turns],
    versions: await toReportVersions(rubric, world.scorer.model),
    createdAt: world.now().toISOString(),
  };
}

/** Asks, and once more where a level is unproved. A second asking that fails leaves the first as it is. */
async function scoreOnce(
  scorer: Scorer,
  scenario: ScoredScenario,
  turns: readonly ScoredTurn[],
  kind: TaskKind,
): Promise<Scoring> {
  const task = await buildReportTask(scenario, turns, kind);
  const details = { marker: task.marker, language: scenario.language };
  const { criteria } = scenario.rubric;
  const draft = await scorer.draftReport(task, toScoringInstructions(details));
  const first = assessDraft(draft, criteria, turns);
  const unproved = first.filter((assessed) => assessed.unproved).map(({ result }) => result.id);
  if (unproved.length === 0) return { task, draft, criteria: first };
  const again = await scorer
    .draftReport(task, toScoringInstructions({ ...details, unproved }))
    .catch(() => null);
  if (again === null) return { task, draft, criteria: first };
  return { task, draft, criteria: mergeAssessments(first, assessDraft(again, criteria, turns)) };
}

/** The turns whose words prove a level. */
function toEvidenceTurns({ criteria }: Scoring, turns: readonly ScoredTurn[]): Set<string> {
  const cited = new Set(
    criteria.flatMap(({ result }) => result.quotes.map(({ itemId }) => itemId)),
  );
  return new Set(turns.filter(({ turn }) => cited.has(turn.itemId)).map(({ name }) => name));
}

function toObjectives({ scenario, progress }: FinishedPractice): Report["objectives"] {
  return scenario.public.objectives.map(({ id, text }) => ({
    id,
    text,
    reached: progress.objectives.includes(id),
  }));
}

/** A breach keeps the total below the pass mark, however good the rest was. */
function toVerdict(
  { rubric }: ScoredScenario,
  { criteria }: CombinedScorings,
  isCapped: boolean,
): Pick<Report, "total" | "passMark"> {
  const total = toTotal(criteria);
  const cap = Math.max(0, rubric.passMark - 1);
  return {
    total: total !== null && isCapped ? Math.min(total, cap) : total,
    passMark: rubric.passMark,
  };
}

function toTexts(
  { language }: ScoredScenario,
  draft: ReportDraft,
  remark: string,
  withhold: WithholdRubric,
): Pick<Report, "summary" | "strengths" | "improvements"> {
  const phrases = reportPhrasesFor(language);
  const write = (text: string) => clip(withhold(text), MAX_TEXT_CHARACTERS);
  const summary = [write(draft.summary), remark];
  const improvements = draft.improvements.map(({ advice, wording }) => {
    const words = write(wording);
    return [write(advice), words === "" ? "" : phrases.quoted(words)].filter(Boolean).join(" ");
  });
  return {
    summary: summary.filter(Boolean).join(" "),
    strengths: draft.strengths.map(write).filter(Boolean).slice(0, MAX_STRENGTHS),
    improvements: improvements.filter(Boolean).slice(0, MAX_IMPROVEMENTS),
  };
}

function clear(
  criterion: Report["criteria"][number],
  withhold: WithholdRubric,
): Report["criteria"][number] {
  const wording = withhold(criterion.betterWording ?? "");
  return {
    ...criterion,
    reason: withhold(criterion.reason),
    betterWording: wording === "" ? null : wording,
  };
}

/** The learner, and what the page may set, such as the learner's company. */
function toNeutralNames(
  { learnerName }: FinishedPractice,
  variables: PrivatePart["variables"],
): NeutralName[] {
  const name = learnerName?.trim() ?? "";
  const parts = name === "" ? [] : [name, ...name.split(/\s+/u)];
  return [
    ...parts.map((part) => ({ name: part, neutral: "[name]" })),
    ...Object.values(variables)
      .filter(({ draw }) => draw === undefined)
      // One word for each, so that what a scorer writes of one is not taken for another.
      .map((variable, index) => ({
        name: variable.default,
        neutral: index === 0 ? "[company]" : `[company ${index + 1}]`,
      })),
  ];
}

function hasAimedAtScorer(turns: readonly ScoredTurn[]): boolean {
  return turns.some(({ isAimed, turn }) => isAimed && turn.speaker === "learner");
}

function pickNames({ id, version, title, language }: ScoredScenario): Report["scenario"] {
  return { id, version, title, language };
}

/** One turn of the learner that only the browser vouches for makes the whole report unverified. */
function toEvidence(turns: readonly TranscriptTurn[]): Report["evidence"] {
  const reported = turns.some((turn) => turn.speaker === "learner" && turn.source === "reported");
  return reported ? "reported" : "observed";
}
