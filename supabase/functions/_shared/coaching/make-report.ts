import { z } from "zod";
import type { NotScoredReason, Report } from "../contract/report.ts";
import type { TranscriptTurn } from "../contract/turn.ts";
import { ProviderError } from "../providers/provider-error.ts";
import { MalformedDraftError, type Scorer } from "../providers/scorer.ts";
import { PrivatePart } from "../scenario/schema.ts";
import type { ClaimReportAnswer } from "../store/answers.ts";
import type { Store } from "../store/store.ts";
import { describeError, type Log } from "../telemetry/log.ts";
import { type AssessedCriterion, assessDraft, mergeAssessments } from "./assess-draft.ts";
import { buildReportTask, type BuiltTask, type ScoredScenario } from "./build-report-task.ts";
import type { ReportDraft } from "./report-task.ts";
import { toScoringInstructions } from "./scoring-instructions.ts";
import { toTotal } from "./to-total.ts";

/** The doors that a report job goes through. */
export type ReportStore = Pick<
  Store,
  "claimReport" | "failReport" | "markNotScored" | "saveReport"
>;

/** What making a report needs of the world. */
export interface ReportWorld {
  readonly store: ReportStore;
  readonly scorer: Scorer;
  /** True where rules of a stand-in score. */
  readonly rehearsal: boolean;
  /** True where a call that nobody observed may be scored on the browser's account of it. */
  readonly scoreReportedTurns: boolean;
  readonly now: () => Date;
  readonly log: Log;
}

/** How a report job went. `none`: nothing was due; `retried`: it waits for another attempt. */
export type ReportOutcome = "none" | "saved" | "not_scored" | "retried" | "failed";

type ClaimedReport = Extract<ClaimReportAnswer, { outcome: "claimed" }>;

/** Longer than two askings take, so that a job whose function was killed is taken up again soon after. */
const REPORT_LEASE_SECONDS = 100;
/** Late turns get this many attempts to arrive. */
const MAX_ATTEMPTS = 3;
/** More words than an hour of talk has: not speech, and too much to score. */
const MAX_TRANSCRIPT_CHARACTERS = 120_000;
const MAX_SENTENCES = 3;
const MAX_TEXT_CHARACTERS = 1_500;

/** Only this part is read, so that a scenario of an older schema can still be scored. */
const ScoredPart = z.object({ rubric: PrivatePart.shape.rubric });

/**
 * Makes one report: that of `sessionId`, or with null the oldest that is due. Claims the job, asks the
 * scorer, holds its quotes against the stored turns, asks once more where they are not the learner's words,
 * and saves. Never throws for what a scorer does; a failure that may pass leaves the job queued.
 */
export async function makeReport(
  world: ReportWorld,
  sessionId: string | null,
): Promise<ReportOutcome> {
  const job = await world.store.claimReport(sessionId, REPORT_LEASE_SECONDS);
  if (job.outcome === "none") return "none";
  const outcome = await work(world, job);
  world.log(outcome === "failed" ? "error" : "info", "report_worked", {
    sessionId: job.sessionId,
    outcome,
    attempts: job.attempts,
    turnCount: job.turns.length,
  });
  return outcome;
}

async function work(world: ReportWorld, job: ClaimedReport): Promise<ReportOutcome> {
  const { store } = world;
  const isReported = job.evidence === "none" && world.scoreReportedTurns;
  if (isReported && job.missing.length > 0 && job.attempts < MAX_ATTEMPTS) {
    await store.failReport(job.sessionId, { reason: "turns_missing", retry: true });
    return "retried";
  }
  const reason = whyNotScored(job, isReported);
  if (reason !== null) {
    await store.markNotScored(job.sessionId, reason);
    return "not_scored";
  }
  let report: Report;
  try {
    report = await score(world, job);
  } catch (error) {
    return putBack(world, job, error);
  }
  await store.saveReport(job.sessionId, { ...report });
  return "saved";
}

