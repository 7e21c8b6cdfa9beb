import * as z from "zod";
import { LimitDetail } from "../contract/problem.ts";
import { TranscriptTurn } from "../contract/turn.ts";
import {
  Instant,
  Opaque,
  outcome,
  refusedSite,
  row,
  Seconds,
  unknownSession,
} from "./answer-row.ts";

/** A scenario version as a session runs it. The private part never leaves the server. */
export const StoredScenario = row(
  z.object({
    id: z.string(),
    /** Content hash of the published version. */
    version: z.string(),
    title: z.string(),
    language: z.string(),
    public: Opaque,
    private: Opaque,
  }),
);
export type StoredScenario = z.infer<typeof StoredScenario>;

const BriefScenario = row(
  z.object({
    id: z.string(),
    version: z.string(),
    title: z.string(),
    language: z.string(),
    difficulty: z.enum(["easy", "standard", "hard"]),
    durationSeconds: Seconds,
    public: Opaque,
  }),
);

/** What `get_brief` answers. */
export const BriefAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("ok"),
      scenario: BriefScenario,
      /** The longest call that would be granted now; 0 when nothing is left. */
      sessionSeconds: Seconds,
      remainingSeconds: Seconds,
      retentionDays: z.int(),
      voice: z.boolean(),
      /** Whether the site asks for consent to noting contacts and commitments. */
      facts: z.boolean(),
      practiceUrl: z.nullable(z.string()),
      /** Of the learner who was named; nothing made where nobody is known. */
      attempts: z.object({
        made: z.int().nonnegative(),
        allowed: z.nullable(z.int()),
        best: z.nullable(z.number()),
      }),
    }),
    ...refusedSite,
  ]),
);
export type BriefAnswer = z.infer<typeof BriefAnswer>;

/** What `find_token_keys` answers: names of keys, never a secret. */
export const FindTokenKeysAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("ok"),
      siteId: z.uuid(),
      mode: z.enum(["none", "optional", "required"]),
      /** Embed keys, each of which may be a token's issuer. */
      issuers: z.array(z.string()),
      kids: z.array(z.string()),
      jwksUrl: z.nullable(z.string()),
    }),
    z.object(outcome("site_unknown")),
    z.object(outcome("origin_forbidden")),
  ]),
);
export type FindTokenKeysAnswer = z.infer<typeof FindTokenKeysAnswer>;

/**
 * Where a session is in its life: `reserved` (its call is being made), `active` (billed), `ended`
 * (settled) or `released` (no call came about, nothing billed).
 */
const SessionStatus = z.enum(["reserved", "active", "ended", "released"]);

/** What `open_session` answers. */
export const OpenSessionAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("granted"),
      sessionId: z.uuid(),
      /** The hold: the longest that the call may last. */
      limitSeconds: Seconds,
      handshake: z.enum(["relay", "ephemeral"]),
      /** Draws the scenario's variables, so that an attempt can be replayed; below 2^48. */
      seed: z.int(),
      scenario: StoredScenario,
    }),
    z.object({
      ...outcome("replayed"),
      sessionId: z.uuid(),
      status: SessionStatus,
      handshake: z.enum(["relay", "ephemeral"]),
      limitSeconds: Seconds,
      /** Until the deadline; the whole limit while the call is being made, 0 once it is over. */
      secondsLeft: Seconds,
      /** Null until the call is attached. */
      deadline: z.nullable(Instant),
      /** The SDP answer; null while the call is being made, after its end, and for ephemeral sessions. */
      answer: z.nullable(z.string()),
      seed: z.int(),
      scenario: StoredScenario,
    }),
    z.object(outcome("attempt_conflict")),
    z.object({
      ...outcome("limit_reached"),
      limit: row(LimitDetail),
      /** Null where waiting does not help. */
      retryAfterSeconds: z.nullable(Seconds),
    }),
    z.object(outcome("feature_disabled")),
    /** The site admits no anonymous learner. */
    z.object(outcome("token_required")),
    /** The site takes no tokens. */
    z.object(outcome("token_refused")),
    /** The token began another session. */
    z.object(outcome("token_used")),
    ...refusedSite,
  ]),
);
export type OpenSessionAnswer = z.infer<typeof OpenSessionAnswer>;

/** What `attach_call` answers. `gone`: the session was released or ended meanwhile, so hang up. */
export const AttachCallAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("active"),
      deadline: Instant,
      limitSeconds: Seconds,
      /** Our name of the call; null where the provider gave none. */
      callId: z.optional(z.nullable(z.uuid())),
    }),
    z.object(outcome("gone")),
  ]),
);
export type AttachCallAnswer = z.infer<typeof AttachCallAnswer>;

/** What `release_session` answers. */
export const ReleaseSessionAnswer = row(
  z.discriminatedUnion("outcome", [z.object(outcome("released")), z.object(outcome("unchanged"))]),
);
export type ReleaseSessionAnswer = z.infer<typeof ReleaseSessionAnswer>;

