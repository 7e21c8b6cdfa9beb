import assert from "node:assert/strict";
import { test } from "node:test";
import { say, TestSession } from "../kit/provider/test-session.ts";

const TRANSCRIPTION = { audio: { input: { transcription: { model: "gpt-realtime-whisper" } } } };

/** The recording of one spoken turn, with the additions of WebRTC (realtime.md, 7.2 and 7.6). */
const RECORDED_TURN = [
  "input_audio_buffer.speech_started",
  "input_audio_buffer.speech_stopped",
  "input_audio_buffer.committed",
  "conversation.item.added",
  "conversation.item.done",
  "response.created",
  "conversation.item.input_audio_transcription.delta",
  "conversation.item.input_audio_transcription.completed",
  "response.output_item.added",
  "conversation.item.added",
  "response.content_part.added",
  "response.output_audio_transcript.delta",
  "output_audio_buffer.started",
  "response.output_audio_transcript.delta",
  "response.output_audio.done",
  "response.output_audio_transcript.done",
  "response.content_part.done",
  "conversation.item.done",
  "response.output_item.done",
  "response.done",
  "rate_limits.updated",
  "output_audio_buffer.stopped",
];

test("CallSession sends a spoken turn in the recorded order when a sentence is recognised", async () => {
  const call = new TestSession({ session: TRANSCRIPTION, heard: "How much is it?" });
  call.forget();
  await call.speak();
  await call.run(3000);
  assert.deepEqual(call.types, RECORDED_TURN);
  call.check();
});

test("CallSession streams words early when a streaming model hears tones before the turn ends", async () => {
  const call = new TestSession({ session: TRANSCRIPTION });
  call.forget();
  await call.speak(1000, "What does it cost?");
  const { types } = call;
  const early = types.indexOf("conversation.item.input_audio_transcription.delta");
  assert.ok(early < types.indexOf("input_audio_buffer.speech_stopped"), types.join(" "));
  const { transcript, usage } = call.one("conversation.item.input_audio_transcription.completed");
  assert.equal(transcript, "What does it cost?");
  assert.deepEqual(usage, { type: "duration", seconds: 2 });
  call.check();
});

test("CallSession chains three spoken turns when the learner and the persona alternate", async () => {
  const call = new TestSession({ session: TRANSCRIPTION, heard: "Yes." });
  for (let turn = 0; turn < 3; turn++) {
    await call.speak();
    await call.run(3000);
  }
  const committed = call.all("input_audio_buffer.committed");
  const spoken = call.all("response.output_item.done").map(({ item }) => item.id ?? null);
  assert.deepEqual(
    committed.map((event) => event.previous_item_id),
    [null, spoken[0], spoken[1]],
  );
  call.check();
});

test("CallSession sends null as predecessor when the generated item is the second of the talk", async () => {
  const call = new TestSession({ heard: "Yes." });
  await call.speak();
  await call.run(3000);
  await call.speak();
  await call.run(3000);
  const added = call.all("conversation.item.added").map((event) => event.previous_item_id);
  const done = call.all("conversation.item.done").map((event) => event.previous_item_id);
  assert.equal(done[1], null);
  assert.notEqual(added[1], null);
  assert.equal(done[3], added[3]);
  call.check();
});

test("CallSession sends no transcription events when the session has no transcription", async () => {
  const call = new TestSession({ heard: "How much is it?" });
  await call.speak();
  await call.run(3000);
  assert.ok(!call.types.some((type) => type.includes("input_audio_transcription")));
  assert.deepEqual(call.scenesTurns[0], [{ speaker: "learner", text: "How much is it?" }]);
  call.check();
});

test("CallSession says that speech was not recognised when nothing matches", async () => {
  const call = new TestSession({ session: TRANSCRIPTION, heard: null });
  await call.speak();
  await call.run(3000);
  const { error } = call.one("conversation.item.input_audio_transcription.failed");
  assert.equal(error.code, "speech_not_recognized");
  assert.equal(error.type, "transcription_error");
  assert.deepEqual(call.scenesTurns[0], [{ speaker: "learner", text: null }]);
  assert.equal(call.one("response.done").response.status, "completed");
  call.check();
});

