import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { promisify } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import OpenAI from "openai";
import { OpenAIRealtimeWS } from "openai/realtime/ws";
import type { RealtimeServerEvent } from "openai/resources/realtime/realtime";
import { WebSocket } from "ws";
import { startStandIn, type StandIn } from "../../demo/stand-in/server.ts";
import type { Scene } from "../../demo/stand-in/scene/scene.ts";
import { checkEvents } from "../kit/provider/check-events.ts";
import { NativeCaller } from "../kit/provider/native-caller.ts";

const KEY = "sk-test-of-the-stand-in";
const TOOL = {
  type: "function" as const,
  name: "note_price",
  description: "Notes a price.",
  parameters: { type: "object", properties: { euros: { type: "number" } } },
};

let standIn: StandIn;
let client: OpenAI;
let secureClient: OpenAI;
let authority: string;

/** A customer that has a price noted and then says so; otherwise it repeats. */
function createScene(): Scene {
  return {
    language: "en",
    expectedSentences: () => [],
    reply(turns, tools) {
      const last = turns.at(-1);
      if (last?.speaker === "tool") return { speech: "It is noted.", functionCalls: [] };
      const text = last?.text ?? "";
      return tools.length > 0 && text.includes("price")
        ? { speech: null, functionCalls: [{ name: TOOL.name, arguments: { euros: 900 } }] }
        : { speech: `You said ${text}`, functionCalls: [] };
    },
  };
}

before(async () => {
  standIn = await startStandIn({ apiKey: KEY, createScene });
  authority = await readFile(standIn.certificateFile, "utf8");
  client = new OpenAI({ apiKey: KEY, baseURL: `${standIn.url}/v1`, maxRetries: 0 });
  secureClient = new OpenAI({ apiKey: KEY, baseURL: `${standIn.secureUrl}/v1` });
});

after(() => standIn.stop());

async function openCall(caller = new NativeCaller()) {
  const response = await client.realtime.calls.create({
    sdp: await caller.createOffer(),
    session: { type: "realtime", output_modalities: ["text"], tools: [TOOL] },
  });
  const callId = response.headers.get("location")?.split("/").at(-1) ?? "";
  return { caller, callId, answer: await response.text() };
}

/** Attaches the SDK's own socket to a call. */
async function attach(callID: string) {
  const socket = await OpenAIRealtimeWS.create(secureClient, {
    callID,
    options: { ca: authority },
  });
  const events: RealtimeServerEvent[] = [];
  socket.on("event", (event) => events.push(event));
  const errors: unknown[] = [];
  socket.on("error", (error) => errors.push(error));
  if (socket.socket.readyState !== WebSocket.OPEN)
    await new Promise((resolve) => socket.socket.once("open", resolve));
  const waitFor = async (type: RealtimeServerEvent["type"], count = 1) => {
    while (events.filter((event) => event.type === type).length < count)
      await new Promise((resolve) => socket.socket.once("message", resolve));
  };
  return { socket, events, errors, waitFor };
}

const HELLO = (text: string) => ({
  type: "conversation.item.create" as const,
  item: {
    type: "message" as const,
    role: "user" as const,
    content: [{ type: "input_text" as const, text }],
  },
});

test("The sideband serves a whole text turn when the caller's media never comes up", async () => {
  const { caller, callId } = await openCall();
  const { socket, events, waitFor } = await attach(callId);
  socket.send({ type: "session.update", session: { type: "realtime", instructions: "Be kind." } });
  await waitFor("session.updated");
  socket.send(HELLO("hello"));
  socket.send({ type: "response.create" });
  await waitFor("rate_limits.updated");
  assert.equal(events[0]?.type, "session.updated");
  assert.ok(!events.some(({ type }) => type === "session.created"));
  const text = events.find((event) => event.type === "response.output_text.done")?.text;
  assert.equal(text, "You said hello");
  checkEvents(events);
  socket.close();
  standIn.calls.find(callId)?.end();
  caller.close();
});

test("The sideband carries a tool call and its answer when a function is declared", async () => {
  const { caller, callId } = await openCall();
  const { socket, events, waitFor } = await attach(callId);
  socket.send(HELLO("what a price"));
  socket.send({ type: "response.create" });
  await waitFor("response.done");
  const called = events.find((event) => event.type === "response.function_call_arguments.done");
  assert.equal(called?.name, "note_price");
  assert.deepEqual(JSON.parse(called.arguments), { euros: 900 });
  socket.send({
    type: "conversation.item.create",
    item: { type: "function_call_output", call_id: called.call_id, output: "noted" },
  });
  socket.send({ type: "response.create" });
  await waitFor("rate_limits.updated", 2);
  const text = events.find((event) => event.type === "response.output_text.done")?.text;
  assert.equal(text, "It is noted.");
  checkEvents(events);
  socket.close();
  standIn.calls.find(callId)?.end();
  caller.close();
});

test("The sideband sees what the data channel does, and the channel what the sideband does", async () => {
  const { caller, callId, answer } = await openCall();
  const { socket, events, waitFor } = await attach(callId);
  await caller.connect(answer);
  await caller.waitFor("session.created");
  caller.send(HELLO("from the channel"));
  await waitFor("conversation.item.done");
  socket.send({ type: "response.create" });
  await caller.waitFor("rate_limits.updated");
  await waitFor("rate_limits.updated");
  assert.deepEqual(caller.events.slice(1), events);
  checkEvents(caller.events);
  socket.close();
  standIn.calls.find(callId)?.end();
  caller.close();
});

