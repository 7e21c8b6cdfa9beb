import type { LimitDetail, Problem } from "#contract/problem.ts";
import type { CardField, LearnerTool } from "#contract/progress.ts";
import type {
  EndResponse,
  HeartbeatResponse,
  SessionResponse,
  TurnsResponse,
} from "#contract/session.ts";
import type { ReportedTurn, Speaker, TranscriptTurn, TurnState } from "#contract/turn.ts";
import {
  boolean,
  type Check,
  either,
  list,
  nullable,
  number,
  oneOf,
  optional,
  shape,
  text,
} from "./check.ts";

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
        learner_attempts: true,
        hour_starts: true,
        site_cost: true,
      }),
      cap: number,
      used: number,
      resetsAt: nullable(text),
    }),
  ),
});

/** A tool of the card, as the server describes it. */
export const isLearnerTool = shape<LearnerTool>({
  id: text,
  title: optional(text),
  about: text,
  kind: oneOf<LearnerTool["kind"]>({ lookup: true, action: true }),
  inputs: list(
    shape<CardField>({
      name: text,
      about: text,
      type: oneOf<CardField["type"]>({ text: true, number: true, boolean: true, date: true }),
      choices: optional(list(text)),
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
  tools: optional(list(isLearnerTool)),
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
  reason: optional(oneOf<"cost">({ cost: true })),
});

/** The answer to an end. */
export const isEndResponse = shape<EndResponse>({
  usedSeconds: number,
  report: oneOf<EndResponse["report"]>({ pending: true, not_scored: true }),
});

const turnFields = {
  itemId: text,
  speaker: oneOf<Speaker>({ learner: true, persona: true }),
  state: oneOf<TurnState>({ final: true, interrupted: true, unrecognized: true }),
  text,
  startedAtMs: number,
  endedAtMs: nullable(number),
};

/** A turn as a report holds it. */
export const isTranscriptTurn = shape<TranscriptTurn>({
  ...turnFields,
  source: oneOf<TranscriptTurn["source"]>({ observed: true, reported: true }),
});

/** A turn as the outbox keeps it. */
export const isReportedTurn = shape<ReportedTurn>({
  ...turnFields,
  sequence: number,
  previousItemId: nullable(text),
});
