import assert from "node:assert/strict";
import process from "node:process";
import { ReportResponse } from "../../supabase/functions/_shared/contract/report.ts";
import { readEnvironment } from "../../supabase/functions/_shared/runtime/environment.ts";
import { createServe } from "../../supabase/functions/_shared/runtime/http/serve.ts";
import { createLog } from "../../supabase/functions/_shared/runtime/telemetry/log.ts";
import { createCoachApp } from "../../supabase/functions/coach/app.ts";
import { createCoachWorld } from "../../supabase/functions/coach/coach-world.ts";
import { startBody, turn } from "./kit/coach-harness.ts";
import { type CoachPlatform, PROVIDER_KEY, startCoachPlatform } from "./kit/coach-platform.ts";
import { errorReply } from "./kit/fake-openai.ts";
import { ORIGIN } from "./kit/fake-store.ts";
import { ANSWER, OFFER } from "./kit/offer-fixture.ts";
import { PRIVATE_WORDS } from "./kit/scenario-fixture.ts";

const DATABASE_URL = process.env["SUPABASE_DB_URL"];
if (DATABASE_URL === undefined) throw new Error("Run with `npm run test:functions`: no database.");
const WORDS = "Combien de clients viennent par votre site aujourd'hui ?";

let platform: CoachPlatform;
Deno.test.beforeAll(async () => {
  platform = await startCoachPlatform(DATABASE_URL);
});
Deno.test.afterAll(() => platform.stop());
Deno.test.beforeEach(() => {
  platform.openai.received.length = 0;
});

/** How often the provider got a request for `path`. */
function asked(path: RegExp): number {
  return platform.openai.received.filter((request) => path.test(request.path)).length;
}

Deno.test("coach carries a practice from brief to report over a real database", async () => {
  const embedKey = await platform.createSite();
  const seen: string[] = [];
  const send = async (...request: Parameters<CoachPlatform["send"]>) => {
    const response = await platform.send(...request);
    seen.push(response.text, JSON.stringify([...response.headers]));
    assert.ok(response.status < 300, response.text);
    return response.body;
  };
  const brief = await send("GET", `/coach/brief?scenario=bakery-fr&embedKey=${embedKey}`);
  assert.equal(brief.scenario.title, "Un site pour la boulangerie");

  const session = await send("POST", "/coach/sessions", { body: startBody({ embedKey }) });
  assert.equal(session.answer, ANSWER);
  assert.equal(session.rehearsal, true);
  assert.ok((await platform.usage(embedKey)).reserved > 0);
  const post = (route: string, fields: object) =>
    send("POST", `/coach/sessions/${session.sessionId}/${route}`, {
      body: { sessionToken: session.sessionToken, ...fields },
    });

  // Out of order and twice: the order follows the conversation, and nothing is stored twice.
  const [first, second, third] = [
    turn(1, "persona", "Boulangerie Martin !"),
    turn(2, "learner", WORDS),
    turn(3, "persona", "Aucun."),
  ];
  await post("turns", { turns: [third] });
  const stored = await post("turns", { turns: [first, second, third] });
  assert.deepEqual(stored, { contiguous: 3, missing: [] });
  assert.equal((await post("heartbeat", {})).status, "continue");

  const ended = await post("end", { reason: "learner" });
  assert.equal(ended.report, "pending");
  assert.ok(ended.usedSeconds >= 1 && ended.usedSeconds <= 30);
  assert.deepEqual(await post("end", { reason: "left" }), ended);
  await platform.drain();

  const answer = await send("GET", `/coach/sessions/${session.sessionId}/report`, {
    headers: { authorization: `Bearer ${session.sessionToken}` },
  });
  const report = ReportResponse.parse(answer);
  assert.ok(report.status === "ready");
  assert.equal(report.report.total, 60);
  assert.deepEqual(
    report.report.transcript.map(({ itemId }) => itemId),
    ["item_1", "item_2", "item_3"],
  );
  assert.equal(report.report.criteria[0]?.quotes[0]?.text, WORDS);

  const usage = await platform.usage(embedKey);
  assert.deepEqual(usage, { reserved: 0, used: ended.usedSeconds, live: 0 });
  assert.equal(asked(/\/hangup$/), 1);
  const everything = seen.join("\n");
  for (const secret of [PROVIDER_KEY, PRIVATE_WORDS, "sb_secret_", "1,500 euros"]) {
    assert.ok(!everything.includes(secret), `an answer holds ${secret}`);
  }
});

