import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRealtimeDialect } from "../../../widget/src/protocol/openai-realtime/realtime-dialect.ts";
import { loadRecording } from "../domain/recordings.ts";

const CREATED = JSON.stringify({ type: "response.created", response: { id: "resp_1" } });
const DONE = JSON.stringify({
  type: "response.done",
  response: { id: "resp_1", status: "completed", output: [] },
});

function start() {
  const passedOver: string[] = [];
  const dialect = createRealtimeDialect((note) => passedOver.push(note));
  return { dialect, passedOver };
}

/** The types of what would be sent. */
function types(texts: readonly string[]): readonly unknown[] {
  return texts.map((text) => {
    const type: unknown = Reflect.get(Object(JSON.parse(text)), "type");
    return type;
  });
}

describe("RealtimeDialect", () => {
  it("say() asks for a reply when the persona is invited", () => {
    const { dialect } = start();
    assert.deepEqual(types(dialect.say({ type: "invite-persona" })), ["response.create"]);
  });

  it("ready before configuration applied (OA#949): nothing that is said changes a session, whose settings came with the call", async () => {
    const { dialect } = start();
    const { wire } = await loadRecording("tool-call");
    const sent = [
      ...wire.flatMap((text) => dialect.hear(text).outgoing),
      ...dialect.say({ type: "invite-persona" }),
      ...dialect.say({ type: "say-text", text: "Hello" }),
      ...dialect.say({ type: "begin-speech" }),
      ...dialect.say({ type: "end-speech" }),
      ...dialect.say({ type: "silence-persona" }),
      ...dialect.say({ type: "answer-tool", callId: "call_1", output: "{}" }),
    ];
    assert.ok(types(sent).includes("response.create"));
    assert.ok(!types(sent).includes("session.update"));
    const replies = sent.filter((text) => text.includes('"response.create"'));
    // A reply with settings of its own would be one that ours are not applied to.
    for (const reply of replies) assert.ok(!("response" in JSON.parse(reply)));
  });

  it("say() sends the words, then asks for a reply", () => {
    const { dialect } = start();
    const sent = dialect.say({ type: "say-text", text: "Hello" });
    assert.deepEqual(types(sent), ["conversation.item.create", "response.create"]);
    assert.deepEqual(JSON.parse(sent[0] ?? ""), {
      type: "conversation.item.create",
      item: { type: "message", role: "user", content: [{ type: "input_text", text: "Hello" }] },
    });
  });

  it("say() keeps the request for a reply while one is being made", () => {
    const { dialect } = start();
    dialect.hear(CREATED);
    assert.deepEqual(types(dialect.say({ type: "say-text", text: "And?" })), [
      "conversation.item.create",
    ]);
    assert.deepEqual(types(dialect.hear(DONE).outgoing), ["response.create"]);
    assert.deepEqual(dialect.hear(DONE).outgoing, []);
  });

  it("say() keeps it also while one is asked for and not yet begun", () => {
    const { dialect } = start();
    dialect.say({ type: "invite-persona" });
    dialect.say({ type: "say-text", text: "Hello" });
    dialect.hear(CREATED);
    assert.deepEqual(types(dialect.hear(DONE).outgoing), ["response.create"]);
  });

  it("say() clears what was heard on press, and commits and asks on release", () => {
    const { dialect } = start();
    assert.deepEqual(types(dialect.say({ type: "begin-speech" })), ["input_audio_buffer.clear"]);
    assert.deepEqual(types(dialect.say({ type: "end-speech" })), [
      "input_audio_buffer.commit",
      "response.create",
    ]);
  });

  it("say() asks only after the silenced reply is over when the learner is faster than it", () => {
    const { dialect } = start();
    dialect.hear(CREATED);
    dialect.say({ type: "silence-persona" });
    dialect.say({ type: "begin-speech" });
    assert.deepEqual(types(dialect.say({ type: "end-speech" })), ["input_audio_buffer.commit"]);
    assert.deepEqual(types(dialect.hear(DONE).outgoing), ["response.create"]);
  });

  it("hear() silences a reply that begins while the learner holds the button, and asks for no other", () => {
    const { dialect } = start();
    dialect.say({ type: "invite-persona" });
    dialect.say({ type: "say-text", text: "Hello" });
    dialect.say({ type: "begin-speech" });
    assert.deepEqual(types(dialect.hear(CREATED).outgoing), [
      "response.cancel",
      "output_audio_buffer.clear",
    ]);
    assert.deepEqual(dialect.hear(DONE).outgoing, []);
  });

  it("say() commits nothing when the learner said nothing, and hears replies again", () => {
    const { dialect } = start();
    dialect.say({ type: "begin-speech" });
    assert.deepEqual(dialect.say({ type: "drop-speech" }), []);
    assert.deepEqual(dialect.hear(CREATED).outgoing, []);
  });

  it("hear() asks again when the reply was refused because of an active one", () => {
    const { dialect } = start();
    const [request = ""] = dialect.say({ type: "invite-persona" });
    const eventId: unknown = Reflect.get(Object(JSON.parse(request)), "event_id");
    const error = {
      code: "conversation_already_has_active_response",
      event_id: eventId,
    };
    assert.deepEqual(dialect.hear(JSON.stringify({ type: "error", error })).outgoing, []);
    assert.deepEqual(types(dialect.hear(DONE).outgoing), ["response.create"]);
  });

  it("hear() lets a later request through when an earlier one was refused", () => {
    const { dialect } = start();
    const [request = ""] = dialect.say({ type: "invite-persona" });
    const eventId: unknown = Reflect.get(Object(JSON.parse(request)), "event_id");
    dialect.hear(JSON.stringify({ type: "error", error: { code: "x", event_id: eventId } }));
    assert.deepEqual(types(dialect.say({ type: "invite-persona" })), ["response.create"]);
  });

  it("hear() does not take a stranger's error for an answer to its own request", () => {
    const { dialect } = start();
    dialect.say({ type: "invite-persona" });
    dialect.hear(
      JSON.stringify({ type: "error", error: { code: "invalid_event", event_id: null } }),
    );
    assert.deepEqual(dialect.say({ type: "invite-persona" }), []);
  });

  it("say() asks anew once a reply was forgotten that stood in the way: begun without end, or refused without a name", () => {
    for (const event of [CREATED, JSON.stringify({ type: "error", error: { event_id: null } })]) {
      const { dialect } = start();
      dialect.say({ type: "invite-persona" });
      dialect.hear(event);
      assert.deepEqual(types(dialect.say({ type: "say-text", text: "Hello?" })).slice(1), []);
      dialect.say({ type: "forget-reply" });
      assert.deepEqual(types(dialect.say({ type: "invite-persona" })), ["response.create"]);
    }
  });

  it("say() cancels the reply that is forgotten, whose late end costs the next one but a refusal", () => {
    const { dialect } = start();
    dialect.hear(CREATED);
    assert.deepEqual(types(dialect.say({ type: "forget-reply" })), [
      "response.cancel",
      "output_audio_buffer.clear",
    ]);
    dialect.say({ type: "invite-persona" });
    dialect.hear(JSON.stringify({ type: "response.created", response: { id: "resp_2" } }));
    dialect.hear(DONE);
    const [request = ""] = dialect.say({ type: "invite-persona" });
    const eventId: unknown = Reflect.get(Object(JSON.parse(request)), "event_id");
    const error = { code: "conversation_already_has_active_response", event_id: eventId };
    assert.deepEqual(dialect.hear(JSON.stringify({ type: "error", error })).outgoing, []);
    assert.deepEqual(types(dialect.hear(DONE).outgoing), ["response.create"]);
  });

  it("say() cancels only a reply that is being made, and clears in any case", () => {
    const { dialect } = start();
    assert.deepEqual(types(dialect.say({ type: "silence-persona" })), [
      "output_audio_buffer.clear",
    ]);
    dialect.hear(CREATED);
    assert.deepEqual(types(dialect.say({ type: "silence-persona" })), [
      "response.cancel",
      "output_audio_buffer.clear",
    ]);
  });

  it("hear() passes over what it does not know and says so for debugging", () => {
    const { dialect, passedOver } = start();
    for (const text of ["", "{", "[]", "7", '{"type":"mcp_list_tools.completed"}', "{}"]) {
      assert.deepEqual(dialect.hear(text), { events: [], outgoing: [] });
    }
    assert.deepEqual(passedOver, [
      "passed over a malformed event",
      "passed over a malformed event",
      "passed over a malformed event",
      "passed over a malformed event",
      "passed over mcp_list_tools.completed",
      "passed over a malformed event",
    ]);
  });

  it("hear() notes nothing of the words of a talk", async () => {
    const { dialect, passedOver } = start();
    const { wire, expected } = await loadRecording("three-spoken-turns");
    for (const text of wire) dialect.hear(text);
    const notes = passedOver.join("\n");
    assert.equal(
      expected.some((turn) => notes.includes(turn.text)),
      false,
    );
  });

  it("hear() trusts where an item was added, not where its end says it stands", async () => {
    const { events } = await loadRecording("spoken-turn");
    const places = events.filter((event) => event.type === "item-placed");
    assert.deepEqual(
      places.map((event) => event.previousItemId),
      [null, null, "item_U00000000000000000001"],
    );
  });

  it("hear() is not misled by fields that a page put on every object", () => {
    const { dialect } = start();
    Object.defineProperty(Object.prototype, "item_id", {
      value: "item_page",
      configurable: true,
    });
    try {
      const heard = dialect.hear('{"type":"input_audio_buffer.speech_started"}');
      assert.deepEqual(heard.events, []);
    } finally {
      Reflect.deleteProperty(Object.prototype, "item_id");
    }
  });
});
