import assert from "node:assert/strict";
import { createServe } from "../../supabase/functions/_shared/runtime/http/serve.ts";
import { createLog } from "../../supabase/functions/_shared/runtime/telemetry/log.ts";
import { createHealthApp } from "../../supabase/functions/health/app.ts";
import {
  cached,
  type Check,
  createChecks,
  createDatabaseCheck,
  createProviderCheck,
} from "../../supabase/functions/health/checks.ts";
import { SOUND_ENVIRONMENT } from "./kit/environment-fixture.ts";
import { VERSION } from "../../supabase/functions/_shared/runtime/version.ts";

function ask(path: string, checks: readonly Check[]): Promise<Response> {
  const serve = createServe(
    () => createHealthApp(checks, null),
    createLog("health", () => {}),
  );
  return serve(new Request(`https://project.example/health${path}`));
}

const well: Check = () => Promise.resolve(null);

Deno.test("GET /live answers 200 when nothing else works", async () => {
  const response = await ask("/live", [() => Promise.resolve("Down.")]);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: "live", version: VERSION });
});

Deno.test("GET /ready answers 200 when every check passes", async () => {
  const response = await ask("/ready", [well, well]);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: "ready" });
});

Deno.test("GET /ready answers 503 with the reasons when a check fails", async () => {
  const response = await ask("/ready", [well, () => Promise.resolve("The database is down.")]);
  assert.equal(response.status, 503);
  const body = await response.json();
  assert.deepEqual(body.reasons, ["The database is down."]);
  assert.equal(body.requestId, response.headers.get("x-request-id"));
});

Deno.test("createChecks() names the variables when the environment lacks some", async () => {
  const secret = "short-secret";
  const checks = createChecks((name) =>
    name === "SESSION_TOKEN_SECRET"
      ? secret
      : name === "OPENAI_API_KEY"
        ? ""
        : SOUND_ENVIRONMENT[name],
  );
  const reasons = await Promise.all(checks.map((check) => check()));
  assert.equal(reasons.length, 2);
  assert.match(reasons.join(" "), /OPENAI_API_KEY is missing/);
  assert.match(reasons.join(" "), /SESSION_TOKEN_SECRET: needs at least 32 characters/);
  assert.ok(!reasons.join(" ").includes(secret));
});

Deno.test(
  "createDatabaseCheck() gives a reason without details when the database fails",
  async () => {
    const failing = createDatabaseCheck({
      checkDatabase: () => Promise.reject(new Error("password of postgres")),
    });
    assert.match((await failing()) ?? "", /^The database does not answer/);
  },
);

const OPENAI = {
  ...{ baseUrl: "https://provider.example/v1", sidebandUrl: "wss://provider.example/v1" },
  ...{ apiKey: "sk-key-of-ours", realtimeModel: "talks", transcriptionModel: "hears" },
  reportModel: "scores",
};

const ANSWERS = [
  [200, null],
  [404, null],
  [429, null],
  [401, /refuses OPENAI_API_KEY/],
  [503, /cannot be reached/],
] as const;

for (const [status, reason] of ANSWERS) {
  Deno.test(
    `createProviderCheck() ${reason === null ? "passes" : "fails"} when the provider answers ${status}`,
    async () => {
      const seen: string[] = [];
      const check = createProviderCheck(OPENAI, (input) => {
        seen.push(String(input));
        return Promise.resolve(new Response("{}", { status }));
      });
      const result = await check();
      assert.deepEqual(seen, ["https://provider.example/v1/models"]);
      if (reason === null) assert.equal(result, null);
      else assert.match(result ?? "", reason);
      assert.ok(!(result ?? "").includes("sk-key-of-ours"));
    },
  );
}

Deno.test("createProviderCheck() fails when nobody answers", async () => {
  const check = createProviderCheck(OPENAI, () =>
    Promise.reject(new TypeError("connection refused")),
  );
  assert.match((await check()) ?? "", /cannot be reached/);
});

for (const [what, body, wanted] of [
  ["has every model", list("talks", "hears", "scores", "other"), null],
  ["lacks the customer's model", list("hears", "scores"), /no talks .*OPENAI_REALTIME_MODEL/],
  ["lacks the transcriber", list("talks", "scores"), /no hears .*OPENAI_TRANSCRIPTION_MODEL/],
  ["lacks the scorer", list("talks", "hears"), /no scores .*OPENAI_REPORT_MODEL/],
  ["lists nothing", list(), null],
  ["answers with a page", "<html>", null],
] as const) {
  Deno.test(`createProviderCheck() says what is missing when the provider ${what}`, async () => {
    const result = await createProviderCheck(OPENAI, () => Promise.resolve(new Response(body)))();
    if (wanted === null) assert.equal(result, null);
    else assert.match(result ?? "", wanted);
  });
}

function list(...ids: readonly string[]): string {
  return JSON.stringify({ object: "list", data: ids.map((id) => ({ id })) });
}

Deno.test("cached() asks again only when the result is old", async () => {
  let nowMs = 1_000;
  let asked = 0;
  const check = cached(
    () => {
      asked += 1;
      return Promise.resolve(`answer ${asked}`);
    },
    2_000,
    () => nowMs,
  );
  assert.deepEqual(await Promise.all([check(), check()]), ["answer 1", "answer 1"]);
  nowMs += 1_999;
  assert.equal(await check(), "answer 1");
  nowMs += 1;
  assert.equal(await check(), "answer 2");
});
