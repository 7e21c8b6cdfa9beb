import assert from "node:assert/strict";
import {
  AttemptsResponse,
  ScenariosResponse,
} from "../../supabase/functions/_shared/contract/learner-record.ts";
import { Brief } from "../../supabase/functions/_shared/contract/brief.ts";
import { Problem } from "../../supabase/functions/_shared/contract/problem.ts";
import { assertProblem } from "./kit/assert-problem.ts";
import { createCoachHarness, startBody, startSession } from "./kit/coach-harness.ts";
import { EMBED_KEY, onlySession, ORIGIN } from "./kit/fake-store.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";
import { signToken, tokenClaims } from "./kit/sign-token.ts";

const SITE = `embedKey=${EMBED_KEY}`;
const ASKED = `${SITE}&scenario=${STORED_SCENARIO.id}`;
const DEVICE = "deviceId=device-0001";
/** A token of the harness's standing clock. */
const freshToken = () => signToken(tokenClaims(Date.parse("2026-11-21T10:00:00Z")));
const QUALITY = { roundTripMs: 80, jitterMs: 4, lossPercent: 1.5, mos: 4.1 };

Deno.test("GET /attempts lists the attempts of the device that asks, and of no other", async () => {
  const harness = createCoachHarness();
  const { id } = await startSession(harness);
  const own = await harness.send("GET", `/coach/attempts?${ASKED}&${DEVICE}`);
  assert.equal(own.status, 200);
  const { attempts } = AttemptsResponse.parse(await own.json());
  assert.deepEqual(
    attempts.map(({ sessionId }) => sessionId),
    [id],
  );
  const other = await harness.send("GET", `/coach/attempts?${ASKED}&deviceId=device-0002`);
  assert.deepEqual(await other.json(), { attempts: [] });
});

Deno.test("GET /attempts lists nothing for one whom only the address tells apart", async () => {
  const harness = createCoachHarness();
  const headers = { "x-forwarded-for": "198.51.100.7" };
  const { deviceId: _deviceId, ...body } = startBody();
  const started = await harness.send("POST", "/coach/sessions", { body, headers });
  assert.equal(started.status, 201);
  const asked: (string | null)[] = [];
  const { listAttempts } = harness.records.functions;
  harness.overrides.listAttempts = (query) => {
    asked.push(query.learnerKey);
    return listAttempts(query);
  };
  const response = await harness.send("GET", `/coach/attempts?${ASKED}`, { headers });
  assert.deepEqual(await response.json(), { attempts: [] });
  assert.deepEqual(asked, [null]);
});

Deno.test("GET /attempts/:id/report opens the learner's own, and nobody else's", async () => {
  const harness = createCoachHarness();
  const { id } = await startSession(harness);
  const ask = (sessionId: string, asked: string) =>
    harness.send("GET", `/coach/attempts/${sessionId}/report?${asked}`);
  const own = await ask(id, `${ASKED}&${DEVICE}`);
  assert.equal(own.status, 200);
  assert.deepEqual(await own.json(), { status: "failed", transcript: [] });
  for (const [sessionId, asked] of [
    [id, `${ASKED}&deviceId=device-0002`],
    [id, ASKED],
    [crypto.randomUUID(), `${ASKED}&${DEVICE}`],
    ["no-id", `${ASKED}&${DEVICE}`],
  ] as const) {
    await assertProblem(await ask(sessionId, asked), { status: 404, code: "not_found" });
  }
});

Deno.test("GET /brief grants no second when no attempt is left, or voice is off", async () => {
  const harness = createCoachHarness();
  const secondsOf = async (device: string) => {
    const response = await harness.send("GET", `/coach/brief?${ASKED}&deviceId=${device}`);
    return Brief.parse(await response.json()).limits.sessionSeconds;
  };
  harness.records.site.attemptsPerScenario = 1;
  await startSession(harness);
  assert.deepEqual([await secondsOf("device-0001"), await secondsOf("device-0002")], [0, 600]);
  const { getBrief } = harness.store;
  harness.overrides.getBrief = async (query) => {
    const found = await getBrief(query);
    return found.outcome === "ok" ? { ...found, voice: false } : found;
  };
  assert.equal(await secondsOf("device-0002"), 0);
});

