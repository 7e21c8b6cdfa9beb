import assert from "node:assert/strict";
import { get } from "node:http";
import { after, before, test } from "node:test";
import OpenAI from "openai";
import { startStandIn, type StandIn } from "../../demo/stand-in/server.ts";
import { NativeCaller } from "../kit/provider/native-caller.ts";

const KEY = "sk-test-of-the-stand-in";
const AUTHORISED = { authorization: `Bearer ${KEY}` };
const JSON_BODY = { ...AUTHORISED, "content-type": "application/json" };

let standIn: StandIn;
let client: OpenAI;
let offer: string;
const callers: NativeCaller[] = [];

before(async () => {
  standIn = await startStandIn({ apiKey: KEY });
  client = new OpenAI({ apiKey: KEY, baseURL: `${standIn.url}/v1`, maxRetries: 0 });
  const caller = createCaller();
  offer = await caller.createOffer();
});

after(async () => {
  for (const caller of callers) caller.close();
  await standIn.stop();
});

function createCaller(options = {}): NativeCaller {
  const caller = new NativeCaller(options);
  callers.push(caller);
  return caller;
}

function post(path: string, init: RequestInit): Promise<Response> {
  return fetch(`${standIn.url}${path}`, { method: "POST", ...init });
}

const callIdOf = (response: Response) => response.headers.get("location")?.split("/").at(-1) ?? "";

test("POST /v1/realtime/calls answers as recorded when the openai SDK creates a call", async () => {
  const response = await client.realtime.calls.create({
    sdp: offer,
    session: { type: "realtime" },
  });
  assert.equal(response.status, 201);
  assert.match(response.headers.get("location") ?? "", /^\/v1\/realtime\/calls\/rtc_u0_\w{21}$/);
  assert.equal(response.headers.get("content-type"), "text/plain; charset=utf-8");
  assert.equal(response.headers.get("access-control-allow-origin"), "*");
  assert.match(response.headers.get("access-control-expose-headers") ?? "", /Location/);
  const answer = await response.text();
  assert.match(answer, /^a=setup:active$/m);
  assert.match(answer, /^a=candidate:\S+ 1 UDP \d+ 127\.0\.0\.1 \d+ typ host$/m);
  assert.match(answer, /^a=msid:realtimeapi audio$/m);
  assert.match(answer, /^m=audio .* 111$/m);
  assert.doesNotMatch(answer, /end-of-candidates/);
  assert.ok(answer.endsWith("\r\n"));
  const call = standIn.calls.find(callIdOf(response));
  assert.equal(call?.session.settings.id, callIdOf(response).replace("rtc_", "sess_"));
  await client.realtime.calls.hangup(callIdOf(response));
});

const SESSION = JSON.stringify({ type: "realtime", model: "gpt-realtime-2.1-mini" });
const MULTIPARTS: readonly [string, (name: string, value: string) => string][] = [
  [
    "content types and no filename",
    (name) =>
      `name="${name}"\r\ncontent-type: ${name === "sdp" ? "application/sdp" : "application/json"}`,
  ],
  ["neither content type nor filename", (name) => `name="${name}"`],
  [
    "an empty filename",
    (name) => `name="${name}"; filename=""\r\ncontent-type: application/octet-stream`,
  ],
  ["a filename", (name) => `name="${name}"; filename="${name}.txt"\r\ncontent-type: text/plain`],
];

for (const [what, head] of MULTIPARTS)
  test(`POST /v1/realtime/calls reads the form when its parts have ${what}`, async () => {
    const parts = [
      ["sdp", offer],
      ["session", SESSION],
    ] as const;
    const body = parts
      .map(
        ([name, value]) =>
          `--edge\r\ncontent-disposition: form-data; ${head(name, value)}\r\n\r\n${value}\r\n`,
      )
      .join("");
    const response = await post("/v1/realtime/calls", {
      headers: { ...AUTHORISED, "content-type": "multipart/form-data; boundary=edge" },
      body: `${body}--edge--\r\n`,
    });
    assert.equal(response.status, 201, await response.clone().text());
    const call = standIn.calls.find(callIdOf(response));
    assert.equal(call?.session.settings.model, "gpt-realtime-2.1-mini");
    call.end();
  });

