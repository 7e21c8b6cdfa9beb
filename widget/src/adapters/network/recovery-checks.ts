import type { AttemptsResponse, AttemptSummary } from "#contract/learner-record.ts";
import type { CardAnswer, Progress, ToolResponse } from "#contract/progress.ts";
import type { CallResponse } from "#contract/session.ts";
import type { SessionCredential } from "../../ports/coach-api.ts";
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
import { isLearnerTool, isTranscriptTurn } from "./contract-checks.ts";

const isProgress = shape<Progress>({
  objectives: list(text),
  steps: list(shape<Progress["steps"][number]>({ id: text, title: text })),
});

type CardRow = CardAnswer["rows"][number][number];

const isCardAnswer = shape<CardAnswer>({
  tool: text,
  outcome: oneOf<CardAnswer["outcome"]>({
    found: true,
    not_found: true,
    done: true,
    refused: true,
  }),
  message: nullable(text),
  rows: list(list(shape<CardRow>({ name: text, about: text, value: text }))),
});

const isTextRecord: Check<Record<string, string>> = (value): value is Record<string, string> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every(text);

/** The answer to a tool call. */
export const isToolResponse = shape<ToolResponse>({
  output: text,
  progress: isProgress,
  ends: boolean,
  details: isTextRecord,
  card: nullable(isCardAnswer),
});

const callFields = {
  remainingSeconds: number,
  elapsedMs: number,
  transcript: list(isTranscriptTurn),
  lastSequence: number,
  progress: isProgress,
  tools: optional(list(isLearnerTool)),
};

type CallWith<Kind> = Extract<CallResponse, { handshake: Kind }>;

/** Another call of a session. */
export const isCallResponse: Check<CallResponse> = either(
  shape<CallWith<"relay">>({ ...callFields, handshake: oneOf({ relay: true }), answer: text }),
  shape<CallWith<"ephemeral">>({
    ...callFields,
    handshake: oneOf({ ephemeral: true }),
    clientSecret: text,
    callsUrl: text,
  }),
);

/** A learner's earlier attempts. */
export const isAttemptsResponse = shape<AttemptsResponse>({
  attempts: list(
    shape<AttemptSummary>({
      sessionId: text,
      startedAt: text,
      usedSeconds: number,
      status: oneOf<AttemptSummary["status"]>({
        live: true,
        pending: true,
        scored: true,
        not_scored: true,
        failed: true,
      }),
      total: nullable(number),
      passMark: nullable(number),
    }),
  ),
});

/** What names a session, as it lies in storage. */
export const isCredential = shape<SessionCredential>({
  api: text,
  sessionId: text,
  sessionToken: text,
});

/** Any answer at all. */
export const isAnything: Check<unknown> = (_value): _value is unknown => true;
