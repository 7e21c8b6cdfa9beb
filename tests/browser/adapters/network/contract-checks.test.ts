import { expect } from "@open-wc/testing";
import { Problem } from "#contract/problem.ts";
import { ReportResponse } from "#contract/report.ts";
import {
  EndResponse,
  HeartbeatResponse,
  SessionResponse,
  TurnsResponse,
} from "#contract/session.ts";
import { ReportedTurn } from "#contract/turn.ts";
import fc from "fast-check";
import {
  isEndResponse,
  isHeartbeatResponse,
  isProblem,
  isReportedTurn,
  isSessionResponse,
  isTurnsResponse,
} from "../../../../widget/src/adapters/network/contract-checks.ts";
import type { Check } from "../../../../widget/src/adapters/network/check.ts";
import { isReportResponse } from "../../../../widget/src/adapters/network/report-checks.ts";
import { GRANT } from "../../../unit/session/fake-ports.ts";

const TURN = {
  itemId: "item_1",
  speaker: "learner",
  state: "final",
  text: "Hello.",
  startedAtMs: 10,
  endedAtMs: 20,
};
const REPORT = {
  sessionId: "session-1",
  scenario: { id: "shop", version: "1", title: "Shop", language: "en" },
  total: 62,
  passMark: null,
  summary: "Well begun.",
  criteria: [
    {
      id: "opening",
      title: "Opening",
      weight: 2,
      level: null,
      reason: "It never came up.",
      quotes: [{ itemId: "item_1", text: "Hello." }],
      betterWording: null,
    },
  ],
  strengths: ["calm"],
  improvements: [],
  evidence: "reported",
  rehearsal: true,
  transcript: [{ ...TURN, source: "reported" }],
  createdAt: "2026-11-20T10:00:00Z",
};

const QUOTE = { itemId: "item_1", text: "Hello." };
const FULL_REPORT = {
  ...REPORT,
  criteria: [{ ...REPORT.criteria[0], range: [1, 4] }],
  objectives: [{ id: "need", text: "Find the need", reached: true }],
  breaches: [{ text: "A discount was promised.", quote: QUOTE }],
  verdict: null,
  next: { criterion: null, action: "Ask first", quote: QUOTE, wording: null },
  timeline: {
    durationMs: 61_000,
    turns: [{ id: "item_1", speaker: "learner", startMs: 0, endMs: 900 }],
    mood: [{ atMs: 0, open: 0.2 }],
    doubts: [{ id: "price", text: "Too dear.", raisedMs: 9_000, settledMs: null, turn: "item_1" }],
    aims: [{ id: "need", text: "Find the need", atMs: null, turn: null }],
  },
  reviewAdvised: true,
  delivery: {
    talkShare: 0.5,
    wordsPerMinute: null,
    longestMonologueSeconds: 12,
    questions: { open: 2, closed: 1 },
    responseSeconds: 1.2,
    interruptions: { byLearner: 0, byPersona: 1 },
    fillers: { count: 1, perHundredWords: 0.5 },
    silenceSeconds: 4,
    speakerChangesPerMinute: 8,
  },
  facts: {
    contacts: [{ name: "Zoé", company: null, email: null, phone: null }],
    commitments: [{ by: "learner", text: "Calls back", due: "Monday", quote: QUOTE }],
  },
  versions: { prompt: "1", rubric: "2", model: "3" },
};

interface Schema {
  safeParse(value: unknown): { readonly success: boolean };
}

const PAIRS: readonly (readonly [string, Check<unknown>, Schema, readonly object[]])[] = [
  [
    "SessionResponse",
    isSessionResponse,
    SessionResponse,
    [
      GRANT,
      {
        ...GRANT,
        handshake: "ephemeral",
        clientSecret: "ek_1",
        callsUrl: "https://provider.example/v1/realtime/calls",
      },
    ],
  ],
  ["TurnsResponse", isTurnsResponse, TurnsResponse, [{ contiguous: 3, missing: [5] }]],
  [
    "HeartbeatResponse",
    isHeartbeatResponse,
    HeartbeatResponse,
    [{ status: "stop", remainingSeconds: 0 }],
  ],
  ["EndResponse", isEndResponse, EndResponse, [{ usedSeconds: 4, report: "pending" }]],
  [
    "ReportResponse",
    isReportResponse,
    ReportResponse,
    [
      { status: "pending", retryAfterSeconds: 2 },
      { status: "ready", report: REPORT },
      { status: "ready", report: FULL_REPORT },
      { status: "not_scored", reason: "unobserved", transcript: REPORT.transcript },
      { status: "failed", transcript: [] },
    ],
  ],
  [
    "Problem",
    isProblem,
    Problem,
    [
      { code: "internal", message: "no", requestId: "request-1" },
      {
        code: "limit_reached",
        message: "no",
        requestId: "request-1",
        retryAfterSeconds: 4,
        field: "offer",
        limit: { name: "site_day", cap: 1, used: 1, resetsAt: null },
      },
    ],
  ],
  ["ReportedTurn", isReportedTurn, ReportedTurn, [{ ...TURN, sequence: 1, previousItemId: null }]],
];

/** Every path through a value, as the keys that lead there. */
function listPaths(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, part]) => listPaths(part, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

function replaceAt(value: unknown, path: readonly string[], part: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== "object" || value === null) return part;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? Array.from<unknown>(value)
    : { ...value };
  Reflect.set(copy, key, replaceAt(Reflect.get(value, key), rest, part));
  return copy;
}

describe("contract checks", () => {
  for (const [name, check, schema, samples] of PAIRS) {
    it(`the check of ${name} takes what the contract's schema takes`, () => {
      for (const sample of samples) {
        expect(schema.safeParse(sample).success, "the sample").to.equal(true);
        expect(check(sample)).to.equal(true);
        expect(check({ ...sample, later: "field" })).to.equal(true);
      }
    });

    it(`the check of ${name} refuses what the schema refuses, whatever field is spoilt`, () => {
      const spoilt = fc
        .constantFrom(...samples)
        .chain((sample) =>
          fc.tuple(
            fc.constant(sample),
            fc.constantFrom(...listPaths(sample)),
            fc.constantFrom<unknown>(undefined, null, true, 7, "other", [], {}, [1]),
          ),
        )
        .map(([sample, path, part]) => replaceAt(sample, path, part));
      fc.assert(
        fc.property(spoilt, (value) => {
          const wanted = schema.safeParse(value).success;
          // The schemas also bound what is sent; received text is only checked for its kind.
          if (wanted) expect(check(value)).to.equal(true);
          else if (name !== "ReportedTurn") expect(check(value)).to.equal(false);
        }),
        { numRuns: 400 },
      );
    });
  }

  it("a check refuses what is no object", () => {
    for (const value of [null, undefined, 1, "text", [], () => undefined]) {
      expect(isEndResponse(value)).to.equal(false);
    }
  });

  it("a check reads own fields only", () => {
    expect(isEndResponse(Object.create({ usedSeconds: 1, report: "pending" }))).to.equal(false);
  });
});