async function putBack(
  { store, log }: ReportWorld,
  job: ClaimedReport,
  error: unknown,
): Promise<ReportOutcome> {
  log("warn", "scoring_failed", { sessionId: job.sessionId, ...describeError(error) });
  const retry = mayPass(error) && job.attempts < MAX_ATTEMPTS;
  const reason = error instanceof Error ? error.name : "unknown";
  const { outcome } = await store.failReport(job.sessionId, { reason, retry });
  return outcome === "queued" ? "retried" : "failed";
}

/** Only what our server saw in full is scored; a browser's own account is, where the operator says so. */
function whyNotScored(job: ClaimedReport, isReported: boolean): NotScoredReason | null {
  if (job.evidence === "tampered") return "tampered";
  if (job.evidence === "incomplete") return "transcript_incomplete";
  if (job.evidence === "none" && (job.handshake === "ephemeral" || !isReported)) {
    return "unobserved";
  }
  const spoken = job.turns.filter((turn) => turn.text.trim() !== "");
  if (!spoken.some((turn) => turn.speaker === "learner")) return "no_learner_turns";
  const characterCount = spoken.reduce((sum, turn) => sum + turn.text.length, 0);
  const hasHoles = isReported && job.missing.length > 0;
  return hasHoles || characterCount > MAX_TRANSCRIPT_CHARACTERS ? "transcript_incomplete" : null;
}

async function score(world: ReportWorld, job: ClaimedReport): Promise<Report> {
  const { id, version, title, language } = job.scenario;
  const { rubric } = ScoredPart.parse(job.scenario.private);
  const scenario = { id, version, title, language, rubric };
  const built = buildReportTask(scenario, job.turns, crypto.randomUUID());
  const { draft, criteria } = await assess(world.scorer, scenario, built);
  const results = criteria.map(({ result }) => result);
  return {
    sessionId: job.sessionId,
    scenario: { id, version, title, language },
    total: toTotal(results),
    passMark: rubric.passMark,
    summary: clip(draft.summary),
    criteria: results,
    strengths: toSentences(draft.strengths),
    improvements: toSentences(draft.improvements),
    evidence: toEvidence(job.turns),
    rehearsal: world.rehearsal,
    transcript: job.turns,
    createdAt: world.now().toISOString(),
  };
}

/** Asks, and once more where a level is unproved. A second asking that fails leaves the first as it is. */
async function assess(
  scorer: Scorer,
  scenario: ScoredScenario,
  { task, turns }: BuiltTask,
): Promise<{ draft: ReportDraft; criteria: AssessedCriterion[] }> {
  const { criteria } = scenario.rubric;
  const ask = (unproved: readonly string[]) =>
    scorer.draftReport(task, toScoringInstructions(task.marker, scenario.language, unproved));
  const draft = await ask([]);
  const first = assessDraft(draft, criteria, turns);
  const unproved = first.filter((assessed) => assessed.unproved).map(({ result }) => result.id);
  if (unproved.length === 0) return { draft, criteria: first };
  const second = await ask(unproved).catch(() => null);
  if (second === null) return { draft, criteria: first };
  return { draft, criteria: mergeAssessments(first, assessDraft(second, criteria, turns)) };
}

/** One turn of the learner that only the browser vouches for makes the whole report unverified. */
function toEvidence(turns: readonly TranscriptTurn[]): Report["evidence"] {
  const reported = turns.some((turn) => turn.speaker === "learner" && turn.source === "reported");
  return reported ? "reported" : "observed";
}

function mayPass(error: unknown): boolean {
  return error instanceof ProviderError ? error.mayPass : error instanceof MalformedDraftError;
}

function toSentences(sentences: readonly string[]): string[] {
  return sentences
    .map(clip)
    .filter((sentence) => sentence !== "")
    .slice(0, MAX_SENTENCES);
}

function clip(text: string): string {
  return [...text.trim().toWellFormed()].slice(0, MAX_TEXT_CHARACTERS).join("");
}