test("The sideband reports an error event when it sends a wrong one, and stays open", async () => {
  const { caller, callId } = await openCall();
  const { socket, errors, waitFor, events } = await attach(callId);
  socket.send({ type: "response.cancel", event_id: "mine" });
  socket.send({ type: "input_audio_buffer.clear" });
  await waitFor("input_audio_buffer.cleared");
  assert.equal(errors.length, 1);
  assert.equal(events.find((event) => event.type === "error")?.error.event_id, "mine");
  socket.close();
  standIn.calls.find(callId)?.end();
  caller.close();
});

/** Asks for an upgrade and returns how it was refused. */
function refusedUpgrade(
  query: string,
  options: { headers?: Record<string, string>; protocols?: string[] } = {},
): Promise<{ status: number | undefined; code: unknown }> {
  const { headers = { authorization: `Bearer ${KEY}` }, protocols = [] } = options;
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${standIn.sidebandUrl}${query}`, protocols, {
      headers,
      ca: authority,
    });
    socket.once("open", () => {
      reject(new Error("The sideband was admitted."));
    });
    socket.once("unexpected-response", (_, response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => {
        const { error } = JSON.parse(body) as { error: { code: unknown } };
        resolve({ status: response.statusCode, code: error.code });
      });
    });
  });
}

test("The sideband is refused with 404 when the call is unknown or over", async () => {
  const expected = { status: 404, code: "call_id_not_found" };
  assert.deepEqual(await refusedUpgrade("?call_id=rtc_unknown"), expected);
  const { caller, callId } = await openCall();
  await client.realtime.calls.hangup(callId);
  assert.deepEqual(await refusedUpgrade(`?call_id=${callId}`), expected);
  caller.close();
});

test("The sideband is refused when key, query or header are wrong", async () => {
  const { caller, callId } = await openCall();
  const query = `?call_id=${callId}`;
  const wrongKey = { headers: { authorization: "Bearer sk-other" } };
  assert.equal((await refusedUpgrade(query, wrongKey)).status, 401);
  const subprotocol = { headers: {}, protocols: ["realtime", `openai-insecure-api-key.${KEY}`] };
  assert.equal((await refusedUpgrade(query, subprotocol)).status, 401);
  assert.equal((await refusedUpgrade("?model=gpt-realtime")).status, 400);
  const beta = { headers: { authorization: `Bearer ${KEY}`, "openai-beta": "realtime=v1" } };
  assert.equal((await refusedUpgrade(query, beta)).status, 404);
  standIn.calls.find(callId)?.end();
  caller.close();
});

test("The sideband is refused when the call was made with an ephemeral key", async () => {
  const caller = new NativeCaller();
  const { value } = await client.realtime.clientSecrets.create({ session: { type: "realtime" } });
  const browser = new OpenAI({ apiKey: value, baseURL: `${standIn.url}/v1`, maxRetries: 0 });
  const response = await browser.realtime.calls.create({ sdp: await caller.createOffer() });
  const callId = response.headers.get("location")?.split("/").at(-1) ?? "";
  assert.equal((await refusedUpgrade(`?call_id=${callId}`)).status, 404);
  standIn.calls.find(callId)?.end();
  caller.close();
});

test("The sideband is refused as often as the fault says and then admitted", async () => {
  standIn.faults.patchNextCall({ sidebandRefusals: 2 });
  const { caller, callId } = await openCall();
  for (let attempt = 0; attempt < 2; attempt++)
    assert.equal((await refusedUpgrade(`?call_id=${callId}`)).status, 404);
  const { socket } = await attach(callId);
  socket.close();
  standIn.calls.find(callId)?.end();
  caller.close();
});

test("The sideband closes when the call is hung up, and with 1001 when the session expires", async () => {
  for (const [sessionSeconds, expected] of [
    [3600, 1000],
    [1, 1001],
  ] as const) {
    standIn.faults.patchNextCall({ sessionSeconds });
    const { caller, callId } = await openCall();
    const { socket, events } = await attach(callId);
    const closed = new Promise((resolve) => socket.socket.once("close", resolve));
    if (expected === 1000) await client.realtime.calls.hangup(callId);
    assert.equal(await closed, expected);
    const expiry = events.find((event) => event.type === "error");
    assert.equal(expiry?.error.code, expected === 1001 ? "session_expired" : undefined);
    caller.close();
  }
});

test("The secure port is trusted by another process when it knows the authority", async () => {
  const script = `fetch(${JSON.stringify(`${standIn.secureUrl}/v1/models`)}).then((response) => console.log(response.status))`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: standIn.certificateFile },
  });
  assert.equal(stdout.trim(), "401");
});

/** Asks the engine for its garbage collection, which only a flag shows. */
function exposeGarbageCollection(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  assert.ok(typeof collect === "function");
  return () => {
    Reflect.apply(collect, undefined, []);
  };
}

/** Holds a whole call with a sideband, and returns the only way that is left to its session. */
async function holdCall() {
  const { caller, callId, answer } = await openCall();
  await caller.connect(answer);
  await caller.waitFor("session.created");
  const { socket, waitFor } = await attach(callId);
  socket.send(HELLO("hello"));
  socket.send({ type: "response.create" });
  await waitFor("rate_limits.updated");
  const session = new WeakRef(standIn.calls.find(callId)?.session ?? assert.fail());
  const detached = new Promise((resolve) => socket.socket.once("close", resolve));
  standIn.calls.find(callId)?.end();
  await detached;
  caller.close();
  return { callId, session };
}

test("The stand-in keeps nothing of a call's session when the call is over, whoever was connected", async () => {
  const collectGarbage = exposeGarbageCollection();
  const { callId, session } = await holdCall();
  for (let turn = 0; turn < 20 && session.deref(); turn += 1) {
    await nextTurn();
    collectGarbage();
  }
  assert.equal(session.deref(), undefined);
  assert.equal(standIn.calls.findAny(callId)?.summarise().state, "ended");
});
