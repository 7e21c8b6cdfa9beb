import * as z from "zod";
import type { ConnectionQuality } from "../contract/session.ts";
import { Instant, outcome, row, Seconds, unknownSession } from "./answer-row.ts";
import type { CallSql } from "./call-sql.ts";
import { StoredScenario } from "./scenarios.ts";

/** What a call was opened with, kept so that the watch over it recognises a change. */
export interface StoredPlan {
  readonly model: string;
  readonly transcriptionModel: string;
  /** The provider's words, without any text that is secret. */
  readonly settings: Readonly<Record<string, unknown>>;
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
  readonly plan: StoredPlan | null;
}

/** A request for a further call of a running session. */
interface CallAttempt {
  readonly sessionId: string;
  /** Random UUID of the attempt: repeating it makes no second call. */
  readonly attemptKey: string;
}

/** The provider's call that was made for such a request. */
export interface FurtherCall extends CallAttempt {
  readonly provider: string;
  readonly providerCallId: string;
  /** The SDP answer, kept until the end so that a repeated request gets it again. */
  readonly answer: string;
  /** What the watch over the call compares it with; null where calls are not observed. */
  readonly plan: StoredPlan | null;
}

/** The last words of a page. */
interface ClosingPage {
  readonly sessionId: string;
  readonly reason: string;
  /** The attempt whose call it held: a later one is left alone. Null: whatever call there is ends. */
  readonly attemptKey: string | null;
}

const Hangups = z.array(row(z.object({ id: z.int(), providerCallId: z.string() })));

/** What every call of a session is made from. */
const basis = {
  /** Draws the scenario's variables, as for the first call. */
  seed: z.int(),
  variables: z.record(z.string(), z.string()),
  learnerName: z.nullable(z.string()),
  /** A hash that stands for the learner on this site. */
  learnerKey: z.string(),
  scenario: StoredScenario,
};

/** How far a session is. */
const clock = {
  /** Since its first call was answered. */
  elapsedMs: z.int().nonnegative(),
  remainingSeconds: Seconds,
};

/** What `attach_call` answers. `gone`: the session was released or ended meanwhile, so hang up. */
export const AttachCallAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("active"),
      deadline: Instant,
      limitSeconds: Seconds,
      /** Our name of the call; null where the provider gave none. */
      callId: z.optional(z.nullable(z.uuid())),
      /** Whether sessions or hang-ups wait for somebody who works them off. */
      isSweepDue: z.boolean().default(true),
    }),
    z.object(outcome("gone")),
  ]),
);
export type AttachCallAnswer = z.infer<typeof AttachCallAnswer>;

/** What `open_call` answers. */
export const OpenCallAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("granted"),
      /** The calls that must be over before a new one is made, leased to the caller for a moment. */
      hangups: Hangups,
      ...basis,
    }),
    z.object({ ...outcome("replayed"), answer: z.string(), ...clock, ...basis }),
    /** Another request of the same attempt is making the call. */
    z.object(outcome("pending")),
    z.object(outcome("attempt_conflict")),
    /** The attempt's call was replaced by another one. */
    z.object(outcome("attempt_over")),
    z.object({ ...outcome("too_soon"), retryAfterSeconds: Seconds }),
    z.object(outcome("too_many")),
    z.object(outcome("feature_disabled")),
    /** `endReason`: in the word of whoever ended the session; null where it runs and takes no further call. */
    z.object({ ...outcome("over"), endReason: z.nullable(z.string()) }),
    unknownSession,
  ]),
);
export type OpenCallAnswer = z.infer<typeof OpenCallAnswer>;

/** What `attach_further_call` answers. `gone`: nobody waits for this call any more, so hang up. */
export const AttachFurtherCallAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({
      ...outcome("active"),
      deadline: Instant,
      limitSeconds: Seconds,
      callId: z.uuid(),
      ...clock,
    }),
    z.object(outcome("gone")),
  ]),
);
export type AttachFurtherCallAnswer = z.infer<typeof AttachFurtherCallAnswer>;

/** What `fail_call` answers. */
export const FailCallAnswer = row(z.object({ outcome: z.enum(["failed", "unchanged"]) }));
export type FailCallAnswer = z.infer<typeof FailCallAnswer>;

/** What `pause_session` answers. `overtaken`: a later call goes on. `not_pausable`: end it instead. */
export const PauseSessionAnswer = row(
  z.discriminatedUnion("outcome", [
    z.object({ ...outcome("paused"), usedSeconds: Seconds, hangups: Hangups }),
    z.object({ ...outcome("overtaken"), usedSeconds: Seconds, hangups: Hangups }),
    z.object(outcome("not_pausable")),
    unknownSession,
  ]),
);
export type PauseSessionAnswer = z.infer<typeof PauseSessionAnswer>;

/** What `note_line_quality` answers. `unchanged`: the call is over, or the last sample is fresh. */
export const NoteConnectionQualityAnswer = row(
  z.object({ outcome: z.enum(["noted", "unchanged"]) }),
);
export type NoteConnectionQualityAnswer = z.infer<typeof NoteConnectionQualityAnswer>;

/** The functions about a session's calls, the first one and those that take its place. */
export interface CallFunctions {
  /** The SDP answer is about to leave: billing starts. */
  attachCall(call: AttachedCall): Promise<AttachCallAnswer>;
  /** Begins a further call and ends the one there is: its hang-up comes back, to be done first. */
  openCall(
    attempt: CallAttempt & { /** Covers the offer. */ readonly requestHash: string },
  ): Promise<OpenCallAnswer>;
  attachFurtherCall(call: FurtherCall): Promise<AttachFurtherCallAnswer>;
  /** No call came about: the attempt may be tried again. */
  failCall(attempt: CallAttempt): Promise<FailCallAnswer>;
  /** Ends the call of a session whose page closed; the session waits half a minute for another one. */
  pauseSession(closing: ClosingPage): Promise<PauseSessionAnswer>;
  /** Keeps a sample of the connection, at most one in ten seconds. */
  noteConnectionQuality(
    sessionId: string,
    quality: ConnectionQuality,
  ): Promise<NoteConnectionQualityAnswer>;
}

/** Those functions, called by `call`. */
export function createCallFunctions(call: CallSql): CallFunctions {
  return {
    attachCall: (attached) => call("attach_call", attached, AttachCallAnswer),
    openCall: (attempt) => call("open_call", attempt, OpenCallAnswer),
    attachFurtherCall: (further) => call("attach_further_call", further, AttachFurtherCallAnswer),
    failCall: (attempt) => call("fail_call", attempt, FailCallAnswer),
    pauseSession: (closing) => call("pause_session", closing, PauseSessionAnswer),
    noteConnectionQuality: (sessionId, { roundTripMs, jitterMs, lossPercent, mos }) => {
      const named = { round_trip_ms: roundTripMs, jitter_ms: jitterMs, loss_percent: lossPercent };
      const parameters = { sessionId, quality: { ...named, mos } };
      return call("note_line_quality", parameters, NoteConnectionQualityAnswer);
    },
  };
}