/** What `append_turns` answers. */
export const AppendTurnsAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("ok"),
      /** Every sequence number from 1 to this is stored. */
      contiguous: z.int().nonnegative(),
      /** The first hundred numbers below the highest stored that are absent. */
      missing: z.array(z.int()),
    }),
    z.object(outcome("closed")),
    unknownSession,
  ]),
);
export type AppendTurnsAnswer = z.infer<typeof AppendTurnsAnswer>;

/** What `beat_session` answers. */
export const BeatSessionAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({ ...outcome("continue"), remainingSeconds: Seconds }),
    z.object({ ...outcome("stop"), remainingSeconds: Seconds }),
    unknownSession,
  ]),
);
export type BeatSessionAnswer = z.infer<typeof BeatSessionAnswer>;

const Hangup = row(z.object({ id: z.int(), callId: z.uuid(), providerCallId: z.string() }));

/** What `end_session` answers. */
export const EndSessionAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("ended"),
      usedSeconds: Seconds,
      report: z.enum(["pending", "not_scored"]),
      /** Queued and leased to the caller for a moment; settle each by its `id`. Empty when repeated. */
      hangups: z.array(Hangup),
    }),
    unknownSession,
  ]),
);
export type EndSessionAnswer = z.infer<typeof EndSessionAnswer>;

/** What `reap_sessions` answers: how many were settled, and how many held minutes for no call. */
export const ReapSessionsAnswer = row(
  z.object({ reaped: z.int().nonnegative(), released: z.int().nonnegative() }),
);
export type ReapSessionsAnswer = z.infer<typeof ReapSessionsAnswer>;

/** What `claim_hangups` answers. */
export const ClaimHangupsAnswer = row(
  z.object({
    hangups: z.array(
      row(z.object({ id: z.int(), providerCallId: z.string(), attempts: z.int().positive() })),
    ),
  }),
);
export type ClaimHangupsAnswer = z.infer<typeof ClaimHangupsAnswer>;

/** What `settle_hangup` answers. `failed`: given up after the last attempt. */
export const SettleHangupAnswer = row(
  z.object({ outcome: z.enum(["done", "queued", "failed", "hangup_unknown"]) }),
);
export type SettleHangupAnswer = z.infer<typeof SettleHangupAnswer>;

/** What `claim_report` answers. */
export const ClaimReportAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("claimed"),
      sessionId: z.uuid(),
      scenario: StoredScenario,
      learnerName: z.nullable(z.string()),
      /** In conversation order. */
      turns: z.array(TranscriptTurn),
      /** Numbers of the browser's turns that never arrived; not empty: the transcript has holes. */
      missing: z.array(z.int()),
      handshake: z.enum(["relay", "ephemeral"]),
      /** What our server saw of the session: all, not all, abuse, or nothing. */
      evidence: z.enum(["complete", "incomplete", "tampered", "none"]),
      /** Ids of the brief's objectives that were reached in the call, in that order. */
      progress: z.object({ objectives: z.array(z.string()) }),
      /** The learner agreed that contacts and commitments are noted, and the site asks for them. */
      factsWanted: z.boolean(),
      /** Counts this one. */
      attempts: z.int().positive(),
    }),
    z.object(outcome("none")),
  ]),
);
export type ClaimReportAnswer = z.infer<typeof ClaimReportAnswer>;

/** What `save_report` answers. `unchanged`: the session has a report already, or may have none. */
export const SaveReportAnswer = row(z.object({ outcome: z.enum(["saved", "unchanged"]) }));
export type SaveReportAnswer = z.infer<typeof SaveReportAnswer>;

/** What `fail_report` answers. */
export const FailReportAnswer = row(
  z.object({ outcome: z.enum(["queued", "failed", "unchanged"]) }),
);
export type FailReportAnswer = z.infer<typeof FailReportAnswer>;

/** What `mark_not_scored` answers. */
export const MarkNotScoredAnswer = row(z.object({ outcome: z.enum(["marked", "unchanged"]) }));
export type MarkNotScoredAnswer = z.infer<typeof MarkNotScoredAnswer>;

/** What `get_report` answers. */
export const GetReportAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("ok"),
      /** `none`: the session has not ended. */
      status: z.enum(["none", "pending", "ready", "failed", "not_scored"]),
      /** A `NotScoredReason`, or why making it failed. */
      reason: z.nullable(z.string()),
      report: z.nullable(Opaque),
      /** In conversation order. */
      transcript: z.array(TranscriptTurn),
      /** True when the report is due and nobody works on it now: whoever asks may claim it. */
      leaseExpired: z.boolean(),
    }),
    unknownSession,
  ]),
);
export type GetReportAnswer = z.infer<typeof GetReportAnswer>;

/** What `purge_records` answers: sessions that are gone, and learners of whom nothing is left. */
export const PurgeRecordsAnswer = row(
  z.object({ sessions: z.int().nonnegative(), learners: z.int().nonnegative() }),
);
export type PurgeRecordsAnswer = z.infer<typeof PurgeRecordsAnswer>;

