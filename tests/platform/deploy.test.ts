import assert from "node:assert/strict";
import { after, before, describe, it, test } from "node:test";
import { parseEnv } from "node:util";
import { planDeployment } from "../../supabase/cli/deploy/plan-deployment.ts";
import { findScenario, runSmoke, type SmokeCheck } from "../../supabase/cli/deploy/run-smoke.ts";
import {
  BACKEND_ORIGIN,
  post,
  SECRETS,
  startTestBackend,
  type TestBackend,
} from "../kit/stack/test-backend.ts";

const ENVIRONMENT = `OPENAI_API_KEY=sk-secret
SESSION_TOKEN_SECRET=${"s".repeat(40)}
LEARNER_HASH_SECRET=${"l".repeat(40)}
SUPABASE_SECRET_KEYS='{"default":"sb_secret_x"}'`;

const plan = (
  given: readonly string[],
  changes: { ref?: string | null; text?: string | null } = {},
) =>
  planDeployment(given, {
    projectRef: changes.ref === undefined ? "abcdefghijklmnopqrst\n" : changes.ref,
    readFile: () => (changes.text === undefined ? ENVIRONMENT : changes.text),
    parseEnv: (text) => parseEnv(text),
  });

test("planDeployment() pushes, sets, deploys, publishes if asked, and checks, in this order", () => {
  const bare = plan([]);
  assert.ok("steps" in bare && !bare.steps.some(({ what }) => /Publish/.test(what)));
  const planned = plan(["--publish", "--smoke", "mk_site", "https://lms.example"]);
  assert.ok("steps" in planned);
  assert.deepEqual(
    planned.steps.map(({ command }) => command.join(" ")),
    [
      "npx supabase db push",
      "npx supabase secrets set --env-file .env.production",
      "npx supabase functions deploy --use-api",
      "npm run --silent scenarios -- publish",
      "npm run --silent smoke -- --secrets .env.production https://abcdefghijklmnopqrst.supabase.co/functions/v1 mk_site https://lms.example",
    ],
  );
  assert.ok(!planned.steps.some(({ command }) => /sk-secret|sb_secret/.test(command.join(" "))));
});

test("planDeployment() runs nothing but the push's own dry run when asked for one", () => {
  const smoke = ["--smoke", "mk_site", "https://lms.example"];
  const planned = plan(["--dry-run", "--secrets", "other.env", ...smoke]);
  assert.ok("steps" in planned && planned.isDryRun);
  const named = planned.steps.map(({ command }) => command.join(" "));
  assert.ok(named[1]?.endsWith("--env-file other.env"));
  assert.match(named.at(-1) ?? "", / smoke -- --secrets other\.env https:/);
  const [push, ...others] = planned.steps;
  assert.deepEqual([push?.isChecked, push?.command.at(-1)], [true, "--dry-run"]);
  assert.ok(others.every(({ isChecked }) => !isChecked));
});

for (const [why, given, changes, message] of [
  ["no project is linked", [], { ref: null }, /^No project is linked: run npx supabase link/],
  ["the settings are missing", [], { text: null }, /^\.env\.production is missing/],
  [
    "a setting is missing",
    [],
    { text: "OPENAI_API_KEY=x" },
    /lacks SESSION_TOKEN_SECRET, LEARNER_HASH/,
  ],
  ["an argument is unknown", ["--force"], {}, /^Usage: npm run deploy/],
  ["an argument lacks its value", ["--smoke", "mk_site"], {}, /^Usage: npm run deploy/],
] as const) {
  test(`planDeployment() says what to do when ${why}`, () => {
    const planned = plan(given, changes);
    assert.ok("problem" in planned);
    assert.match(planned.problem, message);
  });
}

const toSite = (functionsUrl: string) => ({
  ...{ functionsUrl, embedKey: "mk_demo", origin: BACKEND_ORIGIN },
  scenario: "saas-discovery-en",
});