test("POST /v1/realtime/calls answers one section when the offer has no data channel", async () => {
  const audioOnly = await createCaller({ hasChannel: false }).createOffer();
  const response = await client.realtime.calls.create({ sdp: audioOnly });
  const answer = await response.text();
  assert.equal(answer.match(/^m=/gm)?.length, 1);
  standIn.calls.find(callIdOf(response))?.end();
});

test("POST …/hangup ends a call once, and says so when it is over", async () => {
  const caller = createCaller();
  const response = await client.realtime.calls.create({ sdp: await caller.createOffer() });
  await caller.connect(await response.text());
  await caller.waitFor("session.created");
  const callId = callIdOf(response);
  await client.realtime.calls.hangup(callId);
  await assert.rejects(
    client.realtime.calls.hangup(callId),
    (error) => error instanceof OpenAI.NotFoundError && error.code === "call_id_not_found",
  );
  assert.equal(standIn.calls.findAny(callId)?.isOver, true);
});

test("POST /v1/realtime/client_secrets shows the session that the key will open", async () => {
  const secret = await client.realtime.clientSecrets.create({
    expires_after: { anchor: "created_at", seconds: 60 },
    session: {
      type: "realtime",
      model: "gpt-realtime-2.1",
      instructions: "Be kind.",
      tools: [{ type: "function", name: "note", parameters: {} }],
    },
  });
  assert.match(secret.value, /^ek_/);
  assert.ok(Math.abs(secret.expires_at - Date.now() / 1000 - 60) <= 2);
  assert.ok(secret.session.type === "realtime");
  assert.equal(secret.session.expires_at, 0);
  assert.equal(secret.session.instructions, "Be kind.");
  assert.deepEqual(secret.session.tools, [
    { type: "function", name: "note", description: null, parameters: {} },
  ]);
  assert.ok(!("reasoning" in secret.session));
});

test("POST /v1/realtime/calls opens one call when it is given an ephemeral key", async () => {
  const secret = await client.realtime.clientSecrets.create({
    session: { type: "realtime", instructions: "Be kind." },
  });
  const call = () =>
    post("/v1/realtime/calls?model=gpt-realtime", {
      headers: { authorization: `Bearer ${secret.value}`, "content-type": "application/sdp" },
      body: offer,
    });
  const first = await call();
  assert.equal(first.status, 201);
  assert.equal(standIn.calls.find(callIdOf(first))?.session.settings.instructions, "Be kind.");
  const second = await call();
  assert.equal(second.status, 401);
  const body: unknown = await second.json();
  assert.deepEqual(body, {
    error: {
      message: "Ephemeral token has already been used.",
      type: "invalid_request_error",
      param: null,
      code: "ephemeral_token_already_used",
    },
  });
  standIn.faults.patchNextCall({ reusableKeys: true });
  const third = await call();
  assert.equal(third.status, 201);
  for (const response of [first, third]) standIn.calls.find(callIdOf(response))?.end();
});

