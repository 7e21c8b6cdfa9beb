import assert from "node:assert/strict";
import { test } from "node:test";
import type { SceneReply } from "../../demo/stand-in/scene/scene.ts";
import { say, TestSession } from "../kit/provider/test-session.ts";

const TOOLS = [
  {
    type: "function",
    name: "note_price",
    description: "Notes a price.",
    parameters: { type: "object", properties: { euros: { type: "number" } } },
  },
];
const CALL = { name: "note_price", arguments: { euros: 1200 } };
const TEXT_SESSION = { tools: TOOLS, output_modalities: ["text"] };
const HELLO = {
  type: "conversation.item.create",
  item: { type: "message", role: "user", content: [{ type: "input_text", text: "Hello" }] },
};

async function ask(
  replies: readonly SceneReply[],
  session: Record<string, unknown> = TEXT_SESSION,
): Promise<TestSession> {
  const call = new TestSession({ session, replies });
  call.forget();
  call.send(HELLO);
  call.send({ type: "response.create" });
  await call.run(1000);
  return call;
}

function answerTool(call: TestSession, output = "noted"): void {
  const { call_id: callId } = call.one("response.function_call_arguments.done");
  call.send({
    type: "conversation.item.create",
    item: { type: "function_call_output", call_id: callId, output },
  });
}

test("CallSession calls a function in the recorded order when the scene asks for one", async () => {
  const call = await ask([{ speech: null, functionCalls: [CALL] }, say("I have noted the price.")]);
  assert.deepEqual(call.types.slice(2), [
    "response.created",
    "response.output_item.added",
    "conversation.item.added",
    "response.function_call_arguments.delta",
    "response.function_call_arguments.done",
    "conversation.item.done",
    "response.output_item.done",
    "response.done",
    "rate_limits.updated",
  ]);
  const done = call.one("response.function_call_arguments.done");
  assert.match(done.call_id, /^call_[A-Za-z0-9]{16}$/);
  assert.deepEqual(JSON.parse(done.arguments), { euros: 1200 });
  const added = call.one("response.output_item.added").item;
  assert.ok(added.type === "function_call" && added.arguments === "");
  call.check();
});

test("CallSession answers the function's output when the client asks for the next response", async () => {
  const call = await ask([{ speech: null, functionCalls: [CALL] }, say("I have noted the price.")]);
  call.forget();
  const callItem = call.session.conversation.lastId;
  const { item } = call.session.conversation.get(callItem ?? "");
  assert.ok(item.type === "function_call");
  call.send({
    type: "conversation.item.create",
    item: { type: "function_call_output", call_id: item.call_id, output: "noted" },
  });
  call.send({ type: "response.create" });
  await call.run(1000);
  const [output, answer] = call.all("conversation.item.added");
  assert.equal(output?.previous_item_id, callItem);
  assert.ok(!("status" in output.item));
  assert.equal(answer?.previous_item_id, output.item.id);
  assert.equal(call.one("response.output_text.done").text, "I have noted the price.");
  assert.deepEqual(call.scenesTurns.at(-1)?.at(-1), { speaker: "tool", text: "noted" });
});

test("CallSession acknowledges an output only after response.done when it comes early", async () => {
  const call = new TestSession({
    session: TEXT_SESSION,
    replies: [{ speech: null, functionCalls: [CALL, { ...CALL, arguments: { euros: 1 } }] }],
  });
  call.send({ type: "response.create" });
  while (call.all("response.function_call_arguments.done").length === 0) await call.run(20);
  answerTool(call);
  await call.run(1000);
  const { types } = call;
  assert.ok(types.lastIndexOf("conversation.item.added") > types.indexOf("response.done"));
  assert.equal(call.one("response.done").response.output?.length, 2);
  call.check();
});

test("CallSession speaks a commentary before the call when the model is 2.1", async () => {
  const call = await ask([{ speech: "One moment please.", functionCalls: [CALL] }]);
  assert.deepEqual(call.types.slice(2), [
    "response.created",
    "response.output_item.added",
    "conversation.item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_item.added",
    "conversation.item.added",
    "response.function_call_arguments.delta",
    "response.output_text.done",
    "response.content_part.done",
    "conversation.item.done",
    "response.output_item.done",
    "response.function_call_arguments.done",
    "conversation.item.done",
    "response.output_item.done",
    "response.done",
    "rate_limits.updated",
  ]);
  const [message] = call.all("response.output_item.done");
  assert.equal(Reflect.get(message?.item ?? {}, "phase"), "commentary");
  call.check();
});

test("CallSession marks phases on 2.1 alone when it answers", async () => {
  for (const [model, phase] of [
    ["gpt-realtime-2.1", "final_answer"],
    ["gpt-realtime", undefined],
  ]) {
    const call = await ask([say("Good morning.")], { ...TEXT_SESSION, model });
    const { item } = call.one("response.output_item.done");
    assert.equal(Reflect.get(item, "phase"), phase);
    call.check();
  }
});

test("CallSession does not say or call the same again when a tool has answered", async () => {
  const call = await ask([{ speech: "One moment please.", functionCalls: [CALL] }]);
  answerTool(call);
  call.forget();
  call.send({ type: "response.create" });
  await call.run(1000);
  const { response } = call.one("response.done");
  assert.equal(response.status, "completed");
  assert.deepEqual(response.output, []);
});

test("CallSession calls no function when it was not declared or is forbidden", async () => {
  const reply = { speech: "Good morning.", functionCalls: [CALL] };
  for (const session of [
    { output_modalities: ["text"] },
    { ...TEXT_SESSION, tool_choice: "none" },
  ]) {
    const call = await ask([reply], session);
    assert.equal(call.all("response.function_call_arguments.done").length, 0);
    assert.equal(call.one("response.output_text.done").text, "Good morning.");
    call.check();
  }
});

test("CallSession is interrupted cleanly when the learner speaks during a commentary", async () => {
  const call = new TestSession({
    session: { tools: TOOLS },
    replies: [{ speech: "One moment please, let me note that for you.", functionCalls: [CALL] }],
  });
  call.send({ type: "response.create" });
  await call.run(200);
  await call.beginToSpeak();
  assert.equal(call.one("response.done").response.status, "cancelled");
  await call.beginToSpeak(1000);
  assert.equal(call.all("response.function_call_arguments.done").length, 0);
  call.check();
});
