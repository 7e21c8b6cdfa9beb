import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CardAnswer, LearnerTool } from "#contract/progress.ts";
import { CoachError } from "../../../widget/src/domain/state/coach-error.ts";
import { FakeRecovery, TOOL_ANSWER } from "./fake-recovery.ts";
import { settle } from "./fake-clock.ts";
import { FakeWorld, GRANT } from "./fake-ports.ts";
import { Stage } from "./stage.ts";

const LOOKUP: LearnerTool = {
  id: "find_order",
  about: "Find an order",
  kind: "lookup",
  inputs: [],
};

async function inExtendedCall(): Promise<{ stage: Stage; extension: FakeRecovery }> {
  const world = new FakeWorld();
  world.grant = Promise.resolve({ ...GRANT, tools: [LOOKUP] });
  const extension = new FakeRecovery(world);
  const stage = new Stage({}, world, extension.load);
  await stage.start();
  world.intents.splice(0);
  return { stage, extension };
}

function call(stage: Stage, callId: string, tool = "move_to_phase"): void {
  stage.world.hear({ type: "tool-called", callId, replyId: "resp_1", tool, input: " {} " });
}

describe("PracticeSession, with tools", () => {
  it("PracticeSession relays the persona's call and hands the answer back", async () => {
    const { stage, extension } = await inExtendedCall();
    call(stage, "call_1");
    await settle();
    assert.deepEqual(extension.used, [
      { callId: "call_1", by: "persona", name: "move_to_phase", arguments: "{}" },
    ]);
    assert.deepEqual(stage.world.intents, [
      { type: "answer-tool", callId: "call_1", output: '{"ok":true}' },
    ]);
  });

  it("PracticeSession lets the talk go on when a call cannot be relayed", async () => {
    const { stage, extension } = await inExtendedCall();
    extension.toolAnswers = [new CoachError("server_unreachable", "away")];
    call(stage, "call_1");
    await settle();
    assert.deepEqual(stage.world.intents, [
      { type: "answer-tool", callId: "call_1", output: '{"ok":false}' },
    ]);
    assert.equal(stage.phase, "in-call");
  });

  it("PracticeSession tells each step and objective once, and an only pair together", async () => {
    const { stage, extension } = await inExtendedCall();
    const opened = { id: "opened", title: "Opened" };
    const asked = { id: "asked", title: "Asked" };
    extension.toolAnswers = [
      { ...TOOL_ANSWER, progress: { objectives: ["need"], steps: [opened] } },
      { ...TOOL_ANSWER, progress: { objectives: ["need"], steps: [opened] } },
      { ...TOOL_ANSWER, progress: { objectives: ["need", "price"], steps: [opened, asked] } },
    ];
    for (const id of ["call_1", "call_2", "call_3"]) call(stage, id);
    await settle();
    await settle();
    const told = stage.notices.flatMap((notice) =>
      notice.type === "step-reached" ? [[notice.step?.id ?? null, notice.objective]] : [],
    );
    assert.deepEqual(told, [
      ["opened", "need"],
      ["asked", "price"],
    ]);
    assert.deepEqual(stage.practice.state.progress.objectives, ["need", "price"]);
  });

  it("useTool() asks for one answer at a time, and shows it on the card", async () => {
    const { stage, extension } = await inExtendedCall();
    const card: CardAnswer = {
      tool: "find_order",
      outcome: "found",
      message: null,
      rows: [],
    };
    extension.toolAnswers = [{ ...TOOL_ANSWER, card, details: { number: "A-17" } }];
    assert.deepEqual(stage.practice.state.card.tools, [LOOKUP]);
    stage.practice.useTool("find_order", { number: "17" });
    assert.equal(stage.practice.state.card.pending, "find_order");
    stage.practice.useTool("find_order", { number: "18" });
    stage.practice.useTool("unknown", {});
    await settle();
    assert.deepEqual(
      extension.used.map(({ by, name, arguments: input }) => [by, name, input]),
      [["learner", "find_order", '{"number":"17"}']],
    );
    assert.partialDeepStrictEqual(stage.practice.state.card, {
      pending: null,
      answers: [card],
      details: { number: "A-17" },
    });
    assert.deepEqual(stage.world.intents, []);
  });

  it("useTool() says on the card that a tool was not reached", async () => {
    const { stage, extension } = await inExtendedCall();
    extension.toolAnswers = [new CoachError("server_unreachable", "away")];
    stage.practice.useTool("find_order", {});
    await settle();
    assert.equal(stage.practice.state.card.pending, null);
    assert.equal(stage.practice.state.card.answers.at(-1)?.outcome, "refused");
  });

  it("PracticeSession hangs up once the last words of a persona that ends the call were heard", async () => {
    const { stage, extension } = await inExtendedCall();
    stage.world.hear(
      { type: "reply-started", replyId: "resp_1" },
      { type: "playback-started", replyId: "resp_1" },
    );
    extension.toolAnswers = [{ ...TOOL_ANSWER, ends: true }];
    call(stage, "call_1", "end_call");
    stage.world.hear({ type: "reply-ended", replyId: "resp_1", outcome: "completed" });
    await stage.world.clock.pass(9_000);
    assert.equal(stage.phase, "in-call");
    stage.world.hear({ type: "playback-stopped", replyId: "resp_1" });
    assert.equal(stage.practice.state.endReason, "persona");
    await stage.world.clock.pass(0);
    assert.ok(stage.world.log.includes("end persona"));
  });

  it("PracticeSession hangs up after six seconds when a persona ends the call without a word", async () => {
    const { stage, extension } = await inExtendedCall();
    extension.toolAnswers = [{ ...TOOL_ANSWER, ends: true }];
    call(stage, "call_1", "end_call");
    await stage.world.clock.pass(5_000);
    assert.equal(stage.phase, "in-call");
    await stage.world.clock.pass(2_000);
    assert.equal(stage.practice.state.endReason, "persona");
  });

  it("chooseOutput() and setVolume() change what the persona is heard through (LK#1836)", async () => {
    const { stage, extension } = await inExtendedCall();
    await settle();
    assert.deepEqual(stage.practice.state.output.devices, [{ id: "speaker", label: "Speaker" }]);
    stage.practice.chooseOutput("speaker");
    stage.practice.setVolume(0.4);
    stage.practice.setVolume(7);
    stage.practice.setVolume(Number.NaN);
    await settle();
    assert.partialDeepStrictEqual(stage.practice.state.output, { deviceId: "speaker", volume: 1 });
    assert.deepEqual(extension.volumes, [0.4, 1]);
    stage.practice.chooseOutput("gone");
    await settle();
    assert.equal(stage.practice.state.output.deviceId, "speaker");
  });

  it("PracticeSession gives the sound back to the default when the chosen loudspeaker is gone (LK#1540)", async () => {
    const { stage, extension } = await inExtendedCall();
    extension.outputs = [
      { id: "speaker", label: "Speaker" },
      { id: "headset", label: "Headset" },
    ];
    extension.plugOutput();
    await settle();
    stage.practice.chooseOutput("headset");
    await settle();
    extension.outputs = [];
    extension.plugOutput();
    await settle();
    assert.equal(stage.practice.state.output.deviceId, "headset");
    extension.outputs = [{ id: "speaker", label: "Speaker" }];
    extension.plugOutput();
    await settle();
    await settle();
    assert.equal(stage.practice.state.output.deviceId, null);
  });

  it("PracticeSession opens a microphone anew that comes back silent, and calls it lost if that is silent too (twilio/twilio-video.js#941)", async () => {
    const { stage, extension } = await inExtendedCall();
    await stage.world.clock.pass(1_000);
    stage.world.loudness = 0;
    extension.track("muted");
    extension.track("unmuted");
    await stage.world.clock.pass(2_500);
    assert.equal(stage.world.replacements.length, 1);
    await stage.world.clock.pass(4_000);
    const { status, trouble } = stage.practice.state.microphone;
    assert.deepEqual([status, trouble], ["lost", "mic_busy"]);
  });

  it("PracticeSession uses a microphone again that it called lost when it is heard after all", async () => {
    const { stage, extension } = await inExtendedCall();
    await stage.world.clock.pass(1_000);
    stage.world.loudness = 0;
    extension.track("unmuted");
    await stage.world.clock.pass(6_500);
    assert.equal(stage.practice.state.microphone.status, "lost");
    stage.world.loudness = 0.1;
    await stage.world.clock.pass(1_000);
    assert.partialDeepStrictEqual(stage.practice.state.microphone, {
      status: "open",
      trouble: null,
    });
    assert.equal(stage.world.replacements.length, 1);
    assert.equal(stage.world.microphones, 1);
  });

  it("PracticeSession listens to its microphone when the page is shown again, and takes a fresh one if it is silent (twilio/twilio-video.js#941)", async () => {
    const { stage } = await inExtendedCall();
    await stage.world.clock.pass(1_000);
    stage.world.loudness = 0;
    stage.world.page("hidden");
    await stage.world.clock.pass(3_000);
    assert.equal(stage.world.replacements.length, 0);
    stage.world.page("shown");
    stage.world.page("shown");
    await stage.world.clock.pass(2_500);
    assert.equal(stage.world.replacements.length, 1);
    stage.world.loudness = 0.1;
    await stage.world.clock.pass(4_000);
    assert.equal(stage.practice.state.microphone.status, "open");
  });

  it("PracticeSession keeps a microphone that is heard again after an interruption", async () => {
    const { stage, extension } = await inExtendedCall();
    await stage.world.clock.pass(1_000);
    extension.track("muted");
    extension.track("unmuted");
    await stage.world.clock.pass(5_000);
    assert.deepEqual(stage.world.replacements, []);
    assert.equal(stage.practice.state.microphone.status, "open");
  });

  it("PracticeSession follows the system's default microphone to another device (LK#1540)", async () => {
    const { stage } = await inExtendedCall();
    stage.world.devices = [{ id: "default", label: "Default - Built-in" }];
    stage.world.plug();
    await settle();
    stage.world.devices = [{ id: "default", label: "Default - Headset" }];
    stage.world.plug();
    await settle();
    await settle();
    assert.equal(stage.world.replacements.length, 1);
  });
});
