import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CoachError } from "../../../widget/src/domain/state/coach-error.ts";
import { settle } from "./fake-clock.ts";
import { GRANT } from "./fake-ports.ts";
import { inCall, Stage } from "./stage.ts";

describe("PracticeSession", () => {
  it("no explicit “check” (Selleo/mentingo#478): PracticeSession asks for the report when the learner ends the call, and not before", async () => {
    const stage = await inCall();
    const { practice, world, notices, phases } = stage;
    assert.equal(practice.state.phase, "in-call");
    stage.say("item_1", "Hello.");
    await settle();
    assert.deepEqual(world.log, ["open", "turns 1"]);
    practice.stop();
    await world.clock.pass(0);
    assert.deepEqual(phases, [
      "consent",
      "requesting-microphone",
      "connecting",
      "in-call",
      "ending",
      "report-pending",
      "not-scored",
    ]);
    assert.deepEqual(world.log, ["open", "turns 1", "end learner", "report"]);
    assert.partialDeepStrictEqual(
      notices.find(({ type }) => type === "session-ended"),
      {
        type: "session-ended",
        sessionId: "session-1",
        reason: "learner",
        usedSeconds: 42,
      },
    );
    assert.equal(world.live + world.watchers, 0);
  });

  it("PracticeSession sends what the server needs to start, under the attempt's key", async () => {
    const { world } = await inCall();
    assert.deepEqual(world.requests, [
      {
        embedKey: "mk_demo_key",
        scenario: "website-sales-fr",
        offer: "v=0 offer\r\n",
        attemptKey: "attempt-1",
        locale: "en",
        consent: { version: "2026-11", locale: "en" },
        input: "voice",
        deviceId: "device-12345678",
        learnerName: "Ada",
        variables: { shop: "bakery" },
      },
    ]);
    assert.deepEqual(world.handshakes, [GRANT]);
    assert.deepEqual(world.intents, [{ type: "invite-persona" }]);
  });

  it("PracticeSession cuts a long turn between characters, wherever the limit falls", async () => {
    for (const lead of ["", "a", "ab", "é"]) {
      const stage = await inCall();
      stage.say("item_1", lead + "👩‍🍳".repeat(2_000));
      await settle();
      const [turn] = stage.world.delivered;
      const text = turn?.text ?? "";
      assert.ok(text.isWellFormed(), lead);
      assert.ok(text.length === 8_000 || text.length === 7_999);
      stage.practice.dispose();
    }
  });

  it("PracticeSession sends the learner's token, and no device, when the page vouches", async () => {
    const stage = new Stage({ learnerToken: "a.b.c" });
    await stage.start();
    assert.partialDeepStrictEqual(stage.world.requests[0], { learnerToken: "a.b.c" });
    assert.ok(!("deviceId" in (stage.world.requests[0] ?? { deviceId: null })));
  });

  it("PracticeSession has the token renewed for each start, and fails with a way to try again", async () => {
    let asked = 0;
    const stage = new Stage({
      renewLearnerToken() {
        asked += 1;
        const refused = new CoachError("session_rejected", "no learner token");
        return asked === 1 ? Promise.reject(refused) : Promise.resolve();
      },
    });
    await stage.start();
    assert.partialDeepStrictEqual(stage.practice.state, {
      phase: "failed",
      failure: { code: "session_rejected" },
    });
    assert.equal(stage.world.requests.length, 0);
    stage.practice.retry();
    stage.practice.consent();
    await settle();
    assert.deepEqual([asked, stage.world.requests.length], [2, 1]);
  });

  it("PracticeSession starts nothing for a token that comes after the learner left", async () => {
    let give = (): void => undefined;
    const stage = new Stage({
      renewLearnerToken: () =>
        new Promise((resolve) => {
          give = resolve;
        }),
    });
    await stage.start();
    stage.practice.stop();
    give();
    await settle();
    assert.equal(stage.world.requests.length, 0);
  });

  it("PracticeSession unlocks sound within the click", () => {
    const stage = new Stage();
    stage.practice.begin();
    assert.equal(stage.world.calls, 0);
    stage.practice.consent();
    assert.equal(stage.world.calls, 1);
  });

  it("PracticeSession asks nobody for anything before consent, but for what was left behind", async () => {
    const stage = new Stage();
    stage.practice.begin();
    await settle();
    assert.deepEqual(stage.world.log, []);
    assert.equal(stage.world.live, 0);
  });

  it("PracticeSession costs nothing when the microphone is denied", async () => {
    const stage = new Stage();
    stage.world.microphone = Promise.reject(new CoachError("mic_denied", "no"));
    await stage.start();
    assert.equal(stage.practice.state.failure?.code, "mic_denied");
    assert.deepEqual(stage.world.log, []);
    assert.equal(stage.world.live, 0);
  });

  it("PracticeSession shows which limit refused", async () => {
    const stage = new Stage();
    const limit = { name: "learner_day", cap: 600, used: 600, resetsAt: null } as const;
    const refusal = new CoachError("limit_reached", "no", { requestId: "request-7", limit });
    stage.world.grant = Promise.reject(refusal);
    await stage.start();
    const failure = { code: "limit_reached", requestId: "request-7", limit };
    assert.deepEqual(stage.practice.state.failure, failure);
    const failed = stage.notices.find(({ type }) => type === "failed");
    assert.deepEqual(failed, { type: "failed", failure });
    assert.equal(stage.world.live, 0);
  });

  it("PracticeSession ends the session as failed when the call does not connect", async () => {
    const stage = new Stage();
    stage.world.connection = Promise.reject(new CoachError("connect_timeout", "late"));
    await stage.start();
    assert.equal(stage.practice.state.failure?.code, "connect_timeout");
    assert.deepEqual(stage.world.log, ["open", "end failed"]);
    assert.equal(stage.world.live, 0);
  });

  it("PracticeSession ends a session that was granted after the learner gave up", async () => {
    const stage = new Stage();
    const answer = Promise.withResolvers<typeof GRANT>();
    stage.world.grant = answer.promise;
    await stage.start();
    stage.practice.stop();
    assert.deepEqual([stage.phase, stage.world.live], ["brief", 0]);
    answer.resolve(GRANT);
    await settle();
    assert.deepEqual(stage.world.log, ["open", "end left"]);
    assert.equal(stage.phase, "brief");
  });

  it("PracticeSession flushes a session that was granted after its disposal", async () => {
    const stage = new Stage();
    const answer = Promise.withResolvers<typeof GRANT>();
    stage.world.grant = answer.promise;
    await stage.start();
    stage.practice.dispose();
    answer.resolve(GRANT);
    await settle();
    assert.deepEqual(stage.world.log, ["open", "flush left"]);
    assert.equal(stage.world.live + stage.world.watchers, 0);
  });

  it("PracticeSession waits for the end of one session before it opens the next", async () => {
    const stage = new Stage();
    const connection = Promise.withResolvers<undefined>();
    const ending = Promise.withResolvers<number>();
    stage.world.connection = connection.promise;
    stage.world.ending = ending.promise;
    await stage.start();
    stage.practice.stop();
    await stage.start();
    assert.deepEqual(stage.world.log, ["open", "end left"]);
    ending.resolve(0);
    await settle();
    assert.deepEqual(stage.world.log, ["open", "end left", "open"]);
    assert.deepEqual(stage.world.keyed, ["attempt-1", "attempt-2"]);
  });

  it("PracticeSession beats while the call lasts, and stops when the server says so", async () => {
    const stage = await inCall();
    stage.world.beats = [
      "continue",
      new CoachError("server_unreachable", "away"),
      new CoachError("session_rejected", "over"),
    ];
    await stage.world.clock.pass(44_000);
    assert.equal(stage.phase, "in-call");
    await stage.world.clock.pass(1_000);
    assert.equal(stage.practice.state.endReason, "deadline");
    assert.equal(stage.world.live, 0);
  });

  it("PracticeSession ends for what the call has cost when a beat says so, and asks for the report all the same", async () => {
    const stage = await inCall();
    stage.world.beats = ["cost"];
    await stage.world.clock.pass(15_000);
    assert.equal(stage.practice.state.endReason, "cost");
    assert.deepEqual(stage.world.log.slice(-2), ["end cost", "report"]);
    assert.equal(stage.world.live, 0);
  });

  it("PracticeSession counts down by its clock and ends at the limit", async () => {
    const stage = await inCall();
    await stage.world.clock.pass(10_000);
    assert.equal(stage.practice.state.remainingSeconds, 590);
    stage.world.beats = [];
    await stage.world.clock.pass(600_000);
    assert.equal(stage.practice.state.endReason, "deadline");
    assert.equal(stage.world.live, 0);
  });

  it("PracticeSession ends with the report when the connection does not return", async () => {
    const stage = await inCall();
    stage.say("item_1", "Hello.");
    stage.world.hear({ type: "connection-weakened" });
    await stage.world.clock.pass(6_000);
    assert.equal(stage.phase, "not-scored");
    assert.ok(stage.world.log.includes("end failed"));
    assert.equal(stage.world.live, 0);
  });

  it("PracticeSession retries turns with growing pauses and keeps them until acknowledged", async () => {
    const stage = await inCall();
    const away = new CoachError("server_unreachable", "away");
    stage.world.deliveryFailures = [away, away];
    stage.say("item_1", "Hello.");
    await settle();
    assert.equal(stage.world.stored.size, 1);
    await stage.world.clock.pass(499);
    assert.equal(stage.world.delivered.length, 0);
    await stage.world.clock.pass(1_500);
    assert.equal(stage.world.delivered.length, 1);
    assert.equal(stage.world.stored.size, 0);
  });

  it("PracticeSession ends all the same when turns cannot be delivered, and keeps them", async () => {
    const stage = await inCall();
    const away = new CoachError("server_unreachable", "away");
    stage.world.deliveryFailures = Array.from({ length: 20 }, () => away);
    stage.say("item_1", "Hello.");
    stage.practice.stop();
    await stage.world.clock.pass(20_000);
    assert.equal(stage.phase, "not-scored");
    assert.equal(stage.world.stored.size, 1);
    assert.equal(stage.world.live, 0);
  });

  it("PracticeSession forgets turns that the server will never take", async () => {
    const stage = await inCall();
    stage.world.deliveryFailures = [new CoachError("session_rejected", "closed")];
    stage.say("item_1", "Hello.");
    await settle();
    assert.deepEqual([stage.world.stored.size, stage.world.delivered.length], [0, 0]);
  });

  it("PracticeSession warns and sends at once when nothing can be stored", async () => {
    const stage = await inCall();
    stage.world.storageWorks = false;
    stage.say("item_1", "Hello.");
    await settle();
    assert.equal(stage.practice.state.turnsStored, false);
    assert.equal(stage.world.delivered.length, 1);
  });

  it("PracticeSession does not hold a turn back when storage hangs", async () => {
    const stage = await inCall();
    stage.world.storageHangs = true;
    stage.say("item_1", "Hello.");
    await stage.world.clock.pass(1_900);
    assert.equal(stage.world.delivered.length, 0);
    await stage.world.clock.pass(200);
    assert.equal(stage.world.delivered.length, 1);
    assert.equal(stage.practice.state.turnsStored, false);
  });

  it("PracticeSession flushes the undelivered turns when the page goes", async () => {
    const stage = await inCall();
    stage.world.deliveryFailures = [new CoachError("server_unreachable", "away")];
    stage.say("item_1", "Hello.");
    await settle();
    stage.world.page("left");
    assert.deepEqual(
      stage.world.flushed.map((turn) => turn.text),
      ["Hello."],
    );
    assert.ok(stage.world.log.includes("flush left"));
    assert.equal(stage.world.microphones + stage.world.calls, 0);
  });

  it("PracticeSession asks for the report again after a failure", async () => {
    const stage = await inCall();
    stage.world.reports = [new CoachError("server_unreachable", "away")];
    stage.practice.stop();
    await stage.world.clock.pass(0);
    assert.deepEqual([stage.phase, stage.world.live], ["report-failed", 0]);
    stage.practice.retry();
    await stage.world.clock.pass(0);
    assert.equal(stage.phase, "not-scored");
    assert.equal(stage.world.live, 0);
  });

  it("PracticeSession lets the learner stop waiting for an end, and asks for it again later", async () => {
    const stage = await inCall();
    stage.practice.stopWaiting();
    assert.equal(stage.phase, "in-call");
    const silence = Promise.withResolvers<number>();
    stage.world.ending = silence.promise;
    stage.practice.stop();
    await settle();
    assert.equal(stage.phase, "ending");
    stage.practice.stopWaiting();
    assert.equal(stage.practice.state.failure?.code, "aborted");
    silence.resolve(42);
    await settle();
    assert.deepEqual([stage.phase, stage.world.live], ["report-failed", 0]);
    stage.practice.retry();
    await stage.world.clock.pass(0);
    assert.equal(stage.phase, "not-scored");
    assert.equal(stage.world.log.filter((entry) => entry === "end learner").length, 2);
  });

  it("PracticeSession polls the report as the server asks", async () => {
    const stage = await inCall();
    stage.world.reports = [{ status: "pending", retryAfterSeconds: 3 }];
    stage.practice.stop();
    await stage.world.clock.pass(2_900);
    assert.equal(stage.phase, "report-pending");
    await stage.world.clock.pass(200);
    assert.equal(stage.phase, "not-scored");
  });

  it("mute (elevenlabs/elevenlabs-js#149): PracticeSession mutes the open microphone", async () => {
    const stage = await inCall();
    stage.practice.mute();
    assert.deepEqual([stage.world.isMicrophoneOpen, stage.practice.state.muted], [false, true]);
    stage.practice.unmute();
    assert.deepEqual([stage.world.isMicrophoneOpen, stage.practice.state.muted], [true, false]);
  });

  it("PracticeSession reads both levels in a call and silence outside", async () => {
    const stage = await inCall();
    const read = () => [stage.practice.levels.learner(), stage.practice.levels.persona()];
    assert.deepEqual(read(), [0.25, 0.5]);
    stage.practice.stop();
    assert.deepEqual(read(), [0, 0]);
  });

  it("PracticeSession runs beside another one of the same page", async () => {
    const [one, other] = [await inCall(), await inCall()];
    one.practice.stop();
    await one.world.clock.pass(0);
    assert.deepEqual([one.phase, other.phase], ["not-scored", "in-call"]);
  });

  it("PracticeSession takes what a listener does within a notification", async () => {
    const stage = new Stage();
    stage.practice.subscribe((state) => {
      if (state.phase === "in-call") stage.practice.stop();
    });
    await stage.start();
    await stage.world.clock.pass(0);
    assert.equal(stage.phase, "not-scored");
  });
});
