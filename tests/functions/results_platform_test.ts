import assert from "node:assert/strict";
import { CONSENT_VERSION } from "../../supabase/functions/_shared/contract/limits.ts";
import { SessionCompletedEvent } from "../../supabase/functions/_shared/contract/result.ts";
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
