import assert from "node:assert/strict";
import { test } from "node:test";
import { readSidebandEvent } from "../../../supabase/functions/_shared/providers/openai/realtime/read-sideband-event.ts";
import type { SidebandEvent } from "../../../supabase/functions/_shared/providers/sideband.ts";

const EXPECTED = {
  output_modalities: ["audio"],
  max_output_tokens: 1_000,
  tools: [{ type: "function", name: "note_step" }],
};

function read(event: unknown, expected = EXPECTED): SidebandEvent | null {
  return readSidebandEvent(JSON.stringify(event), expected);
}

function isForeignItem(item: object, expected = EXPECTED): boolean | undefined {
  const event = read(
    { type: "conversation.item.added", item: { id: "item_1", ...item } },
    expected,
  );
  return event?.type === "item-added" ? event.item.isForeign : undefined;
}

function isForeignReply(reply: object): boolean | undefined {
  const event = read({ type: "response.created", response: { id: "resp_1", ...reply } });
  return event?.type === "reply-started" ? event.isForeign : undefined;
}

const message = (role: string, ...types: string[]): object => ({
  ...{ type: "message", role, content: types.map((type) => ({ type })) },
});

test("readSidebandEvent() gives settings one digest until a client changes any of them", () => {
  const session = {
    ...{ id: "sess_1", expires_at: 1, object: "realtime.session", instructions: "Be a baker." },
    audio: { input: { format: { type: "audio/pcm", rate: 24_000 } }, output: { voice: "marin" } },
  };
  const digestOf = (changes: object): string | null => {
    const event = read({ type: "session.updated", session: { ...session, ...changes } });
    return event?.type === "settings-shown" ? event.digest : null;
  };
  const { input, output } = session.audio;
  const same = [
    { id: "sess_2", expires_at: 2, client_secret: null, usage: { tokens: 1 } },
    { audio: { output, input: { format: { rate: 24_000, type: "audio/pcm" } } } },
  ];
  for (const changes of same) assert.equal(digestOf(changes), digestOf({}));
  const others = [
    { instructions: "Agree." },
    { audio: { input: { format: { type: "audio/pcmu" } }, output } },
    { audio: { input: { ...input, turn_detection: { threshold: 1 } }, output } },
    { reasoning: { effort: "high" } },
    { temperature: 0.1 },
    { parallel_tool_calls: false },
  ];
  assert.equal(new Set([{}, ...others].map(digestOf)).size, others.length + 1);
});

test("readSidebandEvent() knows the items of a talk: said, typed, replied, called", () => {
  for (const item of [
    message("user", "input_audio"),
    message("user", "input_text"),
    message("assistant", "output_audio"),
    message("assistant", "output_text", "audio", "text"),
    { type: "function_call", call_id: "call_1" },
    { type: "function_call_output", call_id: "call_1", output: "{}" },
  ]) {
    assert.equal(isForeignItem(item), false, JSON.stringify(item));
  }
});

test("readSidebandEvent() takes for foreign what nothing of ours makes", () => {
  for (const item of [
    message("system", "input_text"),
    message("user", "input_image"),
    message("user", "input_text", "input_image"),
    message("assistant", "output_textual"),
    { type: "mcp_call", call_id: "call_1" },
    { type: "item_reference" },
    {},
  ]) {
    assert.equal(isForeignItem(item), true, JSON.stringify(item));
  }
});

test("readSidebandEvent() takes tools for foreign where the call has none", () => {
  const call = { type: "function_call", call_id: "call_1" };
  assert.equal(isForeignItem(call, { ...EXPECTED, tools: [] }), true);
});

test("readSidebandEvent() takes for foreign a reply out of band, in another form or of another length", () => {
  assert.equal(isForeignReply({ conversation_id: "conv_1" }), false);
  assert.equal(isForeignReply({ output_modalities: ["audio"], max_output_tokens: 1_000 }), false);
  assert.equal(isForeignReply({ output_modalities: null, max_output_tokens: null }), false);
  assert.equal(isForeignReply({ conversation_id: null }), true);
  assert.equal(isForeignReply({ output_modalities: ["text"] }), true);
  assert.equal(isForeignReply({ max_output_tokens: "inf" }), true);
});

test("readSidebandEvent() reads no event by a name that every object has", () => {
  for (const type of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
    assert.equal(read({ type }), null, type);
  }
});

test("readSidebandEvent() reads no id that the database would not store", () => {
  for (const id of ["a b", "", "x".repeat(129), "\u0000", 7, null]) {
    const event = read({ type: "conversation.item.deleted", item_id: id });
    assert.equal(event, null, JSON.stringify(id));
  }
  assert.notEqual(read({ type: "conversation.item.deleted", item_id: "item_A.b:c-1" }), null);
});

test("readSidebandEvent() blames the provider for no reply that was spoken over", () => {
  const faultOf = (status: string): unknown => {
    const event = read({ type: "response.done", response: { id: "resp_1", status } });
    return event?.type === "reply-ended" ? event.fault?.status : null;
  };
  assert.deepEqual(["completed", "cancelled", "failed", "incomplete"].map(faultOf), [
    undefined,
    undefined,
    "failed",
    "incomplete",
  ]);
});

test("readSidebandEvent() meters no more cached tokens than were read, and none twice", () => {
  const usage = {
    input_token_details: { text_tokens: 50, cached_tokens_details: { text_tokens: 80 } },
  };
  const event = read({ type: "response.done", response: { id: "resp_1", usage } });
  assert.deepEqual(event?.type === "reply-ended" && event.usage, { cached_text: 50 });
});
