import type { NotScoredReason, Report } from "../contract/report.ts";
import { ProviderError } from "../providers/provider-error.ts";
import { splitSentences } from "../scoring/split-sentences.ts";
import { ASKING_TIMEOUT_SECONDS, MalformedDraftError } from "../scoring/scorer.ts";
import type { ClaimReportAnswer } from "../store/reports.ts";
import type { Store } from "../store/store.ts";
import { describeError, type Log } from "../runtime/telemetry/log.ts";
import { type WritingWorld, writeReport } from "../scoring/write-report.ts";

/** What a report job asks of the store. */
export type ReportStore = Pick<
  Store,
  "claimReport" | "failReport" | "markNotScored" | "saveReport"
>;

/** What making a report needs of the world. */
export interface ReportWorld extends WritingWorld {
  readonly store: ReportStore;
  /** True where a call that nobody observed may be scored on the browser's account of it. */
  readonly scoreReportedTurns: boolean;
  readonly log: Log;
}

/** How a report job went. `none`: nothing was due; `retried`: it waits for another attempt. */
export type ReportOutcome = "none" | "saved" | "not_scored" | "retried" | "failed";

type ClaimedReport = Extract<ClaimReportAnswer, { outcome: "claimed" }>;

/** Two scorings, each of which may ask once more. */
const MAX_ASKINGS = 4;
/** Longer than all askings and the writing take, so that a job whose function was killed is taken up again soon after. */
const REPORT_LEASE_SECONDS = MAX_ASKINGS * ASKING_TIMEOUT_SECONDS + 10;
/** Late turns get this many attempts to arrive. */
const MAX_ATTEMPTS = 3;
/** More words than an hour of talk has: not speech, and too much to score. */
const MAX_TRANSCRIPT_CHARACTERS = 120_000;
/** Nor has it that many sentences, each of which is looked at by itself: what one report may cost is bounded so. */
const MAX_TRANSCRIPT_SENTENCES = 4_000;

/**
 * Makes one report: that of `sessionId`, or with null the oldest that is due. Claims the job, has the
 * report written and saves it. Never throws for what a scorer does; a failure that may pass leaves the job queued.
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
    report = await writeReport(world, job);
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
  const hasHoles = isReported && job.missing.length > 0;
  if (hasHoles || isNoSpeech(spoken)) return "transcript_incomplete";
  // Whoever talks to nobody shows nothing of what a talk is scored for.
  return spoken.some((turn) => turn.speaker === "persona") ? null : "persona_silent";
}

function isNoSpeech(spoken: ClaimedReport["turns"]): boolean {
  const characters = spoken.reduce((sum, { text }) => sum + text.length, 0);
  if (characters > MAX_TRANSCRIPT_CHARACTERS) return true;
  const counts = spoken.map(({ text }) => splitSentences(text).length);
  return counts.reduce((sum, count) => sum + count, 0) > MAX_TRANSCRIPT_SENTENCES;
}

function mayPass(error: unknown): boolean {
  return error instanceof ProviderError ? error.mayPass : error instanceof MalformedDraftError;
}
