import type { Delivery } from "#contract/delivery.ts";
import type {
  Breach,
  CriterionResult,
  Facts,
  NextThing,
  NotScoredReason,
  Quote,
  Report,
  ReportResponse,
} from "#contract/report.ts";
import type { Timeline } from "#contract/timeline.ts";
import type { Speaker } from "#contract/turn.ts";
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
import { isTranscriptTurn } from "./contract-checks.ts";

const isSpeaker = oneOf<Speaker>({ learner: true, persona: true });
const isQuote = shape<Quote>({ itemId: text, text });

/** The lowest and the highest of two levels. */
const isRange: Check<[number, number]> = (value): value is [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(number);

const isCriterion = shape<CriterionResult>({
  id: text,
  title: text,
  weight: number,
  level: nullable(number),
  reason: text,
  quotes: list(isQuote),
  betterWording: nullable(text),
  range: optional(isRange),
});

const isBreach = shape<Breach>({ text, quote: isQuote });

const isNext = shape<NextThing>({
  criterion: nullable(text),
  action: text,
  quote: nullable(isQuote),
  wording: nullable(text),
});

const isTimeline = shape<Timeline>({
  durationMs: number,
  turns: list(
    shape<Timeline["turns"][number]>({
      id: text,
      speaker: isSpeaker,
      startMs: number,
      endMs: number,
    }),
  ),
  mood: list(shape<Timeline["mood"][number]>({ atMs: number, open: number })),
  doubts: list(
    shape<Timeline["doubts"][number]>({
      id: text,
      text,
      raisedMs: number,
      settledMs: nullable(number),
      turn: nullable(text),
    }),
  ),
  aims: list(
    shape<Timeline["aims"][number]>({
      id: text,
      text,
      atMs: nullable(number),
      turn: nullable(text),
    }),
  ),
});

const isFacts = shape<Facts>({
  contacts: list(
    shape<Facts["contacts"][number]>({
      name: nullable(text),
      company: nullable(text),
      email: nullable(text),
      phone: nullable(text),
    }),
  ),
  commitments: list(
    shape<Facts["commitments"][number]>({
      by: isSpeaker,
      text,
      due: nullable(text),
      quote: isQuote,
    }),
  ),
});

const isDelivery = shape<Delivery>({
  talkShare: nullable(number),
  wordsPerMinute: nullable(number),
  longestMonologueSeconds: nullable(number),
  questions: nullable(shape<NonNullable<Delivery["questions"]>>({ open: number, closed: number })),
  responseSeconds: nullable(number),
  interruptions: nullable(
    shape<NonNullable<Delivery["interruptions"]>>({ byLearner: number, byPersona: number }),
  ),
  fillers: nullable(
    shape<NonNullable<Delivery["fillers"]>>({ count: number, perHundredWords: number }),
  ),
  silenceSeconds: nullable(number),
  speakerChangesPerMinute: nullable(number),
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
  objectives: optional(
    list(shape<NonNullable<Report["objectives"]>[number]>({ id: text, text, reached: boolean })),
  ),
  breaches: optional(list(isBreach)),
  verdict: optional(nullable(text)),
  next: optional(nullable(isNext)),
  timeline: optional(nullable(isTimeline)),
  reviewAdvised: optional(boolean),
  delivery: optional(nullable(isDelivery)),
  facts: optional(nullable(isFacts)),
  versions: optional(
    shape<NonNullable<Report["versions"]>>({ prompt: text, rubric: text, model: text }),
  ),
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
        persona_silent: true,
        unobserved: true,
        transcript_incomplete: true,
        tampered: true,
        too_short: true,
      }),
      transcript: list(isTranscriptTurn),
    }),
    shape<ReportWith<"failed">>({
      status: oneOf({ failed: true }),
      transcript: list(isTranscriptTurn),
    }),
  ),
);
