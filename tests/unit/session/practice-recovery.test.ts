import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CoachError } from "../../../widget/src/domain/state/coach-error.ts";
import { FakeRecovery } from "./fake-recovery.ts";
import { settle } from "./fake-clock.ts";
import { createAudio, FakeWorld } from "./fake-ports.ts";
import { Stage } from "./stage.ts";

interface ExtendedStage {
  readonly stage: Stage;
  readonly extension: FakeRecovery;
}

async function inExtendedCall(): Promise<ExtendedStage> {
  const world = new FakeWorld();
  const extension = new FakeRecovery(world);
  const stage = new Stage({}, world, extension.load);
  await stage.start();
  assert.equal(stage.phase, "in-call");
  return { stage, extension };
}

const away = (): CoachError => new CoachError("server_unreachable", "away");

describe("PracticeSession, with a broken connection", () => {
  it("PracticeSession calls again at once when the network gives up, and the persona takes the talk up", async () => {
    const { stage } = await inExtendedCall();
    stage.say("item_1", "Hello.");
    await settle();
    stage.world.intents.splice(0);
    stage.world.hear({ type: "connection-lost" });
    assert.equal(stage.practice.state.recovery, "calling-again");
    await stage.world.clock.pass(0);
    assert.equal(stage.practice.state.recovery, "none");
    assert.partialDeepStrictEqual(stage.world.handshakes.at(-1), { answer: "v=0 again\r\n" });
    assert.deepEqual(stage.world.intents, [{ type: "invite-persona" }]);
    assert.equal(stage.practice.state.remainingSeconds, 400);
    assert.deepEqual(stage.practice.state.progress.objectives, ["need"]);
  });

  it("PracticeSession closes the old connection before it asks for another call", async () => {
    const { stage } = await inExtendedCall();
    stage.world.hear({ type: "call-hung-up" });
    assert.equal(stage.world.drops, 1);
    assert.deepEqual(
      stage.world.log.filter((entry) => entry.startsWith("call ")),
      [],
    );
    await stage.world.clock.pass(0);
    assert.equal(stage.world.log.filter((entry) => entry.startsWith("call ")).length, 1);
    assert.equal(stage.world.microphones, 1);
  });

  it("PracticeSession takes a call that our server ended for its cost for what it is, and asks for the report", async () => {
    const { stage, extension } = await inExtendedCall();
    const limit = { name: "site_cost", cap: 100, used: 100, resetsAt: null } as const;
    extension.callFailures = [new CoachError("limit_reached", "spent", { limit })];
    stage.world.hear({ type: "call-hung-up" });
    await stage.world.clock.pass(0);
    assert.equal(stage.practice.state.endReason, "cost");
    assert.equal(stage.practice.state.failure, null);
    assert.deepEqual(stage.world.log.slice(-2), ["end cost", "report"]);
    assert.equal(stage.world.live, 0);
  });

  it("hard cap (pipecat-ai/pipecat#3170, livekit/agents#2341): a provider's session that expires is followed by another call", async () => {
    const { stage } = await inExtendedCall();
    stage.say("item_1", "Hello.");
    await settle();
    stage.world.intents.splice(0);
    stage.world.hear({ type: "provider-complained", code: "session_expired", fatal: true });
    // What the provider does next, and what was said already.
    stage.world.hear({ type: "call-hung-up" });
    await stage.world.clock.pass(0);
    assert.partialDeepStrictEqual(stage.practice.state, { phase: "in-call", recovery: "none" });
    assert.equal(stage.world.log.filter((entry) => entry.startsWith("call ")).length, 1);
    assert.deepEqual(stage.world.intents, [{ type: "invite-persona" }]);
    assert.deepEqual(
      stage.practice.state.turns.map(({ itemId }) => itemId),
      ["item_1"],
    );
  });

  it("duplicates after reconnect (OA#582, OA#980): what another call repeats of the talk is shown and stored once", async () => {
    const { stage } = await inExtendedCall();
    const talk = (): void => {
      stage.say("item_1", "Hello.");
      stage.say("item_2", "How are you?", "item_1");
    };
    talk();
    await settle();
    stage.world.hear({ type: "connection-lost" });
    await stage.world.clock.pass(1_000);
    talk();
    stage.say("item_3", "Are you there?", "item_2");
    await settle();
    const ids = ["item_1", "item_2", "item_3"];
    assert.deepEqual(
      stage.practice.state.turns.map(({ itemId }) => itemId),
      ids,
    );
    assert.deepEqual(
      stage.world.delivered.map(({ itemId }) => itemId),
      ids,
    );
    const told = stage.notices.filter(({ type }) => type === "turn-completed");
    assert.equal(told.length, 3);
  });

  it("closed too eagerly (OA#1363): PracticeSession waits out the grace of a connection that may return by itself", async () => {
    const { stage } = await inExtendedCall();
    // Nothing arrives any more, so nothing says that the connection is well.
    stage.world.hear({ type: "connection-weakened" });
    await stage.world.clock.pass(4_000);
    assert.partialDeepStrictEqual(stage.practice.state, { recovery: "none", connectionWeak: true });
    stage.world.hear({ type: "connection-recovered" });
    await stage.world.clock.pass(8_000);
    assert.partialDeepStrictEqual(stage.practice.state, {
      recovery: "none",
      connectionWeak: false,
    });
    stage.world.hear({ type: "connection-weakened" });
    await stage.world.clock.pass(6_000);
    assert.equal(stage.world.log.filter((entry) => entry.startsWith("call ")).length, 1);
  });

  it("PracticeSession counts turns on, across calls, and closes the cut one as interrupted", async () => {
    const { stage } = await inExtendedCall();
    stage.say("item_1", "Hello.");
    stage.world.hear(
      { type: "reply-started", replyId: "resp_1" },
      { type: "item-placed", itemId: "item_2", previousItemId: "item_1", speaker: "persona" },
      {
        type: "words-arrived",
        itemId: "item_2",
        speaker: "persona",
        replyId: "resp_1",
        words: "Well, I",
      },
      { type: "playback-started", replyId: "resp_1" },
    );
    stage.world.hear({ type: "connection-lost" });
    await stage.world.clock.pass(1_000);
    stage.say("item_3", "Are you there?");
    await settle();
    const turns = stage.practice.state.turns.map(({ itemId, status }) => `${itemId} ${status}`);
    assert.deepEqual(turns, ["item_1 final", "item_2 interrupted", "item_3 final"]);
    assert.deepEqual(
      stage.world.delivered.map(({ sequence, itemId }) => [sequence, itemId]),
      [
        [1, "item_1"],
        [2, "item_2"],
        // The server told that it holds four.
        [5, "item_3"],
      ],
    );
    assert.equal(stage.world.delivered.at(-1)?.previousItemId, "item_2");
  });

  it("PracticeSession tries again for 45 s, then offers to call again or to finish", async () => {
    const { stage, extension } = await inExtendedCall();
    extension.callFailures = Array.from({ length: 30 }, away);
    stage.world.hear({ type: "connection-lost" });
    const triedAtMs: number[] = [];
    const begunAtMs = stage.world.clock.now();
    for (let tried = 0; stage.practice.state.recovery === "calling-again";) {
      await stage.world.clock.pass(100);
      const calls = stage.world.log.filter((entry) => entry.startsWith("call ")).length;
      if (calls > tried) triedAtMs.push(stage.world.clock.now() - begunAtMs);
      tried = calls;
    }
    assert.equal(stage.practice.state.recovery, "offered");
    assert.deepEqual(triedAtMs.slice(0, 6), [100, 300, 1_500, 4_200, 9_000, 16_000]);
    const elapsedMs = stage.world.clock.now() - begunAtMs;
    assert.ok(elapsedMs >= 45_000 && elapsedMs <= 52_000);
    extension.callFailures = [];
    stage.practice.callAgain();
    await stage.world.clock.pass(0);
    assert.equal(stage.practice.state.recovery, "none");
  });

  it("PracticeSession tries again where a connection that was closed never answers", async () => {
    const { stage } = await inExtendedCall();
    stage.world.offer = new Promise(() => undefined);
    stage.world.hear({ type: "connection-lost" });
    await stage.world.clock.pass(15_000);
    stage.world.offer = Promise.resolve();
    await stage.world.clock.pass(10_000);
    assert.equal(stage.practice.state.recovery, "none");
    assert.equal(stage.world.log.filter((entry) => entry.startsWith("call ")).length, 1);
  });

  it("PracticeSession ends with what there is when the learner finishes an offered recovery", async () => {
    const { stage, extension } = await inExtendedCall();
    stage.say("item_1", "Hello.");
    extension.callFailures = Array.from({ length: 30 }, away);
    stage.world.hear({ type: "connection-lost" });
    await stage.world.clock.pass(60_000);
    assert.equal(stage.practice.state.recovery, "offered");
    stage.practice.finish();
    await stage.world.clock.pass(0);
    assert.ok(stage.world.log.includes("end learner"));
    assert.equal(stage.phase, "not-scored");
    assert.equal(stage.practice.state.recovery, "none");
  });

  it("PracticeSession goes to the report when the server opens no other call", async () => {
    const { stage, extension } = await inExtendedCall();
    extension.callFailures = [new CoachError("session_rejected", "over")];
    stage.world.hear({ type: "connection-lost" });
    await stage.world.clock.pass(100);
    assert.ok(stage.world.log.includes("end failed"));
    assert.equal(stage.phase, "not-scored");
  });

  it("PracticeSession gives a try up that hangs, and tries anew", async () => {
    const { stage } = await inExtendedCall();
    const answer = Promise.withResolvers<undefined>();
    stage.world.connection = answer.promise;
    stage.world.hear({ type: "connection-lost" });
    await stage.world.clock.pass(14_000);
    const { drops } = stage.world;
    assert.equal(drops, 1);
    await stage.world.clock.pass(2_000);
    assert.ok(stage.world.drops > drops);
    assert.equal(stage.practice.state.recovery, "calling-again");
    stage.practice.dispose();
  });

  it("PracticeSession does not wait for the next rung when the network is back", async () => {
    const { stage, extension } = await inExtendedCall();
    extension.callFailures = [away(), away(), away(), away()];
    stage.world.hear({ type: "connection-lost" });
    await stage.world.clock.pass(4_300);
    assert.equal(stage.practice.state.recovery, "calling-again");
    extension.network("returned");
    await stage.world.clock.pass(0);
    assert.equal(stage.practice.state.recovery, "none");
  });

  it("PracticeSession takes a leap of its clock for sleep, and believes the connection only when it is heard", async () => {
    const { stage, extension } = await inExtendedCall();
    await stage.world.clock.pass(3_000);
    stage.world.clock.sleep(60_000);
    await stage.world.clock.pass(0);
    assert.equal(stage.practice.state.connectionWeak, true);
    extension.network("left");
    await stage.world.clock.pass(6_000);
    assert.equal(stage.world.log.filter((entry) => entry.startsWith("call ")).length, 1);
  });

  it("PracticeSession drops what is typed while there is no connection", async () => {
    const { stage, extension } = await inExtendedCall();
    extension.callFailures = [away(), away()];
    stage.world.hear({ type: "connection-lost" });
    stage.world.intents.splice(0);
    stage.practice.sendText("Hello?");
    assert.deepEqual(stage.world.intents, []);
    assert.equal(stage.practice.state.activity, "idle");
  });

  it("PracticeSession leaves nothing open when it is disposed of while it calls again", async () => {
    const { stage, extension } = await inExtendedCall();
    extension.callFailures = [away(), away()];
    stage.world.hear({ type: "connection-lost" });
    await stage.world.clock.pass(100);
    stage.practice.dispose();
    await settle();
    assert.equal(stage.world.live + extension.holds + extension.awake, 0);
    assert.equal(extension.kept, null);
    assert.ok(stage.world.log.includes("flush left"));
  });

  it("PracticeSession keeps the screen on, the persona playing, and the session, during the call only", async () => {
    const { stage, extension } = await inExtendedCall();
    assert.deepEqual([extension.awake, extension.playing, extension.holds], [1, 1, 1]);
    assert.equal(extension.kept?.credential.sessionId, "session-1");
    stage.practice.stop();
    await stage.world.clock.pass(0);
    assert.deepEqual([extension.awake, extension.playing, extension.holds], [0, 0, 0]);
    assert.equal(extension.kept, null);
  });

  it("PracticeSession goes on without the extension where they cannot be downloaded", async () => {
    const world = new FakeWorld();
    const stage = new Stage({}, world, () => Promise.reject(new Error("offline")));
    await stage.start();
    assert.equal(stage.phase, "in-call");
    const called = { callId: "call_1", replyId: "resp_1", tool: "move_to_phase", input: "{}" };
    world.hear({ type: "tool-called", ...called });
    const output = JSON.stringify({ ok: false });
    assert.deepEqual(world.intents.at(-1), { type: "answer-tool", callId: "call_1", output });
    stage.say("item_1", "Hello.");
    world.hear({ type: "connection-lost" });
    await settle();
    assert.ok(world.log.includes("end failed"));
  });

  it("PracticeSession tells the heartbeat how the connection was, and the learner when it is poor", async () => {
    const { stage, extension } = await inExtendedCall();
    await stage.world.clock.pass(2_000);
    assert.equal(stage.practice.state.connectionQuality, null);
    stage.world.parts = { peer: {} as RTCPeerConnection, audio: createAudio() };
    await stage.world.clock.pass(6_000);
    extension.sample = { roundTripMs: 500, jitterMs: 30, lossPercent: 10 };
    await stage.world.clock.pass(8_000);
    assert.equal(stage.practice.state.connectionQuality, "poor");
    const warnings = stage.notices.filter(
      (notice) => notice.type === "warning" && notice.code === "line_poor",
    );
    assert.equal(warnings.length, 1);
    assert.equal(stage.world.qualities.length, 1);
    const { lossPercent = 0 } = stage.world.qualities[0] ?? {};
    assert.ok(lossPercent >= 1 && lossPercent <= 9);
  });
});
