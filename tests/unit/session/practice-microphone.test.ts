import { expect } from "@open-wc/testing";
import { createCallSlot } from "../../../widget/src/adapters/page/call-slot.ts";
import { CoachError } from "../../../widget/src/domain/state/coach-error.ts";
import { settle } from "./fake-clock.ts";
import { Door, FakeWorld, GRANT } from "./fake-ports.ts";
import { inCall, Stage } from "./stage.ts";

const HEADSET = { id: "headset", label: "Headset" };

describe("PracticeSession and its microphone", () => {
  it("consent() leads to the check when this browser made none, and call() into the call", async () => {
    const world = new FakeWorld();
    world.remembered = null;
    world.devices = [HEADSET];
    const stage = new Stage({}, world);
    await stage.start();
    expect(stage.phase).to.equal("microphone-check");
    expect([world.microphones, world.calls, world.requests.length]).to.deep.equal([1, 0, 0]);
    expect(stage.practice.state.microphone.devices).to.deep.equal([HEADSET]);
    stage.practice.call();
    await settle();
    expect(stage.phase).to.equal("in-call");
    expect([world.microphones, world.calls]).to.deep.equal([1, 1]);
    expect(world.remembered).to.deep.equal({ deviceId: "default" });
  });

  it("consent() leads straight into the call, with the microphone of the last check, when one was made", async () => {
    const world = new FakeWorld();
    world.remembered = { deviceId: "headset" };
    const stage = new Stage({}, world);
    await stage.start();
    expect(stage.phases).to.deep.equal([
      "consent",
      "requesting-microphone",
      "connecting",
      "in-call",
    ]);
    expect(stage.practice.state.microphone.deviceId).to.equal("headset");
  });

  it("chooseMicrophone() frees the one before when the other is open", async () => {
    const stage = await inCall();
    stage.practice.chooseMicrophone("headset");
    await settle();
    expect(stage.world.microphones).to.equal(1);
    expect(stage.world.replacements.map(({ deviceId }) => deviceId)).to.deep.equal(["headset"]);
    expect(stage.practice.state.microphone.deviceId).to.equal("headset");
  });

  it("chooseMicrophone() uses the last choice when an earlier one opens late", async () => {
    const stage = await inCall();
    const door = new Door<undefined>();
    stage.world.microphone = door.opened;
    stage.practice.chooseMicrophone("slow");
    stage.practice.chooseMicrophone("headset");
    door.open(undefined);
    await settle();
    expect(stage.world.replacements.map(({ deviceId }) => deviceId)).to.deep.equal(["headset"]);
    expect(stage.world.microphones).to.equal(1);
  });

  it("a microphone that vanishes is replaced in the running call, still muted", async () => {
    const stage = await inCall();
    stage.practice.mute();
    stage.world.vanish();
    await settle();
    expect(stage.world.replacements.length).to.equal(1);
    expect(stage.world.isMicrophoneOpen).to.equal(false);
    expect([stage.world.microphones, stage.world.requests.length]).to.deep.equal([1, 1]);
  });

  it("a microphone that vanishes is missed after two seconds, and one that opens later is used (LK#1540)", async () => {
    const stage = await inCall();
    const door = new Door<undefined>();
    stage.world.microphone = door.opened;
    stage.world.vanish();
    await stage.world.clock.pass(1_999);
    expect(stage.practice.state.microphone.status).to.equal("replacing");
    await stage.world.clock.pass(1);
    expect(stage.practice.state.microphone.status).to.equal("lost");
    door.open(undefined);
    await settle();
    expect(stage.practice.state.microphone.status).to.equal("open");
    expect(stage.world.replacements.length).to.equal(1);
  });

  it("a microphone that vanishes for good leaves the call, and is tried again when one is plugged in or permitted (EL#473)", async () => {
    const stage = await inCall();
    stage.world.microphone = Promise.reject(new CoachError("mic_missing", "none"));
    stage.world.vanish();
    await settle();
    expect(stage.practice.state.microphone).to.include({ status: "lost", trouble: "mic_missing" });
    expect(stage.phase).to.equal("in-call");
    stage.practice.sendText("Hello");
    expect(stage.world.intents.at(-1)).to.deep.equal({ type: "say-text", text: "Hello" });
    stage.world.microphone = Promise.resolve();
    stage.world.devices = [HEADSET];
    stage.world.plug();
    await settle();
    expect(stage.practice.state.microphone.status).to.equal("open");
  });

  it("consent() opens no microphone and offers a call that listens when the learner types (EL#412)", async () => {
    const stage = new Stage({ input: "text" });
    await stage.start();
    expect(stage.phase).to.equal("in-call");
    expect([stage.world.microphones, stage.world.offered]).to.deep.equal([0, [null]]);
    expect(stage.world.requests[0]?.input).to.equal("text");
  });

  it("retry() calls after a refused microphone, which leaves nothing connected in any practice of the page (EL#938)", async () => {
    const slot = createCallSlot();
    const first = new Stage({}, new FakeWorld(slot));
    first.world.microphone = Promise.reject(new CoachError("mic_denied", "no"));
    await first.start();
    expect([first.phase, first.practice.state.failure?.code]).to.deep.equal([
      "failed",
      "mic_denied",
    ]);
    expect([first.world.live, first.world.log, slot.holder]).to.deep.equal([0, [], null]);
    const second = new Stage({}, new FakeWorld(slot));
    await second.start();
    expect(second.phase).to.equal("in-call");
    second.practice.dispose();
    first.world.microphone = Promise.resolve();
    first.practice.retry();
    first.practice.consent();
    await settle();
    expect(first.phase).to.equal("in-call");
    expect([first.world.microphones, first.world.calls]).to.deep.equal([1, 1]);
  });

  it("startTalking() opens the microphone until stopTalking(), which asks for a reply", async () => {
    const stage = new Stage({ input: "push-to-talk" });
    await stage.start();
    expect(stage.world.isMicrophoneOpen).to.equal(false);
    stage.practice.startTalking();
    expect(stage.world.isMicrophoneOpen).to.equal(true);
    await stage.world.clock.pass(1_000);
    stage.practice.stopTalking();
    expect(stage.world.isMicrophoneOpen).to.equal(false);
    const sent = stage.world.intents.map(({ type }) => type).slice(-2);
    expect(sent).to.deep.equal(["begin-speech", "end-speech"]);
    expect(stage.world.requests[0]?.input).to.equal("push-to-talk");
  });
});

