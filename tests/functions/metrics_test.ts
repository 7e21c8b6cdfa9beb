import assert from "node:assert/strict";
import { createServe } from "../../supabase/functions/_shared/runtime/http/serve.ts";
import { createLog } from "../../supabase/functions/_shared/runtime/telemetry/log.ts";
import type { RequestMeasurement } from "../../supabase/functions/_shared/runtime/telemetry/request-recorder.ts";
import { createHealthApp } from "../../supabase/functions/health/app.ts";
import {
  createMetricsSource,
  type MetricsSource,
} from "../../supabase/functions/health/metrics-source.ts";
import { renderMetrics } from "../../supabase/functions/health/render-metrics.ts";
import { assertProblem } from "./kit/assert-problem.ts";
import { SOUND_ENVIRONMENT } from "./kit/environment-fixture.ts";

const KEY = "sb_secret_of_the_scraper";

const source: MetricsSource = {
  metricsKey: KEY,
  store: {
    readMetrics: () =>
      Promise.resolve({
        bounds: [0.1, 1],
        gauges: { sessions_active: 2, hangup_oldest_seconds: 3.5 },
        deliveries: [
          ...([
            { channel: "webhook", status: "pending", reason: "none", count: 2, oldestSeconds: 5 },
            {
              channel: "webhook",
              status: "pending",
              reason: "timeout",
              count: 1,
              oldestSeconds: 90,
            },
            { channel: "ags", status: "failed", reason: "status_404", count: 3, oldestSeconds: 9 },
          ] as const),
        ],
        series: [
          series("session_events", { kind: "ended", reason: "learner" }, 7),
          series("session_events", { kind: "report_ready" }, 5),
          series(
            "session_events",
            { kind: "reply_failed", status: "failed", reason: "rate_limit_exceeded" },
            3,
          ),
          series("session_events", { kind: "reply_failed", status: "missing" }, 1),
          series("used_seconds", {}, 7, 840),
          series("observer_gaps", {}, 6, 2),
          series("refusals", { reason: 'a"b\\c' }, 4),
          {
            name: "requests",
            labels: { route: "POST /coach/sessions", status: "201" },
            count: 6,
            total: 4.5,
            buckets: [1, 2, 3],
          },
        ],
      }),
  },
};

function series(name: string, labels: Record<string, string>, count: number, total = 0) {
  return { name, labels, count, total, buckets: [] };
}

function ask(authorization: string | null, from: MetricsSource | null = source) {
  const serve = createServe(
    () => createHealthApp([], from),
    createLog("health", () => {}),
  );
  const headers: HeadersInit = authorization === null ? {} : { authorization };
  return serve(new Request("https://project.example/health/metrics", { headers }));
}

for (const authorization of [null, "Bearer sb_secret_of_another", `Basic ${KEY}`, "Bearer "]) {
  Deno.test(
    `GET /metrics answers 401 when the caller sends ${authorization ?? "no key"}`,
    async () => {
      await assertProblem(await ask(authorization), { status: 401, code: "caller_unauthorized" });
    },
  );
}

Deno.test("GET /metrics answers 401 to everybody when the environment is broken", async () => {
  assert.equal(
    createMetricsSource(() => undefined),
    null,
  );
  await assertProblem(await ask("Bearer ", null), { status: 401, code: "caller_unauthorized" });
});

Deno.test(
  "createMetricsSource() admits METRICS_KEY alone, and nobody when it is not set",
  async () => {
    const sourceOf = (METRICS_KEY: string) => {
      const environment: Record<string, string> = { ...SOUND_ENVIRONMENT, METRICS_KEY };
      return createMetricsSource((name) => environment[name]);
    };
    assert.equal(sourceOf("m".repeat(32))?.metricsKey, "m".repeat(32));
    for (const key of ["", "sb_secret_for_tests"]) {
      await assertProblem(await ask(`Bearer ${key}`, sourceOf("")), {
        status: 401,
        code: "caller_unauthorized",
      });
    }
  },
);

/** What an alarm asks for: a name, and the labels that must be there for it to have a value. */
function asked(expression: string): { name: string; labels: string; grows: boolean }[] {
  const found = expression.matchAll(/(increase\()?(maka_\w+)(\{[^}]*\})?/g);
  return [...found].map(([, grows, name = "", labels = ""]) => ({
    ...{ name, labels, grows: grows !== undefined },
  }));
}

