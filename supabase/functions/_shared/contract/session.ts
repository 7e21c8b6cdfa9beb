import * as z from "zod/mini";
import { AttemptKey, EmbedKey, LocaleTag, ScenarioId } from "./identifiers.ts";
import {
  MAX_LEARNER_NAME,
  MAX_TURNS_A_BATCH,
  MAX_VARIABLE_NAME,
  MAX_VARIABLE_VALUE,
} from "./limits.ts";
import { LearnerTool, Progress } from "./progress.ts";
import { Purpose } from "./purpose.ts";
import { ReportedTurn, TranscriptTurn } from "./turn.ts";

/** Largest bodies the backend reads, in bytes. */
export const MAX_BODY_BYTES = { session: 98_304, turns: 65_536, small: 8_192 } as const;
export const MAX_OFFER_CHARACTERS = 65_536;

/** A random id that the browser keeps, so that an anonymous learner has a daily allowance. */
export const DeviceId = z.string().check(z.regex(/^[A-Za-z0-9_-]{8,64}$/));

/** A session token is a compact JWS; 2 kB bounds what is parsed. */
const SessionToken = z.string().check(z.minLength(16), z.maxLength(2_048));

const told = {
  /** The learner was told that the result goes to the site. */
  results: z.optional(z.boolean()),
  /** As what the attempt was announced; absent: practice. */
  purpose: z.optional(Purpose),
};

/** What a page told the learner before the start, as the brief said it should. */
export const Told = z.object(told);

export const Consent = z.strictObject({
  version: z.string().check(z.minLength(1), z.maxLength(32)),
  locale: LocaleTag,
  /** The learner agrees that contacts and commitments are noted, where the brief asks for it. */
  facts: z.optional(z.boolean()),
  ...told,
});

/**
 * `POST /coach/sessions`. Sent as `text/plain`, so that no preflight precedes it; the credential is the
 * embed key in the body, held against the request's Origin.
 */
export const SessionRequest = z.strictObject({
  embedKey: EmbedKey,
  scenario: ScenarioId,
  /** The browser's SDP offer, untouched: one audio section and the data channel `oai-events`. */
  offer: z.string().check(z.minLength(1), z.maxLength(MAX_OFFER_CHARACTERS)),
  attemptKey: AttemptKey,
  locale: LocaleTag,
  consent: Consent,
  deviceId: z.optional(DeviceId),
  /** Signed by the site's backend (docs/learner-tokens.md), of at most 4 kB; absent: an anonymous learner. */
  learnerToken: z.optional(z.string().check(z.minLength(1))),
  learnerName: z.optional(z.string().check(z.maxLength(MAX_LEARNER_NAME))),
  variables: z.optional(
    z.record(
      z.string().check(z.maxLength(MAX_VARIABLE_NAME)),
      z.string().check(z.maxLength(MAX_VARIABLE_VALUE)),
    ),
  ),
  input: z.optional(z.enum(["voice", "push-to-talk", "text"])),
});
export type SessionRequest = z.infer<typeof SessionRequest>;

const sessionFields = {
  sessionId: z.string(),
  sessionToken: z.string(),
  /** ISO 8601, on the server's clock: the call is hung up then. */
  deadline: z.string(),
  /** Length of the call in seconds, so that no browser clock is trusted. */
  limitSeconds: z.number(),
  heartbeatSeconds: z.number(),
  protocol: z.literal("openai-realtime"),
  rehearsal: z.boolean(),
  /** Tools of the scenario's records for the learner's screen; absent where it has none. */
  tools: z.optional(z.array(LearnerTool)),
};

/**
 * `201` of `POST /coach/sessions`. `relay` carries the SDP answer; `ephemeral` a single-use client secret. One line of
 * JSON; the body ends when our server listens to the call, and the persona is not to be asked to speak before.
 */
export const SessionResponse = z.discriminatedUnion("handshake", [
  z.object({ ...sessionFields, handshake: z.literal("relay"), answer: z.string() }),
  z.object({
    ...sessionFields,
    handshake: z.literal("ephemeral"),
    clientSecret: z.string(),
    callsUrl: z.string(),
  }),
]);
export type SessionResponse = z.infer<typeof SessionResponse>;

/** `POST /coach/sessions/:id/turns`, also the last flush of a page: token in the body, no preflight. */
export const TurnsRequest = z.strictObject({
  sessionToken: SessionToken,
  turns: z.array(ReportedTurn).check(z.minLength(1), z.maxLength(MAX_TURNS_A_BATCH)),
});
export type TurnsRequest = z.infer<typeof TurnsRequest>;