const FORM = "multipart/form-data; boundary=edge";
const REFUSALS: readonly [string, string, RequestInit, number, string | null][] = [
  ["no key", "/v1/realtime/calls", { body: "v=0" }, 401, "missing_api_key"],
  [
    "a wrong key",
    "/v1/realtime/client_secrets",
    { headers: { authorization: "Bearer sk-other" }, body: "{}" },
    401,
    "invalid_api_key",
  ],
  [
    "an unknown ephemeral key",
    "/v1/realtime/calls",
    { headers: { authorization: "Bearer ek_x", "content-type": "application/sdp" }, body: "OFFER" },
    401,
    "invalid_api_key",
  ],
  [
    "an offer that is none",
    "/v1/realtime/calls",
    { headers: { ...AUTHORISED, "content-type": "application/sdp" }, body: "hello" },
    400,
    "invalid_offer",
  ],
  [
    "an offer without usable parts",
    "/v1/realtime/calls",
    {
      headers: { ...AUTHORISED, "content-type": "application/sdp" },
      body: "v=0\r\nm=audio 9 x 111\r\na=fingerprint:sha-256 00\r\n",
    },
    400,
    "invalid_offer",
  ],
  [
    "another content type",
    "/v1/realtime/calls",
    { headers: JSON_BODY, body: "{}" },
    415,
    "unsupported_content_type",
  ],
  [
    "a broken form",
    "/v1/realtime/calls",
    { headers: { ...AUTHORISED, "content-type": FORM }, body: "hello" },
    400,
    "invalid_form",
  ],
  [
    "a form without offer",
    "/v1/realtime/calls",
    {
      headers: { ...AUTHORISED, "content-type": FORM },
      body: '--edge\r\ncontent-disposition: form-data; name="session"\r\n\r\n{}\r\n--edge--\r\n',
    },
    400,
    "missing_required_parameter",
  ],
  [
    "a form with a broken session",
    "/v1/realtime/calls",
    {
      headers: { ...AUTHORISED, "content-type": FORM },
      body: '--edge\r\ncontent-disposition: form-data; name="sdp"\r\n\r\nOFFER\r\n--edge\r\ncontent-disposition: form-data; name="session"\r\n\r\n{"type":"realtime","voice":"ash"}\r\n--edge--\r\n',
    },
    400,
    "unknown_parameter",
  ],
  [
    "a lifetime that is too short",
    "/v1/realtime/client_secrets",
    { headers: JSON_BODY, body: '{"expires_after":{"anchor":"created_at","seconds":5}}' },
    400,
    "invalid_value",
  ],
  [
    "a beta-shaped session",
    "/v1/realtime/client_secrets",
    { headers: JSON_BODY, body: '{"session":{"type":"realtime","modalities":["audio"]}}' },
    400,
    "unknown_parameter",
  ],
  [
    "an unknown model",
    "/v1/realtime/client_secrets",
    { headers: JSON_BODY, body: '{"session":{"type":"realtime","model":"gpt-4"}}' },
    400,
    "model_not_found",
  ],
  ["broken JSON", "/v1/realtime/client_secrets", { headers: JSON_BODY, body: "{" }, 400, null],
  [
    "an unknown call to hang up",
    "/v1/realtime/calls/rtc_x/hangup",
    { headers: AUTHORISED },
    404,
    "call_id_not_found",
  ],
  ["no key to hang up", "/v1/realtime/calls/rtc_x/hangup", {}, 401, "missing_api_key"],
  ["a path of the beta", "/v1/realtime/sessions", { headers: JSON_BODY, body: "{}" }, 404, null],
  ["no key for a report", "/v1/responses", { body: "{}" }, 401, "missing_api_key"],
];

for (const [what, path, init, status, code] of REFUSALS)
  test(`The service refuses with ${status} and an error body when it is sent ${what}`, async () => {
    const body = typeof init.body === "string" ? init.body.replace("OFFER", offer) : null;
    const response = await post(path, { ...init, body });
    assert.equal(response.status, status);
    const { error } = (await response.json()) as { error: Record<string, unknown> };
    assert.deepEqual(Object.keys(error), ["message", "type", "param", "code"]);
    assert.equal(error["code"], code);
    assert.equal(response.headers.get("access-control-allow-origin"), "*");
  });

test("The service refuses a body of more than 4 MiB when one is sent", async () => {
  const response = await post("/v1/realtime/calls", {
    headers: { ...AUTHORISED, "content-type": "application/sdp" },
    body: "x".repeat(5_000_000),
  });
  assert.equal(response.status, 413);
});