Deno.test(
  "POST /sessions makes one call when the same attempt arrives five times at once",
  async () => {
    const embedKey = await platform.createSite();
    const body = startBody({ embedKey });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => platform.send("POST", "/coach/sessions", { body })),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      [201, 201, 201, 201, 201],
    );
    assert.equal(new Set(answers.map((answer) => answer.body.sessionId)).size, 1);
    assert.equal(asked(/\/calls$/), 1);
    await platform.drain();
  },
);

Deno.test("coach stores what is strange but allowed when a page sends it", async () => {
  const embedKey = await platform.createSite();
  const strange = "\u0001\u2028\u202e\uffff 🦜 ' \" \\ {{city}} <b>";
  const variables = JSON.parse(`{"__proto__":"x","constructor":"y"}`);
  const started = await platform.start(embedKey, {
    learnerName: strange,
    locale: "zz-ABCDEFGH-12345678",
    variables: { ...variables, city: strange },
  });
  assert.equal(started.status, 201, started.text);
  const { sessionId, sessionToken } = started.body;
  const extreme = {
    ...turn(10_000, "learner", strange.repeat(100)),
    itemId: "x".repeat(128),
    previousItemId: "never-seen",
    startedAtMs: 86_400_000,
    endedAtMs: 0,
  };
  const loop = [
    { ...turn(1, "learner", strange), previousItemId: "item_2" },
    { ...turn(2, "persona", ""), previousItemId: "item_1", state: "unrecognized" },
  ];
  const path = `/coach/sessions/${sessionId}`;
  const body = { sessionToken, turns: [extreme, ...loop] };
  const stored = await platform.send("POST", `${path}/turns`, { body });
  assert.equal(stored.status, 200, stored.text);
  assert.equal(stored.body.contiguous, 2);
  const ended = { sessionToken, reason: "persona" };
  assert.equal((await platform.send("POST", `${path}/end`, { body: ended })).status, 200);
  await platform.drain();
  const headers = { authorization: `Bearer ${sessionToken}` };
  assert.equal((await platform.send("GET", `${path}/report`, { headers })).status, 200);
});

Deno.test("POST /sessions gives the minutes back when the provider fails", async () => {
  const embedKey = await platform.createSite();
  const reply = platform.openai.replies["POST /v1/realtime/calls"];
  platform.openai.replies["POST /v1/realtime/calls"] = () =>
    errorReply(500, { message: PROVIDER_KEY });
  const response = await platform.start(embedKey);
  if (reply !== undefined) platform.openai.replies["POST /v1/realtime/calls"] = reply;
  await platform.drain();
  assert.equal(response.status, 502);
  assert.equal(response.body.code, "upstream_unavailable");
  assert.ok(!response.text.includes(PROVIDER_KEY));
  assert.deepEqual(await platform.usage(embedKey), { reserved: 0, used: 0, live: 0 });
});

Deno.test(
  "POST /sessions answers 429 with the limit when the learner's call still runs",
  async () => {
    const embedKey = await platform.createSite({ learnerMaxLive: 1 });
    assert.equal((await platform.start(embedKey)).status, 201);
    const refused = await platform.start(embedKey);
    assert.equal(refused.status, 429);
    assert.equal(refused.body.limit.name, "learner_concurrency");
    assert.equal(refused.headers.get("access-control-allow-origin"), ORIGIN);
    assert.equal(asked(/\/calls$/), 1);
  },
);

Deno.test(
  "POST /sessions answers 429 when less than half a minute of the day is left",
  async () => {
    const embedKey = await platform.createSite({ siteDaySeconds: 20 });
    const refused = await platform.start(embedKey);
    assert.equal(refused.status, 429);
    assert.equal(refused.body.limit.name, "site_day");
    assert.ok(refused.body.retryAfterSeconds > 0);
    assert.equal(asked(/\/calls$/), 0);
  },
);

