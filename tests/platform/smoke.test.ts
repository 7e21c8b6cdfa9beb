import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test, type TestContext } from "node:test";
import fc from "fast-check";
import { readOwnKeys } from "../../supabase/cli/deploy/read-own-keys.ts";
import { findScenario, runSmoke, type SmokeCheck } from "../../supabase/cli/deploy/run-smoke.ts";
import { runSmokeCall } from "../../supabase/cli/deploy/smoke-call.ts";

const KEYS = { metricsKey: "m", scheduleKey: "s" };
const SETTINGS = { METRICS_KEY: "m", SCHEDULE_KEY: "s" };
const CALL = [
  "a call is granted and made",
  "the customer answers a typed sentence",
  "the customer is heard",
  "the call was observed and its report is made",
];

test("readOwnKeys() hands the keys to the project that they belong to, and to no other address", () => {
  const own = { ...SETTINGS, SUPABASE_URL: "https://abc.supabase.co/" };
  assert.deepEqual(readOwnKeys(own, "https://abc.supabase.co/functions/v1"), KEYS);
  for (const [url, settings] of [
    ["https://abc.supabase.co.evil.example/functions/v1", own],
    ["https://abc.supabase.co@evil.example/functions/v1", own],
    ["http://abc.supabase.co/functions/v1", own],
    ["https://abc.supabase.co:8443/functions/v1", own],
    ["abc.supabase.co/functions/v1", own],
    ["https://abc.supabase.co/functions/v1", SETTINGS],
    ["evil.example:443", { ...SETTINGS, SUPABASE_URL: "abc.supabase.co:443" }],
  ] as const) {
    assert.deepEqual(readOwnKeys(settings, url), {}, url);
  }
});

test("readOwnKeys() goes by the origin alone, whatever addresses are typed", () => {
  const url = fc.webUrl({ withQueryParameters: true });
  fc.assert(
    fc.property(url, url, fc.webPath(), (one, other, path) => {
      const settings = { ...SETTINGS, SUPABASE_URL: one };
      const isSame = new URL(one).origin === new URL(other).origin;
      assert.deepEqual(readOwnKeys(settings, other), isSame ? KEYS : {});
      assert.deepEqual(readOwnKeys(settings, new URL(one).origin + path), KEYS);
    }),
  );
});

interface Answer {
  readonly status: number;
  readonly text: string;
}

const json = (body: object, status = 200): Answer => ({ status, text: JSON.stringify(body) });
const SOUND: Readonly<Record<string, Answer>> = {
  brief: json({ consent: { version: "1" } }),
  sessions: json({ sessionId: "id", sessionToken: "token", answer: "v=0" }, 201),
  end: json({ status: "ended" }),
  report: json({ status: "ready", report: { evidence: "observed", total: 70 } }),
};

