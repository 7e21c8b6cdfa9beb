import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createCallSlot } from "../../../widget/src/adapters/page/call-slot.ts";
import { CoachError } from "../../../widget/src/domain/state/coach-error.ts";
import { settle } from "./fake-clock.ts";
import { FakeWorld, GRANT } from "./fake-ports.ts";
import { inCall, Stage } from "./stage.ts";

const HEADSET = { id: "headset", label: "Headset" };

describe("PracticeSession and its microphone", () => {
  it("consent() leads to the check when this browser made none, and call() into the call", async () => {
    const world = new FakeWorld();
    world.remembered = null;
    world.devices = [HEADSET];
    const stage = new Stage({}, world);
    await stage.start();
    assert.equal(stage.phase, "microphone-check");
    // The call is there, and offered to nobody yet.
    assert.deepEqual([world.microphones, world.calls, world.requests.length], [1, 1, 0]);
    assert.deepEqual(stage.practice.state.microphone.devices, [HEADSET]);
    stage.practice.call();
    await settle();
    assert.equal(stage.phase, "in-call");
    assert.deepEqual([world.microphones, world.calls], [1, 1]);
    assert.deepEqual(world.remembered, { deviceId: "default" });
  });

  it("call() has nothing to describe that was described in the check, unless it failed or is a minute old", async () => {
    for (const [seconds, isRefused, offers] of [
      [59, false, 1],
      [61, false, 2],
      [1, true, 2],
    ] as const) {
      const world = new FakeWorld();
      world.remembered = null;
      if (isRefused) world.offer = Promise.reject(new CoachError("connect_failed", "no offer"));
      const stage = new Stage({}, world);
      await stage.start();
      world.offer = Promise.resolve();
      world.clock.sleep(seconds * 1_000);
      stage.practice.call();
      await settle();
      assert.equal(stage.phase, "in-call");
      assert.equal(world.offered.length, offers, `${seconds} s, refused: ${isRefused}`);
    }
  });

  it("stop() closes what was offered in the check", async () => {
    const world = new FakeWorld();
    world.remembered = null;
    const stage = new Stage({}, world);
    await stage.start();
    stage.practice.stop();
    await settle();
    assert.deepEqual([world.microphones, world.calls], [0, 0]);
  });

  it("consent() leads straight into the call, with the microphone of the last check, when one was made", async () => {
    const world = new FakeWorld();
    world.remembered = { deviceId: "headset" };
    const stage = new Stage({}, world);
    await stage.start();
    assert.deepEqual(stage.phases, ["consent", "requesting-microphone", "connecting", "in-call"]);
    assert.equal(stage.practice.state.microphone.deviceId, "headset");
  });

  it("chooseMicrophone() frees the one before when the other is open", async () => {
    const stage = await inCall();
    stage.practice.chooseMicrophone("headset");
    await settle();
    assert.equal(stage.world.microphones, 1);
    assert.deepEqual(
      stage.world.replacements.map(({ deviceId }) => deviceId),
      ["headset"],
    );
    assert.equal(stage.practice.state.microphone.deviceId, "headset");
  });

  it("chooseMicrophone() uses the last choice when an earlier one opens late", async () => {
    const stage = await inCall();
    const answer = Promise.withResolvers<undefined>();
    stage.world.microphone = answer.promise;
    stage.practice.chooseMicrophone("slow");
    stage.practice.chooseMicrophone("headset");
    answer.resolve(undefined);
    await settle();
    assert.deepEqual(
      stage.world.replacements.map(({ deviceId }) => deviceId),
      ["headset"],
    );
    assert.equal(stage.world.microphones, 1);
  });

  it("a microphone that vanishes is replaced in the running call, still muted", async () => {
    const stage = await inCall();
    stage.practice.mute();
    stage.world.vanish();
    await settle();
    assert.equal(stage.world.replacements.length, 1);
    assert.equal(stage.world.isMicrophoneOpen, false);
    assert.deepEqual([stage.world.microphones, stage.world.requests.length], [1, 1]);
  });

  it("a microphone that vanishes is missed after two seconds, and one that opens later is used (LK#1540)", async () => {
    const stage = await inCall();
    const answer = Promise.withResolvers<undefined>();
    stage.world.microphone = answer.promise;
    stage.world.vanish();
    await stage.world.clock.pass(1_999);
    assert.equal(stage.practice.state.microphone.status, "replacing");
    await stage.world.clock.pass(1);
    assert.equal(stage.practice.state.microphone.status, "lost");
    answer.resolve(undefined);
    await settle();
    assert.equal(stage.practice.state.microphone.status, "open");
    assert.equal(stage.world.replacements.length, 1);
  });

  it("a microphone that vanishes for good leaves the call, and is tried again when one is plugged in or permitted (EL#473)", async () => {
    const stage = await inCall();
    stage.world.microphone = Promise.reject(new CoachError("mic_missing", "none"));
    stage.world.vanish();
    await settle();
    assert.partialDeepStrictEqual(stage.practice.state.microphone, {
      status: "lost",
      trouble: "mic_missing",
    });
    assert.equal(stage.phase, "in-call");
    stage.practice.sendText("Hello");
    assert.deepEqual(stage.world.intents.at(-1), { type: "say-text", text: "Hello" });
    stage.world.microphone = Promise.resolve();
    stage.world.devices = [HEADSET];
    stage.world.plug();
    await settle();
    assert.equal(stage.practice.state.microphone.status, "open");
  });

  it("consent() opens no microphone and offers a call that listens when the learner types (EL#412)", async () => {
    const stage = new Stage({ input: "text" });
    await stage.start();
    assert.equal(stage.phase, "in-call");
    assert.deepEqual([stage.world.microphones, stage.world.offered], [0, [null]]);
    assert.equal(stage.world.requests[0]?.input, "text");
  });

  it("retry() calls after a refused microphone, which leaves nothing connected in any practice of the page (EL#938)", async () => {
    const slot = createCallSlot();
    const first = new Stage({}, new FakeWorld(slot));
    first.world.microphone = Promise.reject(new CoachError("mic_denied", "no"));
    await first.start();
    assert.deepEqual([first.phase, first.practice.state.failure?.code], ["failed", "mic_denied"]);
    assert.deepEqual([first.world.live, first.world.log, slot.holder], [0, [], null]);
    const second = new Stage({}, new FakeWorld(slot));
    await second.start();
    assert.equal(second.phase, "in-call");
    second.practice.dispose();
    first.world.microphone = Promise.resolve();
    first.practice.retry();
    first.practice.consent();
    await settle();
    assert.equal(first.phase, "in-call");
    assert.deepEqual([first.world.microphones, first.world.calls], [1, 1]);
  });

  it("startTalking() opens the microphone until stopTalking(), which asks for a reply", async () => {
    const stage = new Stage({ input: "push-to-talk" });
    await stage.start();
    assert.equal(stage.world.isMicrophoneOpen, false);
    stage.practice.startTalking();
    assert.equal(stage.world.isMicrophoneOpen, true);
    await stage.world.clock.pass(1_000);
    stage.practice.stopTalking();
    assert.equal(stage.world.isMicrophoneOpen, false);
    const sent = stage.world.intents.map(({ type }) => type).slice(-2);
    assert.deepEqual(sent, ["begin-speech", "end-speech"]);
    assert.equal(stage.world.requests[0]?.input, "push-to-talk");
  });
});

