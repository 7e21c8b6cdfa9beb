import assert from "node:assert/strict";
import { SessionResponse } from "../../supabase/functions/_shared/contract/session.ts";
import { ProviderError } from "../../supabase/functions/_shared/providers/provider-error.ts";
import { StoreError } from "../../supabase/functions/_shared/store/store-error.ts";
import { createCoachHarness, startBody, startSession, until } from "./kit/coach-harness.ts";
import { DEADLINE, onlySession } from "./kit/fake-store.ts";
import { ANSWER, OFFER } from "./kit/offer-fixture.ts";
import { PRIVATE_WORDS } from "./kit/scenario-fixture.ts";

Deno.test(
  "POST /sessions answers 201 with the call's answer when everything is in order",
  async () => {
    const harness = createCoachHarness();
    const response = await harness.send("POST", "/coach/sessions", { body: startBody() });
    assert.equal(response.status, 201);
    const session = SessionResponse.parse(await response.json());
    assert.equal(session.handshake, "relay");
    assert.equal(session.handshake === "relay" && session.answer, ANSWER);
    assert.equal(session.deadline, DEADLINE);
    assert.equal(session.limitSeconds, 600);
    assert.equal(session.heartbeatSeconds, 15);
    assert.equal(session.rehearsal, true);
    assert.equal(harness.calls[0]?.offer, OFFER);
    assert.equal(onlySession(harness.sessions).status, "active");
  },
);

Deno.test(
  "POST /sessions gives the provider a plan without the rubric when it makes the call",
  async () => {
    const harness = createCoachHarness();
    await startSession(harness, { learnerName: " Ada ", variables: { city: "Nantes" } });
    const plan = harness.calls[0]?.plan;
    assert.ok(plan);
    assert.match(plan.instructions, /^Scenario: bakery-fr\n/);
    assert.match(plan.instructions, /Nantes/);
    assert.match(plan.instructions, /Ada/);
    assert.ok(!plan.instructions.includes(PRIVATE_WORDS));
    assert.equal(plan.voice, "marin");
    assert.equal(plan.input, "voice");
    assert.match(plan.safetyIdentifier, /^[0-9a-f]{64}$/);
  },
);

Deno.test(
  "POST /sessions names a learner by a hash that differs between devices and sources",
  async () => {
    const harness = createCoachHarness();
    await startSession(harness, { deviceId: "device-0001" });
    await startSession(harness, { deviceId: "device-0001" });
    await startSession(harness, { deviceId: "device-0002" });
    const keys = [...harness.sessions.values()].map(({ request }) => request.learnerKey);
    assert.equal(keys[0], keys[1]);
    assert.notEqual(keys[0], keys[2]);
    assert.equal(keys[0], harness.world.hashLearner("device", "device-0001"));
    assert.notEqual(keys[0], harness.world.hashLearner("token", "device-0001"));
  },
);

Deno.test(
  "POST /sessions tells anonymous learners apart by address when there is no device id",
  async () => {
    const harness = createCoachHarness();
    const body = () => startBody({ deviceId: undefined });
    for (const address of ["198.51.100.9, 203.0.113.1", "203.0.113.1", "203.0.113.2"]) {
      const headers = { "x-forwarded-for": address };
      await harness.send("POST", "/coach/sessions", { body: body(), headers });
    }
    const keys = [...harness.sessions.values()].map(({ request }) => request.learnerKey);
    assert.equal(keys[0], keys[1]);
    assert.notEqual(keys[0], keys[2]);
  },
);

Deno.test("POST /sessions takes an offer that only listens when the learner types", async () => {
  const harness = createCoachHarness();
  const offer = OFFER.replace("a=sendrecv", "a=recvonly").replace("a=msid:stream track\r\n", "");
  await startSession(harness, { offer, input: "text" });
  assert.equal(harness.calls[0]?.offer, offer);
  assert.equal(harness.calls[0]?.plan.input, "text");
});

Deno.test("POST /sessions gives the same answer again when an attempt is repeated", async () => {
  const harness = createCoachHarness();
  const body = startBody();
  const first = await (await harness.send("POST", "/coach/sessions", { body })).json();
  const again = await harness.send("POST", "/coach/sessions", { body });
  assert.equal(again.status, 201);
  const second = await again.json();
  assert.equal(second.sessionId, first.sessionId);
  assert.equal(second.answer, first.answer);
  assert.equal(harness.calls.length, 1);
});

