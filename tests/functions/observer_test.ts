import assert from "node:assert/strict";
import { createServe } from "../../supabase/functions/_shared/runtime/http/serve.ts";
import { systemClock } from "../../supabase/functions/_shared/observation/clock.ts";
import { createLog } from "../../supabase/functions/_shared/runtime/telemetry/log.ts";
import { createObserverApp } from "../../supabase/functions/observer/app.ts";
import { assertProblem } from "./kit/assert-problem.ts";
import { createFakeProvider } from "./kit/fake-provider.ts";
import { createFakeScorer, honestDraft } from "./kit/fake-scorer.ts";
import { createFakeStore, type FakeSession } from "./kit/fake-store.ts";

const KEY = "schedule-key-schedule-key-schedule-key";
const SERVICE_KEY = "sb_secret_default_key";

function createObserverHarness() {
  const fakeStore = createFakeStore();
  const fakeProvider = createFakeProvider();
  const clock = { nowMs: 0 };
  const purged: number[] = [];
  const delivered: number[] = [];
  const log = createLog("observer", () => {});
  const world = {
    store: fakeStore.store,
    provider: fakeProvider.provider,
    scorer: createFakeScorer(honestDraft).scorer,
    serviceKeys: [SERVICE_KEY],
    scheduleKey: KEY,
    rehearsal: false,
    scoreReportedTurns: true,
    keepsHesitations: false,
    clock: systemClock,
    startSegment: () => Promise.resolve(true),
    segmentSeconds: 120,
    background: (_name: string, task: () => Promise<void>) => void task(),
    purge: (batch: number) => {
      purged.push(batch);
      return Promise.resolve({});
    },
    deliver: [
      (batch: number) => {
        delivered.push(batch);
        return Promise.resolve({ done: 0, queued: 0, failed: 0 });
      },
    ],
    leaving: () => new AbortController().signal,
    now: () => new Date(clock.nowMs),
    log,
  };
  const serve = createServe(() => createObserverApp(world), log);
  const reap = (authorization: string | null = `Bearer ${KEY}`, method = "POST") => {
    const headers: HeadersInit = authorization === null ? {} : { authorization };
    return serve(new Request("https://project.example/observer/reap", { method, headers }));
  };
  return { ...fakeStore, ...fakeProvider, clock, reap, purged, delivered };
}

/** A session that has ended and waits for its report. */
function pendingSession(id: string): FakeSession {
  return {
    id,
    request: {
      embedKey: "mk_demo",
      origin: "https://lms.example",
      scenario: "bakery-fr",
      attemptKey: id,
      requestHash: "h",
      learnerKey: "k",
      learnerName: null,
      locale: "fr",
      consent: { version: "1", locale: "fr" },
      variables: {},
      handshake: "relay",
      requestId: "r",
      capSeconds: null,
    },
    status: "ended",
    call: null,
    turns: [],
    report: "pending",
    reason: null,
    saved: null,
    leased: false,
    attempts: 0,
    paused: false,
    furtherCalls: new Map(),
  };
}

const WRONG = [
  ["none", null],
  ["a wrong one", "Bearer sb_secret_of_somebody"],
  ["the database's", `Bearer ${SERVICE_KEY}`],
  ["an empty one", "Bearer "],
  ["the beginning of one", `Bearer ${KEY.slice(0, -1)}`],
  ["another scheme", `Basic ${KEY}`],
] as const;

for (const [name, authorization] of WRONG) {
  Deno.test(`POST /reap answers 401 and touches nothing when the key is ${name}`, async () => {
    const { reap, overrides } = createObserverHarness();
    overrides.reapSessions = () => Promise.reject(new Error("must not be called"));
    const response = await reap(authorization);
    await assertProblem(response, { status: 401, code: "caller_unauthorized" });
  });
}

Deno.test("POST /reap settles batch after batch until nothing is over", async () => {
  const { reap, overrides } = createObserverHarness();
  const batches = [
    { reaped: 50, released: 0 },
    { reaped: 3, released: 2 },
    { reaped: 0, released: 0 },
  ];
  overrides.reapSessions = () => Promise.resolve(batches.shift() ?? { reaped: 99, released: 99 });
  const response = await reap();
  assert.equal(response.status, 200);
  const { reaped, released } = await response.json();
  assert.deepEqual({ reaped, released }, { reaped: 53, released: 2 });
});

Deno.test("POST /reap stops after ten batches when there is always more", async () => {
  const { reap, overrides } = createObserverHarness();
  overrides.reapSessions = () => Promise.resolve({ reaped: 1, released: 0 });
  assert.equal((await (await reap()).json()).reaped, 10);
});

Deno.test(
  "POST /reap hangs up what is queued and keeps what the provider does not confirm",
  async () => {
    const { reap, hangups, hungUp, failures } = createObserverHarness();
    hangups.push({ id: 1, providerCallId: "rtc_a", done: false, attempts: 0 });
    assert.deepEqual((await (await reap()).json()).hangups, { done: 1, queued: 0 });
    assert.deepEqual(hungUp, ["rtc_a"]);
    hangups.push({ id: 2, providerCallId: "rtc_b", done: false, attempts: 0 });
    failures.hangUp = new Error("away");
    assert.deepEqual((await (await reap()).json()).hangups, { done: 0, queued: 1 });
    assert.equal(hangups[1]?.done, false);
  },
);

Deno.test("POST /reap works off reports and says how each ended", async () => {
  const { reap, sessions } = createObserverHarness();
  for (const id of ["a", "b"]) sessions.set(id, pendingSession(id));
  assert.deepEqual((await (await reap()).json()).reports, { not_scored: 2 });
});

Deno.test("POST /reap begins no report when its time is used up", async () => {
  const { reap, sessions, clock, overrides, store } = createObserverHarness();
  for (const id of ["a", "b", "c"]) sessions.set(id, pendingSession(id));
  const { claimReport } = store;
  overrides.claimReport = (id, leaseSeconds) => {
    clock.nowMs += 15_000;
    return claimReport(id, leaseSeconds);
  };
  assert.deepEqual((await (await reap()).json()).reports, { not_scored: 2 });
});

Deno.test("POST /reap removes what is old, a bounded number of it", async () => {
  const { reap, purged } = createObserverHarness();
  await reap();
  assert.deepEqual(purged, [200]);
});

Deno.test("POST /reap sends sites a bounded number of what they are to be told", async () => {
  const { reap, delivered } = createObserverHarness();
  await reap();
  assert.deepEqual(delivered, [50]);
});

Deno.test("observer answers 404 when the route or method is unknown", async () => {
  const { reap } = createObserverHarness();
  await assertProblem(await reap(`Bearer ${KEY}`, "GET"), { status: 404, code: "not_found" });
});