describe("PracticeSession beside another one of the page", () => {
  it("consent() asks first, then ends the other call and waits until the server knows", async () => {
    const slot = createCallSlot();
    const first = new Stage({}, new FakeWorld(slot));
    await first.start();
    const ending = Promise.withResolvers<number>();
    first.world.ending = ending.promise;
    const second = new Stage({}, new FakeWorld(slot));
    await second.start();
    assert.partialDeepStrictEqual(second.practice.state, { phase: "consent", otherCall: true });
    assert.deepEqual([first.phase, second.world.microphones], ["in-call", 0]);
    second.practice.consent();
    assert.equal(first.world.microphones + first.world.calls, 0);
    assert.equal(first.practice.state.endReason, "left");
    await settle();
    assert.deepEqual([second.world.microphones, second.world.requests.length], [1, 0]);
    ending.resolve(12);
    await settle();
    await settle();
    assert.ok(first.world.log.includes("end left"));
    assert.equal(second.phase, "in-call");
  });

  it("consent() asks nothing when the other practice has ended or was taken away", async () => {
    const slot = createCallSlot();
    const first = new Stage({}, new FakeWorld(slot));
    await first.start();
    first.practice.stop();
    const second = new Stage({}, new FakeWorld(slot));
    second.world.grant = Promise.resolve({ ...GRANT, sessionId: "session-2" });
    await second.start();
    assert.equal(second.phase, "in-call");
    second.practice.dispose();
    assert.equal(slot.holder, null);
  });
});
