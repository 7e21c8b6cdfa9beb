import * as z from "zod";
import { LimitDetail } from "../contract/problem.ts";
import type { Purpose } from "../contract/purpose.ts";
import { Instant, outcome, refusedSite, row, Seconds, unknownSession } from "./answer-row.ts";
import { type CallSql, withSnakeKeys } from "./call-sql.ts";
import { StoredScenario } from "./scenarios.ts";

/** What a learner agreed to before the call. */
interface StartConsent {
  readonly version: string;
  readonly locale: string;
  /** Whether contacts and commitments may be noted; counts only where the site asks for them. */
  readonly facts?: boolean | undefined;
  /** Whether the learner was told that the result goes to the site; counts only where the site wants results. */
  readonly results?: boolean | undefined;
  /** As what the attempt was announced to the learner; absent: practice. */
  readonly purpose?: Purpose | undefined;
  /** The learner as the site names one, for a site that is told facts or results; null for an anonymous learner. */
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
  readonly token?: {
    readonly jti: string;
    readonly expires_at: string;
    /** Absent: practice. */
    readonly purpose?: Purpose;
  } | null;
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
      /** A hash that stands for the learner on this site. */
      learnerKey: z.string(),
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
    /** The learner was told another purpose than the attempt would have. */
    z.object(outcome("purpose_changed")),
    ...refusedSite,
  ]),
);
export type OpenSessionAnswer = z.infer<typeof OpenSessionAnswer>;

/** As which end a session is settled that has cost what it may. */
export const COST_LIMIT = "cost_limit";

/** What `release_session` answers. */
export const ReleaseSessionAnswer = row(
  z.discriminatedUnion("outcome", [z.object(outcome("released")), z.object(outcome("unchanged"))]),
);
export type ReleaseSessionAnswer = z.infer<typeof ReleaseSessionAnswer>;

/** What `beat_session` answers. */
export const BeatSessionAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({ ...outcome("continue"), remainingSeconds: Seconds }),
    z.object({
      ...outcome("stop"),
      remainingSeconds: Seconds,
      /** Why the session is over, in the word of whoever ended it. */
      endReason: z.nullable(z.string()),
    }),
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

/** The functions about a session, from the click to its end. */
export interface SessionFunctions {
  /** Reserves minutes in every window and creates the session, or says which limit refused. */
  openSession(request: OpenSessionRequest): Promise<OpenSessionAnswer>;
  /** No call came about: the whole hold goes back. */
  releaseSession(sessionId: string, reason: string): Promise<ReleaseSessionAnswer>;
  beatSession(sessionId: string): Promise<BeatSessionAnswer>;
  /** Settles exactly once, on the database's clock. */
  endSession(sessionId: string, reason: string): Promise<EndSessionAnswer>;
  /** Ends up to `batch` sessions that nobody will end any more. */
  reapSessions(batch: number): Promise<ReapSessionsAnswer>;
}

/** Those functions, called by `call`. */
export function createSessionFunctions(call: CallSql): SessionFunctions {
  return {
    openSession: (request) =>
      call("open_session", { request: withSnakeKeys(request) }, OpenSessionAnswer),
    releaseSession: (sessionId, reason) =>
      call("release_session", { sessionId, reason }, ReleaseSessionAnswer),
    beatSession: (sessionId) => call("beat_session", { sessionId }, BeatSessionAnswer),
    endSession: (sessionId, reason) => call("end_session", { sessionId, reason }, EndSessionAnswer),
    reapSessions: (batch) => call("reap_sessions", { batch }, ReapSessionsAnswer),
  };
}