/** What `publish_scenario` answers; `version` is the content hash. */
export const PublishScenarioAnswer = row(
  z.object({ outcome: z.enum(["published", "unchanged"]), version: z.string() }),
);
export type PublishScenarioAnswer = z.infer<typeof PublishScenarioAnswer>;

/** What `save_site` answers. */
export const SaveSiteAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({ ...outcome("created"), siteId: z.uuid(), organizationId: z.uuid() }),
    z.object({ ...outcome("updated"), siteId: z.uuid(), organizationId: z.uuid() }),
    z.object({ ...outcome("origin_invalid"), origin: z.string() }),
    /** The embed key belongs to a site of another organization. */
    z.object(outcome("organization_conflict")),
    /** The embed key was a site's before it was replaced. */
    z.object(outcome("key_conflict")),
  ]),
);
export type SaveSiteAnswer = z.infer<typeof SaveSiteAnswer>;

/** What `check_database` answers. */
export const CheckDatabaseAnswer = row(
  z.object({ ok: z.literal(true), migration: z.nullable(z.string()), now: Instant }),
);
export type CheckDatabaseAnswer = z.infer<typeof CheckDatabaseAnswer>;

/** What `claim_observation` answers. `busy`: another segment watches; `over`: nothing to watch any more. */
export const ClaimObservationAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("claimed"),
      sessionId: z.uuid(),
      providerCallId: z.string(),
      plan: Opaque,
      /** Since the session's first call was answered, on the database's clock. */
      elapsedMs: z.int().nonnegative(),
      /** Since this call was made: a session may have several. */
      callElapsedMs: z.int().nonnegative(),
      /** Until the deadline. */
      remainingMs: z.int().nonnegative(),
    }),
    z.object(outcome("busy")),
    z.object(outcome("over")),
    z.object(outcome("call_unknown")),
  ]),
);
export type ClaimObservationAnswer = z.infer<typeof ClaimObservationAnswer>;

const watching = {
  /** The call is over, alone or with its session. */
  isOver: z.boolean(),
  /** The call is over, and its session goes on. */
  isBrokenOff: z.boolean(),
  /** Nobody beats any more: whoever reaps may end the session. */
  isLapsed: z.boolean(),
  remainingMs: z.int().nonnegative(),
  /** True once a call: tell the persona that little time is left. */
  wrapsUp: z.boolean(),
  /** False while what happened in a gap is not proven. */
  isAnchored: z.boolean(),
  /** How many gaps there were. */
  epoch: z.int().nonnegative(),
  isHolderAttached: z.boolean(),
  /** Items that exist and were not seen whole: to be fetched. */
  wanted: z.array(z.string()),
};

/** What `record_observation` answers. `superseded`: the successor holds the call; `lost`: somebody else does. */
export const RecordObservationAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({ ...outcome("holding"), ...watching }),
    z.object({ ...outcome("superseded"), ...watching }),
    z.object({ ...outcome("lost"), ...watching }),
    z.object(outcome("closed")),
    z.object(outcome("call_unknown")),
  ]),
);
export type RecordObservationAnswer = z.infer<typeof RecordObservationAnswer>;

/** What `release_observation` answers. */
export const ReleaseObservationAnswer = row(
  z.object({ outcome: z.enum(["released", "unchanged"]) }),
);
export type ReleaseObservationAnswer = z.infer<typeof ReleaseObservationAnswer>;

/** What `close_observation` answers. `busy`: a predecessor may still write, so ask again. */
export const CloseObservationAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("closed"),
      status: z.enum(["complete", "incomplete", "tampered"]),
      reason: z.nullable(z.string()),
    }),
    z.object(outcome("busy")),
    z.object(outcome("lost")),
    z.object(outcome("call_unknown")),
  ]),
);
export type CloseObservationAnswer = z.infer<typeof CloseObservationAnswer>;

/** What `list_unwatched_calls` answers. */
export const ListUnwatchedCallsAnswer = row(z.object({ calls: z.array(z.uuid()) }));
export type ListUnwatchedCallsAnswer = z.infer<typeof ListUnwatchedCallsAnswer>;

/** What `get_pending_words` answers. */
export const PendingWordsAnswer = row(
  z.object({ isObserved: z.boolean(), pending: z.int().nonnegative() }),
);
export type PendingWordsAnswer = z.infer<typeof PendingWordsAnswer>;

/** What `get_session_cost` answers. */
export const SessionCostAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("ok"),
      /** Millionths of a dollar. */
      microDollars: z.int().nonnegative(),
      /** Tokens and seconds by the units of the price table. */
      amounts: z.record(z.string(), z.number()),
      /** Models whose price is not known, so that the sum lacks them. */
      unpricedModels: z.array(z.string()),
      usedSeconds: Seconds,
    }),
    unknownSession,
  ]),
);
export type SessionCostAnswer = z.infer<typeof SessionCostAnswer>;