Deno.test(
  "GET /attempts knows a learner by token, and asks for no anonymous one then",
  async () => {
    const harness = createCoachHarness();
    const { id } = await startSession(harness, {
      learnerToken: await freshToken(),
      deviceId: undefined,
    });
    const headers = { authorization: `Bearer ${await freshToken()}` };
    const response = await harness.send("GET", `/coach/attempts?${ASKED}&${DEVICE}`, { headers });
    const { attempts } = AttemptsResponse.parse(await response.json());
    assert.deepEqual(
      attempts.map(({ sessionId }) => sessionId),
      [id],
    );
  },
);

for (const [name, path, origin, status, code] of [
  ["another page's origin", `attempts?${ASKED}`, "https://evil.example", 403, "origin_forbidden"],
  ["no origin", `attempts?${ASKED}`, null, 403, "origin_forbidden"],
  [
    "an unknown site",
    `attempts?embedKey=mk_nobody&scenario=${STORED_SCENARIO.id}`,
    ORIGIN,
    404,
    "not_found",
  ],
  [
    "another page's origin",
    `attempts/${crypto.randomUUID()}/report?${ASKED}`,
    "https://evil.example",
    403,
    "origin_forbidden",
  ],
  ["an unknown scenario", `attempts?${SITE}&scenario=nothing`, ORIGIN, 404, "not_found"],
  ["no scenario", `attempts?${SITE}`, ORIGIN, 400, "request_invalid"],
  ["a device id that is none", `attempts?${ASKED}&deviceId=a`, ORIGIN, 400, "request_invalid"],
  ["another page's origin", `scenarios?${SITE}`, "https://evil.example", 403, "origin_forbidden"],
  ["no origin", `scenarios?${SITE}`, null, 403, "origin_forbidden"],
  ["an unknown site", "scenarios?embedKey=mk_nobody", ORIGIN, 404, "not_found"],
  ["no embed key", "scenarios", ORIGIN, 400, "request_invalid"],
] as const) {
  const route = path.split("?")[0]?.replace(/\/[\w-]{36}\//, "/:id/");
  Deno.test(`GET /${route} answers ${status} when there is ${name}`, async () => {
    const response = await createCoachHarness().send("GET", `/coach/${path}`, { origin });
    await assertProblem(response, { status, code });
  });
}

Deno.test("GET /attempts answers 401 when the token is not the site's", async () => {
  const headers = { authorization: "Bearer eyJhbGciOiJIUzI1NiJ9.e30.x" };
  const response = await createCoachHarness().send("GET", `/coach/attempts?${ASKED}`, { headers });
  await assertProblem(response, { status: 401, code: "caller_unauthorized" });
});

Deno.test("GET /scenarios lists what is published, for a minute", async () => {
  const response = await createCoachHarness().send("GET", `/coach/scenarios?${SITE}`);
  assert.equal(response.headers.get("cache-control"), "private, max-age=60");
  assert.match(response.headers.get("vary") ?? "", /x-embed-key.*Origin/);
  assert.equal(response.headers.get("access-control-allow-origin"), ORIGIN);
  const { scenarios } = ScenariosResponse.parse(await response.json());
  assert.deepEqual(
    scenarios.map(({ id, tags }) => [id, tags]),
    [[STORED_SCENARIO.id, ["sales"]]],
  );
});

Deno.test("GET /scenarios is not kept when it was refused", async () => {
  const response = await createCoachHarness().send("GET", "/coach/scenarios?embedKey=mk_nobody");
  assert.equal(response.headers.get("cache-control"), "no-store");
  await response.body?.cancel();
});

Deno.test("GET /brief tells attempts, practice page, facts and results", async () => {
  const harness = createCoachHarness();
  Object.assign(harness.records.site, {
    ...{
      facts: true,
      results: true,
      practiceUrl: "https://lms.example/practice",
      attemptsPerScenario: 3,
    },
  });
  await startSession(harness);
  const response = await harness.send("GET", `/coach/brief?${ASKED}&${DEVICE}`);
  const brief = Brief.parse(await response.json());
  assert.deepEqual(brief.attempts, { made: 1, allowed: 3, best: null });
  assert.equal(brief.consent.facts, true);
  assert.deepEqual(brief.consent.told, { results: true });
  assert.equal(brief.consent.notices.length, 1);
  assert.equal(brief.purpose, "practice");
  assert.equal(brief.practiceUrl, "https://lms.example/practice");
});

Deno.test("GET /brief asks the database once when the learner has no token", async () => {
  const harness = createCoachHarness();
  const refuse = (name: string) => () => Promise.reject(new Error(`${name} must not be called`));
  for (const name of Object.keys(harness.store)) {
    if (name !== "getBrief") Object.assign(harness.overrides, { [name]: refuse(name) });
  }
  const response = await harness.send("GET", `/coach/brief?${ASKED}&${DEVICE}`);
  assert.equal(response.status, 200);
  await response.body?.cancel();
  await harness.settle();
  assert.deepEqual(harness.backgroundFailures, []);
});

Deno.test("GET /brief tells no attempts of one whom only the address tells apart", async () => {
  const response = await createCoachHarness().send("GET", `/coach/brief?${ASKED}`);
  assert.equal(Brief.parse(await response.json()).attempts, undefined);
});

Deno.test(
  "POST /sessions answers 429 without a time to come back when attempts are used up",
  async () => {
    const harness = createCoachHarness();
    const limit = { name: "learner_attempts", cap: 3, used: 3, resetsAt: null } as const;
    harness.overrides.openSession = () =>
      Promise.resolve({ outcome: "limit_reached", limit, retryAfterSeconds: null });
    const response = await harness.send("POST", "/coach/sessions", { body: startBody() });
    assert.equal(response.status, 429);
    assert.equal(response.headers.get("retry-after"), null);
    const problem = Problem.parse(await response.json());
    assert.deepEqual([problem.limit, problem.retryAfterSeconds], [limit, undefined]);
    assert.match(problem.message, /attempts.*used up/);
    assert.equal(harness.calls.length, 0);
  },
);

Deno.test(
  "POST /sessions hands the learner's name at the site over only with consent to facts",
  async () => {
    const consented = async (facts: boolean | undefined, learnerToken?: string) => {
      const harness = createCoachHarness();
      const { consent } = startBody();
      const changes = facts === undefined ? {} : { consent: { ...consent, facts } };
      await startSession(harness, { ...changes, learnerToken });
      const { request } = onlySession(harness.sessions);
      return [request.consent.facts, request.consent.subject, request.isKnown];
    };
    assert.deepEqual(await consented(true, await freshToken()), [true, "learner-7", true]);
    assert.deepEqual(await consented(false, await freshToken()), [false, null, true]);
    assert.deepEqual(await consented(undefined, await freshToken()), [undefined, null, true]);
    assert.deepEqual(await consented(true), [true, null, true]);
  },
);

Deno.test("POST /rating keeps stars and words, and the last ones count", async () => {
  const harness = createCoachHarness();
  const { id, token } = await startSession(harness);
  const rate = (rating: object) =>
    harness.send("POST", `/coach/sessions/${id}/rating`, {
      body: { sessionToken: token, ...rating },
    });
  const first = await rate({ stars: 2, comment: "Too hard" });
  assert.deepEqual([first.status, await first.json()], [200, { stars: 2, comment: "Too hard" }]);
  await (await rate({ stars: 5 })).body?.cancel();
  assert.deepEqual([...harness.records.ratings], [[id, { stars: 5, comment: null }]]);
});

for (const rating of [
  {},
  { stars: 0 },
  { stars: 6 },
  { stars: 2.5 },
  { stars: "5" },
  { stars: 5, comment: "x".repeat(1_001) },
  { stars: 5, comment: "a\u0000b" },
  { stars: 5, more: true },
]) {
  Deno.test(`POST /rating answers 400 to ${JSON.stringify(rating).slice(0, 40)}`, async () => {
    const harness = createCoachHarness();
    const { id, token } = await startSession(harness);
    const body = { sessionToken: token, ...rating };
    const response = await harness.send("POST", `/coach/sessions/${id}/rating`, { body });
    await assertProblem(response, { status: 400, code: "request_invalid" });
    assert.equal(harness.records.ratings.size, 0);
  });
}

Deno.test("POST /rating answers 409 when no call came about, or it is long over", async () => {
  const harness = createCoachHarness();
  const { id, token } = await startSession(harness);
  harness.overrides.rateSession = () => Promise.resolve({ outcome: "closed" });
  const body = { sessionToken: token, stars: 5 };
  const response = await harness.send("POST", `/coach/sessions/${id}/rating`, { body });
  await assertProblem(response, { status: 409, code: "conflict" });
});

Deno.test("POST /rating answers another session's token as if there were none", async () => {
  const harness = createCoachHarness();
  const { id } = await startSession(harness);
  const other = await startSession(harness, { deviceId: "device-0002" });
  const body = { sessionToken: other.token, stars: 5 };
  const response = await harness.send("POST", `/coach/sessions/${id}/rating`, { body });
  await assertProblem(response, { status: 404, code: "not_found" });
});

Deno.test(
  "POST /heartbeat notes the connection after its answer, and goes on where that fails",
  async () => {
    const harness = createCoachHarness();
    const { id, token } = await startSession(harness);
    const beat = (quality?: unknown) =>
      harness.send("POST", `/coach/sessions/${id}/heartbeat`, {
        body: { sessionToken: token, ...(quality === undefined ? {} : { quality }) },
      });
    await (await beat()).body?.cancel();
    await (await beat(QUALITY)).body?.cancel();
    await harness.settle();
    assert.deepEqual(harness.records.samples, [{ sessionId: id, quality: QUALITY }]);
    harness.overrides.noteConnectionQuality = () => Promise.reject(new Error("away"));
    const response = await beat(QUALITY);
    assert.equal((await response.json()).status, "continue");
    await harness.settle();
  },
);

for (const quality of [
  { ...QUALITY, mos: 0.9 },
  { ...QUALITY, mos: 4.6 },
  { ...QUALITY, lossPercent: 101 },
  { ...QUALITY, roundTripMs: -1 },
  { ...QUALITY, address: "192.0.2.1" },
  { mos: 4 },
  null,
  "good",
]) {
  Deno.test(`POST /heartbeat answers 400 to the quality ${JSON.stringify(quality)}`, async () => {
    const harness = createCoachHarness();
    const { id, token } = await startSession(harness);
    const body = { sessionToken: token, quality };
    const response = await harness.send("POST", `/coach/sessions/${id}/heartbeat`, { body });
    await assertProblem(response, { status: 400, code: "request_invalid" });
    assert.equal(harness.records.samples.length, 0);
  });
}

Deno.test("POST /heartbeat notes nothing once the call is over", async () => {
  const harness = createCoachHarness();
  const { id, token } = await startSession(harness);
  const end = { sessionToken: token, reason: "learner" };
  await (await harness.send("POST", `/coach/sessions/${id}/end`, { body: end })).body?.cancel();
  const body = { sessionToken: token, quality: QUALITY };
  const response = await harness.send("POST", `/coach/sessions/${id}/heartbeat`, { body });
  assert.equal((await response.json()).status, "stop");
  await harness.settle();
  assert.equal(harness.records.samples.length, 0);
});
