import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ReportResponse } from "#contract/report.ts";
import fc from "fast-check";
import type { SessionEvent } from "../../../widget/src/domain/state/session-event.ts";
import type { Failure, SessionState } from "../../../widget/src/domain/state/session-state.ts";
import { isFinished, type Turn } from "../../../widget/src/domain/state/turn.ts";
import { Replay } from "./recordings.ts";

const FAILURE: Failure = { code: "server_unreachable", requestId: "request-1", limit: null };
const RESPONSES: readonly ReportResponse[] = [
  { status: "pending", retryAfterSeconds: 0 },
  { status: "not_scored", reason: "unobserved", transcript: [] },
  { status: "failed", transcript: [] },
];

const itemId = fc.constantFrom("item_1", "item_2", "item_3", "item_4");
const replyId = fc.constantFrom("reply_1", "reply_2");
const words = fc.constantFrom("", " ", "Hello", "Good day");
const speaker = fc.constantFrom("learner" as const, "persona" as const);
const perhapsReply = fc.option(replyId);

/** Any event at all, whether or not it could come. */
const anyEvent: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.constantFrom<SessionEvent>(
    { type: "practice-begun" },
    { type: "consent-given", check: false },
    { type: "consent-given", check: true },
    { type: "call-requested" },
    { type: "other-call-found" },
    { type: "slot-taken" },
    { type: "talk-started" },
    { type: "talk-stopped" },
    { type: "microphone-chosen", deviceId: "headset" },
    { type: "microphone-vanished" },
    { type: "microphone-refused", code: "mic_missing" },
    { type: "microphones-listed", devices: [{ id: "headset", label: "Headset" }] },
    { type: "microphone-opened", deviceId: null },
    {
      type: "session-granted",
      sessionId: "session-1",
      limitSeconds: 90,
      rehearsal: true,
      tools: [],
    },
    { type: "call-connected" },
    { type: "microphone-muted" },
    { type: "microphone-unmuted" },
    { type: "text-entered", text: "Hello" },
    { type: "stop-requested" },
    { type: "retry-requested" },
    { type: "page-left" },
    { type: "attempt-failed", failure: FAILURE },
    { type: "connection-weakened" },
    { type: "connection-recovered" },
    { type: "connection-lost" },
    { type: "call-hung-up" },
    { type: "heartbeat-answered", proceed: true, remainingSeconds: 80 },
    { type: "heartbeat-answered", proceed: false, remainingSeconds: 0 },
    { type: "session-settled", usedSeconds: 3 },
    { type: "settlement-failed", failure: FAILURE },
    { type: "report-failed", failure: FAILURE },
    ...RESPONSES.map((response) => ({ type: "report-answered" as const, response })),
    { type: "storage-refused" },
    { type: "clock-ticked" },
    { type: "provider-complained", code: "session_expired", fatal: true },
  ),
  fc.record({
    type: fc.constantFrom(
      "learner-speech-started" as const,
      "learner-speech-stopped" as const,
      "learner-speech-committed" as const,
      "words-failed" as const,
      "item-truncated" as const,
    ),
    itemId,
  }),
  fc.record({
    type: fc.constantFrom(
      "reply-started" as const,
      "playback-started" as const,
      "playback-stopped" as const,
      "playback-cleared" as const,
    ),
    replyId,
  }),
  fc.record({
    type: fc.constant("reply-ended" as const),
    replyId,
    outcome: fc.constantFrom("completed", "cancelled", "incomplete", "failed"),
  }),
  fc.record({
    type: fc.constant("item-placed" as const),
    itemId,
    previousItemId: fc.option(itemId),
    speaker: fc.constantFrom("learner", "persona", "note"),
  }),
  fc.record({
    type: fc.constant("reply-item-named" as const),
    replyId,
    itemId,
    speaker: fc.constantFrom("persona", "note"),
  }),
  fc.record({
    type: fc.constant("words-arrived" as const),
    itemId,
    speaker,
    replyId: perhapsReply,
    words,
  }),
  fc.record({
    type: fc.constant("words-settled" as const),
    itemId,
    speaker,
    replyId: perhapsReply,
    text: words,
  }),
);

