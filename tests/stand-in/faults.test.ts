import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import OpenAI from "openai";
import type { Faults } from "../../demo/stand-in/faults/faults.ts";
import { startStandIn, type StandIn } from "../../demo/stand-in/server.ts";
import { renderLearnerAudio } from "../../demo/stand-in/voice/learner-audio.ts";
import { checkEvents } from "../kit/provider/check-events.ts";
import { NativeCaller } from "../kit/provider/native-caller.ts";

const QUESTION = "How much does it cost?";

let standIn: StandIn;
let client: OpenAI;

before(async () => {
  standIn = await startStandIn({
    createScene: () => ({
      language: "en",
      expectedSentences: () => [QUESTION, "What would you like to know?"],
      reply: (turns) => ({
        speech: `You said ${turns.at(-1)?.text ?? "nothing"}`,
        functionCalls: [],
      }),
    }),
  });
  client = new OpenAI({ apiKey: "sk-standin", baseURL: `${standIn.url}/v1`, maxRetries: 0 });
});

after(() => standIn.stop());

async function openCall(faults: Partial<Faults> = {}) {
  standIn.faults.patchNextCall(faults);
  const caller = new NativeCaller();
  const response = await client.realtime.calls.create({
    sdp: await caller.createOffer(),
    session: {
      type: "realtime",
      audio: { input: { transcription: { model: "gpt-live-transcribe" } } },
    },
  });
  const callId = response.headers.get("location")?.split("/").at(-1) ?? "";
  await caller.connect(await response.text());
  await caller.waitFor("session.created");
  const call = standIn.calls.find(callId);
  assert.ok(call);
  return { caller, call };
}

async function untilEnded(callId: string): Promise<void> {
  while (standIn.calls.find(callId)) await sleep(50);
}

test("A call understands speech when the network is late and loses packets", async () => {
  const { caller, call } = await openCall({
    network: { delayMs: 60, jitterMs: 10, lossPercent: 5, isCut: false },
  });
  await caller.speak(
    await renderLearnerAudio([
      { type: "silence", durationMs: 300 },
      { type: "speech", text: QUESTION, language: "en" },
      { type: "silence", durationMs: 1000 },
    ]),
  );
  const completed = await caller.waitFor("conversation.item.input_audio_transcription.completed");
  assert.equal(completed["transcript"], QUESTION);
  const { packetsConcealed } = call.summarise().packets;
  assert.ok(packetsConcealed > 0, "Some packets were lost and concealed.");
  await caller.waitFor("rate_limits.updated");
  checkEvents(call.events);
  call.end();
  caller.close();
});

test("A call hears nothing more when its network is cut while it runs", async () => {
  const { caller, call } = await openCall({
    network: { delayMs: 0, jitterMs: 0, lossPercent: 0, isCut: false },
  });
  await caller.speak(new Int16Array(9600));
  await fetch(`${standIn.url}/stand-in/calls/${call.id}/faults`, {
    method: "PATCH",
    body: JSON.stringify({ network: { isCut: true } }),
  });
  await sleep(100);
  const before = call.summarise().packets.packetsReceived;
  const receivedBefore = caller.packetsReceived;
  await caller.speak(new Int16Array(9600));
  assert.equal(call.summarise().packets.packetsReceived, before);
  assert.equal(caller.packetsReceived, receivedBefore);
  call.end();
  caller.close();
});

test("A call sends no packets when its audio is killed, and its events all the same", async () => {
  const { caller, call } = await openCall({ killAudio: true });
  caller.send({ type: "response.create" });
  await caller.waitFor("output_audio_buffer.stopped");
  assert.equal(caller.packetsReceived, 0);
  checkEvents(call.events);
  call.end();
  caller.close();
});

test("A call vanishes when it is told to drop", async () => {
  const { caller, call } = await openCall({ dropAfterMs: 300 });
  await untilEnded(call.id);
  caller.close();
});

test("A call is over when the caller closes its peer", async () => {
  const { caller, call } = await openCall();
  caller.close();
  await untilEnded(call.id);
  assert.equal(call.summarise().state, "ended");
});

test("POST …/drop ends a call when it is asked for", async () => {
  const { caller, call } = await openCall();
  const response = await fetch(`${standIn.url}/stand-in/calls/${call.id}/drop`, { method: "POST" });
  assert.equal(response.status, 200);
  assert.equal(call.isOver, true);
  caller.close();
});

test("A call understands silence as the end of a turn when the caller stops sending", async () => {
  const { caller, call } = await openCall();
  await caller.speak(
    await renderLearnerAudio([
      { type: "silence", durationMs: 200 },
      { type: "speech", text: QUESTION, language: "en" },
    ]),
  );
  const completed = await caller.waitFor("conversation.item.input_audio_transcription.completed");
  assert.equal(completed["transcript"], QUESTION);
  call.end();
  caller.close();
});

test("Two calls keep apart when they run at once", async () => {
  const [one, other] = await Promise.all([openCall(), openCall()]);
  one.caller.send({ type: "response.create" });
  await one.caller.waitFor("response.done");
  assert.deepEqual(
    other.caller.events.map(({ type }) => type),
    ["session.created"],
  );
  for (const { caller, call } of [one, other]) {
    call.end();
    caller.close();
  }
});
