import assert from "node:assert/strict";
import {
  createLog,
  describeError,
  parseLogLevel,
} from "../../supabase/functions/_shared/runtime/telemetry/log.ts";
import { redact } from "../../supabase/functions/_shared/runtime/telemetry/redact.ts";
import type { MetricSample } from "../../supabase/functions/_shared/runtime/telemetry/metric-sample.ts";
import {
  createRequestRecorder,
  type RequestMeasurement,
  toSamples,
} from "../../supabase/functions/_shared/runtime/telemetry/request-recorder.ts";
import {
  createSentryReport,
  parseSentryDsn,
} from "../../supabase/functions/_shared/runtime/telemetry/sentry.ts";

/** Text as another party's error may carry it, and the part that must not stand in a log. */
const CANARIES: readonly (readonly [text: string, secret: string])[] = [
  ["401 for key sk-proj-CANARY_abcdefgh", "CANARY_abcdefgh"],
  ["secret ek_CANARYabcdefgh expired", "CANARYabcdefgh"],
  ["Authorization: Bearer CANARY.token", "CANARY.token"],
  ["header authorization=Basic CANARYb64==", "CANARYb64"],
  ["jwt eyJhbGciOiJIUzI1NiJ9.eyJDQU5BUlki.c2lnbmF0dXJl bad", "eyJDQU5BUlki"],
  ["key sb_secret_CANARY_0001 refused", "CANARY_0001"],
  ["connect postgresql://postgres:CANARY-pass@db.example/postgres", "CANARY-pass"],
  ['{"password": "CANARY-word"}', "CANARY-word"],
  ["cookie=CANARY-cookie; path=/", "CANARY-cookie"],
  ["learner canary.person@example.org unknown", "canary.person@example.org"],
  ["from 203.0.113.77:51423", "203.0.113.77"],
  ["from [2001:db8:85a3::8a2e:370:7334]:443", "2001:db8:85a3::8a2e:370:7334"],
  ["peer fe80::1ff:fe23:4567:890a left", "fe80::1ff:fe23:4567:890a"],
  ["from 2001:db8:0:1:2:3:4:5 again", "2001:db8:0:1:2:3:4:5"],
  ["offer v=0\r\no=- CANARY 2 IN IP4 10.0.0.1", "CANARY"],
  ["line a=ice-pwd:CANARYabcdefghijklmnop", "CANARYabcdefghijklmnop"],
];

for (const [text, secret] of CANARIES) {
  Deno.test(`redact() takes the secret out when a text reads ${text.slice(0, 24)}…`, () => {
    assert.ok(!redact(text).includes(secret), redact(text));
  });
}

Deno.test("redact() leaves ids, times, places and plain words when nothing is secret", () => {
  const text =
    "open_session 3f0c1a52-8d1e-4b5f-9a55-2f8a5c1f0a11 at 12:34:56 serve.ts:12:34 rtc_abc code 57014";
  assert.equal(redact(text), text);
});

Deno.test("createLog() cleans every text field and keeps numbers when it writes", () => {
  const lines: string[] = [];
  const log = createLog("coach", (line) => lines.push(line));
  const error = new Error("refused sk-proj-CANARY_abcdefgh for canary@example.org");
  log("error", "request_failed", { requestId: "r", count: 3, ...describeError(error) });
  assert.ok(!lines.join().includes("CANARY") && !lines.join().includes("canary@"));
  const { level, event, requestId, count } = JSON.parse(lines[0] ?? "");
  assert.deepEqual([level, event, requestId, count], ["error", "request_failed", "r", 3]);
});

Deno.test("createLog() writes nothing below its minimum when a level is lower", () => {
  const lines: string[] = [];
  createLog("coach", (line) => lines.push(line), "warn")("info", "session_started");
  assert.deepEqual(lines, []);
});

Deno.test("parseLogLevel() knows four names, however they are written, and no other", () => {
  assert.deepEqual(["debug", " INFO", "Warn", "error"].map(parseLogLevel), [
    ...["debug", "info", "warn", "error"],
  ]);
  assert.deepEqual(["", "trace", "1", "toString"].map(parseLogLevel), [null, null, null, null]);
});

Deno.test("parseSentryDsn() finds address and key when the DSN has a path", () => {
  assert.deepEqual(parseSentryDsn("https://abc@errors.example:8443/team/42"), {
    url: "https://errors.example:8443/team/api/42/envelope/",
    key: "abc",
  });
});

