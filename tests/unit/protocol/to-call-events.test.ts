import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { toCallEvents } from "../../../widget/src/protocol/openai-realtime/to-call-events.ts";

describe("toCallEvents()", () => {
  it("toCallEvents() says null when it does not know the type", () => {
    assert.equal(toCallEvents({ type: "rate_limits.updated" }), null);
    assert.equal(toCallEvents({ type: "toString" }), null);
    assert.equal(toCallEvents({ type: 7 }), null);
    assert.equal(toCallEvents({}), null);
  });

  it("toCallEvents() tells an absent predecessor from none", () => {
    const committed = { type: "input_audio_buffer.committed", item_id: "item_1" };
    const first = {
      type: "item-placed",
      itemId: "item_1",
      previousItemId: null,
      speaker: "learner",
    };
    const only = { type: "learner-speech-committed", itemId: "item_1" };
    assert.deepEqual(toCallEvents({ ...committed, previous_item_id: null }), [first, only]);
    assert.deepEqual(toCallEvents(committed), [only]);
    assert.deepEqual(toCallEvents({ ...committed, previous_item_id: 4 }), [only]);
  });

  it("toCallEvents() takes typed words from the item that holds them", () => {
    const item = {
      id: "item_1",
      type: "message",
      role: "user",
      content: [{ type: "input_text", text: "Hello" }],
    };
    assert.deepEqual(
      toCallEvents({ type: "conversation.item.added", previous_item_id: "item_0", item }),
      [
        { type: "item-placed", itemId: "item_1", previousItemId: "item_0", speaker: "learner" },
        {
          type: "words-settled",
          itemId: "item_1",
          speaker: "learner",
          replyId: null,
          text: "Hello",
        },
      ],
    );
  });

  for (const item of [
    { id: "item_1", type: "function_call", name: "look_up", call_id: "call_1", arguments: "" },
    { id: "item_1", type: "function_call_output", call_id: "call_1", output: "1" },
    { id: "item_1", type: "message", role: "system", content: [{ type: "input_text", text: "x" }] },
  ]) {
    it(`toCallEvents() places a ${item.role ?? item.type} item as a note`, () => {
      assert.deepEqual(
        toCallEvents({ type: "conversation.item.added", previous_item_id: null, item }),
        [{ type: "item-placed", itemId: "item_1", previousItemId: null, speaker: "note" }],
      );
    });
  }

  it("toCallEvents() joins the parts of an answer and reads its outcome", () => {
    const content = [
      { type: "output_audio", transcript: "Good " },
      { type: "output_text", text: "day." },
    ];
    const output = [{ id: "item_2", type: "message", role: "assistant", content }];
    const response = { id: "resp_1", status: "incomplete", output };
    assert.deepEqual(toCallEvents({ type: "response.done", response }), [
      {
        type: "words-settled",
        itemId: "item_2",
        speaker: "persona",
        replyId: "resp_1",
        text: "Good day.",
      },
      { type: "reply-ended", replyId: "resp_1", outcome: "incomplete" },
    ]);
  });

  it("toCallEvents() takes an outcome that nobody knows for a failure", () => {
    const response = { id: "resp_1", status: "exploded" };
    assert.deepEqual(toCallEvents({ type: "response.done", response }), [
      { type: "reply-ended", replyId: "resp_1", outcome: "failed" },
    ]);
  });

  it("toCallEvents() leaves a second part to the end of its item", () => {
    const done = {
      type: "response.output_audio_transcript.done",
      response_id: "resp_1",
      item_id: "item_1",
      transcript: "day.",
    };
    assert.deepEqual(toCallEvents({ ...done, content_index: 1 }), []);
    assert.equal(toCallEvents({ ...done, content_index: 0 })?.length, 1);
  });

  it("toCallEvents() tells the end of the provider's session from other complaints", () => {
    const read = (code: string) => toCallEvents({ type: "error", error: { code } });
    assert.deepEqual(read("session_expired"), [
      { type: "provider-complained", code: "session_expired", fatal: true },
    ]);
    assert.deepEqual(read("response_cancel_not_active"), [
      { type: "provider-complained", code: "response_cancel_not_active", fatal: false },
    ]);
  });

  it("toCallEvents() refuses ids that our own records could not carry", () => {
    for (const itemId of ["", "a b", "x".repeat(129), "<b>", 4, null]) {
      assert.deepEqual(
        toCallEvents({ type: "input_audio_buffer.speech_started", item_id: itemId }),
        [],
      );
    }
  });

  it("toCallEvents() passes on the place in audio that an event names, and nothing that is none", () => {
    const about = { item_id: "item_1" };
    const stopped = (place: unknown) =>
      toCallEvents({
        type: "input_audio_buffer.speech_stopped",
        ...about,
        audio_end_ms: place,
      });
    assert.deepEqual(
      toCallEvents({ type: "input_audio_buffer.speech_started", ...about, audio_start_ms: 0 }),
      [{ type: "learner-speech-started", itemId: "item_1", audioMs: 0 }],
    );
    assert.deepEqual(stopped(4_256), [
      { type: "learner-speech-stopped", itemId: "item_1", audioMs: 4_256 },
    ]);
    for (const place of [undefined, null, "4256", {}]) {
      assert.deepEqual(stopped(place), [{ type: "learner-speech-stopped", itemId: "item_1" }]);
    }
    assert.deepEqual(
      toCallEvents({ type: "conversation.item.truncated", ...about, audio_end_ms: 1_234 }),
      [{ type: "item-truncated", itemId: "item_1", audioMs: 1_234 }],
    );
  });

  it("toCallEvents() never throws, whatever a known event holds", () => {
    const known = [
      "input_audio_buffer.committed",
      "conversation.item.added",
      "conversation.item.input_audio_transcription.completed",
      "response.created",
      "response.output_item.done",
      "response.done",
      "output_audio_buffer.cleared",
      "error",
    ];
    const fields = fc.dictionary(
      fc.constantFrom("item", "item_id", "response", "response_id", "usage", "error", "transcript"),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...known), fields, (type, rest) => {
        assert.ok(Array.isArray(toCallEvents({ ...rest, type })));
      }),
    );
  });
});
