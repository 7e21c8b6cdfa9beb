import assert from "node:assert/strict";
import { createServe } from "../../supabase/functions/_shared/runtime/http/serve.ts";
import { createLog } from "../../supabase/functions/_shared/runtime/telemetry/log.ts";
import { createResultKey } from "../../supabase/functions/_shared/identity/result-key.ts";
import { hashSecret } from "../../supabase/functions/_shared/identity/secrets.ts";
import { type Result, ResultsResponse } from "../../supabase/functions/_shared/contract/result.ts";
import type {
  ListResultsAnswer,
  ResultFunctions,
  ResultsToFind,
} from "../../supabase/functions/_shared/store/results.ts";
import { createReportsApp } from "../../supabase/functions/reports/app.ts";
import { toCursor } from "../../supabase/functions/reports/cursor.ts";
import { createRandom, mutate, oddValue, type Random } from "../kit/attacks/mutate.ts";
import { assertProblem } from "./kit/assert-problem.ts";

const KEY = createResultKey();
const ID = "0b3c1d3e-7d0a-4a51-9d4e-4f8f8f0a1c11";
const LAST = { at: "2026-12-01T09:12:00.123456Z", id: ID };
const RESULT: Result = {
  sessionId: ID,
  sub: "lms-42",
  scenario: { id: "web-sales", version: "1", title: "Selling", language: "en" },
  attempt: 1,
  startedAt: "2026-12-01T09:00:00.000Z",
  completedAt: "2026-12-01T09:12:00.123Z",
  seconds: 640,
  status: "ready",
  notScoredReason: null,
  evidence: "complete",
  total: 82,
  passMark: 70,
  passed: true,
  decidedBy: "scorer",
  criteria: [{ id: "need", title: "Need", level: 4 }],
  objectives: [],
  reviewAdvised: false,
  rehearsal: false,
};
const FOUND: ListResultsAnswer = { outcome: "ok", results: [RESULT], hasMore: true, last: LAST };

function createHarness(overrides: Partial<ResultFunctions> = {}) {
  const asked: ResultsToFind[] = [];
  const store: ResultFunctions = {
    listResults: (query) => {
      asked.push(query);
      return Promise.resolve(FOUND);
    },
    getResult: () => Promise.resolve({ outcome: "ok", result: RESULT }),
    ...overrides,
  };
  const log = createLog("reports", () => {});
  const serve = createServe(() => createReportsApp(store), log, undefined, { readBy: "servers" });
  const send = (path: string, headers: HeadersInit = { authorization: `Bearer ${KEY}` }) =>
    serve(new Request(`https://project.example/reports${path}`, { headers }));
  return { asked, send };
}

Deno.test("GET /reports/sessions hands the filters on, and where to read on", async () => {
  const { asked, send } = createHarness();
  const query = new URLSearchParams({
    sub: "lms-42",
    scenario: "web-sales",
    from: "2026-12-01T00:00:00+02:00",
    to: "2026-12-02T00:00:00Z",
    after: toCursor(LAST),
    limit: "7",
  });
  const response = await send(`/sessions?${query}`);
  const body = ResultsResponse.parse(await response.json());
  assert.deepEqual(body, { results: [RESULT], cursor: toCursor(LAST), hasMore: true });
  assert.deepEqual(asked, [
    {
      keyHash: hashSecret(KEY),
      sub: "lms-42",
      scenario: "web-sales",
      completedFrom: "2026-11-30T22:00:00.000Z",
      completedBefore: "2026-12-02T00:00:00.000Z",
      after: LAST,
      most: 7,
    },
  ]);
});

Deno.test("GET /reports/sessions keeps the cursor when there is nothing new", async () => {
  const { send } = createHarness({
    listResults: () =>
      Promise.resolve({ outcome: "ok", results: [], hasMore: false, last: null } as const),
  });
  const again = await send(`/sessions?after=${toCursor(LAST)}`);
  assert.deepEqual(await again.json(), { results: [], cursor: toCursor(LAST), hasMore: false });
  const first = await send("/sessions");
  assert.deepEqual(await first.json(), { results: [], cursor: null, hasMore: false });
});

Deno.test("GET /reports/sessions/:id answers with the result itself", async () => {
  const response = await createHarness().send(`/sessions/${ID}`);
  assert.deepEqual(await response.json(), RESULT);
});

const UNKEYED: Readonly<Record<string, HeadersInit>> = {
  "no key": {},
  "an embed key": { authorization: "Bearer mk_lessons" },
  "half a key": { authorization: `Bearer ${KEY.slice(0, 30)}` },
  "another scheme": { authorization: `Basic ${KEY}` },
};
for (const [name, headers] of Object.entries(UNKEYED))
  Deno.test(
    `GET /reports/sessions answers 401 without asking the database for ${name}`,
    async () => {
      const { asked, send } = createHarness();
      for (const path of ["/sessions", `/sessions/${ID}`])
        await assertProblem(await send(path, headers), {
          status: 401,
          code: "caller_unauthorized",
        });
      assert.deepEqual(asked, []);
    },
  );

