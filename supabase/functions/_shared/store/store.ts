import type * as answers from "./session-answers.ts";
import type { CallDoors } from "./calls.ts";
import type { RecordDoors } from "./learner-records.ts";
import type { NotScoredReason } from "../contract/report.ts";
import type { ObservationBatch, ObservationEnding } from "./observation-batch.ts";
import type { ObservationPlan } from "../providers/sideband.ts";
import type { ReportedTurn } from "../contract/turn.ts";
import type { ToolResponse } from "../contract/progress.ts";
import type { ProgressEvent } from "../tools/progress-event.ts";
import type { ProgressState } from "../tools/progress-state.ts";
import type {
  CheckOutputAnswer,
  GetProgressAnswer,
  SaveProgressAnswer,
} from "./progress-answers.ts";

/** Who asks for which scenario, and from where. */
interface BriefQuery {
  readonly embedKey: string;
  /** Lower-case `scheme://host[:port]`; `null` and `*` match no site. */
  readonly origin: string;
  readonly scenario: string;
  /** Hash that names the learner on this site; null when not known yet. */
  readonly learnerKey: string | null;
  /** Hash that names an anonymous learner's network; null or absent when not known. */
  readonly addressKey?: string | null;
  /** False for a learner whom a token of the site names. Absent: true. */
  readonly isAnonymous?: boolean;
}

/** What a learner agreed to before the call. */
interface StartConsent {
  readonly version: string;
  readonly locale: string;
  /** Whether contacts and commitments may be noted; counts only where the site asks for them. */
  readonly facts?: boolean | undefined;
  /** The learner as the site names one, for a site that is told the facts; null for an anonymous learner. */
  readonly subject?: string | null;
}

/** A request to reserve minutes and begin a session. */
export interface OpenSessionRequest {
  readonly embedKey: string;
  readonly origin: string;
  readonly scenario: string;
  /** Random UUID of the attempt: repeating it starts nothing twice. */
  readonly attemptKey: string;
  /** Covers learner, scenario, origin and offer, so that a key cannot be replayed by somebody else. */
  readonly requestHash: string;
  readonly learnerKey: string;
  /** Hash that names an anonymous learner's network; null or absent when not known. */
  readonly addressKey?: string | null;
  /** False for a learner whom only an address tells apart, so that no attempts are counted. Absent: true. */
  readonly isKnown?: boolean;
  /** The token that the start uses up; null or absent for an anonymous learner. */
  readonly token?: { readonly jti: string; readonly expires_at: string } | null;
  readonly learnerName: string | null;
  readonly locale: string;
  readonly consent: StartConsent;
  readonly variables: Readonly<Record<string, string>>;
  /** What the server is set to; a site's own switch goes before it. */
  readonly handshake: "relay" | "ephemeral";
  readonly requestId: string;
  /** A tighter limit for this call than the site's own; null for none. */
  readonly capSeconds: number | null;
}

/** The provider's call that was made for a session. */
export interface AttachedCall {
  readonly sessionId: string;
  readonly provider: string;
  /** Null where the provider names none (ephemeral handshake): such a call cannot be hung up. */
  readonly providerCallId: string | null;
  /** The SDP answer, kept until the end so that a repeated start gets it again. */
  readonly answer: string | null;
  /** What the watch over the call compares it with; null where calls are not observed. */
  readonly plan: ObservationPlan | null;
}

/** A scenario version as it is published. */
interface ScenarioToPublish {
  readonly id: string;
  readonly title: string;
  readonly language: string;
  readonly difficulty: "easy" | "standard" | "hard";
  readonly durationSeconds: number;
  readonly contentHash: string;
  readonly public: Readonly<Record<string, unknown>>;
  readonly private: Readonly<Record<string, unknown>>;
}

/** A site and its limits. A limit that is left out keeps its value, or takes the closed default. */
interface SiteToSave {
  readonly organization: string;
  readonly name: string;
  readonly embedKey: string;
  /** Exact origins, `https://lms.example`; an empty list admits nobody. */
  readonly origins: readonly string[];
  readonly status?: "active" | "disabled";
  readonly voice?: boolean;
  readonly learnerTokenMode?: "none" | "optional" | "required";
  readonly organizationMonthSeconds?: number;
  readonly siteDaySeconds?: number;
  readonly learnerDaySeconds?: number;
  readonly maxSessionSeconds?: number;
  readonly siteMaxLive?: number;
  readonly learnerMaxLive?: number;
  readonly retentionDays?: number;
}

/** What one tool call led to. */
export interface ProgressToSave {
  /** The version that was read. */
  readonly version: number;
  readonly state: ProgressState;
  readonly call: {
    readonly id: string;
    readonly name: string;
    readonly by: "persona" | "learner";
    readonly outcome: string;
    readonly answer: ToolResponse;
  };
  readonly events: readonly ProgressEvent[];
}

