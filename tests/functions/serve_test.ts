import assert from "node:assert/strict";
import { createBackground } from "../../supabase/functions/_shared/runtime/http/background.ts";
import { ProblemError } from "../../supabase/functions/_shared/runtime/http/problem-error.ts";
import {
  PROBLEM_STATUS,
  type ProblemCode,
} from "../../supabase/functions/_shared/contract/problem.ts";
import { createServe, type Handle } from "../../supabase/functions/_shared/runtime/http/serve.ts";
import { createLog } from "../../supabase/functions/_shared/runtime/telemetry/log.ts";
import { createRefusalLog } from "../../supabase/functions/_shared/runtime/telemetry/refusal-log.ts";
import { VERSION } from "../../supabase/functions/_shared/runtime/version.ts";
import { assertProblem } from "./kit/assert-problem.ts";

const SECRETS = [
  "sk-proj-abcdef123456",
  "ek_abcdef123456",
  "sb_secret_abcdef123456",
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
  "203.0.113.77",
];

function createHarness(compose: () => Handle) {
  const lines: string[] = [];
  const serve = createServe(
    compose,
    createLog("test", (line) => lines.push(line)),
  );
  const headers = { origin: "https://lms.example" };
  return {
    lines,
    send: (extra = {}) =>
      serve(new Request("https://x.example/", { headers: { ...headers, ...extra } })),
  };
}

Deno.test(
  "createServe() answers internal with CORS and keeps the text to the log when a route throws",
  async () => {
    const { lines, send } = createHarness(() => () => {
      throw new TypeError(`words of ours ${SECRETS.join(" ")}`);
    });
    const response = await send();
    assert.equal(response.headers.get("access-control-allow-origin"), "https://lms.example");
    const problem = await assertProblem(response, { status: 500, code: "internal" });
    assert.ok(!problem.message.includes("words of ours"));
    assert.match(lines[0] ?? "", /words of ours/);
    for (const secret of SECRETS) assert.ok(!lines.join("").includes(secret), secret);
  },
);

Deno.test("createServe() answers internal when something is thrown that is no error", async () => {
  const { send } = createHarness(() => () => Promise.reject("text"));
  await assertProblem(await send(), { status: 500, code: "internal" });
});

Deno.test("createServe() answers internal until the composition succeeds", async () => {
  let composed = 0;
  const { send } = createHarness(() => {
    composed += 1;
    if (composed === 1) throw new Error("SESSION_TOKEN_SECRET is missing");
    return () => new Response("here");
  });
  const failed = await assertProblem(await send(), { status: 500, code: "internal" });
  assert.ok(!failed.message.includes("SESSION_TOKEN_SECRET"));
  assert.equal((await send()).status, 200);
  assert.equal((await send()).status, 200);
  assert.equal(composed, 2);
});

Deno.test(
  "createServe() keeps the caller's request id when it is harmless, else makes one",
  async () => {
    const { send } = createHarness(() => () => new Response("here"));
    const idFor = async (id: string) =>
      (await send({ "x-request-id": id })).headers.get("x-request-id");
    assert.equal(await idFor("abc-12345"), "abc-12345");
    assert.notEqual(await idFor('"},{"x'), '"},{"x');
    assert.match((await idFor("short")) ?? "", /^[0-9a-f-]{36}$/);
  },
);

Deno.test("createServe() names no origin when the request has none", async () => {
  const serve = createServe(
    () => () => new Response("here"),
    createLog("test", () => {}),
  );
  const response = await serve(new Request("https://x.example/"));
  assert.equal(response.headers.get("access-control-allow-origin"), null);
  assert.equal(response.headers.get("vary"), "Origin");
});

Deno.test(
  "createServe() writes down each refusal by its reference, whatever its code",
  async () => {
    const refusals = Object.entries(PROBLEM_STATUS).filter(([, status]) => status < 500);
    assert.ok(refusals.length >= 8);
    for (const code of refusals.map(([name]) => name as ProblemCode)) {
      const { lines, send } = createHarness(() => () => {
        throw new ProblemError(code, "There is nothing here.");
      });
      const response = await send();
      const requestId = response.headers.get("x-request-id");
      await response.body?.cancel();
      const line = JSON.parse(lines.join(""));
      assert.deepEqual(
        [line.level, line.event, line.requestId, line.code],
        ["info", "request_refused", requestId, code],
      );
    }
  },
);

Deno.test(
  "createServe() repeats no word of the caller's when it writes down a refusal",
  async () => {
    const { lines, send } = createHarness(() => () => {
      throw new ProblemError("request_invalid", "`CANARY` is not valid.", { field: "CANARY" });
    });
    await (await send()).body?.cancel();
    assert.ok(!lines.join("").includes("CANARY"));
  },
);

Deno.test("createRefusalLog() writes a line a second at most and says how many it left out", () => {
  const lines: string[] = [];
  const clock = { nowMs: 1_000_000 };
  const log = createLog("test", (line) => lines.push(line));
  const note = createRefusalLog(log, () => clock.nowMs);
  for (let count = 0; count < 1_000; count += 1) note({ requestId: String(count) });
  assert.equal(lines.length, 60);
  clock.nowMs += 60_000;
  note({ requestId: "later" });
  const [told, later] = lines.slice(60).map((line) => JSON.parse(line));
  assert.deepEqual([told.event, told.count], ["refusals_unwritten", 940]);
  assert.deepEqual([later.event, later.requestId], ["request_refused", "later"]);
});

Deno.test("createBackground() logs a failure and lets it reach nobody", async () => {
  const lines: string[] = [];
  const background = createBackground(createLog("test", (line) => lines.push(line)));
  background("sweep", () => Promise.reject(new Error("gone")));
  await Promise.resolve().then(() => undefined);
  assert.match(
    lines.join(""),
    /"event":"background_failed","function":"test","version":"[^"]+","task":"sweep"/,
  );
});

Deno.test("createLog() cuts long texts and leaves out what is undefined", () => {
  const lines: string[] = [];
  createLog("test", (line) => lines.push(line))("info", "thing_done", {
    long: "x".repeat(5_000),
    count: 3,
    absent: undefined,
  });
  const line = JSON.parse(lines[0] ?? "");
  assert.equal(line.long.length, 300);
  const always = ["time", "level", "event", "function", "version"];
  assert.deepEqual(Object.keys(line), [...always, "long", "count"]);
  assert.equal(line.version, VERSION);
  assert.ok(Math.abs(Date.now() - Date.parse(line.time)) < 60_000);
});