Deno.test(
  "POST /sessions waits for the first request's call when a repeated one overtakes it",
  async () => {
    const harness = createCoachHarness();
    const body = startBody();
    let finish = () => {};
    const slow = new Promise<void>((resolve) => (finish = resolve));
    const { createCall } = harness.provider;
    harness.provider.createCall = async (plan, offer) => {
      await slow;
      return createCall(plan, offer);
    };
    const first = harness.send("POST", "/coach/sessions", { body });
    await until(() => harness.sessions.size === 1);
    const { openSession } = harness.store;
    let polls = 0;
    harness.overrides.openSession = async (request) => {
      polls += 1;
      if (polls === 3) {
        finish();
        await first;
      }
      return openSession(request);
    };
    const second = await harness.send("POST", "/coach/sessions", { body });
    assert.equal(second.status, 201);
    assert.equal((await second.json()).answer, ANSWER);
    assert.deepEqual(harness.waits, [250, 500]);
    assert.equal(harness.calls.length, 1);
  },
);

Deno.test(
  "POST /sessions answers 409 with a time to retry when the first call takes too long",
  async () => {
    const harness = createCoachHarness();
    const body = startBody();
    harness.provider.createCall = () => new Promise(() => {});
    void harness.send("POST", "/coach/sessions", { body });
    await until(() => harness.sessions.size === 1);
    const second = await harness.send("POST", "/coach/sessions", { body });
    assert.equal(second.status, 409);
    assert.equal(second.headers.get("retry-after"), "2");
  },
);

Deno.test(
  "POST /sessions answers 409 when an attempt key comes back with another offer",
  async () => {
    const harness = createCoachHarness();
    const body = startBody();
    await harness.send("POST", "/coach/sessions", { body });
    const changed = { ...body, offer: OFFER.replace("a=mid:0", "a=mid:7") };
    const response = await harness.send("POST", "/coach/sessions", { body: changed });
    assert.equal(response.status, 409);
    assert.equal((await response.json()).field, "attemptKey");
    assert.equal(harness.calls.length, 1);
  },
);

Deno.test("POST /sessions answers 409 when the attempt's session is over", async () => {
  const harness = createCoachHarness();
  const body = startBody();
  const { sessionId, sessionToken } = await (
    await harness.send("POST", "/coach/sessions", { body })
  ).json();
  await harness.send("POST", `/coach/sessions/${sessionId}/end`, {
    body: { sessionToken, reason: "learner" },
  });
  const response = await harness.send("POST", "/coach/sessions", { body });
  assert.equal(response.status, 409);
  await harness.settle();
});

Deno.test("POST /sessions answers 502 again when a failed attempt is repeated", async () => {
  const harness = createCoachHarness();
  harness.failures.createCall = new ProviderError("unavailable", "away");
  const body = startBody();
  assert.equal((await harness.send("POST", "/coach/sessions", { body })).status, 502);
  await harness.settle();
  const again = await harness.send("POST", "/coach/sessions", { body });
  assert.equal(again.status, 502);
  assert.equal((await again.json()).code, "upstream_unavailable");
  assert.equal(harness.calls.length, 1);
});

Deno.test("POST /sessions answers 429 with the limit when the allowance is used up", async () => {
  const harness = createCoachHarness();
  const limit = {
    name: "learner_day",
    cap: 1_800,
    used: 1_790,
    resetsAt: "2026-11-22T00:00:00Z",
  } as const;
  harness.overrides.openSession = () =>
    Promise.resolve({ outcome: "limit_reached", limit, retryAfterSeconds: 50_400 });
  const response = await harness.send("POST", "/coach/sessions", { body: startBody() });
  assert.equal(response.status, 429);
  assert.equal(response.headers.get("retry-after"), "50400");
  const problem = await response.json();
  assert.equal(problem.code, "limit_reached");
  assert.deepEqual(problem.limit, limit);
  assert.equal(harness.calls.length, 0);
});

const PROVIDER_FAILURES = [
  ["rate_limited", 502, "upstream_unavailable", 7],
  ["refused", 502, "upstream_unavailable", 5],
  ["timeout", 502, "upstream_unavailable", 5],
  ["unavailable", 502, "upstream_unavailable", 5],
  ["offer_refused", 400, "request_invalid", undefined],
] as const;

for (const [failure, status, code, retryAfterSeconds] of PROVIDER_FAILURES) {
  Deno.test(
    `POST /sessions releases the minutes and answers ${status} when the provider fails with ${failure}`,
    async () => {
      const harness = createCoachHarness();
      harness.failures.createCall = new ProviderError(
        failure,
        "internal words of sk-provider-key-1234",
        {
          status: 400,
          retryAfterSeconds: failure === "rate_limited" ? 7 : null,
        },
      );
      const response = await harness.send("POST", "/coach/sessions", { body: startBody() });
      await harness.settle();
      assert.equal(response.status, status);
      const text = await response.text();
      const problem = JSON.parse(text);
      assert.equal(problem.code, code);
      assert.equal(problem.retryAfterSeconds, retryAfterSeconds);
      assert.ok(!text.includes("internal words"));
      assert.equal(onlySession(harness.sessions).status, "released");
    },
  );
}

