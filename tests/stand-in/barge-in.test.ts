import assert from "node:assert/strict";
import { test } from "node:test";
import type { Faults } from "../../demo/stand-in/faults/faults.ts";
import { say, TestSession } from "../kit/provider/test-session.ts";

const SPEECH =
  "I have a great many things to say about this, and it will take me a while to say them all to you.";
const LONG = say(SPEECH);

/** A persona that has been talking for a while. */
async function startTalking(faults: Partial<Faults> = {}, untilMs = 600): Promise<TestSession> {
  const call = new TestSession({ replies: [LONG], faults });
  call.send({ type: "response.create" });
  await call.run(untilMs);
  return call;
}

const CANCELLED = [
  "response.output_audio.done",
  "response.output_audio_transcript.done",
  "response.content_part.done",
  "conversation.item.done",
  "response.output_item.done",
  "response.done",
  "rate_limits.updated",
];

const ORDERS: readonly [Faults["bargeInOrder"], string[]][] = [
  [
    "clear-first",
    [
      "input_audio_buffer.speech_started",
      "output_audio_buffer.cleared",
      "conversation.item.truncated",
      ...CANCELLED,
    ],
  ],
  [
    "done-first",
    [
      "input_audio_buffer.speech_started",
      ...CANCELLED,
      "conversation.item.truncated",
      "output_audio_buffer.cleared",
    ],
  ],
  [
    "without-truncation",
    ["input_audio_buffer.speech_started", "output_audio_buffer.cleared", ...CANCELLED],
  ],
];

for (const [order, expected] of ORDERS)
  test(`CallSession interrupts a response in the order "${order}" when the learner speaks`, async () => {
    const call = await startTalking({ bargeInOrder: order });
    const responseId = call.one("response.created").response.id;
    const before = call.events.length;
    await call.beginToSpeak();
    const after = call.events.slice(before).map(({ type }) => type);
    assert.deepEqual(
      after.filter((type) => !type.endsWith(".delta")),
      expected,
    );
    const { response } = call.one("response.done");
    assert.equal(response.status, "cancelled");
    assert.deepEqual(response.status_details, { type: "cancelled", reason: "turn_detected" });
    assert.equal(call.one("response.output_item.done").item.type, "message");
    assert.equal(call.one("output_audio_buffer.cleared").response_id, responseId);
    call.check();
  });

test("CallSession is silent at once when the learner speaks", async () => {
  const call = await startTalking();
  await call.beginToSpeak();
  const played = call.framesPlayed;
  await call.beginToSpeak(2000);
  assert.equal(call.framesPlayed, played);
});

test("CallSession truncates at the time that was heard when the learner speaks", async () => {
  const call = await startTalking();
  await call.beginToSpeak();
  const { audio_end_ms: heardMs } = call.one("conversation.item.truncated");
  assert.equal(heardMs, call.framesPlayed * 20);
});

test("CallSession only clears and truncates when the response had been generated already", async () => {
  const call = await startTalking({}, 2500);
  assert.equal(call.one("response.done").response.status, "completed");
  const before = call.events.length;
  await call.beginToSpeak();
  assert.deepEqual(
    call.events.slice(before).map(({ type }) => type),
    [
      "input_audio_buffer.speech_started",
      "output_audio_buffer.cleared",
      "conversation.item.truncated",
    ],
  );
  call.check();
});

test("CallSession forgets what was not heard when the learner has interrupted", async () => {
  const call = await startTalking();
  await call.speak();
  await call.run(1000);
  const turns = call.scenesTurns.at(-1);
  const heard = turns?.[0];
  assert.equal(heard?.speaker, "persona");
  assert.ok(heard.text && SPEECH.startsWith(heard.text));
  assert.ok(heard.text.length < 40, heard.text);
});

test("CallSession goes on talking when interrupt_response is off", async () => {
  const detection = { type: "server_vad", interrupt_response: false };
  const call = new TestSession({
    session: { audio: { input: { turn_detection: detection } } },
    replies: [say(`${SPEECH} ${SPEECH}`)],
  });
  call.send({ type: "response.create" });
  await call.run(600);
  await call.speak();
  assert.equal(call.all("output_audio_buffer.cleared").length, 0);
  assert.equal(call.all("response.created").length, 1);
  await call.run(12_000);
  assert.equal(call.one("response.done").response.status, "completed");
  call.check();
});

test("CallSession cancels and clears when the client says so", async () => {
  const call = await startTalking();
  const before = call.events.length;
  call.send({ type: "response.cancel" });
  call.send({ type: "output_audio_buffer.clear" });
  assert.deepEqual(
    call.events.slice(before).map(({ type }) => type),
    [...CANCELLED, "output_audio_buffer.cleared"],
  );
  const { response } = call.one("response.done");
  assert.deepEqual(response.status_details, { type: "cancelled", reason: "client_cancelled" });
  call.check();
});

test("CallSession says response_cancel_not_active when nothing is there to cancel", () => {
  const call = new TestSession();
  call.send({ type: "response.cancel", event_id: "mine" });
  const { error } = call.one("error");
  assert.equal(error.code, "response_cancel_not_active");
  assert.equal(error.event_id, "mine");
});

test("CallSession answers the interruption when the learner has finished", async () => {
  const call = await startTalking();
  await call.speak();
  await call.run(6000);
  const ends = call.all("response.done").map(({ response }) => response.status);
  assert.deepEqual(ends, ["cancelled", "completed"]);
  call.check();
});