Deno.test(
  "GET /reports answers 401 for a key that nobody has, and 429 for one used too often",
  async () => {
    const unknown = { outcome: "key_unknown" } as const;
    const busy = { outcome: "too_many_requests", retryAfterSeconds: 12 } as const;
    for (const path of ["/sessions", `/sessions/${ID}`]) {
      const stranger = createHarness({
        listResults: () => Promise.resolve(unknown),
        getResult: () => Promise.resolve(unknown),
      });
      await assertProblem(await stranger.send(path), { status: 401, code: "caller_unauthorized" });
      const eager = createHarness({
        listResults: () => Promise.resolve(busy),
        getResult: () => Promise.resolve(busy),
      });
      const response = await eager.send(path);
      assert.equal(response.headers.get("retry-after"), "12");
      await assertProblem(response, { status: 429, code: "limit_reached" });
    }
  },
);

Deno.test("GET /reports answers no page, and lets none ask", async () => {
  const { send } = createHarness();
  const headers = { authorization: `Bearer ${KEY}`, origin: "https://lms.example" };
  const response = await send("/sessions", headers);
  assert.equal(response.headers.get("access-control-allow-origin"), null);
  assert.equal(response.status, 403);
  assert.equal((await response.json()).code, "origin_forbidden");
  const log = createLog("reports", () => {});
  const store: ResultFunctions = {
    listResults: () => Promise.reject(new Error("asked")),
    getResult: () => Promise.reject(new Error("asked")),
  };
  const serve = createServe(() => createReportsApp(store), log, undefined, { readBy: "servers" });
  const preflight = await serve(
    new Request("https://project.example/reports/sessions", {
      method: "OPTIONS",
      headers: { origin: "https://lms.example", "access-control-request-method": "GET" },
    }),
  );
  assert.equal(preflight.status, 404);
  assert.equal(preflight.headers.get("access-control-allow-origin"), null);
  await preflight.body?.cancel();
});

Deno.test("GET /reports/sessions/:id answers 404 for what is no session of the site", async () => {
  const { send } = createHarness({
    getResult: () => Promise.resolve({ outcome: "session_unknown" } as const),
  });
  for (const id of [ID, "1", "%00", "..", "a".repeat(3_000)])
    await assertProblem(await send(`/sessions/${id}`), { status: 404, code: "not_found" });
});

const REFUSED = [
  "subject=lms-42",
  "sub=",
  `sub=${"a".repeat(256)}`,
  "sub=a&sub=b",
  "scenario=..%2F",
  "from=yesterday",
  "from=2026-02-30T00:00:00Z",
  "to=2026-13-01T00:00:00Z",
  "limit=0",
  "limit=101",
  "limit=1e1",
  "limit=-1",
  "after=",
  "after=%F0%9F%98%80",
  `after=${toCursor({ at: "2026-02-30T00:00:00.000000Z", id: ID })}`,
  `after=${toCursor({ at: "0000-01-01T00:00:00.000000Z", id: ID })}`,
  `after=${toCursor({ at: "2026-02-20T00:00:00.000000Z", id: "1" })}`,
];
for (const query of REFUSED)
  Deno.test(`GET /reports/sessions refuses ${query.slice(0, 60)}`, async () => {
    const { asked, send } = createHarness();
    const response = await send(`/sessions?${query}`);
    await assertProblem(response, { status: 400, code: "request_invalid" });
    assert.deepEqual(asked, []);
  });

const oddText = (random: Random): string => {
  const value = oddValue(random);
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "undefined");
};

Deno.test("GET /reports/sessions never answers 5xx when its query is mutilated", async () => {
  const random = createRandom(7);
  const { asked, send } = createHarness();
  const sound = {
    ...{ sub: "lms-42", scenario: "web-sales", limit: "7", after: toCursor(LAST) },
    ...{ from: "2026-12-01T00:00:00Z", to: "9999-12-31T23:59:59-23:59" },
  };
  for (let round = 0; round < 1_000; round += 1) {
    const names = Object.keys(sound);
    const name = names[random(names.length)] ?? "";
    const query = new URLSearchParams({ ...sound, [name]: oddText(random) }).toString();
    const response = await send(`/sessions?${random(2) === 0 ? query : mutate(query, random)}`);
    assert.ok(response.status < 500, `${response.status} ${query}`);
    await response.body?.cancel();
  }
  // What gets through is what a database can hold.
  for (const { completedFrom, completedBefore } of asked)
    for (const instant of [completedFrom, completedBefore])
      if (instant !== null) assert.match(instant, /^(?:19[7-9]|[2-9]\d\d)\d-/);
});
