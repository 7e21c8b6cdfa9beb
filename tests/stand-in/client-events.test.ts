import assert from "node:assert/strict";
import { test } from "node:test";
import { TestSession } from "../kit/provider/test-session.ts";

const REFUSED: readonly [string, string, string, string | null][] = [
  ["is no JSON", "hello", "invalid_json", null],
  ["is no object", "[1]", "invalid_event", null],
  ["has no type", '{"event_id":"mine"}', "missing_required_parameter", "type"],
  ["has an unknown type", '{"type":"session.explode","event_id":"mine"}', "invalid_event", "type"],
  [
    "has an unknown field",
    '{"type":"response.create","event_id":"mine","loud":true}',
    "unknown_parameter",
    "loud",
  ],
  [
    "lacks a field",
    '{"type":"conversation.item.delete","event_id":"mine"}',
    "missing_required_parameter",
    "item_id",
  ],
  [
    "has a field of another type",
    '{"type":"conversation.item.delete","event_id":"mine","item_id":7}',
    "invalid_type",
    "item_id",
  ],
  [
    "has a message without role",
    '{"type":"conversation.item.create","event_id":"mine","item":{"type":"message","content":[]}}',
    "invalid_value",
    "item.role",
  ],
  [
    "follows an unknown item",
    '{"type":"conversation.item.create","event_id":"mine","previous_item_id":"item_x","item":{"type":"function_call_output","call_id":"call_1","output":""}}',
    "item_not_found",
    "previous_item_id",
  ],
  [
    "appends audio",
    '{"type":"input_audio_buffer.append","event_id":"mine","audio":"AAAA"}',
    "invalid_event",
    "type",
  ],
];

for (const [what, text, code, param] of REFUSED)
  test(`CallSession answers an error and goes on when an event ${what}`, () => {
    const call = new TestSession();
    call.session.receive(text);
    const { error } = call.one("error");
    assert.equal(error.type, "invalid_request_error");
    assert.equal(error.code, code);
    assert.equal(error.param, param);
    assert.equal(error.event_id, text.includes("mine") ? "mine" : null);
    call.send({ type: "input_audio_buffer.clear" });
    assert.equal(call.all("input_audio_buffer.cleared").length, 1);
    call.check();
  });

test("CallSession refuses a commit when there is too little audio", async () => {
  const call = new TestSession({ session: { audio: { input: { turn_detection: null } } } });
  call.send({ type: "input_audio_buffer.commit" });
  assert.equal(call.one("error").error.code, "input_audio_buffer_commit_empty");
  await call.run(80);
  call.send({ type: "input_audio_buffer.commit" });
  assert.equal(call.all("error").length, 2);
});

test("CallSession commits what was said since the clear when push-to-talk is let go", async () => {
  const call = new TestSession({
    session: {
      audio: { input: { turn_detection: null, transcription: { model: "gpt-transcribe" } } },
    },
    heard: "How much is it?",
  });
  await call.run(2000);
  call.send({ type: "input_audio_buffer.clear" });
  await call.beginToSpeak(1000);
  call.send({ type: "input_audio_buffer.commit" });
  await call.run(20);
  call.send({ type: "response.create" });
  await call.run(3000);
  assert.deepEqual(call.types.slice(1, 7), [
    "input_audio_buffer.cleared",
    "input_audio_buffer.committed",
    "conversation.item.added",
    "conversation.item.done",
    "conversation.item.input_audio_transcription.delta",
    "conversation.item.input_audio_transcription.completed",
  ]);
  assert.deepEqual(call.one("conversation.item.input_audio_transcription.completed").usage, {
    type: "duration",
    seconds: 1,
  });
  assert.equal(call.types.filter((type) => type.includes("speech_st")).length, 0);
  assert.deepEqual(call.scenesTurns[0], [{ speaker: "learner", text: "How much is it?" }]);
  call.check();
});

test("CallSession swaps neighbouring events when it is told to reorder", () => {
  const call = new TestSession();
  call.forget();
  call.session.faults = { ...call.session.faults, reorderEvents: true };
  call.send({
    type: "conversation.item.create",
    item: { type: "message", role: "user", content: [{ type: "input_text", text: "Hello" }] },
  });
  assert.deepEqual(call.types, ["conversation.item.done", "conversation.item.added"]);
  call.send({ type: "input_audio_buffer.clear" });
  assert.equal(call.events.length, 2);
  call.session.faults = { ...call.session.faults, reorderEvents: false };
  assert.equal(call.types.at(-1), "input_audio_buffer.cleared");
});
