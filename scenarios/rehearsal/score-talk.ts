import { makeReport, type ReportStore } from "../../supabase/functions/_shared/jobs/make-report.ts";
import { Report, type NotScoredReason } from "../../supabase/functions/_shared/contract/report.ts";
import type { TranscriptTurn } from "../../supabase/functions/_shared/contract/turn.ts";
import type { PublishedScenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import { CommandError } from "../../supabase/cli/command.ts";
import type { RehearsalService } from "./rehearsal-service.ts";

/** A talk that is to be scored. */
export interface ScoredTalk {
  readonly scenario: PublishedScenario;
  readonly turns: readonly TranscriptTurn[];
  /** Ids of the objectives that were reached, where a rehearsal has noted them. */
  readonly objectives: readonly string[];
}

const SESSION_ID = "00000000-0000-4000-8000-000000000000";

const REASONS: Readonly<Record<NotScoredReason, string>> = {
  no_learner_turns: "the learner says nothing in it",
  too_short: "it is too short to count",
  persona_silent: "the customer never said a word",
  unobserved: "nobody observed it",
  transcript_incomplete: "it is longer than a call can be",
  tampered: "it was tampered with",
};

/**
 * Makes the report of a talk as the server makes it, with a store that holds this one job.
 * @throws {CommandError} where there is nothing to score, or the scorer failed.
 */
export async function scoreTalk(talk: ScoredTalk, service: RehearsalService): Promise<Report> {
  const store = new OneReport(talk);
  const outcome = await makeReport(
    {
      store,
      scorer: service.scorer,
      rehearsal: service.isStandIn,
      scoreReportedTurns: false,
      keepsHesitations: false,
      now: () => new Date(),
      log: (_level, event, fields = {}) => {
        if (event === "scoring_failed") store.failure = JSON.stringify(fields);
      },
    },
    SESSION_ID,
  );
  if (store.report !== null) return store.report;
  const why = store.reason === null ? (store.failure ?? outcome) : REASONS[store.reason];
  throw new CommandError(`This talk has no score: ${why}.`);
}

/** The store of one report job: what a scenario and a talk are to the server's own code. */
class OneReport implements ReportStore {
  report: Report | null = null;
  reason: NotScoredReason | null = null;
  failure: string | null = null;
  readonly #talk: ScoredTalk;

  constructor(talk: ScoredTalk) {
    this.#talk = talk;
  }

  claimReport: ReportStore["claimReport"] = () => {
    const { scenario, turns, objectives } = this.#talk;
    const { id, title, language, contentHash, public: shown, private: hidden } = scenario;
    return Promise.resolve({
      outcome: "claimed",
      sessionId: SESSION_ID,
      scenario: { id, version: contentHash, title, language, public: shown, private: hidden },
      learnerName: null,
      turns: [...turns],
      missing: [],
      handshake: "relay",
      evidence: "complete",
      progress: { objectives: [...objectives], moods: [], moments: [] },
      ...{ seed: 0, variables: {} },
      factsWanted: false,
      attempts: 1,
    });
  };

  saveReport: ReportStore["saveReport"] = (_sessionId, report) => {
    this.report = Report.parse(report);
    return Promise.resolve({ outcome: "saved" });
  };

  failReport: ReportStore["failReport"] = () => Promise.resolve({ outcome: "failed" });

  markNotScored: ReportStore["markNotScored"] = (_sessionId, reason) => {
    this.reason = reason;
    return Promise.resolve({ outcome: "marked" });
  };
}