Deno.test(
  "every documented alarm finds its figures before anything has happened, and lets go of them",
  async () => {
    const alarms = await Deno.readTextFile("docs/samples/prometheus-alerts.yml");
    const figures = [...alarms.matchAll(/^ +expr: (.+)$/gm)].flatMap(([, text = ""]) =>
      asked(text),
    );
    assert.ok(figures.length >= 8);
    const schema = await Deno.readTextFile("supabase/schemas/95_metrics.sql");
    const [, told = ""] = schema.split("create function coach.gauges()");
    const [body = ""] = told.split("comment on function");
    // What may have no value yet raises its alarm by that.
    const missed = [...alarms.matchAll(/absent\(maka_(\w+)\)/g)].map(([, name]) => name);
    const names = [...body.matchAll(/'(\w+)', /g)].map(([, name]) => name);
    const gauges = Object.fromEntries(
      names.filter((name) => !missed.includes(name)).map((name) => [name, 0]),
    );
    const text = renderMetrics({ bounds: [], gauges, deliveries: [], series: [] });
    for (const { name, labels, grows } of figures) {
      if (missed.some((each) => name === `maka_${each}`)) continue;
      const line = new RegExp(`^${name}${labels === "" ? "(?:\\{.*\\})?" : labels} 0$`, "m");
      assert.match(text, line, `${name}${labels} is exported at zero`);
      const type = grows ? "counter" : "gauge";
      assert.ok(text.includes(`# TYPE ${name} ${type}`), `${name} is asked as a ${type}`);
    }
  },
);

Deno.test("GET /metrics tells a figure once, whether it is zero or not", async () => {
  const lines = (await (await ask(`Bearer ${KEY}`)).text()).split("\n");
  const names = lines
    .filter((line) => !line.startsWith("#"))
    .map((line) => line.replace(/ \S+$/, ""));
  assert.equal(new Set(names).size, names.length);
  assert.ok(lines.includes('maka_refusals_total{reason="site_day"} 0'));
  assert.ok(lines.includes('maka_reply_failures_total{status="missing",code="other"} 1'));
});

Deno.test("GET /metrics answers Prometheus text when the key is right", async () => {
  const response = await ask(`Bearer ${KEY}`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  const lines = (await response.text()).split("\n");
  for (const expected of [
    'maka_sessions_total{outcome="ended",reason="learner"} 7',
    'maka_session_events_total{kind="report_ready"} 5',
    "maka_used_seconds_total 840",
    "maka_observer_gaps_total 2",
    'maka_reply_failures_total{status="failed",code="rate_limit_exceeded"} 3',
    'maka_reply_failures_total{status="missing",code="other"} 1',
    'maka_refusals_total{reason="a\\"b\\\\c"} 4',
    "# TYPE maka_request_seconds histogram",
    'maka_request_seconds_bucket{route="POST /coach/sessions",status="201",le="0.1"} 1',
    'maka_request_seconds_bucket{route="POST /coach/sessions",status="201",le="1"} 3',
    'maka_request_seconds_bucket{route="POST /coach/sessions",status="201",le="+Inf"} 6',
    'maka_request_seconds_count{route="POST /coach/sessions",status="201"} 6',
    "# TYPE maka_sessions_active gauge",
    "maka_sessions_active 2",
    "maka_hangup_oldest_seconds 3.5",
    'maka_deliveries_pending{channel="webhook"} 3',
    'maka_deliveries_pending{channel="lrs"} 0',
    'maka_delivery_oldest_seconds{channel="webhook"} 90',
    'maka_deliveries_failed{channel="ags",reason="none"} 0',
    'maka_deliveries_failed{channel="ags",reason="status_404"} 3',
  ]) {
    assert.ok(lines.includes(expected), expected);
  }
  assert.ok(
    !lines.some((line) => line.includes("maka_start_seconds")),
    "an empty family is left out",
  );
});

Deno.test(
  "createServe() records the pattern of a route, never its path, when it answers",
  async () => {
    const seen: RequestMeasurement[] = [];
    const serve = createServe(
      () => createHealthApp([], source),
      createLog("health", () => {}),
      (measurement) => void seen.push(measurement),
    );
    await serve(new Request("https://project.example/health/live"));
    await serve(new Request("https://project.example/health/any-path-of-the-caller"));
    await serve(new Request("https://project.example/health/live", { method: "OPTIONS" }));
    assert.deepEqual(
      seen.map(({ route, status, reason }) => ({ route, status, reason })),
      [
        { route: "GET /health/live", status: 200, reason: undefined },
        { route: undefined, status: 404, reason: "not_found" },
      ],
    );
  },
);