Deno.test(
  "server not told that the browser left (OA#684): POST /reap settles and hangs up a call whose page has vanished",
  async () => {
    const embedKey = await platform.createSite();
    const { sessionId } = (await platform.start(embedKey)).body;
    await platform.drain();
    await platform.sql`
    update coach.sessions set attached_at = attached_at - interval '5 minutes',
      last_beat_at = last_beat_at - interval '5 minutes', deadline = deadline - interval '5 minutes',
      lapses_at = lapses_at - interval '5 minutes' where id = ${sessionId}`;
    const reaped = await platform.reap();
    assert.equal(reaped.status, 200);
    assert.ok(reaped.body.reaped >= 1);
    assert.ok(reaped.body.hangups.done >= 1);
    assert.equal(asked(/\/hangup$/), 1);
    const usage = await platform.usage(embedKey);
    assert.equal(usage.reserved, 0);
    assert.ok(usage.used > 0 && usage.used <= 60, `billed ${usage.used} s`);
    assert.equal((await platform.reap()).body.hangups.done, 0);
  },
);

Deno.test(
  "the provider knows a learner again within a site, and never from another site",
  async () => {
    const seen = async (): Promise<string[]> => {
      const { received } = platform.openai;
      const before = received.length;
      const { body } = await platform.start(await platform.createSite(), {
        deviceId: "device-0042",
      });
      const further = await platform.send("POST", `/coach/sessions/${body.sessionId}/calls`, {
        body: { sessionToken: body.sessionToken, attemptKey: crypto.randomUUID(), offer: OFFER },
      });
      assert.equal(further.status, 201, further.text);
      return received
        .slice(before)
        .filter(({ path }) => path === "/v1/realtime/calls")
        .map(({ headers }) => headers.get("openai-safety-identifier") ?? "");
    };
    const [first, other] = [await seen(), await seen()];
    for (const identifiers of [first, other]) {
      assert.equal(identifiers.length, 2);
      assert.match(identifiers[0] ?? "", /^[0-9a-f]{64}$/);
      assert.equal(identifiers[0], identifiers[1], "both calls of a session");
    }
    assert.notEqual(first[0], other[0], "two sites");
  },
);

Deno.test("POST /reap answers 401 when the key is not the platform's", async () => {
  const headers = { authorization: "Bearer sb_secret_of_nobody" };
  assert.equal((await platform.send("POST", "/observer/reap", { headers })).status, 401);
});

Deno.test("GET /ready answers 200 when database and provider answer", async () => {
  const ready = await platform.send("GET", "/health/ready");
  assert.equal(ready.status, 200, ready.text);
});

Deno.test("coach keeps an ephemeral session short and without a score", async () => {
  const embedKey = await platform.createSite();
  const environment = readEnvironment((name) =>
    name === "REALTIME_HANDSHAKE" ? "ephemeral" : Deno.env.get(name),
  );
  const log = createLog("coach", () => {});
  const serve = createServe(() => createCoachApp(createCoachWorld(environment, log)), log);
  const send = async (path: string, body: unknown) => {
    const init = { method: "POST", headers: { origin: ORIGIN }, body: JSON.stringify(body) };
    const response = await serve(new Request(`https://project.example${path}`, init));
    return { status: response.status, body: await response.json() };
  };
  const { status, body } = await send("/coach/sessions", startBody({ embedKey }));
  assert.equal(status, 201);
  assert.equal(body.clientSecret, "ek_from_service");
  assert.equal(body.limitSeconds, 300);
  const turns = [turn(1, "learner", WORDS)];
  const ended = await send(`/coach/sessions/${body.sessionId}/end`, {
    sessionToken: body.sessionToken,
    reason: "learner",
    turns,
  });
  assert.equal(ended.body.report, "not_scored");
  await platform.drain();
  assert.equal(asked(/\/responses$/), 0);
});