/** What the server now holds: all of 1..`contiguous`, and the numbers below its highest that are absent. */
export const TurnsResponse = z.object({
  contiguous: z.number(),
  missing: z.array(z.number()),
});
export type TurnsResponse = z.infer<typeof TurnsResponse>;

/**
 * `POST /coach/sessions/:id/calls`: another call of a running session, after its connection broke or its page was
 * loaded again. Whatever call it has is hung up first. `409 conflict` where the session is over, or, with
 * `retryAfterSeconds`, where it comes too soon after another one.
 */
export const CallRequest = z.strictObject({
  sessionToken: SessionToken,
  offer: z.string().check(z.minLength(1), z.maxLength(MAX_OFFER_CHARACTERS)),
  /** Names this call, so that a repeated request makes no second one. */
  attemptKey: AttemptKey,
  input: z.optional(z.enum(["voice", "push-to-talk", "text"])),
});
export type CallRequest = z.infer<typeof CallRequest>;

const callFields = {
  remainingSeconds: z.number(),
  /** Milliseconds since the session's first call was answered: the new call's turns count on from there. */
  elapsedMs: z.number(),
  /** What the server holds of the talk, so that a page that was loaded again can show it. */
  transcript: z.array(TranscriptTurn),
  /** The highest number among the turns that a browser has reported; the next one counts on. */
  lastSequence: z.number(),
  progress: Progress,
  tools: z.optional(z.array(LearnerTool)),
};

/** `201` of `POST /coach/sessions/:id/calls`; its body ends as that of a start does. */
export const CallResponse = z.discriminatedUnion("handshake", [
  z.object({ ...callFields, handshake: z.literal("relay"), answer: z.string() }),
  z.object({
    ...callFields,
    handshake: z.literal("ephemeral"),
    clientSecret: z.string(),
    callsUrl: z.string(),
  }),
]);
export type CallResponse = z.infer<typeof CallResponse>;

/** How the browser's own statistics judge the connection since the last beat. */
export const ConnectionQuality = z.strictObject({
  roundTripMs: z.number().check(z.nonnegative(), z.maximum(60_000)),
  jitterMs: z.number().check(z.nonnegative(), z.maximum(60_000)),
  lossPercent: z.number().check(z.nonnegative(), z.maximum(100)),
  /** Mean opinion score by the E-model, 1 to 4.5. */
  mos: z.number().check(z.minimum(1), z.maximum(4.5)),
});
export type ConnectionQuality = z.infer<typeof ConnectionQuality>;

/** `POST /coach/sessions/:id/heartbeat`. */
export const HeartbeatRequest = z.strictObject({
  sessionToken: SessionToken,
  quality: z.optional(ConnectionQuality),
});
export const HeartbeatResponse = z.object({
  status: z.enum(["continue", "stop"]),
  remainingSeconds: z.number(),
  /** With `stop`, where our server ended the session for what it cost. */
  reason: z.optional(z.literal("cost")),
});
export type HeartbeatResponse = z.infer<typeof HeartbeatResponse>;

/**
 * Why a call ended, as the browser tells it. `left`: the learner gave it up. `cost`: our server said that it had cost
 * what it may. `page_closed`: the page goes, and may
 * come back: the call is hung up, and the session waits half a minute for another call before it is settled.
 */
export const EndReason = z.enum([
  "learner",
  "deadline",
  "persona",
  "left",
  "failed",
  "page_closed",
  "cost",
]);
export type EndReason = z.infer<typeof EndReason>;

/** `POST /coach/sessions/:id/end`; may carry the last turns. Repeating it changes nothing. */
export const EndRequest = z.strictObject({
  sessionToken: SessionToken,
  reason: EndReason,
  /** The attempt whose call ends. A page that closes leaves a later call alone, whenever its words arrive. */
  attemptKey: z.optional(AttemptKey),
  turns: z.optional(z.array(ReportedTurn).check(z.maxLength(MAX_TURNS_A_BATCH))),
});
export type EndRequest = z.infer<typeof EndRequest>;

export const EndResponse = z.object({
  usedSeconds: z.number(),
  /** Whether a report is being made, or why there will be none. */
  report: z.enum(["pending", "not_scored"]),
});
export type EndResponse = z.infer<typeof EndResponse>;