for (const path of ["//", "/%", "/stand-in/calls/%zz/events", "/stand-in/", "/v1/realtime/calls"])
  test(`The service answers 4xx when GET asks for "${path}"`, async () => {
    const status = await new Promise((resolve, reject) => {
      get({ host: "127.0.0.1", port: new URL(standIn.url).port, path }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on("error", reject);
    });
    assert.ok(status === 400 || status === 404, String(status));
  });

test("OPTIONS allows the headers that are asked for when a browser asks first", async () => {
  const response = await fetch(`${standIn.url}/v1/realtime/calls`, {
    method: "OPTIONS",
    headers: {
      origin: "http://page.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type,x-openai-agents-sdk",
    },
  });
  assert.equal(response.status, 204);
  const allowed = response.headers.get("access-control-allow-headers");
  assert.equal(allowed, "authorization,content-type,x-openai-agents-sdk");
});

test("GET /v1/models lists the realtime models when the key is right", async () => {
  const { data } = await client.models.list();
  assert.ok(data.some(({ id }) => id === "gpt-realtime-2.1"));
});

for (const [what, fault, status] of [
  ["a rate limit", { refuseCallsWith: 429 }, 429],
  ["a failure", { refuseCallsWith: 500 }, 500],
  ["a revoked key", { refuseCallsWith: 401 }, 401],
] as const)
  test(`POST /v1/realtime/calls refuses the next call alone when the fault is ${what}`, async () => {
    const patched = await fetch(`${standIn.url}/stand-in/faults/next-call`, {
      method: "PATCH",
      body: JSON.stringify(fault),
    });
    assert.equal(patched.status, 200);
    await assert.rejects(
      client.realtime.calls.create({ sdp: offer }),
      (error) => error instanceof OpenAI.APIError && error.status === status,
    );
    const response = await client.realtime.calls.create({ sdp: offer });
    assert.equal(response.status, 201);
    standIn.calls.find(callIdOf(response))?.end();
  });

test("POST /v1/realtime/calls never answers when it is told so", async () => {
  standIn.faults.patchNextCall({ neverAnswer: true });
  await assert.rejects(
    client.realtime.calls.create({ sdp: offer }, { timeout: 300 }),
    OpenAI.APIConnectionTimeoutError,
  );
});

test("POST /v1/realtime/calls answers late when it is told so", async () => {
  standIn.faults.patchNextCall({ answerDelayMs: 400 });
  const startMs = performance.now();
  const response = await client.realtime.calls.create({ sdp: offer });
  assert.ok(performance.now() - startMs >= 400);
  standIn.calls.find(callIdOf(response))?.end();
});

test("DELETE /stand-in/faults goes back to none when some were set", async () => {
  const url = `${standIn.url}/stand-in/faults`;
  await fetch(url, { method: "PATCH", body: '{"killAudio":true}' });
  assert.equal(standIn.faults.current.killAudio, true);
  await fetch(url, { method: "DELETE" });
  assert.equal(standIn.faults.current.killAudio, false);
});

test("PATCH /stand-in/faults names the fault when it is unknown or wrong", async () => {
  for (const patch of ['{"explode":true}', '{"sessionSeconds":0}', "[]"]) {
    const response = await fetch(`${standIn.url}/stand-in/faults`, {
      method: "PATCH",
      body: patch,
    });
    assert.equal(response.status, 400);
  }
  const { sessionSeconds } = standIn.faults.current;
  assert.equal(sessionSeconds, 3600);
});

test("GET /stand-in/calls shows a live call with its packets when one is up", async () => {
  const caller = createCaller();
  const created = await client.realtime.calls.create({ sdp: await caller.createOffer() });
  await caller.connect(await created.text());
  // Half of it is enough: what is said before the other end is through with its handshake is lost.
  await caller.speak(new Int16Array(48_000));
  const response = await fetch(`${standIn.url}/stand-in/calls`);
  const { calls } = (await response.json()) as { calls: Record<string, unknown>[] };
  const summary = calls.find(({ id }) => id === callIdOf(created));
  assert.equal(summary?.["state"], "connected");
  const packets = summary["packets"] as { packetsReceived: number; packetsSent: number };
  assert.ok(packets.packetsReceived >= 20, JSON.stringify(packets));
  assert.ok(packets.packetsSent >= 15, JSON.stringify(packets));
  assert.ok(caller.packetsReceived >= 15);
});

test("startStandIn() fails in one sentence when its port is taken", async () => {
  const port = Number(new URL(standIn.url).port);
  await assert.rejects(startStandIn({ port }), /EADDRINUSE/);
});
