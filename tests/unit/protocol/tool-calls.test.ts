import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CallEvent } from "../../../widget/src/domain/state/call-event.ts";
import {
  createRealtimeDialect,
  type RealtimeDialect,
} from "../../../widget/src/protocol/openai-realtime/realtime-dialect.ts";

/** One side of a call whose wire events are told in short. */
class Wire {
  readonly dialect: RealtimeDialect = createRealtimeDialect();
  readonly events: CallEvent[] = [];
  readonly sent: Record<string, unknown>[] = [];

  hear(event: object): void {
    const { events, outgoing } = this.dialect.hear(JSON.stringify(event));
    this.events.push(...events);
    this.#send(outgoing);
  }

  answer(callId: string): void {
    this.#send(this.dialect.say({ type: "answer-tool", callId, output: '{"ok":true}' }));
  }

  begin(id: string): void {
    this.hear({ type: "response.created", response: { id, status: "in_progress" } });
  }

  speak(replyId: string): void {
    const delta = { response_id: replyId, item_id: `say_${replyId}`, content_index: 0 };
    this.hear({ type: "response.output_audio_transcript.delta", ...delta, delta: "Well, " });
  }

  call(replyId: string, callId: string, input = '{"phase":"open"}'): void {
    const call = { call_id: callId, name: "move_to_phase", arguments: input };
    this.hear({
      type: "response.function_call_arguments.done",
      response_id: replyId,
      item_id: `item_${callId}`,
      ...call,
    });
    this.hear({
      type: "response.output_item.done",
      response_id: replyId,
      output_index: 0,
      item: { id: `item_${callId}`, type: "function_call", status: "completed", ...call },
    });
  }

  end(id: string, status = "completed"): void {
    this.hear({ type: "response.done", response: { id, status, output: [] } });
  }

  get called(): readonly string[] {
    return this.events.flatMap((event) => (event.type === "tool-called" ? [event.callId] : []));
  }

  get asked(): number {
    return this.sent.filter(({ type }) => type === "response.create").length;
  }

  #send(texts: readonly string[]): void {
    for (const text of texts) {
      const value: unknown = JSON.parse(text);
      if (typeof value === "object" && value !== null) this.sent.push({ ...value });
    }
  }
}

describe("RealtimeDialect, with tools", () => {
  it("hear() tells each call once, with its input as it came", () => {
    const wire = new Wire();
    wire.begin("resp_1");
    wire.call("resp_1", "call_1", ' {"phase": "open"}\n');
    const tool = { callId: "call_1", replyId: "resp_1", tool: "move_to_phase" };
    assert.deepEqual(
      wire.events.filter(({ type }) => type === "tool-called"),
      [{ type: "tool-called", ...tool, input: ' {"phase": "open"}\n' }],
    );
  });

  it("say() answers a call with an item of the conversation", () => {
    const wire = new Wire();
    wire.answer("call_1");
    const item = { type: "function_call_output", call_id: "call_1", output: '{"ok":true}' };
    assert.deepEqual(wire.sent, [{ type: "conversation.item.create", item }]);
  });

  it("say() asks for a reply after one that held calls alone, once it has ended", () => {
    const wire = new Wire();
    wire.begin("resp_1");
    wire.call("resp_1", "call_1");
    wire.answer("call_1");
    assert.equal(wire.asked, 0);
    wire.end("resp_1");
    assert.equal(wire.asked, 1);
  });

  it("say() asks for one reply after several calls, when the last of them is answered", () => {
    const wire = new Wire();
    wire.begin("resp_1");
    wire.call("resp_1", "call_1");
    wire.call("resp_1", "call_2");
    wire.end("resp_1");
    wire.answer("call_1");
    assert.equal(wire.asked, 0);
    wire.answer("call_2");
    wire.answer("call_2");
    assert.equal(wire.asked, 1);
    assert.deepEqual(wire.called, ["call_1", "call_2"]);
  });

  for (const order of ["before", "after"] as const) {
    it(`say() asks for no reply where words came ${order} the call`, () => {
      const wire = new Wire();
      wire.begin("resp_1");
      if (order === "before") wire.speak("resp_1");
      wire.call("resp_1", "call_1");
      if (order === "after") wire.speak("resp_1");
      wire.end("resp_1");
      wire.answer("call_1");
      assert.equal(wire.asked, 0);
    });
  }

  it("say() asks for no reply after one that the learner cut", () => {
    const wire = new Wire();
    wire.begin("resp_1");
    wire.call("resp_1", "call_1");
    wire.end("resp_1", "cancelled");
    wire.answer("call_1");
    assert.equal(wire.asked, 0);
  });

  it("say() asks for no reply where another one began meanwhile", () => {
    const wire = new Wire();
    wire.begin("resp_1");
    wire.call("resp_1", "call_1");
    wire.end("resp_1");
    wire.begin("resp_2");
    wire.answer("call_1");
    wire.end("resp_2");
    assert.equal(wire.asked, 0);
  });

  it("say() asks for no reply while the learner holds the button to talk", () => {
    const wire = new Wire();
    wire.begin("resp_1");
    wire.call("resp_1", "call_1");
    wire.end("resp_1");
    wire.dialect.say({ type: "begin-speech" });
    wire.answer("call_1");
    assert.equal(wire.asked, 0);
  });

  it("hear() passes over a call without an id or a name", () => {
    const wire = new Wire();
    wire.hear({ type: "response.function_call_arguments.done", name: "x", arguments: "{}" });
    wire.hear({ type: "response.function_call_arguments.done", call_id: "c", arguments: "{}" });
    assert.deepEqual(wire.called, []);
  });
});