/**
 * The SQL doors, one method each. All of them may be repeated: a repeated call changes nothing twice.
 * @throws {StoreError} when the database cannot be reached, fails, or answers with what no door answers
 */
export interface Store extends CallDoors, RecordDoors {
  getBrief(query: BriefQuery): Promise<answers.BriefAnswer>;
  /** The keys with which the site's backend may sign learner tokens. */
  findTokenKeys(embedKey: string, origin: string): Promise<answers.FindTokenKeysAnswer>;
  /** Reserves minutes in every window and creates the session, or says which limit refused. */
  openSession(request: OpenSessionRequest): Promise<answers.OpenSessionAnswer>;
  /** The SDP answer is about to leave: billing starts. */
  attachCall(call: AttachedCall): Promise<answers.AttachCallAnswer>;
  /** No call came about: the whole hold goes back. */
  releaseSession(sessionId: string, reason: string): Promise<answers.ReleaseSessionAnswer>;
  appendTurns(
    sessionId: string,
    turns: readonly ReportedTurn[],
  ): Promise<answers.AppendTurnsAnswer>;
  beatSession(sessionId: string): Promise<answers.BeatSessionAnswer>;
  /** Settles exactly once, on the database's clock. */
  endSession(sessionId: string, reason: string): Promise<answers.EndSessionAnswer>;
  /** Ends up to `batch` sessions that nobody will end any more. */
  reapSessions(batch: number): Promise<answers.ReapSessionsAnswer>;
  claimHangups(batch: number, leaseSeconds: number): Promise<answers.ClaimHangupsAnswer>;
  settleHangup(
    id: number,
    result: { readonly done: boolean; readonly error: string | null },
  ): Promise<answers.SettleHangupAnswer>;
  /** Leases that session's report, or with null the oldest that is due. */
  claimReport(sessionId: string | null, leaseSeconds: number): Promise<answers.ClaimReportAnswer>;
  saveReport(
    sessionId: string,
    report: Readonly<Record<string, unknown>>,
  ): Promise<answers.SaveReportAnswer>;
  failReport(
    sessionId: string,
    failure: { readonly reason: string; readonly retry: boolean },
  ): Promise<answers.FailReportAnswer>;
  markNotScored(sessionId: string, reason: NotScoredReason): Promise<answers.MarkNotScoredAnswer>;
  getReport(sessionId: string): Promise<answers.GetReportAnswer>;
  /** Removes up to `batch` sessions that are older than their organization keeps them. */
  purgeRecords(batch: number): Promise<answers.PurgeRecordsAnswer>;
  publishScenario(scenario: ScenarioToPublish): Promise<answers.PublishScenarioAnswer>;
  saveSite(site: SiteToSave): Promise<answers.SaveSiteAnswer>;
  checkDatabase(): Promise<answers.CheckDatabaseAnswer>;
  /** Leases a running call to the segment `holder`, which `predecessor` may hand it over to. */
  claimObservation(
    callId: string,
    holder: string,
    predecessor: string | null,
  ): Promise<answers.ClaimObservationAnswer>;
  /** Stores what a segment saw and renews its lease. */
  recordObservation(
    callId: string,
    holder: string,
    batch: ObservationBatch,
  ): Promise<answers.RecordObservationAnswer>;
  /** A segment leaves a call that goes on. */
  releaseObservation(callId: string, holder: string): Promise<answers.ReleaseObservationAnswer>;
  /** Ends the watch for good and says whether all was seen. */
  closeObservation(
    callId: string,
    holder: string,
    end: { readonly ending: ObservationEnding; readonly reason: string | null },
  ): Promise<answers.CloseObservationAnswer>;
  /** Running calls without a segment, of one session or with null of all. */
  listUnwatchedCalls(
    sessionId: string | null,
    batch: number,
  ): Promise<answers.ListUnwatchedCallsAnswer>;
  /** How many of the learner's turns still wait for their words, where somebody watches. */
  getPendingWords(sessionId: string): Promise<answers.PendingWordsAnswer>;
  getSessionCost(sessionId: string): Promise<answers.SessionCostAnswer>;
  /** How far the talk has come, and what a tool call was answered before; null asks for none. */
  getProgress(sessionId: string, callId: string | null): Promise<GetProgressAnswer>;
  /** Whether an output of a tool is the one that was answered. */
  checkOutput(sessionId: string, callId: string, output: string): Promise<CheckOutputAnswer>;
  /** Stores what one tool call led to, unless another came in between. */
  saveProgress(sessionId: string, progress: ProgressToSave): Promise<SaveProgressAnswer>;
}