describe("PracticeSession beside another one of the page", () => {
  it("consent() asks first, then ends the other call and waits until the server knows", async () => {
    const slot = createCallSlot();
    const first = new Stage({}, new FakeWorld(slot));
    await first.start();
    const ending = new Door<number>();
    first.world.ending = ending.opened;
    const second = new Stage({}, new FakeWorld(slot));
    await second.start();
    expect(second.practice.state).to.include({ phase: "consent", otherCall: true });
    expect([first.phase, second.world.microphones]).to.deep.equal(["in-call", 0]);
    second.practice.consent();
    expect(first.world.microphones + first.world.calls).to.equal(0);
    expect(first.practice.state.endReason).to.equal("left");
    await settle();
    expect([second.world.microphones, second.world.requests.length]).to.deep.equal([1, 0]);
    ending.open(12);
    await settle();
    await settle();
    expect(first.world.log).to.include("end left");
    expect(second.phase).to.equal("in-call");
  });

  it("consent() asks nothing when the other practice has ended or was taken away", async () => {
    const slot = createCallSlot();
    const first = new Stage({}, new FakeWorld(slot));
    await first.start();
    first.practice.stop();
    const second = new Stage({}, new FakeWorld(slot));
    second.world.grant = Promise.resolve({ ...GRANT, sessionId: "session-2" });
    await second.start();
    expect(second.phase).to.equal("in-call");
    second.practice.dispose();
    expect(slot.holder).to.equal(null);
  });
});