Deno.test(
  "POST /sessions hangs up the call when the session is gone before it is attached",
  async () => {
    const harness = createCoachHarness();
    harness.overrides.attachCall = () => Promise.resolve({ outcome: "gone" });
    const response = await harness.send("POST", "/coach/sessions", { body: startBody() });
    await harness.settle();
    assert.equal(response.status, 409);
    assert.deepEqual(harness.hungUp, ["rtc_1"]);
  },
);

Deno.test(
  "POST /sessions hangs up and answers 502 when the database is lost after the call was made",
  async () => {
    const harness = createCoachHarness();
    harness.overrides.attachCall = () =>
      Promise.reject(new StoreError("unavailable", "attach_call", { message: "connection lost" }));
    const response = await harness.send("POST", "/coach/sessions", { body: startBody() });
    await harness.settle();
    assert.equal(response.status, 502);
    assert.deepEqual(harness.hungUp, ["rtc_1"]);
  },
);

Deno.test(
  "POST /sessions ends the session when it was attached and only the answer was lost",
  async () => {
    const harness = createCoachHarness();
    const { attachCall } = harness.store;
    harness.overrides.attachCall = async (call) => {
      await attachCall(call);
      throw new StoreError("unavailable", "attach_call", { message: "timed out" });
    };
    const response = await harness.send("POST", "/coach/sessions", { body: startBody() });
    await harness.settle();
    assert.equal(response.status, 502);
    assert.equal(onlySession(harness.sessions).status, "ended");
  },
);

Deno.test("POST /sessions tries four times to hang up a call that no row knows", async () => {
  const harness = createCoachHarness();
  harness.overrides.attachCall = () => Promise.resolve({ outcome: "gone" });
  harness.failures.hangUp = new ProviderError("unavailable", "away");
  await harness.send("POST", "/coach/sessions", { body: startBody() });
  await harness.settle();
  assert.deepEqual(harness.waits, [1_000, 2_000, 4_000]);
  assert.equal(harness.backgroundFailures.length, 1);
});

Deno.test("POST /sessions answers 502 when the database cannot be reached", async () => {
  const harness = createCoachHarness();
  harness.overrides.openSession = () =>
    Promise.reject(new StoreError("unavailable", "open_session", { message: "10.0.0.1 refused" }));
  const response = await harness.send("POST", "/coach/sessions", { body: startBody() });
  assert.equal(response.status, 502);
  assert.equal(response.headers.get("retry-after"), "5");
  assert.equal(harness.calls.length, 0);
});

Deno.test(
  "POST /sessions answers a client secret under a low cap when the handshake is ephemeral",
  async () => {
    const harness = createCoachHarness({ handshake: "ephemeral" });
    const body = startBody();
    const response = await harness.send("POST", "/coach/sessions", { body });
    assert.equal(response.status, 201);
    const session = SessionResponse.parse(await response.json());
    assert.equal(session.handshake === "ephemeral" && session.clientSecret, "ek_test_secret");
    assert.equal(session.limitSeconds, 300);
    assert.equal(harness.calls.length, 0);
    const stored = onlySession(harness.sessions);
    assert.equal(stored.request.handshake, "ephemeral");
    assert.equal(stored.call?.providerCallId, null);
    // The secret was for one use: repeating the attempt gets none.
    const again = await harness.send("POST", "/coach/sessions", { body });
    assert.equal(again.status, 409);
    assert.equal(harness.minted.length, 1);
  },
);

Deno.test("POST /sessions clears away what is over when it has answered", async () => {
  const harness = createCoachHarness();
  const batches: number[] = [];
  harness.overrides.reapSessions = (batch) => {
    batches.push(batch);
    return Promise.resolve({ reaped: 0, released: 0 });
  };
  harness.hangups.push({ id: 1, providerCallId: "rtc_old", done: false, attempts: 0 });
  await startSession(harness);
  await harness.settle();
  assert.deepEqual(batches, [20]);
  assert.deepEqual(harness.hungUp, ["rtc_old"]);
});

Deno.test("POST /sessions asks for nothing that is over where nothing is", async () => {
  const harness = createCoachHarness();
  const original = harness.store.attachCall;
  harness.overrides.attachCall = async (call) => {
    const answer = await original(call);
    return answer.outcome === "active" ? { ...answer, isSweepDue: false } : answer;
  };
  harness.overrides.reapSessions = () => Promise.reject(new Error("not asked for"));
  await startSession(harness);
  await harness.settle();
  assert.deepEqual(harness.backgroundFailures, []);
});
