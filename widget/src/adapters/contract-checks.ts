import type { LimitDetail, Problem } from "#contract/problem.ts";
import type {
  CriterionResult,
  NotScoredReason,
  Quote,
  Report,
  ReportResponse,
} from "#contract/report.ts";
import type {
  EndResponse,
  HeartbeatResponse,
  SessionResponse,
  TurnsResponse,
} from "#contract/session.ts";
import type { ReportedTurn, Speaker, TranscriptTurn, TurnState } from "#contract/turn.ts";

/** Tells whether a value has the shape of `T`. Unknown fields are let through. */
export type Check<T> = (value: unknown) => value is T;

/*
 * The contract's shapes as plain guards. Its zod schemas would double what the browser loads; the types are
 * the schemas' own, and a test holds both against the same samples.
 */

const text: Check<string> = (value) => typeof value === "string";
const number: Check<number> = (value): value is number =>
  typeof value === "number" && Number.isFinite(value);
const boolean: Check<boolean> = (value) => typeof value === "boolean";

/** One of the words of a union; given the union, a word that is left out does not compile. */
function oneOf<Word extends string>(words: Readonly<Record<Word, true>>): Check<Word> {
  return (value): value is Word => typeof value === "string" && Object.hasOwn(words, value);
}

function nullable<T>(check: Check<T>): Check<T | null> {
  return (value): value is T | null => value === null || check(value);
}

function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value): value is T | undefined => value === undefined || check(value);
}

function list<T>(check: Check<T>): Check<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.every(check);
}

/** An object whose named fields pass; only its own fields count. */
export function shape<T extends object>(fields: { [Name in keyof T]-?: Check<T[Name]> }): Check<T> {
  const entries = Object.entries<Check<unknown>>(fields);
  return (value): value is T =>
    typeof value === "object" &&
    value !== null &&
    entries.every(([name, check]) => check(readOwn(value, name)));
}

function either<A, B>(first: Check<A>, second: Check<B>): Check<A | B> {
  return (value): value is A | B => first(value) || second(value);
}

function readOwn(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

const speaker = oneOf<Speaker>({ learner: true, persona: true });
const turnState = oneOf<TurnState>({ final: true, interrupted: true, unrecognized: true });
const turnFields = {
  itemId: text,
  speaker,
  state: turnState,
  text,
  startedAtMs: number,
  endedAtMs: number,
};
const isTranscriptTurn = shape<TranscriptTurn>({
  ...turnFields,
  source: oneOf<TranscriptTurn["source"]>({ observed: true, reported: true }),
});

/** A turn as the outbox keeps it. */
export const isReportedTurn = shape<ReportedTurn>({
  ...turnFields,
  sequence: number,
  previousItemId: nullable(text),
});

/** The body of a refusal. */
export const isProblem: Check<Problem> = shape<Required<Problem>>({
  code: text,
  message: text,
  requestId: text,
  retryAfterSeconds: optional(number),
  field: optional(text),
  limit: optional(
    shape({
      name: oneOf<LimitDetail["name"]>({
        organization_month: true,
        site_day: true,
        learner_day: true,
        site_concurrency: true,
        learner_concurrency: true,
      }),
      cap: number,
      used: number,
      resetsAt: nullable(text),
    }),
  ),
});

type Relay = Extract<SessionResponse, { handshake: "relay" }>;
type Ephemeral = Extract<SessionResponse, { handshake: "ephemeral" }>;

const sessionFields = {
  sessionId: text,
  sessionToken: text,
  deadline: text,
  limitSeconds: number,
  heartbeatSeconds: number,
  protocol: oneOf<SessionResponse["protocol"]>({ "openai-realtime": true }),
  rehearsal: boolean,
};

/** A granted session. */
export const isSessionResponse: Check<SessionResponse> = either(
  shape<Relay>({ ...sessionFields, handshake: oneOf({ relay: true }), answer: text }),
  shape<Ephemeral>({
    ...sessionFields,
    handshake: oneOf({ ephemeral: true }),
    clientSecret: text,
    callsUrl: text,
  }),
);

/** What the server holds of a transcript. */
export const isTurnsResponse = shape<TurnsResponse>({ contiguous: number, missing: list(number) });

/** The answer to a heartbeat. */
export const isHeartbeatResponse = shape<HeartbeatResponse>({
  status: oneOf<HeartbeatResponse["status"]>({ continue: true, stop: true }),
  remainingSeconds: number,
});

/** The answer to an end. */
export const isEndResponse = shape<EndResponse>({
  usedSeconds: number,
  report: oneOf<EndResponse["report"]>({ pending: true, not_scored: true }),
});

const isCriterion = shape<CriterionResult>({
  id: text,
  title: text,
  weight: number,
  level: nullable(number),
  reason: text,
  quotes: list(shape<Quote>({ itemId: text, text })),
  betterWording: nullable(text),
});

const isReport = shape<Report>({
  sessionId: text,
  scenario: shape<Report["scenario"]>({ id: text, version: text, title: text, language: text }),
  total: nullable(number),
  passMark: nullable(number),
  summary: text,
  criteria: list(isCriterion),
  strengths: list(text),
  improvements: list(text),
  evidence: oneOf<Report["evidence"]>({ observed: true, reported: true }),
  rehearsal: boolean,
  transcript: list(isTranscriptTurn),
  createdAt: text,
});

type ReportWith<Status> = Extract<ReportResponse, { status: Status }>;

/** The answer to a request for the report. */
export const isReportResponse: Check<ReportResponse> = either(
  either(
    shape<ReportWith<"pending">>({ status: oneOf({ pending: true }), retryAfterSeconds: number }),
    shape<ReportWith<"ready">>({ status: oneOf({ ready: true }), report: isReport }),
  ),
  either(
    shape<ReportWith<"not_scored">>({
      status: oneOf({ not_scored: true }),
      reason: oneOf<NotScoredReason>({
        no_learner_turns: true,
        unobserved: true,
        transcript_incomplete: true,
        tampered: true,
      }),
      transcript: list(isTranscriptTurn),
    }),
    shape<ReportWith<"failed">>({
      status: oneOf({ failed: true }),
      transcript: list(isTranscriptTurn),
    }),
  ),
);
