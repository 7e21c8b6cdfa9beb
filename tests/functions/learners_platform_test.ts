import assert from "node:assert/strict";
import { startBody, turn } from "./kit/coach-harness.ts";
import { type CoachPlatform, startCoachPlatform } from "./kit/coach-platform.ts";
import { callFunction, connectDatabase } from "./kit/database-site.ts";
import { giveTokenSecret } from "./kit/give-token-secret.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";

const sql = connectDatabase(1);
let platform: CoachPlatform;

Deno.test.beforeAll(async () => {
  platform = await startCoachPlatform(Deno.env.get("SUPABASE_DB_URL") ?? "");
});

Deno.test.afterAll(async () => {
  await platform.stop();
  await sql.end();
});

async function remaining(embedKey: string, query: string, token?: string): Promise<number> {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const path = `/coach/brief?scenario=${STORED_SCENARIO.id}&embedKey=${embedKey}${query}`;
  const { status, body, text } = await platform.send("GET", path, { headers });
  assert.equal(status, 200, text);
  return body.limits.remainingSeconds;
}

async function end(session: { sessionId: string; sessionToken: string }): Promise<void> {
  const body = { sessionToken: session.sessionToken, reason: "learner" };
  await platform.send("POST", `/coach/sessions/${session.sessionId}/end`, { body });
}

Deno.test("a learner token starts one session, also when the first answer got lost", async () => {
  const embedKey = await platform.createSite();
  const sign = await giveTokenSecret(sql, embedKey, "required");
  const nobody = await platform.start(embedKey);
  assert.equal(nobody.status, 401, nobody.text);
  assert.match(nobody.body.message, /known learners only/);

  const learnerToken = await sign();
  const attempt = { learnerToken, attemptKey: crypto.randomUUID() };
  const first = await platform.start(embedKey, attempt);
  assert.equal(first.status, 201, first.text);
  const again = await platform.start(embedKey, attempt);
  assert.equal(again.body.sessionId, first.body.sessionId);
  await end(first.body);
  const replay = await platform.start(embedKey, { learnerToken });
  assert.equal(replay.status, 401);
  assert.match(replay.body.message, /has started a session before/);
  const fresh = await platform.start(embedKey, { learnerToken: await sign() });
  assert.equal(fresh.status, 201, fresh.text);
});

Deno.test("100 replays of a learner token over HTTP give one session", async () => {
  const embedKey = await platform.createSite({ siteMaxLive: 100, learnerMaxLive: 100 });
  const learnerToken = await (await giveTokenSecret(sql, embedKey, "optional"))();
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => platform.start(embedKey, { learnerToken })),
  );
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  assert.equal(answers.filter(({ status }) => status === 401).length, 99);
});

Deno.test("a site without learner tokens says so to a page that sends one", async () => {
  const embedKey = await platform.createSite();
  const refused = await platform.start(embedKey, { learnerToken: "a.b.c" });
  assert.equal(refused.status, 401);
  assert.match(refused.body.message, /takes no learner tokens/);
});

Deno.test("an anonymous learner has less than a known one, and the brief tells each", async () => {
  const embedKey = await platform.createSite({ learnerDaySeconds: 1_200 });
  const sign = await giveTokenSecret(sql, embedKey, "optional");
  const changes = { anonymous_day_seconds: 300 };
  await callFunction(sql, "update_site", { p_site: embedKey, p_changes: changes, p_actor: "test" });
  const token = await sign();
  assert.equal(await remaining(embedKey, "&deviceId=device-0001"), 300);
  assert.equal(await remaining(embedKey, "", token), 1_200);
  const known = await platform.start(embedKey, { learnerToken: token });
  assert.equal(known.body.limitSeconds, 600, "the brief has not used the token up");
  assert.equal(await remaining(embedKey, "", await sign()), 600);
  assert.equal(await remaining(embedKey, "&deviceId=device-0001"), 300);
  const anonymous = await platform.start(embedKey, { deviceId: "device-0001" });
  assert.equal(anonymous.body.limitSeconds, 300);
  assert.equal(await remaining(embedKey, "&deviceId=device-0001"), 0);
});