/** Answers each address by its last word. */
async function serve(t: TestContext, answers: Readonly<Record<string, Answer>>): Promise<string> {
  const server = createServer((request, response) => {
    const word = new URL(request.url ?? "", "http://a.example").pathname.split("/").at(-1) ?? "";
    const { status, text } = answers[word] ?? json({ code: "not_found", message: word }, 404);
    response.writeHead(status, { connection: "close" }).end(text);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return `http://127.0.0.1:${address.port}`;
}

const toSite = (functionsUrl: string) => ({
  ...{ functionsUrl, embedKey: "mk_x", origin: "https://lms.example", scenario: "one" },
});

/** A line whose provider says what is listed, after which so many packets came. */
function toPorts(
  said: readonly string[],
  { packets = 9, refuses = false }: { packets?: number; refuses?: boolean } = {},
) {
  const closed: string[] = [];
  const line = {
    createOffer: () => Promise.resolve("v=0"),
    join: () => {
      if (refuses) throw new Error("no such description");
    },
    connected: Promise.resolve(),
    send: () => undefined,
    sendSound: () => undefined,
    packets: () => packets,
    close: () => void closed.push("line"),
  };
  const hear = (type: string) =>
    said.includes(type)
      ? Promise.resolve({ type, response: { status: "completed" } })
      : Promise.reject(new Error(`no ${type}`));
  const ports = {
    listen: () => Promise.resolve({ line, hear }),
    wait: () => Promise.resolve(),
  };
  return { ports, closed };
}

const REPLY = ["session.created", "response.done"];
const HEARD = [...REPLY, "output_audio_buffer.started"];
const failuresOf = (checks: readonly SmokeCheck[]) =>
  checks.filter(({ problem }) => problem !== null).map(({ name, problem }) => [name, problem]);

test("runSmokeCall() passes what answers, is heard and reported, and hangs up", async (t) => {
  const { ports, closed } = toPorts(HEARD);
  const checks = await runSmokeCall(toSite(await serve(t, SOUND)), ports);
  assert.deepEqual(
    checks,
    CALL.map((name) => ({ name, problem: null })),
  );
  assert.deepEqual(closed, ["line"]);
});

for (const [what, answers, said, failures] of [
  ["an answer is no JSON", { sessions: { status: 502, text: "<html>" } }, HEARD, [[CALL[0]]]],
  ["the brief is refused", { brief: json({ code: "not_found" }, 404) }, HEARD, [[CALL[0]]]],
  ["the report is a problem", { report: json({ code: "internal" }, 500) }, HEARD, [[CALL[3]]]],
  ["the report is no JSON", { report: { status: 504, text: "late" } }, HEARD, [[CALL[3]]]],
  ["the end is refused", { end: json({ code: "internal" }, 500) }, HEARD, [[CALL[3]]]],
  ["the provider plays nothing", {}, REPLY, [[CALL[2]]]],
  ["the provider says nothing", {}, [], [[CALL[1]], [CALL[2]]]],
] as const) {
  test(`runSmokeCall() tells all other results when ${what}`, async (t) => {
    const { ports, closed } = toPorts(said);
    const checks = await runSmokeCall(toSite(await serve(t, { ...SOUND, ...answers })), ports);
    const failed = failuresOf(checks);
    assert.deepEqual(
      failed.map(([name]) => [name]),
      failures,
    );
    assert.match(failed[0]?.[1] ?? "", /^(?:answered (?:404|50\d)|no )/);
    assert.equal(checks.length, failures[0][0] === CALL[0] ? 1 : 4);
    assert.deepEqual(closed, ["line"]);
  });
}

test("runSmokeCall() hears nobody where no packet of sound came", async (t) => {
  const { ports } = toPorts(HEARD, { packets: 0 });
  const checks = await runSmokeCall(toSite(await serve(t, SOUND)), ports);
  assert.deepEqual(failuresOf(checks), [[CALL[2], "no packet of sound arrived"]]);
});

test("runSmokeCall() throws nothing where scenario, library, answer or functions fail", async (t) => {
  const site = toSite(await serve(t, SOUND));
  const { ports, closed } = toPorts(HEARD, { refuses: true });
  const listen = () => Promise.reject(new Error("no native module"));
  const away = { ...site, functionsUrl: "http://127.0.0.1:9" };
  for (const [checks, problem] of [
    [await runSmokeCall({ ...site, scenario: null }, ports), /lists no scenario/],
    [await runSmokeCall(site, { ...ports, listen }), /^no native module$/],
    [await runSmokeCall(site, ports), /^no such description$/],
    [await runSmokeCall(away, ports), /fetch failed/],
  ] as const) {
    assert.deepEqual(
      checks.map(({ name }) => name),
      [CALL[0]],
    );
    assert.match(checks[0]?.problem ?? "", problem);
  }
  assert.deepEqual(closed, ["line", "line"]);
});

test("runSmoke() says that a site lists no scenario, and asks for none of its own making", async (t) => {
  const url = await serve(t, { scenarios: json({ scenarios: [] }) });
  const site = toSite(url);
  assert.equal(await findScenario(site), null);
  const checks = await runSmoke({ ...site, scenario: null });
  const answered = checks.find(({ name }) => name === "the site and its scenario answer");
  assert.equal(answered?.problem, "lists no scenario: publish one");
});
