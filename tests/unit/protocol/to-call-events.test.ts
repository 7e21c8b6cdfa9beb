import { expect } from "@open-wc/testing";
import fc from "fast-check";
import { toCallEvents } from "../../../widget/src/protocol/openai-realtime/to-call-events.ts";

describe("toCallEvents()", () => {
  it("toCallEvents() says null when it does not know the type", () => {
    expect(toCallEvents({ type: "rate_limits.updated" })).to.equal(null);
    expect(toCallEvents({ type: "toString" })).to.equal(null);
    expect(toCallEvents({ type: 7 })).to.equal(null);
    expect(toCallEvents({})).to.equal(null);
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
    expect(toCallEvents({ ...committed, previous_item_id: null })).to.deep.equal([first, only]);
    expect(toCallEvents(committed)).to.deep.equal([only]);
    expect(toCallEvents({ ...committed, previous_item_id: 4 })).to.deep.equal([only]);
  });

  it("toCallEvents() takes typed words from the item that holds them", () => {
    const item = {
      id: "item_1",
      type: "message",
      role: "user",
      content: [{ type: "input_text", text: "Hello" }],
    };
    expect(
      toCallEvents({ type: "conversation.item.added", previous_item_id: "item_0", item }),
    ).to.deep.equal([
      { type: "item-placed", itemId: "item_1", previousItemId: "item_0", speaker: "learner" },
      { type: "words-settled", itemId: "item_1", speaker: "learner", replyId: null, text: "Hello" },
    ]);
  });

  for (const item of [
    { id: "item_1", type: "function_call", name: "look_up", call_id: "call_1", arguments: "" },
    { id: "item_1", type: "function_call_output", call_id: "call_1", output: "1" },
    { id: "item_1", type: "message", role: "system", content: [{ type: "input_text", text: "x" }] },
  ]) {
    it(`toCallEvents() places a ${item.role ?? item.type} item as a note`, () => {
      expect(
        toCallEvents({ type: "conversation.item.added", previous_item_id: null, item }),
      ).to.deep.equal([
        { type: "item-placed", itemId: "item_1", previousItemId: null, speaker: "note" },
      ]);
    });
  }

  it("toCallEvents() joins the parts of an answer and reads its outcome and tokens", () => {
    const content = [
      { type: "output_audio", transcript: "Good " },
      { type: "output_text", text: "day." },
    ];
    const output = [{ id: "item_2", type: "message", role: "assistant", content }];
    const usage = { input_tokens: 41, output_tokens: 164 };
    const response = { id: "resp_1", status: "incomplete", output, usage };
    expect(toCallEvents({ type: "response.done", response })).to.deep.equal([
      {
        type: "words-settled",
        itemId: "item_2",
        speaker: "persona",
        replyId: "resp_1",
        text: "Good day.",
      },
      { type: "reply-ended", replyId: "resp_1", outcome: "incomplete" },
      { type: "usage-metered", usage: { unit: "tokens", input: 41, output: 164 } },
    ]);
  });

  it("toCallEvents() takes an outcome that nobody knows for a failure", () => {
    const response = { id: "resp_1", status: "exploded" };
    expect(toCallEvents({ type: "response.done", response })).to.deep.equal([
      { type: "reply-ended", replyId: "resp_1", outcome: "failed" },
    ]);
  });

  it("toCallEvents() reads both kinds of transcription usage", () => {
    const completed = {
      type: "conversation.item.input_audio_transcription.completed",
      item_id: "item_1",
      transcript: "Hello.",
    };
    const read = (usage: unknown) => toCallEvents({ ...completed, usage })?.slice(1);
    expect(read({ type: "duration", seconds: 3 })).to.deep.equal([
      { type: "usage-metered", usage: { unit: "seconds", seconds: 3 } },
    ]);
    expect(read({ type: "tokens", input_tokens: 26, output_tokens: 9 })).to.deep.equal([
      { type: "usage-metered", usage: { unit: "tokens", input: 26, output: 9 } },
    ]);
    expect(read(undefined)).to.deep.equal([]);
  });

  it("toCallEvents() leaves a second part to the end of its item", () => {
    const done = {
      type: "response.output_audio_transcript.done",
      response_id: "resp_1",
      item_id: "item_1",
      transcript: "day.",
    };
    expect(toCallEvents({ ...done, content_index: 1 })).to.deep.equal([]);
    expect(toCallEvents({ ...done, content_index: 0 })?.length).to.equal(1);
  });

  it("toCallEvents() tells the end of the provider's session from other complaints", () => {
    const read = (code: string) => toCallEvents({ type: "error", error: { code } });
    expect(read("session_expired")).to.deep.equal([
      { type: "provider-complained", code: "session_expired", fatal: true },
    ]);
    expect(read("response_cancel_not_active")).to.deep.equal([
      { type: "provider-complained", code: "response_cancel_not_active", fatal: false },
    ]);
  });

  it("toCallEvents() refuses ids that our own records could not carry", () => {
    for (const itemId of ["", "a b", "x".repeat(129), "<b>", 4, null]) {
      expect(
        toCallEvents({ type: "input_audio_buffer.speech_started", item_id: itemId }),
      ).to.deep.equal([]);
    }
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
        expect(toCallEvents({ ...rest, type })).to.be.an("array");
      }),
    );
  });
});