const anyPause = fc.constantFrom(0, 0, 200, 1_000, 4_000, 70_000);
const anyHistory = fc.array(fc.tuple(anyEvent, anyPause), { maxLength: 60 });

/** What must hold of a state whatever led to it. */
function assertLegal(state: SessionState): void {
  const inCall = state.phase === "in-call";
  assert.equal(state.remainingSeconds !== null, inCall, "time left");
  if (!inCall) assert.deepEqual([state.activity, state.connectionWeak], ["idle", false]);
  if (!inCall) assert.equal(state.talking, false);
  if (!inCall && state.phase !== "connecting") assert.equal(state.muted, false);
  const hasFailed = state.phase === "failed" || state.phase === "report-failed";
  assert.equal(state.failure !== null, hasFailed, "failure");
  assert.equal(state.report !== null, state.phase === "report-ready", "report");
  assert.equal(state.notScoredReason !== null, state.phase === "not-scored");
  if (inCall || state.phase === "ending") assert.equal(state.sessionId, "session-1");
  const ids = state.turns.map((turn) => turn.itemId);
  assert.equal(new Set(ids).size, ids.length, "each item once");
  if (!inCall) assert.equal(state.turns.every(isFinished), true, "all finished");
}

/** A finished turn keeps what it says, though not its neighbour. */
function assertKept(before: readonly Turn[], after: readonly Turn[]): void {
  for (const turn of before.filter(isFinished)) {
    const now = after.find(({ itemId }) => itemId === turn.itemId);
    assert.deepEqual({ ...now, previousItemId: turn.previousItemId }, turn);
  }
}

describe("reduceSession() under any history", () => {
  for (const [isConnected, input] of [
    [false, "voice"],
    [true, "voice"],
    [true, "push-to-talk"],
    [false, "text"],
  ] as const) {
    it(`reduceSession() stays legal and loses nothing ${isConnected ? "in a call" : "from the brief"} by ${input}`, () => {
      fc.assert(
        fc.property(anyHistory, (history) => {
          const replay = new Replay("learner", input);
          if (isConnected) replay.connect(90);
          for (const [event, pauseMs] of history) {
            const before = replay.model.state;
            replay.atMs += pauseMs;
            replay.feed(event);
            const { state } = replay.model;
            assertLegal(state);
            if (state.sessionId !== null && state.sessionId === before.sessionId) {
              assertKept(before.turns, state.turns);
            }
          }
        }),
        { numRuns: 1_500 },
      );
    });
  }

  it("reduceSession() numbers the turns of one session without a gap, and reports all of them", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        const replay = new Replay().connect(600);
        for (const event of events) {
          if (event.type !== "retry-requested") replay.feed(event);
        }
        replay.feed({ type: "stop-requested" });
        const { reported } = replay;
        assert.deepEqual(
          reported.map((turn) => turn.sequence),
          reported.map((_, i) => i + 1),
        );
        const lost = replay.model.state.failure?.code === "connection_lost";
        const ids = reported.map((turn) => turn.itemId);
        assert.equal(new Set(ids).size, ids.length);
        const shown = replay.model.state.turns.map((turn) => turn.itemId);
        if (!lost) assert.ok(shown.every((id) => ids.includes(id)));
      }),
      { numRuns: 1_000 },
    );
  });

  it("reduceSession() closes every call that it opened, when the practice comes to rest", () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const replay = new Replay();
        for (const [event, pauseMs] of history) {
          replay.atMs += pauseMs;
          replay.feed(event);
        }
        replay.feed({ type: "page-left" });
        const opened = replay.effectTypes.filter((effect) => effect === "open-microphone").length;
        const closed = replay.effectTypes.filter((effect) => effect === "close-call").length;
        assert.equal(closed, opened);
      }),
      { numRuns: 1_000 },
    );
  });
});
