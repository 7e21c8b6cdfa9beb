import assert from "node:assert/strict";
import { test } from "node:test";
import { say, TestSession } from "../kit/provider/test-session.ts";

const HELLO = {
  type: "conversation.item.create",
  item: { type: "message", role: "user", content: [{ type: "input_text", text: "Hello" }] },
};
const TEXT = { output_modalities: ["text"] };

test("CallSession sends a text turn in the recorded order when the session is in text", async () => {
  const call = new TestSession({ session: TEXT });
  call.forget();
  call.send(HELLO);
  call.send({ type: "response.create" });
  await call.run(1000);
  assert.deepEqual(call.types, [
    "conversation.item.added",
    "conversation.item.done",
    "response.created",
    "response.output_item.added",
    "conversation.item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.done",
    "response.content_part.done",
    "conversation.item.done",
    "response.output_item.done",
    "response.done",
    "rate_limits.updated",
  ]);
  assert.equal(call.all("conversation.item.done")[1]?.previous_item_id, null);
  call.check();
});

test("CallSession speaks the answer to text in the recorded order when the session is in audio", async () => {
  const call = new TestSession();
  call.forget();
  call.send(HELLO);
  call.send({ type: "response.create" });
  await call.run(3000);
  assert.deepEqual(call.types, [
    "conversation.item.added",
    "conversation.item.done",
    "response.created",
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
  ]);
  call.check();
});

test("CallSession acknowledges seeded items in order when several are created at once", async () => {
  const call = new TestSession({ session: TEXT });
  call.forget();
  call.send(HELLO);
  const content = [{ type: "output_text", text: "Good morning." }];
  call.send({
    type: "conversation.item.create",
    item: { type: "message", role: "assistant", content },
  });
  call.send(HELLO);
  call.send({ type: "response.create" });
  await call.run(1000);
  const added = call.all("conversation.item.added");
  assert.deepEqual(
    added.map((event) => event.previous_item_id),
    [null, ...added.slice(0, -1).map(({ item }) => item.id)],
  );
  assert.equal(call.all("conversation.item.done").at(-1)?.previous_item_id, added[2]?.item.id);
  assert.deepEqual(call.scenesTurns[0], [
    { speaker: "learner", text: "Hello" },
    { speaker: "persona", text: "Good morning." },
    { speaker: "learner", text: "Hello" },
  ]);
  call.check();
});

test("CallSession puts an item at the front when its predecessor is root", () => {
  const call = new TestSession();
  call.send(HELLO);
  call.send({
    type: "conversation.item.create",
    previous_item_id: "root",
    item: {
      id: "item_notes",
      type: "message",
      role: "system",
      content: [{ type: "input_text", text: "Be brief." }],
    },
  });
  assert.equal(call.all("conversation.item.added")[1]?.previous_item_id, null);
  assert.equal(call.session.conversation.items[0]?.item.id, "item_notes");
  call.check();
});

test("CallSession retrieves and deletes an item when it exists, and names it when not", () => {
  const call = new TestSession();
  call.send({ ...HELLO, item: { ...HELLO.item, id: "item_mine" } });
  call.send({ type: "conversation.item.retrieve", item_id: "item_mine" });
  call.send({ type: "conversation.item.delete", item_id: "item_mine" });
  call.send({ type: "conversation.item.retrieve", item_id: "item_mine" });
  assert.equal(call.one("conversation.item.retrieved").item.id, "item_mine");
  assert.equal(call.one("conversation.item.deleted").item_id, "item_mine");
  assert.equal(call.one("error").error.code, "item_not_found");
  call.check();
});

test("CallSession refuses a second response when one is active", async () => {
  const call = new TestSession();
  call.send({ type: "response.create" });
  call.send({ type: "response.create", event_id: "second" });
  const { error } = call.one("error");
  assert.equal(error.code, "conversation_already_has_active_response");
  assert.equal(error.event_id, "second");
  await call.run(3000);
  assert.equal(call.one("response.done").response.status, "completed");
  call.check();
});

test("CallSession truncates an item when asked within its audio, and refuses beyond it", async () => {
  const call = new TestSession();
  call.send(HELLO);
  call.send({ type: "response.create" });
  await call.run(3000);
  const spoken = call.one("response.output_item.done").item.id;
  const truncate = { type: "conversation.item.truncate", content_index: 0 };
  call.send({ ...truncate, item_id: spoken, audio_end_ms: 200 });
  assert.equal(call.one("conversation.item.truncated").audio_end_ms, 200);
  call.send({ ...truncate, item_id: spoken, audio_end_ms: 60_000 });
  assert.match(call.one("error").error.message, /already shorter than 60000ms/);
  call.forget();
  const typed = call.session.conversation.items[0]?.item.id;
  call.send({ ...truncate, item_id: typed, audio_end_ms: 0 });
  assert.equal(call.one("error").error.code, "unsupported_content_type");
});