for (const dsn of ["", "nonsense", "https://errors.example/1", "https://abc@errors.example/"]) {
  Deno.test(`parseSentryDsn() refuses without repeating it when it is "${dsn}"`, () => {
    assert.throws(() => parseSentryDsn(dsn), /^Error: SENTRY_DSN is not of the form/);
  });
}

Deno.test(
  "createSentryReport() posts an error line and nothing else when a log is reported",
  async () => {
    const received: { url: string; key: string | null; body: string }[] = [];
    const pending: Promise<void>[] = [];
    const report = createSentryReport(
      parseSentryDsn("https://abc@errors.example/42"),
      (input, init) => {
        const headers = new Headers(init?.headers);
        received.push({
          url: String(input),
          key: headers.get("x-sentry-auth"),
          body: String(init?.body),
        });
        return Promise.resolve(new Response("{}"));
      },
      (work) => void pending.push(work),
    );
    const log = createLog("coach", report);
    log("warn", "request_unserved", { requestId: "r-1" });
    log("error", "request_failed", { requestId: "r-2", errorMessage: "Bearer CANARY.token" });
    await Promise.all(pending);
    assert.equal(received.length, 1);
    const [{ url, key, body } = { url: "", key: "", body: "" }] = received;
    assert.equal(url, "https://errors.example/api/42/envelope/");
    assert.match(key ?? "", /sentry_key=abc/);
    const [, type, item] = body
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(type, { type: "event" });
    assert.equal(item.message, "request_failed");
    assert.equal(item.extra.requestId, "r-2");
    assert.deepEqual(
      Object.keys(item).filter((name) => /request|user|breadcrumb/.test(name)),
      [],
    );
    assert.ok(!body.includes("CANARY"));
  },
);

Deno.test("createSentryReport() stays quiet when Sentry is away", async () => {
  const pending: Promise<void>[] = [];
  const report = createSentryReport(
    parseSentryDsn("https://abc@errors.example/42"),
    () => Promise.reject(new TypeError("away")),
    (work) => void pending.push(work),
  );
  createLog("coach", report)("error", "request_failed");
  await Promise.all(pending);
  assert.equal(pending.length, 1);
});

const answered: RequestMeasurement = {
  route: "POST /coach/sessions",
  status: 201,
  seconds: 0.2,
  reason: undefined,
};
const refused: RequestMeasurement = {
  route: undefined,
  status: 404,
  seconds: 0.01,
  reason: "not_found",
};

/** A recorder whose batches go out when the test says so. */
function createRecorderHarness() {
  const sent: (readonly MetricSample[])[] = [];
  const tasks: Promise<void>[] = [];
  const waits: (() => void)[] = [];
  const world = {
    openSink: () => ({
      recordMetrics: (samples: readonly MetricSample[]) => {
        if (world.isAway) return Promise.reject(new Error("away"));
        sent.push(samples);
        return Promise.resolve();
      },
    }),
    background: (_name: string, task: () => Promise<void>) => void tasks.push(task()),
    wait: () => new Promise<void>((resolve) => void waits.push(resolve)),
    log: createLog("coach", () => {}),
    isAway: false,
  };
  const flush = async () => {
    for (const release of waits.splice(0)) release();
    await Promise.all(tasks.splice(0));
  };
  return { record: createRequestRecorder(world), world, sent, waits, flush };
}

Deno.test(
  "createRequestRecorder() sends one batch when several requests come together",
  async () => {
    const { record, sent, waits, flush } = createRecorderHarness();
    record(answered);
    record(answered);
    record(refused);
    assert.equal(waits.length, 1);
    await flush();
    assert.deepEqual(sent, [toSamples([answered, answered, refused])]);
    record(refused);
    await flush();
    assert.equal(sent.length, 2);
  },
);

Deno.test(
  "createRequestRecorder() keeps what it holds, bounded, when the database is away",
  async () => {
    const { record, world, sent, flush } = createRecorderHarness();
    world.isAway = true;
    for (let count = 0; count < 3_000; count += 1) record(answered);
    await flush();
    record(refused);
    world.isAway = false;
    await flush();
    const [first] = sent.flat();
    assert.equal(first?.seconds?.length, 2_000);
  },
);

Deno.test(
  "toSamples() groups by route and status, and counts reasons, when a batch is mixed",
  () => {
    assert.deepEqual(toSamples([answered, refused, answered]), [
      {
        name: "requests",
        labels: { route: "POST /coach/sessions", status: "201" },
        seconds: [0.2, 0.2],
      },
      { name: "requests", labels: { route: "unmatched", status: "404" }, seconds: [0.01] },
      { name: "refusals", labels: { reason: "not_found" }, count: 1 },
    ]);
  },
);
