import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type {
  ExtensionEvent,
  Resumption,
} from "../../../widget/src/domain/state/extension-event.ts";
import { reduceExtended } from "../../../widget/src/domain/reduce/reduce-extended.ts";
import type { SessionEffect } from "../../../widget/src/domain/state/session-effect.ts";
import type { SessionEvent } from "../../../widget/src/domain/state/session-event.ts";
import {
  createSessionModel,
  type SessionModel,
} from "../../../widget/src/domain/reduce/session-model.ts";

const RESUMPTION: Resumption = {
  remainingSeconds: 80,
  elapsedMs: 4_000,
  transcript: [],
  lastSequence: 2,
  progress: { objectives: [], steps: [] },
};
const TOOL_RESPONSE = {
  output: "{}",
  progress: { objectives: ["need"], steps: [] },
  ends: false,
  details: {},
  card: null,
};

const item = fc.constantFrom("item_1", "item_2", "item_3");
const failure = { code: "connect_failed", requestId: null, limit: null } as const;

/** Everything that can happen around a call, in any order, sense or nonsense. */
const anyEvent: fc.Arbitrary<SessionEvent | ExtensionEvent> = fc.oneof(
  fc.constantFrom<SessionEvent | ExtensionEvent>(
    { type: "connection-weakened" },
    { type: "connection-recovered" },
    { type: "connection-lost" },
    { type: "call-hung-up" },
    { type: "provider-complained", code: "session_expired", fatal: true },
    { type: "clock-ticked" },
    { type: "network-left" },
    { type: "network-returned" },
    { type: "call-again-requested" },
    { type: "call-reopened", resumption: RESUMPTION },
    { type: "call-restored" },
    { type: "call-again-failed", over: false, isSpent: false, retryAfterSeconds: 0 },
    { type: "call-again-failed", over: true, isSpent: false, retryAfterSeconds: 0 },
    { type: "extension-arrived" },
    { type: "page-left" },
    { type: "practice-left" },
    { type: "session-taken" },
    { type: "session-found-elsewhere" },
    { type: "interruption-judged", remainingSeconds: null },
    { type: "interruption-judged", remainingSeconds: 60 },
    { type: "interruption-judged", remainingSeconds: 0 },
    { type: "interruption-dismissed" },
    { type: "resume-requested" },
    { type: "take-over-requested" },
    { type: "finish-requested" },
    { type: "stop-requested" },
    { type: "resumption-granted", resumption: RESUMPTION },
    { type: "attempt-failed", failure },
    { type: "microphone-opened", deviceId: "default" },
    { type: "call-connected" },
    {
      type: "session-granted",
      sessionId: "session-1",
      limitSeconds: 90,
      rehearsal: true,
      tools: [],
    },
    { type: "session-settled", usedSeconds: 3 },
    { type: "tool-called", callId: "call_1", replyId: null, tool: "move", input: "{}" },
    { type: "tool-answered", callId: "call_1", by: "persona", response: TOOL_RESPONSE },
    {
      type: "tool-answered",
      callId: "call_1",
      by: "persona",
      response: { ...TOOL_RESPONSE, ends: true },
    },
    { type: "tool-unanswered", callId: "call_1", by: "learner" },
  ),
  item.map((itemId): SessionEvent => ({ type: "learner-speech-started", itemId })),
  item.map((itemId): SessionEvent => ({
    type: "words-settled",
    itemId,
    speaker: "learner",
    replyId: null,
    text: "Hello.",
  })),
  item.map((itemId): SessionEvent => ({
    type: "item-placed",
    itemId,
    previousItemId: null,
    speaker: "learner",
  })),
);

interface Played {
  readonly model: SessionModel;
  readonly effects: readonly SessionEffect[];
}

function play(events: readonly (SessionEvent | ExtensionEvent)[]): Played {
  let model = createSessionModel({
    opens: "persona",
    rehearsal: false,
    input: "voice",
    checkDue: false,
  });
  const effects: SessionEffect[] = [];
  let atMs = 1_000;
  for (const event of events) {
    atMs += 700;
    const before = model;
    const transition = reduceExtended(model, { ...event, atMs });
    model = transition.model;
    effects.push(...transition.effects);
    assertLegal(before, model, transition.effects);
  }
  return { model, effects };
}

function assertLegal(
  before: SessionModel,
  { state, extension }: SessionModel,
  effects: readonly SessionEffect[],
): void {
  assert.equal(state.recovery === "none" || state.phase === "in-call", true, "recovery in a call");
  assert.equal(state.interruption === null || state.phase === "interrupted", true);
  assert.equal(
    extension.broken === null || state.phase !== "in-call" || state.recovery !== "none",
    true,
  );
  const known = before.state.turns.map(({ itemId }) => itemId);
  const isOngoing = before.state.phase === "in-call" && state.phase === "in-call";
  if (isOngoing) {
    const shown = new Set(state.turns.map(({ itemId }) => itemId));
    assert.equal(
      known.every((id) => shown.has(id)),
      true,
      "no turn vanishes within a call",
    );
  }
  // Whoever calls again has closed the old connection in the same breath, or before.
  const begins = state.recovery === "calling-again" && before.state.recovery === "none";
  const extensionEffects = effects.flatMap((effect) =>
    effect.type === "use-extension" ? [effect.effect.type] : [],
  );
  if (begins)
    assert.ok(extensionEffects.indexOf("drop-call") < extensionEffects.indexOf("call-again"));
  if (begins) assert.ok(extensionEffects.includes("drop-call"));
}

const UP: readonly SessionEvent[] = [
  { type: "practice-begun" },
  { type: "consent-given", check: false },
  { type: "microphone-opened", deviceId: "default" },
  {
    type: "session-granted",
    sessionId: "session-1",
    limitSeconds: 90,
    rehearsal: true,
    tools: [],
  },
  { type: "call-connected" },
];

describe("reduceExtended", () => {
  for (const [where, begin] of [
    ["in a call", UP],
    ["at an interruption", [{ type: "interruption-noticed" }]],
  ] as const) {
    it(`reduceExtended() stays legal and loses no turn whatever happens ${where}`, () => {
      fc.assert(
        fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
          play([...begin, ...events]);
        }),
        { numRuns: 300 },
      );
    });
  }

  it("reduceExtended() never gives a number to two turns, however many calls a session has", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        const { effects } = play([...UP, ...events]);
        const numbers = effects.flatMap((effect) =>
          effect.type === "store-turn" ? [effect.turn.sequence] : [],
        );
        const begun = effects.filter(({ type }) => type === "begin-attempt").length;
        const adopted = effects.some(
          (effect) => effect.type === "use-extension" && effect.effect.type === "adopt-session",
        );
        if (begun === 1 && !adopted) assert.equal(new Set(numbers).size, numbers.length);
      }),
      { numRuns: 300 },
    );
  });

  it("reduceExtended() ends a persona's farewell even where its connection breaks", () => {
    const { model } = play([
      ...UP,
      {
        type: "tool-answered",
        callId: "call_1",
        by: "persona",
        response: { ...TOOL_RESPONSE, ends: true },
      },
      { type: "connection-lost" },
    ]);
    assert.equal(model.state.endReason, "persona");
  });
});