test("CallSession gives tokens as usage when the transcription model is billed by tokens", async () => {
  const call = new TestSession({
    session: { audio: { input: { transcription: { model: "gpt-4o-transcribe" } } } },
    heard: "How much is it?",
  });
  await call.speak();
  const { usage } = call.one("conversation.item.input_audio_transcription.completed");
  assert.deepEqual(usage, {
    type: "tokens",
    total_tokens: 19,
    input_tokens: 15,
    output_tokens: 4,
    input_token_details: { text_tokens: 0, audio_tokens: 15 },
  });
  call.check();
});

test("CallSession reports the transcript after the response when it is told to be late", async () => {
  const call = new TestSession({
    session: TRANSCRIPTION,
    heard: "How much is it?",
    faults: { transcription: "late" },
  });
  await call.speak();
  await call.run(4000);
  const { types } = call;
  const completed = types.indexOf("conversation.item.input_audio_transcription.completed");
  assert.ok(completed > types.indexOf("response.done"), types.join(" "));
  call.check();
});

test("CallSession fails the transcript and answers all the same when it is told so", async () => {
  const call = new TestSession({
    session: TRANSCRIPTION,
    heard: "How much is it?",
    faults: { transcription: "failed" },
  });
  await call.speak();
  await call.run(4000);
  const { error } = call.one("conversation.item.input_audio_transcription.failed");
  assert.equal(error.code, "server_error");
  assert.equal(call.one("response.done").response.status, "completed");
  call.check();
});

test("CallSession stops playing when the last frame is out, long after the response is done", async () => {
  const speech = "This is a fairly long sentence.";
  const call = new TestSession({ heard: "Yes.", replies: [say(speech)] });
  await call.speak();
  await call.run(1000);
  assert.equal(call.all("response.done").length, 1);
  assert.equal(call.all("output_audio_buffer.stopped").length, 0);
  await call.run(1000);
  assert.equal(call.all("output_audio_buffer.stopped").length, 1);
  assert.equal(call.framesPlayed, Math.ceil((speech.length * 50) / 20));
  call.check();
});

test("CallSession answers nothing by itself when create_response is off", async () => {
  const detection = { type: "server_vad", create_response: false };
  const call = new TestSession({
    session: { audio: { input: { turn_detection: detection } } },
    heard: "Yes.",
  });
  await call.speak();
  await call.run(1000);
  assert.equal(call.all("response.created").length, 0);
  assert.equal(call.all("conversation.item.done").length, 1);
  call.check();
});

test("CallSession waits for the media when it is not connected yet", async () => {
  const call = new TestSession({ isLive: false });
  call.send({ type: "response.create" });
  await call.run(2000);
  assert.ok(!call.types.some((type) => type.startsWith("output_audio_buffer")));
  assert.equal(call.one("response.done").response.status, "completed");
  call.session.playout.goLive();
  await call.run(3000);
  assert.equal(call.all("output_audio_buffer.stopped").length, 1);
  assert.ok(call.framesPlayed > 0);
});

test("CallSession asks again when the learner stays silent for the idle timeout", async () => {
  const detection = { type: "server_vad", idle_timeout_ms: 5000 };
  const call = new TestSession({
    session: { audio: { input: { turn_detection: detection } } },
    replies: [say("Good morning."), say("Are you still there?")],
  });
  call.send({ type: "response.create" });
  await call.run(2000);
  call.forget();
  await call.run(6000);
  assert.deepEqual(call.types.slice(0, 5), [
    "input_audio_buffer.timeout_triggered",
    "input_audio_buffer.committed",
    "conversation.item.added",
    "conversation.item.done",
    "response.created",
  ]);
  const { audio_start_ms: start, audio_end_ms: end } = call.one(
    "input_audio_buffer.timeout_triggered",
  );
  assert.ok(Math.abs(end - start - 5000) <= 20, `${end - start} ms`);
  assert.deepEqual(call.scenesTurns[1], [
    { speaker: "persona", text: "Good morning." },
    { speaker: "silence", text: null },
  ]);
});

test("CallSession completes a transcription twice, first in part, when it is told to", async () => {
  const faults = { transcription: "twice" } as const;
  const call = new TestSession({ session: TRANSCRIPTION, heard: "How much is it?", faults });
  await call.speak();
  await call.run(3000);
  const [first, second] = call
    .all("conversation.item.input_audio_transcription.completed")
    .map(({ transcript }) => transcript);
  assert.equal(second, "How much is it?");
  assert.ok(first !== undefined && first !== second && second.startsWith(first));
});