test("CallSession counts what an earlier response has read as cached when it answers again", async () => {
  const instructions = "You are a customer. ".repeat(30);
  const call = new TestSession({ session: { ...TEXT, instructions } });
  for (let turn = 0; turn < 2; turn++) {
    call.send(HELLO);
    call.send({ type: "response.create" });
    await call.run(1000);
  }
  const [first, second] = call.all("response.done").map(({ response }) => response.usage);
  assert.equal(first?.input_token_details?.cached_tokens, 0);
  assert.equal(first.input_tokens, 150 + 2);
  assert.equal(second?.input_token_details?.cached_tokens, 128);
  assert.equal(second.input_tokens, 150 + 2 + 5 + 2);
  call.check();
});

test("CallSession leaves a response incomplete when its audio has used up the tokens", async () => {
  const call = new TestSession({
    replies: [say("This is the first sentence. This is the second sentence.")],
  });
  call.send({ type: "response.create", response: { max_output_tokens: 20 } });
  await call.run(3000);
  const { response } = call.one("response.done");
  assert.equal(response.status, "incomplete");
  assert.deepEqual(response.status_details, { type: "incomplete", reason: "max_output_tokens" });
  const transcript = call.one("response.output_audio_transcript.done").transcript;
  assert.equal(transcript, "This is the first sentence.");
  call.check();
});

test("CallSession refuses an out-of-band response and says why when one is asked for", () => {
  const call = new TestSession();
  call.send({ type: "response.create", response: { conversation: "none" } });
  const { error } = call.one("error");
  assert.equal(error.code, "unsupported_by_stand_in");
  assert.equal(error.param, "response.conversation");
  assert.equal(call.all("response.created").length, 0);
});

for (const [fault, status, code] of [
  ["failed", "failed", "server_error"],
  ["rate_limit_exceeded", "failed", "rate_limit_exceeded"],
] as const)
  test(`CallSession ends one response as failed when the fault is ${fault}`, async () => {
    const call = new TestSession({ faults: { nextResponse: fault } });
    call.send({ type: "response.create" });
    await call.run(100);
    const { response } = call.one("response.done");
    assert.equal(response.status, status);
    assert.equal(response.status_details?.error?.code, code);
    call.send({ type: "response.create" });
    await call.run(3000);
    assert.equal(call.all("response.done")[1]?.response.status, "completed");
    call.check();
  });

test("CallSession lets a response hang until it is cancelled when the fault is hung", async () => {
  const call = new TestSession({ faults: { nextResponse: "hung" } });
  call.send({ type: "response.create" });
  await call.run(60_000);
  assert.equal(call.all("response.created").length, 1);
  assert.equal(call.all("response.done").length, 0);
  call.send({ type: "response.cancel" });
  call.send({ type: "response.create" });
  await call.run(3000);
  const ends = call.all("response.done").map(({ response }) => response.status);
  assert.deepEqual(ends, ["cancelled", "completed"]);
});

test("CallSession answers by an error without a name, as often as it is told, when the fault is refused", async () => {
  const call = new TestSession({ faults: { nextResponse: "refused", nextResponseLasts: true } });
  for (let count = 0; count < 3; count += 1) {
    call.send({ type: "response.create", event_id: "mine" });
    await call.run(100);
  }
  assert.equal(call.all("response.created").length, 0);
  const errors = call.all("error").map(({ error }) => [error.type, error.event_id]);
  assert.deepEqual(errors, Array(3).fill(["server_error", null]));
});

test("CallSession names the coming of an item as it is told", async () => {
  for (const [itemArrival, names] of [
    ["created", ["conversation.item.created"]],
    ["both", ["conversation.item.created", "conversation.item.added"]],
  ] as const) {
    const call = new TestSession({ faults: { itemArrival } });
    const content = [{ type: "input_text", text: "Hello" }];
    const item = { type: "message", role: "user", content };
    call.send({ type: "conversation.item.create", item });
    await call.run(100);
    const arrivals = call.types.filter((type) =>
      /^conversation\.item\.(added|created)$/.test(type),
    );
    assert.deepEqual(arrivals, names);
  }
});