Deno.test(
  "anonymous learners behind one address share its day, whatever device they invent",
  async () => {
    const embedKey = await platform.createSite({ siteMaxLive: 100 });
    const changes = { anonymous_day_seconds: 60, address_day_seconds: 150 };
    await callFunction(sql, "update_site", {
      p_site: embedKey,
      p_changes: changes,
      p_actor: "test",
    });
    const start = (deviceId: string, address: string) => {
      const body = { embedKey, deviceId };
      const headers = { "x-forwarded-for": address };
      return platform.send("POST", "/coach/sessions", { body: startBody(body), headers });
    };
    const granted = [];
    for (const deviceId of ["device-0001", "device-0002", "device-0003", "device-0004"]) {
      const { body } = await start(deviceId, "203.0.113.7");
      granted.push(body.limitSeconds ?? body.limit?.name);
    }
    assert.deepEqual(granted, [60, 60, 30, "learner_day"]);
    const fifth = await start("device-0005", "203.0.113.8");
    assert.equal(fifth.body.limitSeconds, 60, fifth.text);
    // The first 56 bits of an IPv6 address are one subscriber's.
    const halves = [];
    for (const [index, tail] of ["00::1", "01::2", "ff:ffff::1", "80:1:2:3:4"].entries()) {
      const { body } = await start(`device-6-${index}`, `2001:db8:1:2${tail}`);
      halves.push(body.limitSeconds ?? body.limit?.name);
    }
    assert.deepEqual(halves, [60, 60, 30, "learner_day"]);
  },
);

Deno.test("a learner stays the same when the site's embed key is replaced", async () => {
  const embedKey = await platform.createSite({ learnerDaySeconds: 600 });
  const first = await platform.start(embedKey, { deviceId: "device-0001" });
  assert.equal(first.status, 201, first.text);
  const parameters = { p_site: embedKey, p_overlap_seconds: 3_600, p_actor: "test" };
  const { embed_key: fresh } = await callFunction(sql, "rotate_embed_key", parameters);
  for (const key of [embedKey, String(fresh)]) {
    assert.equal(await remaining(key, "&deviceId=device-0001"), 0, "its day is spent under both");
  }
});

Deno.test(
  "POST /sessions answers 404 feature_disabled and GET /brief voice false when voice is off",
  async () => {
    const embedKey = await platform.createSite();
    const parameters = { p_name: "voice", p_enabled: "false", p_site: embedKey, p_actor: "test" };
    await callFunction(sql, "set_feature", parameters);
    const refused = await platform.start(embedKey);
    assert.equal(refused.status, 404);
    assert.equal(refused.body.code, "feature_disabled");
    const path = `/coach/brief?scenario=${STORED_SCENARIO.id}&embedKey=${embedKey}`;
    assert.deepEqual((await platform.send("GET", path)).body.features, { voice: false });
  },
);

Deno.test("POST /reap removes what is older than its organization keeps it", async () => {
  const embedKey = await platform.createSite({ retentionDays: 1 });
  const { body } = await platform.start(embedKey);
  const turns = [turn(1, "learner", "Nobody shall read this for ever.")];
  const { sessionId, sessionToken } = body;
  const details = { body: { sessionToken, reason: "learner", turns } };
  await platform.send("POST", `/coach/sessions/${sessionId}/end`, details);
  await platform.drain();
  await sql`update coach.sessions set ended_at = now() - interval '2 days' where id = ${sessionId}`;
  await platform.reap();
  await platform.drain();
  const rows = await sql`select from coach.turns where session_id = ${sessionId}`;
  assert.equal(rows.length, 0);
  const headers = { authorization: `Bearer ${sessionToken}` };
  const report = await platform.send("GET", `/coach/sessions/${sessionId}/report`, { headers });
  assert.equal(report.status, 404);
});
