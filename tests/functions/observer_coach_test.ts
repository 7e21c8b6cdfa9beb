import assert from "node:assert/strict";
import { readEnvironment } from "../../supabase/functions/_shared/runtime/environment.ts";
import { createCoachHarness, startBody, startSession } from "./kit/coach-harness.ts";
import { SOUND_ENVIRONMENT } from "./kit/environment-fixture.ts";

/** A coach whose calls are observed, and the calls that it had watched. */
function createObservedHarness() {
  const watched: string[] = [];
  const begun: string[] = [];
  const harness = createCoachHarness({
    watchCall: (callId) => {
      watched.push(callId);
      return Promise.resolve();
    },
    startSegment: (callId) => {
      begun.push(callId);
      return Promise.resolve(true);
    },
  });
  return { harness, watched, begun };
}

Deno.test("POST /sessions has its call watched, with what it was opened with", async () => {
  const { harness, watched } = createObservedHarness();
  const callId = crypto.randomUUID();
  let plan: unknown = null;
  const original = harness.store.attachCall;
  harness.overrides.attachCall = async (call) => {
    plan = call.plan;
    const answer = await original(call);
    return answer.outcome === "active" ? { ...answer, callId } : answer;
  };
  await startSession(harness);
  await harness.settle();
  assert.deepEqual(watched, [callId]);
  assert.deepEqual(plan, { model: "m", transcriptionModel: "t", settings: {} });
});

const never = new Promise<never>(() => undefined);

/** A start whose call is watched as `watchCall` says, and the reader of its answer. */
async function startWatched(
  watchCall: () => Promise<void>,
  wait: (milliseconds: number) => Promise<void> = () => never,
) {
  const harness = createCoachHarness({ watchCall, wait });
  const original = harness.store.attachCall;
  harness.overrides.attachCall = async (call) => {
    const answer = await original(call);
    return answer.outcome === "active" ? { ...answer, callId: crypto.randomUUID() } : answer;
  };
  const response = await harness.send("POST", "/coach/sessions", { body: startBody() });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  return { harness, response, read: async () => await reader?.read() };
}

Deno.test("POST /sessions answers at once, and ends its answer when somebody listens", async () => {
  let listen: () => void = () => undefined;
  const listening = new Promise<void>((resolve) => (listen = resolve));
  const { response, read } = await startWatched(() => listening);
  assert.equal(response.status, 201);
  assert.equal(response.headers.get("cache-control"), "no-store, no-transform");
  const line = (await read())?.value ?? "";
  assert.equal(JSON.parse(line).handshake, "relay");
  assert.ok(line.endsWith("\n"));
  const end = read();
  assert.equal(await Promise.race([end, Promise.resolve("open")]), "open");
  listen();
  assert.equal((await end)?.done, true);
});

Deno.test(
  "POST /sessions ends its answer after three seconds in which nobody listens",
  async () => {
    const waits: number[] = [];
    const { read } = await startWatched(
      () => never,
      (milliseconds) => {
        waits.push(milliseconds);
        return Promise.resolve();
      },
    );
    await read();
    assert.equal((await read())?.done, true);
    assert.deepEqual(waits, [3_000]);
  },
);

Deno.test(
  "POST /sessions ends its answer where nobody can listen, and keeps the call",
  async () => {
    const failing = () => Promise.reject(new Error("no sideband"));
    const { harness, read } = await startWatched(failing);
    await read();
    assert.equal((await read())?.done, true);
    await harness.settle();
    assert.equal(harness.backgroundFailures.length, 1);
    assert.deepEqual(harness.hungUp, []);
  },
);

Deno.test("POST /heartbeat replaces a segment that is gone, and only then", async () => {
  const { harness, begun } = createObservedHarness();
  const { id, token } = await startSession(harness);
  const beat = () =>
    harness.send("POST", `/coach/sessions/${id}/heartbeat`, { body: { sessionToken: token } });
  await beat();
  await harness.settle();
  assert.deepEqual(begun, []);
  const callId = crypto.randomUUID();
  harness.overrides.listUnwatchedCalls = (sessionId) =>
    Promise.resolve({ calls: sessionId === id ? [callId] : [] });
  assert.equal((await beat()).status, 200);
  await harness.settle();
  assert.deepEqual(begun, [callId]);
});

Deno.test("POST /end hangs up once the learner's last words are written down", async () => {
  const { harness } = createObservedHarness();
  const { id, token } = await startSession(harness);
  const pending = [1, 1, 0];
  harness.overrides.getPendingWords = () =>
    Promise.resolve({ isObserved: true, pending: pending.shift() ?? 0 });
  const body = { sessionToken: token, reason: "learner" };
  assert.equal((await harness.send("POST", `/coach/sessions/${id}/end`, { body })).status, 200);
  await harness.settle();
  assert.deepEqual(harness.waits, [600, 400]);
  assert.deepEqual(harness.hungUp, ["rtc_1"]);
});

Deno.test(
  "POST /end waits three seconds at most, and not at all where nobody listens",
  async () => {
    const { harness } = createObservedHarness();
    harness.overrides.getPendingWords = () => Promise.resolve({ isObserved: true, pending: 1 });
    const patient = await startSession(harness);
    const body = { sessionToken: patient.token, reason: "learner" };
    await harness.send("POST", `/coach/sessions/${patient.id}/end`, { body });
    await harness.settle();
    assert.equal(
      harness.waits.reduce((sum, waitMs) => sum + waitMs, 0),
      3_000,
    );
    assert.equal(harness.hungUp.length, 1);

    const alone = createObservedHarness().harness;
    alone.overrides.getPendingWords = () => Promise.reject(new Error("database away"));
    const session = await startSession(alone);
    const end = { sessionToken: session.token, reason: "learner" };
    await alone.send("POST", `/coach/sessions/${session.id}/end`, { body: end });
    await alone.settle();
    assert.deepEqual([alone.waits, alone.hungUp], [[], ["rtc_1"]]);
  },
);

Deno.test("readEnvironment() finds sidebands where the provider is, over TLS or not at all", () => {
  const read = (changes: Readonly<Record<string, string>>) =>
    readEnvironment((name) => ({ ...SOUND_ENVIRONMENT, ...changes })[name]);
  const moved = read({ OPENAI_BASE_URL: "https://eu.api.openai.com/v1/" });
  assert.equal(moved.openai.sidebandUrl, "https://eu.api.openai.com/v1");
  assert.equal(read({}).segmentSeconds, 120);
  assert.equal(read({}).scoreReportedTurns, false);
  const own = read({ OPENAI_SIDEBAND_URL: "wss://127.0.0.1:9/v1" });
  assert.equal(own.openai.sidebandUrl, "wss://127.0.0.1:9/v1");
  assert.throws(
    () => read({ OPENAI_SIDEBAND_URL: "http://127.0.0.1:9/v1" }),
    /OPENAI_SIDEBAND_URL/,
  );
  assert.throws(() => read({ OBSERVER_SEGMENT_SECONDS: "900" }), /OBSERVER_SEGMENT_SECONDS/);
});
