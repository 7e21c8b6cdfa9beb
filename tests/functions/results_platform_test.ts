import assert from "node:assert/strict";
import { CONSENT_VERSION } from "../../supabase/functions/_shared/contract/limits.ts";
import {
  Result,
  ResultsResponse,
  SessionCompletedEvent,
} from "../../supabase/functions/_shared/contract/result.ts";
import { createResultKey } from "../../supabase/functions/_shared/identity/result-key.ts";
import { hashSecret } from "../../supabase/functions/_shared/identity/secrets.ts";
import { type CoachPlatform, startCoachPlatform } from "./kit/coach-platform.ts";
import { callFunction } from "./kit/database-site.ts";
import { giveTokenSecret } from "./kit/give-token-secret.ts";
import { practiseOnce } from "./kit/practise-once.ts";
import { startRecordSystem } from "./kit/record-system.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";

const TOLD = { version: CONSENT_VERSION, locale: "fr", results: true };

let platform: CoachPlatform;

Deno.test.beforeAll(async () => {
  platform = await startCoachPlatform(Deno.env.get("SUPABASE_DB_URL") ?? "");
});

Deno.test.afterAll(async () => {
  await platform.stop();
});

/** A site that wants results and admits known learners; with what signs their tokens. */
async function createSite() {
  const embedKey = await platform.createSite({ learnerMaxLive: 2 });
  const feature = { p_name: "results", p_enabled: true, p_site: embedKey, p_actor: "test" };
  await callFunction(platform.sql, "set_feature", feature);
  return { embedKey, sign: await giveTokenSecret(platform.sql, embedKey, "optional") };
}

async function setWebhook(embedKey: string, url: string): Promise<void> {
  const webhook = { p_site: embedKey, p_url: url, p_rotate: false, p_overlap_seconds: 0 };
  await callFunction(platform.sql, "set_webhook", { ...webhook, p_actor: "test" });
}

async function reap(): Promise<void> {
  assert.equal((await platform.reap()).status, 200);
  await platform.drain();
}

Deno.test("a result reaches the site's system once its report is final", async () => {
  const system = startRecordSystem();
  try {
    const { embedKey, sign } = await createSite();
    await setWebhook(embedKey, system.url);
    const learnerToken = await sign({ sub: "lms-42" });
    const sessionId = await practiseOnce(platform, embedKey, { learnerToken, consent: TOLD });
    await reap();
    const [event] = system.received;
    assert.ok(event !== undefined && system.received.length === 1);
    const { data } = SessionCompletedEvent.parse(JSON.parse(event.body));
    const { id, version, title, language } = STORED_SCENARIO;
    assert.deepEqual(data.scenario, { id, version, title, language });
    assert.deepEqual([data.sessionId, data.sub, data.status], [sessionId, "lms-42", "ready"]);
    assert.ok(data.criteria.length > 0);
    assert.doesNotMatch(event.body, /Lovelace|Madame/);
  } finally {
    await system.stop();
  }
});

Deno.test("a learner whom nobody told of it has a result without a name", async () => {
  const system = startRecordSystem();
  try {
    const { embedKey, sign } = await createSite();
    await setWebhook(embedKey, system.url);
    const consent = { version: CONSENT_VERSION, locale: "fr" };
    const learnerToken = await sign({ sub: "lms-42" });
    await practiseOnce(platform, embedKey, { learnerToken, consent });
    await reap();
    const [event] = system.received;
    assert.equal(SessionCompletedEvent.parse(JSON.parse(event?.body ?? "")).data.sub, null);
  } finally {
    await system.stop();
  }
});

/** Asks as a site's own system does. */
function ask(path: string, key: string) {
  const headers = { authorization: `Bearer ${key}` };
  return platform.send("GET", path, { headers, origin: null });
}

Deno.test("a site's system reads its results by key, and nobody else's", async () => {
  const { embedKey, sign } = await createSite();
  const key = createResultKey();
  const rotation = { p_site: embedKey, p_key_hash: hashSecret(key), p_overlap_seconds: 0 };
  await callFunction(platform.sql, "rotate_result_key", { ...rotation, p_actor: "test" });
  const learnerToken = await sign({ sub: "lms-43" });
  const sessionId = await practiseOnce(platform, embedKey, { learnerToken, consent: TOLD });
  const stranger = await practiseOnce(platform, (await createSite()).embedKey, { consent: TOLD });
  await platform.sql`
    update coach.reports set finished_at = now() - interval '1 minute'
    where session_id in (${sessionId}, ${stranger})`;

  const one = Result.parse((await ask(`/reports/sessions/${sessionId}`, key)).body);
  assert.deepEqual([one.sub, one.status], ["lms-43", "ready"]);
  const found = ResultsResponse.parse((await ask("/reports/sessions?sub=lms-43", key)).body);
  assert.deepEqual(found.results, [one]);
  const next = await ask(`/reports/sessions?after=${found.cursor}`, key);
  assert.deepEqual(next.body, { results: [], cursor: found.cursor, hasMore: false });
  assert.equal((await ask(`/reports/sessions/${stranger}`, key)).status, 404);
  assert.equal((await ask("/reports/sessions", createResultKey())).status, 401);
  // What a database of ours could stumble over.
  const queries = ["sub=%00", "sub=%ED%A0%80", "from=0000-01-01T00:00:00Z"];
  for (const query of [...queries, "to=9999-12-31T23:59:59-23:59"])
    assert.ok((await ask(`/reports/sessions?${query}`, key)).status < 500, query);
});
