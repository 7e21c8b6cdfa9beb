import { expect } from "@open-wc/testing";
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
    expect(replay.model.state.phase).to.equal("requesting-microphone");
    expect(replay.effectTypes).to.deep.equal(["begin-attempt", "prepare-call", "open-microphone"]);
  });

  it("reduceSession() ignores consent when it was not asked for", () => {
    const replay = new Replay().feed({ type: "consent-given", check: false });
    expect(replay.model.state.phase).to.equal("brief");
    expect(replay.effectTypes).to.deep.equal([]);
  });

  it("reduceSession() invites the persona when the persona opens", () => {
    const intents = (opens: "persona" | "learner") =>
      new Replay(opens).connect().effectTypes.filter((type) => type === "send-intent").length;
    expect([intents("persona"), intents("learner")]).to.deep.equal([1, 0]);
  });

  it("reduceSession() takes the rehearsal label from the server", () => {
    expect(new Replay().connect().model.state.rehearsal).to.equal(true);
  });

  it("reduceSession() closes and abandons when the attempt fails", () => {
    const replay = new Replay()
      .feed({ type: "practice-begun" }, { type: "consent-given", check: false })
      .clear()
      .feed({ type: "attempt-failed", failure: DENIED });
    expect(replay.model.state.phase).to.equal("failed");
    expect(replay.model.state.failure).to.deep.equal(DENIED);
    expect(replay.effectTypes).to.deep.equal(["close-call", "abandon-session"]);
    expect(replay.notices.map((notice) => notice.type)).to.deep.equal(["phase-changed", "failed"]);
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
      expect(replay.model.state.phase).to.equal("brief");
      expect(replay.effectTypes).to.deep.equal(["close-call", "abandon-session"]);
    }
  });

  it("reduceSession() ends the call once when stopped twice", () => {
    const replay = new Replay().connect().clear();
    replay.feed({ type: "stop-requested" }, { type: "stop-requested" });
    expect(replay.effectTypes).to.deep.equal(["close-call", "end-session"]);
    expect(replay.model.state.endReason).to.equal("learner");
  });

  it("reduceSession() counts the time down and warns once when a minute is left", () => {
    const replay = new Replay().connect(65);
    expect(replay.model.state.remainingSeconds).to.equal(65);
    replay.clear().wait(4_000).wait(1_000).wait(1_000);
    expect(replay.model.state.remainingSeconds).to.equal(59);
    expect(replay.notices).to.deep.equal([{ type: "warning", code: "time_short" }]);
  });

  it("reduceSession() ends the call when its time is over", () => {
    const replay = new Replay().connect(30).clear().wait(30_000);
    expect(replay.model.state.phase).to.equal("ending");
    expect(replay.model.state.endReason).to.equal("deadline");
  });

  it("reduceSession() shortens the time when the server knows less, never lengthens it", () => {
    const replay = new Replay().connect(100);
    replay.feed({ type: "heartbeat-answered", proceed: true, remainingSeconds: 400 });
    expect(replay.model.state.remainingSeconds).to.equal(100);
    replay.feed({ type: "heartbeat-answered", proceed: true, remainingSeconds: 70 });
    expect(replay.model.state.remainingSeconds).to.equal(70);
  });

  it("reduceSession() ends the call when the server says stop", () => {
    const replay = new Replay().connect();
    replay.feed({ type: "heartbeat-answered", proceed: false, remainingSeconds: 0 });
    expect(replay.model.state.phase).to.equal("ending");
  });

  it("reduceSession() waits five seconds when the connection is interrupted", () => {
    const replay = new Replay().connect().feed({ type: "connection-weakened" }).wait(4_000);
    expect(replay.model.state).to.include({ phase: "in-call", connectionWeak: true });
    replay.feed({ type: "connection-recovered" }).wait(4_000);
    expect(replay.model.state).to.include({ phase: "in-call", connectionWeak: false });
  });

  it("reduceSession() fails with connection_lost when nothing was said", () => {
    const replay = new Replay().connect().clear();
    replay.feed({ type: "connection-weakened" }).wait(5_000);
    expect(replay.model.state.failure?.code).to.equal("connection_lost");
    expect(replay.effectTypes).to.deep.equal(["close-call", "abandon-session"]);
  });

  it("reduceSession() ends with what there is when a call is lost after speech", () => {
    const replay = new Replay()
      .connect()
      .feed(...say("item_1", "Hello."))
      .clear();
    replay.feed({ type: "connection-lost" });
    expect(replay.model.state).to.include({ phase: "ending", endReason: "failed" });
    expect(replay.effectTypes).to.deep.equal(["close-call", "end-session"]);
  });

  it("reduceSession() takes a hang-up near the deadline for the deadline", () => {
    const replay = new Replay()
      .connect(60)
      .feed(...say("item_1", "Hello."))
      .wait(57_000);
    expect(replay.feed({ type: "call-hung-up" }).model.state.endReason).to.equal("deadline");
  });

  it("reduceSession() closes an open turn when the call ends", () => {
    const replay = new Replay()
      .connect()
      .feed({ type: "learner-speech-started", itemId: "item_1" }, { type: "stop-requested" });
    expect(replay.turns).to.deep.equal([
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
    expect(replay.model.state.activity).to.equal("persona-speaking");
    replay.feed({ type: "stop-requested" });
    expect(replay.turns[0]?.status).to.equal("interrupted");
    expect(replay.model.state.activity).to.equal("idle");
  });

  it("reduceSession() follows who speaks and tells it once", () => {
    const replay = new Replay().connect().clear();
    replay.feed(
      { type: "learner-speech-started", itemId: "item_1" },
      { type: "learner-speech-started", itemId: "item_1" },
      { type: "learner-speech-stopped", itemId: "item_1" },
    );
    expect(replay.model.state.activity).to.equal("thinking");
    replay.feed(
      { type: "reply-started", replyId: "reply_1" },
      { type: "playback-started", replyId: "reply_1" },
      { type: "playback-stopped", replyId: "reply_1" },
      { type: "reply-ended", replyId: "reply_1", outcome: "completed" },
    );
    expect(replay.model.state.activity).to.equal("idle");
    expect(replay.notices).to.deep.equal([
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
    expect(replay.model.state.turns[0]).to.equal(first);
  });

  it("reduceSession() measures turns from the answer of the call", () => {
    const replay = new Replay();
    replay.atMs = 5_000;
    replay
      .connect()
      .wait(1_200)
      .feed(...say("item_1", "Hello."));
    expect(replay.reported[0]).to.include({ startedAtMs: 1_200, endedAtMs: 1_200 });
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
    expect(replay.turns.map((turn) => turn.text)).to.deep.equal(["One.", "Two.", "Three."]);
  });

  it("reduceSession() awaits no reply any more once one is heard", () => {
    const replay = new Replay().connect().feed(...say("item_1", "Hello."));
    expect(replay.model.state.activity).to.equal("thinking");
    replay.feed(
      { type: "playback-started", replyId: "reply_1" },
      { type: "playback-stopped", replyId: "reply_1" },
    );
    expect(replay.model.state.activity).to.equal("idle");
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
    expect(replay.reported).to.deep.equal([]);
    replay.feed(...say("item_1", "One."));
    expect(
      replay.reported.map((turn) => [turn.sequence, turn.itemId, turn.previousItemId]),
    ).to.deep.equal([
      [1, "item_2", "item_1"],
      [2, "item_1", null],
    ]);
  });

  it("reduceSession() mutes in a call only, and never into the next one", () => {
    const replay = new Replay().feed({ type: "microphone-muted" });
    expect(replay.model.state.muted).to.equal(false);
    replay.connect().clear().feed({ type: "microphone-muted" }, { type: "microphone-muted" });
    expect(replay.effects).to.deep.equal([{ type: "set-microphone", open: false }]);
    replay.feed({ type: "stop-requested" });
    expect(replay.model.state.muted).to.equal(false);
  });

  it("reduceSession() says typed text in a call only, without blanks around it", () => {
    const replay = new Replay().feed({ type: "text-entered", text: "Hello" });
    expect(replay.effectTypes).to.deep.equal([]);
    replay.connect().clear();
    replay.feed({ type: "text-entered", text: " Hello " }, { type: "text-entered", text: "  " });
    expect(replay.effects).to.deep.equal([
      { type: "send-intent", intent: { type: "say-text", text: "Hello" } },
    ]);
  });

  it("reduceSession() flushes before it ends when the page is left in a call", () => {
    const replay = new Replay()
      .connect()
      .feed(...say("item_1", "Hello."))
      .clear();
    replay.feed({ type: "page-left" });
    expect(replay.effectTypes).to.deep.equal(["close-call", "flush-session", "end-session"]);
    expect(replay.model.state.endReason).to.equal("left");
  });

  it("reduceSession() says that the session ended, then that the report is ready", () => {
    const replay = new Replay().connect().feed({ type: "stop-requested" }).clear();
    replay.feed({ type: "session-settled", usedSeconds: 42 });
    expect(replay.model.state.phase).to.equal("report-pending");
    replay.feed({ type: "report-answered", response: { status: "pending", retryAfterSeconds: 2 } });
    replay.feed({ type: "report-answered", response: { status: "ready", report: REPORT } });
    expect(replay.model.state).to.include({ phase: "report-ready", report: REPORT });
    expect(replay.effects.filter((effect) => effect.type === "fetch-report")).to.deep.equal([
      { type: "fetch-report", afterSeconds: 0 },
      { type: "fetch-report", afterSeconds: 2 },
    ]);
    const told = replay.notices.filter((notice) => notice.type !== "phase-changed");
    expect(told).to.deep.equal([
      { type: "session-ended", sessionId: "session-1", reason: "learner", usedSeconds: 42 },
      { type: "report-ready", sessionId: "session-1", total: 62 },
    ]);
  });

  it("reduceSession() gives a report up that never comes, and asks again on request", () => {
    const replay = new Replay().connect();
    replay.feed({ type: "stop-requested" }, { type: "session-settled", usedSeconds: 1 });
    replay.atMs += 180_000;
    replay.feed({ type: "report-answered", response: { status: "pending", retryAfterSeconds: 2 } });
    expect(replay.model.state.phase).to.equal("report-failed");
    replay.clear().feed({ type: "retry-requested" });
    expect(replay.model.state).to.include({ phase: "report-pending", failure: null });
    expect(replay.effectTypes).to.deep.equal(["fetch-report"]);
  });

  it("reduceSession() settles first when asked again after an unconfirmed end", () => {
    const replay = new Replay().connect().feed({ type: "stop-requested" });
    replay.feed({ type: "settlement-failed", failure: AWAY });
    expect(replay.model.state).to.include({ phase: "report-failed", failure: AWAY });
    replay.clear().feed({ type: "retry-requested" });
    expect(replay.effects[0]).to.deep.equal({ type: "end-session", reason: "learner" });
    replay.feed({ type: "session-settled", usedSeconds: 3 });
    expect(replay.effectTypes).to.deep.equal(["end-session", "fetch-report"]);
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
    expect(replay.model.state).to.include({
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
    expect(replay.model).to.deep.equal(new Replay().feed({ type: "practice-begun" }).model);
  });

  it("reduceSession() warns once when turns cannot be kept", () => {
    const replay = new Replay().connect().clear();
    replay.feed({ type: "storage-refused" }, { type: "storage-refused" });
    expect(replay.model.state.turnsStored).to.equal(false);
    expect(replay.notices).to.deep.equal([{ type: "warning", code: "turns_not_stored" }]);
  });

  it("reduceSession() ends the call when the provider's session expired", () => {
    const complaint = { type: "provider-complained", code: "session_expired" } as const;
    const replay = new Replay().connect().feed({ ...complaint, fatal: false });
    expect(replay.model.state.phase).to.equal("in-call");
    expect(replay.feed({ ...complaint, fatal: true }).model.state.phase).to.equal("ending");
  });
});