describe("runSmoke() against the functions as they run here", { timeout: 60_000 }, () => {
  let backend: TestBackend;
  const failedOf = (checks: readonly SmokeCheck[]): string[] =>
    checks.filter(({ problem }) => problem !== null).map(({ name }) => name);
  const problemsOf = (checks: readonly SmokeCheck[]): string[] =>
    checks.map(({ problem }) => problem).filter((problem) => problem !== null);
  /** So much later, and nothing happened meanwhile. */
  const withoutSchedule = async (milliseconds: number): Promise<void> => {
    await backend.sql`
      update coach.reaper_runs set last_run_at = last_run_at - ${milliseconds} * interval '1 millisecond'`;
  };

  before(async () => {
    backend = await startTestBackend();
  });
  after(() => backend.stop());

  it("passes every check and starts nothing when the project is sound", async () => {
    const [functionsUrl = ""] = backend.functions;
    const site = toSite(functionsUrl);
    const scenario = await findScenario(site);
    assert.notEqual(scenario, null);
    const checks = await runSmoke({ ...site, scenario });
    assert.deepEqual(
      checks.filter(({ problem }) => problem !== null),
      [],
    );
    assert.ok(checks.length >= 9);
    const [row] = await backend.sql<{ n: number }[]>`select count(*)::int as n from coach.sessions`;
    assert.equal(row?.n, 0);
    assert.equal(backend.provider.counts.calls, 0);
  });

  it("asks with the operator's keys where they are known, and fails with a wrong one", async () => {
    const [functionsUrl = ""] = backend.functions;
    const site = toSite(functionsUrl);
    const { METRICS_KEY: metricsKey, SCHEDULE_KEY: scheduleKey } = SECRETS;
    const withSchedule = async (milliseconds: number) => {
      await withoutSchedule(milliseconds);
      await post(functionsUrl, "/observer/reap", {}, { authorization: `Bearer ${scheduleKey}` });
    };
    await backend.sql`update coach.reaper_runs set last_run_at = null`;
    const never = await runSmoke({ ...site, metricsKey }, withoutSchedule);
    assert.deepEqual(problemsOf(never), ["the schedule has never run"]);
    const keys = { metricsKey, scheduleKey };
    assert.deepEqual(failedOf(await runSmoke({ ...site, ...keys }, withSchedule)), []);
    await backend.sql`update coach.reaper_runs set last_run_at = now() - interval '10 minutes'`;
    const [late = "", ...more] = problemsOf(
      await runSmoke({ ...site, metricsKey }, withoutSchedule),
    );
    assert.match(late, /ran 6\d\d seconds ago/);
    assert.deepEqual(more, []);
    const wrongKeys = { metricsKey: "m".repeat(32), scheduleKey: "s".repeat(32) };
    assert.deepEqual(failedOf(await runSmoke({ ...site, ...wrongKeys }, withSchedule)), [
      "the observer wakes for SCHEDULE_KEY",
      "figures are told to METRICS_KEY, and the schedule runs",
    ]);
  });

  it("takes no smoke test for a schedule, however soon another one follows", async () => {
    const [functionsUrl = ""] = backend.functions;
    const site = toSite(functionsUrl);
    const { METRICS_KEY: metricsKey, SCHEDULE_KEY: scheduleKey } = SECRETS;
    for (const run of ["first", "second", "third"]) {
      const checks = await runSmoke({ ...site, metricsKey, scheduleKey }, withoutSchedule);
      const [problem = "", ...more] = problemsOf(checks);
      assert.match(problem, /^the reaper ran 1[5-9] seconds ago, and no schedule since/, run);
      assert.deepEqual(more, []);
    }
  });

  it("names what is wrong when key, origin or address are", async () => {
    const [functionsUrl = ""] = backend.functions;
    const site = toSite(functionsUrl);
    assert.deepEqual(failedOf(await runSmoke({ ...site, embedKey: "mk_nobody" })).slice(0, 1), [
      "the site and its scenario answer",
    ]);
    const foreign = await runSmoke({ ...site, origin: "https://elsewhere.example" });
    assert.ok(failedOf(foreign).includes("the site and its scenario answer"));
    const away = await runSmoke({ ...site, functionsUrl: "http://127.0.0.1:9/functions/v1" });
    assert.equal(failedOf(away).length, away.length);
  });
});
