import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Report } from "#contract/report.ts";
import type { SessionEvent } from "../../../widget/src/domain/state/session-event.ts";
import type { Failure } from "../../../widget/src/domain/state/session-state.ts";
import { Replay } from "./recordings.ts";

const DENIED: Failure = { code: "mic_denied", requestId: null, limit: null };
const AWAY: Failure = { code: "server_unreachable", requestId: "request-1", limit: null };
const REPORT: Report = {
  sessionId: "session-1",
  scenario: { id: "shop", version: "1", title: "Shop", language: "en" },
  total: 62,
  passMark: 60,
  summary: "Well begun.",
  criteria: [],
  strengths: [],
  improvements: [],
  evidence: "reported",
  rehearsal: true,
  transcript: [],
  createdAt: "2026-11-20T10:00:00Z",
};

/** A learner's turn, said and written down. */
function say(itemId: string, text: string, previousItemId: string | null = null): SessionEvent[] {
  return [
    { type: "learner-speech-started", itemId },
    { type: "learner-speech-stopped", itemId },
    { type: "item-placed", itemId, previousItemId, speaker: "learner" },
    { type: "learner-speech-committed", itemId },
    { type: "words-settled", itemId, speaker: "learner", replyId: null, text },
  ];
}

describe("reduceSession()", () => {
  it("reduceSession() asks for the microphone when consent is given", () => {
    const replay = new Replay().feed({ type: "practice-begun" }).clear();
    replay.feed({ type: "consent-given", check: false });
    assert.equal(replay.model.state.phase, "requesting-microphone");
    assert.deepEqual(replay.effectTypes, ["begin-attempt", "prepare-call", "open-microphone"]);
  });

  it("reduceSession() ignores consent when it was not asked for", () => {
    const replay = new Replay().feed({ type: "consent-given", check: false });
    assert.equal(replay.model.state.phase, "brief");
    assert.deepEqual(replay.effectTypes, []);
  });

  it("reduceSession() invites the persona when the persona opens", () => {
    const intents = (opens: "persona" | "learner") =>
      new Replay(opens).connect().effectTypes.filter((type) => type === "send-intent").length;
    assert.deepEqual([intents("persona"), intents("learner")], [1, 0]);
  });

  it("reduceSession() takes the rehearsal label from the server", () => {
    assert.equal(new Replay().connect().model.state.rehearsal, true);
  });

  it("reduceSession() closes and abandons when the attempt fails", () => {
    const replay = new Replay()
      .feed({ type: "practice-begun" }, { type: "consent-given", check: false })
      .clear()
      .feed({ type: "attempt-failed", failure: DENIED });
    assert.equal(replay.model.state.phase, "failed");
    assert.deepEqual(replay.model.state.failure, DENIED);
    assert.deepEqual(replay.effectTypes, ["close-call", "abandon-session"]);
    assert.deepEqual(
      replay.notices.map((notice) => notice.type),
      ["phase-changed", "failed"],
    );
  });

  it("reduceSession() returns to the brief when stopped before the call", () => {
    const early: SessionEvent[] = [
      { type: "practice-begun" },
      { type: "consent-given", check: false },
    ];
    for (const more of [
      [],
      [{ type: "microphone-opened", deviceId: null }],
    ] satisfies SessionEvent[][]) {
      const replay = new Replay()
        .feed(...early, ...more)
        .clear()
        .feed({ type: "stop-requested" });
      assert.equal(replay.model.state.phase, "brief");
      assert.deepEqual(replay.effectTypes, ["close-call", "abandon-session"]);
    }
  });

  it("reduceSession() ends the call once when stopped twice", () => {
    const replay = new Replay().connect().clear();
    replay.feed({ type: "stop-requested" }, { type: "stop-requested" });
    assert.deepEqual(replay.effectTypes, ["close-call", "end-session"]);
    assert.equal(replay.model.state.endReason, "learner");
  });

  it("reduceSession() counts the time down and warns once when a minute is left", () => {
    const replay = new Replay().connect(65);
    assert.equal(replay.model.state.remainingSeconds, 65);
    replay.clear().wait(4_000).wait(1_000).wait(1_000);
    assert.equal(replay.model.state.remainingSeconds, 59);
    assert.deepEqual(replay.notices, [{ type: "warning", code: "time_short" }]);
  });

  it("reduceSession() ends the call when its time is over", () => {
    const replay = new Replay().connect(30).clear().wait(30_000);
    assert.equal(replay.model.state.phase, "ending");
    assert.equal(replay.model.state.endReason, "deadline");
  });

  it("reduceSession() shortens the time when the server knows less, never lengthens it", () => {
    const replay = new Replay().connect(100);
    replay.feed({ type: "heartbeat-answered", proceed: true, remainingSeconds: 400 });
    assert.equal(replay.model.state.remainingSeconds, 100);
    replay.feed({ type: "heartbeat-answered", proceed: true, remainingSeconds: 70 });
    assert.equal(replay.model.state.remainingSeconds, 70);
  });

  it("reduceSession() ends the call when the server says stop", () => {
    const replay = new Replay().connect();
    replay.feed({ type: "heartbeat-answered", proceed: false, remainingSeconds: 0 });
    assert.equal(replay.model.state.phase, "ending");
  });

  it("reduceSession() waits five seconds when the connection is interrupted", () => {
    const replay = new Replay().connect().feed({ type: "connection-weakened" }).wait(4_000);
    assert.partialDeepStrictEqual(replay.model.state, { phase: "in-call", connectionWeak: true });
    replay.feed({ type: "connection-recovered" }).wait(4_000);
    assert.partialDeepStrictEqual(replay.model.state, { phase: "in-call", connectionWeak: false });
  });

  it("reduceSession() fails with connection_lost when nothing was said", () => {
    const replay = new Replay().connect().clear();
    replay.feed({ type: "connection-weakened" }).wait(5_000);
    assert.equal(replay.model.state.failure?.code, "connection_lost");
    assert.deepEqual(replay.effectTypes, ["close-call", "abandon-session"]);
  });

  it("reduceSession() ends with what there is when a call is lost after speech", () => {
    const replay = new Replay()
      .connect()
      .feed(...say("item_1", "Hello."))
      .clear();
    replay.feed({ type: "connection-lost" });
    assert.partialDeepStrictEqual(replay.model.state, { phase: "ending", endReason: "failed" });
    assert.deepEqual(replay.effectTypes, ["close-call", "end-session"]);
  });

  it("reduceSession() takes a hang-up near the deadline for the deadline", () => {
    const replay = new Replay()
      .connect(60)
      .feed(...say("item_1", "Hello."))
      .wait(57_000);
    assert.equal(replay.feed({ type: "call-hung-up" }).model.state.endReason, "deadline");
  });

  it("reduceSession() closes an open turn when the call ends", () => {
    const replay = new Replay()
      .connect()
      .feed({ type: "learner-speech-started", itemId: "item_1" }, { type: "stop-requested" });
    assert.deepEqual(replay.turns, [
      { itemId: "item_1", speaker: "learner", status: "unrecognized", text: "" },
    ]);
  });

  it("reduceSession() marks a persona's turn as interrupted when the call ends in it", () => {
    const replay = new Replay().connect().feed(
      { type: "reply-started", replyId: "reply_1" },
      { type: "playback-started", replyId: "reply_1" },
      {
        type: "words-arrived",
        itemId: "item_1",
        speaker: "persona",
        replyId: "reply_1",
        words: "I am",
      },
    );
    assert.equal(replay.model.state.activity, "persona-speaking");
    replay.feed({ type: "stop-requested" });
    assert.equal(replay.turns[0]?.status, "interrupted");
    assert.equal(replay.model.state.activity, "idle");
  });

  it("reduceSession() follows who speaks and tells it once", () => {
    const replay = new Replay().connect().clear();
    replay.feed(
      { type: "learner-speech-started", itemId: "item_1" },
      { type: "learner-speech-started", itemId: "item_1" },
      { type: "learner-speech-stopped", itemId: "item_1" },
    );
    assert.equal(replay.model.state.activity, "thinking");
    replay.feed(
      { type: "reply-started", replyId: "reply_1" },
      { type: "playback-started", replyId: "reply_1" },
      { type: "playback-stopped", replyId: "reply_1" },
      { type: "reply-ended", replyId: "reply_1", outcome: "completed" },
    );
    assert.equal(replay.model.state.activity, "idle");
    assert.deepEqual(replay.notices, [
      { type: "voice-activity", speaker: "learner", speaking: true },
      { type: "voice-activity", speaker: "learner", speaking: false },
      { type: "voice-activity", speaker: "persona", speaking: true },
      { type: "voice-activity", speaker: "persona", speaking: false },
    ]);
  });

  it("reduceSession() keeps a turn's identity when another one changes", () => {
    const replay = new Replay().connect().feed(...say("item_1", "Hello."));
    const [first] = replay.model.state.turns;
    replay.feed(...say("item_2", "Still there?", "item_1"));
    assert.equal(replay.model.state.turns[0], first);
  });

  it("reduceSession() counts from the answer of the call, and says of no sound when it ended that nobody measured", () => {
    const replay = new Replay();
    replay.atMs = 5_000;
    replay
      .connect()
      .wait(1_200)
      .feed(...say("item_1", "Hello."));
    assert.partialDeepStrictEqual(replay.reported[0], { startedAtMs: 1_200, endedAtMs: null });
  });

  it("reduceSession() keeps the first place that it hears of an item", () => {
    const replay = new Replay().connect().feed(...say("item_1", "One."));
    replay.feed(...say("item_3", "Three.", "item_2"), ...say("item_2", "Two.", "item_1"));
    replay.feed({
      type: "item-placed",
      itemId: "item_3",
      previousItemId: "item_1",
      speaker: "learner",
    });
    assert.deepEqual(
      replay.turns.map((turn) => turn.text),
      ["One.", "Two.", "Three."],
    );
  });

  it("reduceSession() awaits no reply any more once one is heard", () => {
    const replay = new Replay().connect().feed(...say("item_1", "Hello."));
    assert.equal(replay.model.state.activity, "thinking");
    replay.feed(
      { type: "playback-started", replyId: "reply_1" },
      { type: "playback-stopped", replyId: "reply_1" },
    );
    assert.equal(replay.model.state.activity, "idle");
  });

  it("reduceSession() reports a turn when its place is known, not before", () => {
    const settled = { type: "words-settled", speaker: "learner", replyId: null } as const;
    const replay = new Replay().connect();
    replay.feed({ ...settled, itemId: "item_2", text: "Two." });
    replay.feed({
      type: "item-placed",
      itemId: "item_2",
      previousItemId: "item_1",
      speaker: "learner",
    });
    assert.equal(replay.reported.length, 0);
    replay.feed(...say("item_1", "One."));
    assert.deepEqual(
      replay.reported.map((turn) => [turn.sequence, turn.itemId, turn.previousItemId]),
      [
        [1, "item_2", "item_1"],
        [2, "item_1", null],
      ],
    );
  });

  it("reduceSession() mutes in a call only, and never into the next one", () => {
    const replay = new Replay().feed({ type: "microphone-muted" });
    assert.equal(replay.model.state.muted, false);
    replay.connect().clear().feed({ type: "microphone-muted" }, { type: "microphone-muted" });
    assert.deepEqual(replay.effects, [{ type: "set-microphone", open: false }]);
    replay.feed({ type: "stop-requested" });
    assert.equal(replay.model.state.muted, false);
  });

  it("reduceSession() says typed text in a call only, without blanks around it", () => {
    const replay = new Replay().feed({ type: "text-entered", text: "Hello" });
    assert.deepEqual(replay.effectTypes, []);
    replay.connect().clear();
    replay.feed({ type: "text-entered", text: " Hello " }, { type: "text-entered", text: "  " });
    assert.deepEqual(replay.effects, [
      { type: "send-intent", intent: { type: "say-text", text: "Hello" } },
    ]);
  });

  it("reduceSession() flushes before it ends when the page is left in a call", () => {
    const replay = new Replay()
      .connect()
      .feed(...say("item_1", "Hello."))
      .clear();
    replay.feed({ type: "page-left" });
    assert.deepEqual(replay.effectTypes, ["close-call", "flush-session", "end-session"]);
    assert.equal(replay.model.state.endReason, "left");
  });

  it("reduceSession() says that the session ended, then that the report is ready", () => {
    const replay = new Replay().connect().feed({ type: "stop-requested" }).clear();
    replay.feed({ type: "session-settled", usedSeconds: 42 });
    assert.equal(replay.model.state.phase, "report-pending");
    replay.feed({ type: "report-answered", response: { status: "pending", retryAfterSeconds: 2 } });
    replay.feed({ type: "report-answered", response: { status: "ready", report: REPORT } });
    assert.partialDeepStrictEqual(replay.model.state, { phase: "report-ready", report: REPORT });
    assert.deepEqual(
      replay.effects.filter((effect) => effect.type === "fetch-report"),
      [
        { type: "fetch-report", afterSeconds: 0 },
        { type: "fetch-report", afterSeconds: 2 },
      ],
    );
    const told = replay.notices.filter((notice) => notice.type !== "phase-changed");
    assert.deepEqual(told, [
      { type: "session-ended", sessionId: "session-1", reason: "learner", usedSeconds: 42 },
      {
        type: "report-ready",
        sessionId: "session-1",
        total: 62,
        passMark: 60,
        passed: true,
        criteria: [],
      },
    ]);
  });

  it("reduceSession() gives a report up that never comes, and asks again on request", () => {
    const replay = new Replay().connect();
    replay.feed({ type: "stop-requested" }, { type: "session-settled", usedSeconds: 1 });
    replay.atMs += 180_000;
    replay.feed({ type: "report-answered", response: { status: "pending", retryAfterSeconds: 2 } });
    assert.equal(replay.model.state.phase, "report-failed");
    replay.clear().feed({ type: "retry-requested" });
    assert.partialDeepStrictEqual(replay.model.state, { phase: "report-pending", failure: null });
    assert.deepEqual(replay.effectTypes, ["fetch-report"]);
  });

  it("reduceSession() settles first when asked again after an unconfirmed end", () => {
    const replay = new Replay().connect().feed({ type: "stop-requested" });
    replay.feed({ type: "settlement-failed", failure: AWAY });
    assert.partialDeepStrictEqual(replay.model.state, { phase: "report-failed", failure: AWAY });
    replay.clear().feed({ type: "retry-requested" });
    assert.deepEqual(replay.effects[0], { type: "end-session", reason: "learner" });
    replay.feed({ type: "session-settled", usedSeconds: 3 });
    assert.deepEqual(replay.effectTypes, ["end-session", "fetch-report"]);
  });

  it("reduceSession() tells why there is no score", () => {
    const replay = new Replay().connect();
    replay.feed(
      { type: "stop-requested" },
      { type: "session-settled", usedSeconds: 1 },
      {
        type: "report-answered",
        response: { status: "not_scored", reason: "no_learner_turns", transcript: [] },
      },
    );
    assert.partialDeepStrictEqual(replay.model.state, {
      phase: "not-scored",
      notScoredReason: "no_learner_turns",
    });
  });

  it("retake does not reset (Selleo/mentingo#478): nothing of the earlier attempt is left in the next one", () => {
    const replay = new Replay().connect().feed(...say("item_1", "Hello."));
    replay.feed({ type: "microphone-muted" });
    replay.feed({ type: "stop-requested" }, { type: "session-settled", usedSeconds: 1 });
    replay.feed({ type: "report-answered", response: { status: "ready", report: REPORT } });
    replay.feed({ type: "retry-requested" });
    assert.deepEqual(replay.model, new Replay().feed({ type: "practice-begun" }).model);
  });

  it("reduceSession() warns once when turns cannot be kept", () => {
    const replay = new Replay().connect().clear();
    replay.feed({ type: "storage-refused" }, { type: "storage-refused" });
    assert.equal(replay.model.state.turnsStored, false);
    assert.deepEqual(replay.notices, [{ type: "warning", code: "turns_not_stored" }]);
  });

  it("reduceSession() ends the call when the provider's session expired", () => {
    const complaint = { type: "provider-complained", code: "session_expired" } as const;
    const replay = new Replay().connect().feed({ ...complaint, fatal: false });
    assert.equal(replay.model.state.phase, "in-call");
    assert.equal(replay.feed({ ...complaint, fatal: true }).model.state.phase, "ending");
  });
});
