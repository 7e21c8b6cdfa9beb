import assert from "node:assert/strict";
import OpenAI from "openai";
import { AttemptsResponse } from "../../supabase/functions/_shared/contract/learner-record.ts";
import { CONSENT_VERSION } from "../../supabase/functions/_shared/contract/limits.ts";
import { deriveWebhookSecret } from "../../supabase/functions/_shared/jobs/webhooks/sign-webhook.ts";
import type {
  ReportDraft,
  ReportTask,
} from "../../supabase/functions/_shared/scoring/report-task.ts";
import { LEARNER_TOKEN_KEY } from "./kit/coach-harness.ts";
import { type CoachPlatform, startCoachPlatform } from "./kit/coach-platform.ts";
import { callFunction, connectDatabase } from "./kit/database-site.ts";
import { errorReply, textReply } from "./kit/fake-openai.ts";
import { giveTokenSecret } from "./kit/give-token-secret.ts";
import { practiseOnce } from "./kit/practise-once.ts";
import { startRecordSystem } from "./kit/record-system.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";

const FACTS = {
  contacts: [{ name: "Ada Lovelace", company: "Novea", email: null, phone: null }],
  commitments: [],
};
const AGREED = { version: CONSENT_VERSION, locale: "fr", facts: true };

const sql = connectDatabase(1);
const client = new OpenAI({ apiKey: "sk-unused" });
let platform: CoachPlatform;

Deno.test.beforeAll(async () => {
  platform = await startCoachPlatform(Deno.env.get("SUPABASE_DB_URL") ?? "");
  // Reports are saved by the tests themselves: what a scorer finds is not their matter.
  platform.openai.replies["POST /v1/responses"] = () =>
    errorReply(500, { code: "server_error", message: "away" });
});

Deno.test.afterAll(async () => {
  await platform.stop();
  await sql.end();
});

/** Asks for facts at a site and says where they go; returns the secret that signs. */
async function askForFacts(embedKey: string, url: string): Promise<string> {
  const feature = { p_name: "facts", p_enabled: true, p_site: embedKey, p_actor: "test" };
  await callFunction(sql, "set_feature", feature);
  const webhook = { p_site: embedKey, p_url: url, p_rotate: false, p_overlap_seconds: 0 };
  const set = await callFunction(sql, "set_webhook", { ...webhook, p_actor: "test" });
  return deriveWebhookSecret(LEARNER_TOKEN_KEY, String(set["site_id"]), String(set["kid"]));
}

const practise = (embedKey: string, changes: Readonly<Record<string, unknown>>) =>
  practiseOnce(platform, embedKey, changes);

async function deliveryOf(sessionId: string) {
  const [row] = await platform.sql`
    select status, attempts, last_error, payload from coach.deliveries where session_id = ${sessionId}`;
  return row;
}

async function reap(): Promise<void> {
  assert.equal((await platform.reap()).status, 200);
  await platform.drain();
}

Deno.test(
  "facts reach the site's system signed, under the learner's name there, and once",
  async () => {
    const system = startRecordSystem();
    try {
      const embedKey = await platform.createSite();
      const secret = await askForFacts(embedKey, system.url);
      const sign = await giveTokenSecret(sql, embedKey, "required");
      const learnerToken = await sign({ sub: "lms-42" });
      const sessionId = await practise(embedKey, { learnerToken, consent: AGREED });
      await platform.store.saveReport(sessionId, { total: 70, facts: FACTS });

      system.answer.status = 503;
      await reap();
      assert.equal(system.received.length, 1);
      const failed = await deliveryOf(sessionId);
      assert.deepEqual([failed?.["status"], failed?.["last_error"]], ["pending", "status_503"]);
      await reap();
      assert.equal(system.received.length, 1, "not before its time");

      system.answer.status = 200;
      await platform.sql`update coach.deliveries set available_at = now()`;
      await reap();
      await reap();
      assert.equal(system.received.length, 2);
      const [first, second] = system.received;
      assert.ok(first !== undefined && second !== undefined);
      assert.equal(first.headers.get("webhook-id"), second.headers.get("webhook-id"));
      assert.equal(first.body, second.body);
      // A foreign library's word that this is Standard Webhooks.
      await client.webhooks.verifySignature(second.body, second.headers, secret);
      const { type, data } = JSON.parse(second.body);
      const { startedAt, ...rest } = data;
      assert.equal(type, "report.facts");
      assert.ok(Date.parse(startedAt) <= Date.now());
      const { id, version, title, language } = STORED_SCENARIO;
      const scenario = { id, version, title, language };
      assert.deepEqual(rest, { sessionId, scenario, learner: "lms-42", facts: FACTS });
      const taken = await deliveryOf(sessionId);
      assert.deepEqual([taken?.["status"], taken?.["payload"]], ["done", null]);
    } finally {
      await system.stop();
    }
  },
);

/** A scorer that finds a name where it is asked for names. */
function toDraft(requestText: string): ReportDraft {
  const task: ReportTask = JSON.parse(JSON.parse(requestText).input[0].content[0].text);
  const contact = { name: "Ada Lovelace", company: "Invented Ltd", email: null, phone: null };
  return {
    criteria: task.criteria.map(({ id }) => ({
      ...{ id, level: null, reason: "Never arose.", quotes: [], better_wording: null },
    })),
    ...{
      breaches: [],
      summary: "Sound.",
      strengths: [],
      improvements: [],
      ...{ verdict: null, next: null },
    },
    facts: task.facts_wanted ? { contacts: [contact], commitments: [] } : null,
  };
}

Deno.test("facts go all the way from what was said to the site's system", async () => {
  const system = startRecordSystem();
  const { replies } = platform.openai;
  const away = replies["POST /v1/responses"];
  replies["POST /v1/responses"] = ({ text }) => textReply(JSON.stringify(toDraft(text)));
  try {
    const embedKey = await platform.createSite();
    await askForFacts(embedKey, system.url);
    const sessionId = await practise(embedKey, { consent: AGREED });
    const { report } = await callFunction(sql, "get_report", { p_session_id: sessionId });
    await reap();
    const [event] = system.received;
    assert.ok(event !== undefined, JSON.stringify(report));
    const { facts } = JSON.parse(event.body).data;
    assert.deepEqual(facts.contacts, [{ ...FACTS.contacts[0], company: null }]);
  } finally {
    if (away !== undefined) replies["POST /v1/responses"] = away;
    await system.stop();
  }
});

Deno.test("nothing leaves when the learner did not agree, or the site asks no more", async () => {
  const system = startRecordSystem();
  try {
    const embedKey = await platform.createSite({ learnerMaxLive: 2 });
    await askForFacts(embedKey, system.url);
    const declined = await practise(embedKey, { consent: { ...AGREED, facts: false } });
    const asked = await practise(embedKey, { consent: AGREED });
    const feature = { p_name: "facts", p_enabled: false, p_site: embedKey, p_actor: "test" };
    await callFunction(sql, "set_feature", feature);
    for (const sessionId of [declined, asked]) {
      await platform.store.saveReport(sessionId, { total: 70, facts: FACTS });
      const { report } = await callFunction(sql, "get_report", { p_session_id: sessionId });
      assert.deepEqual(report, { total: 70 });
    }
    await reap();
    assert.equal(system.received.length, 0);
  } finally {
    await system.stop();
  }
});

Deno.test("deleting a learner takes back what was not delivered yet", async () => {
  const system = startRecordSystem();
  try {
    const embedKey = await platform.createSite();
    await askForFacts(embedKey, system.url);
    const sessionId = await practise(embedKey, { consent: AGREED });
    await platform.store.saveReport(sessionId, { total: 70, facts: FACTS });
    const [row] = await platform.sql`select learner_id from coach.sessions where id = ${sessionId}`;
    await callFunction(sql, "delete_learner", {
      p_learner_id: row?.["learner_id"],
      p_actor: "test",
    });
    await reap();
    assert.equal(system.received.length, 0);
    assert.equal(await deliveryOf(sessionId), undefined);
  } finally {
    await system.stop();
  }
});

Deno.test("two runs of the reaper at once deliver an event once", async () => {
  const system = startRecordSystem();
  try {
    const embedKey = await platform.createSite();
    await askForFacts(embedKey, system.url);
    const sessionId = await practise(embedKey, { consent: AGREED });
    await platform.store.saveReport(sessionId, { total: 70, facts: FACTS });
    await Promise.all([reap(), reap(), reap(), reap()]);
    assert.equal(system.received.length, 1);
  } finally {
    await system.stop();
  }
});

Deno.test(
  "attempts are counted, listed and refused over HTTP for the device that made them",
  async () => {
    const embedKey = await platform.createSite({ learnerMaxLive: 2, addressMaxLive: 3 });
    const changes = { attempts_per_scenario: 1 };
    await callFunction(sql, "update_site", {
      p_site: embedKey,
      p_changes: changes,
      p_actor: "test",
    });
    const query = `embedKey=${embedKey}&scenario=${STORED_SCENARIO.id}&deviceId=device-0001`;
    const started = await platform.start(embedKey);
    assert.equal(started.status, 201, started.text);
    const brief = await platform.send("GET", `/coach/brief?${query}`);
    assert.deepEqual(brief.body.attempts, { made: 1, allowed: 1, best: null });
    const listed = await platform.send("GET", `/coach/attempts?${query}`);
    const [attempt] = AttemptsResponse.parse(listed.body).attempts;
    assert.deepEqual([attempt?.sessionId, attempt?.status], [started.body.sessionId, "live"]);
    const refused = await platform.start(embedKey);
    assert.equal(refused.status, 429, refused.text);
    assert.deepEqual(refused.body.limit, {
      ...{ name: "learner_attempts", cap: 1, used: 1, resetsAt: null },
    });
    const other = await platform.start(embedKey, { deviceId: "device-0002" });
    assert.equal(other.status, 201, other.text);
    const nobody = await platform.start(embedKey, { deviceId: undefined });
    assert.equal(nobody.status, 201, nobody.text);
  },
);

Deno.test(
  "ratings and samples of the connection are kept over HTTP, and scenarios listed",
  async () => {
    const embedKey = await platform.createSite();
    const { body: session } = await platform.start(embedKey);
    const { sessionId, sessionToken } = session;
    const path = `/coach/sessions/${sessionId}`;
    const quality = { roundTripMs: 80.25, jitterMs: 4, lossPercent: 1.5, mos: 4.1 };
    await platform.send("POST", `${path}/heartbeat`, { body: { sessionToken, quality } });
    const rated = await platform.send("POST", `${path}/rating`, {
      body: { sessionToken, stars: 4, comment: "  Bien 👍 " },
    });
    assert.equal(rated.status, 200, rated.text);
    await platform.drain();
    const shown = await callFunction(sql, "describe_session", { p_session_id: sessionId });
    assert.equal(shown["stars"], 4);
    assert.deepEqual(shown["line"], {
      ...{
        samples: 1,
        mos: 4.1,
        worst_mos: 4.1,
        round_trip_ms: 80,
        jitter_ms: 4,
        loss_percent: 1.5,
      },
    });
    const [row] =
      await platform.sql`select comment from coach.ratings where session_id = ${sessionId}`;
    assert.equal(row?.["comment"], "Bien 👍");
    const list = await platform.send("GET", `/coach/scenarios?embedKey=${embedKey}`);
    assert.equal(list.status, 200, list.text);
    assert.ok(list.body.scenarios.some(({ id }: { id: string }) => id === STORED_SCENARIO.id));
    assert.doesNotMatch(list.text, /"(rubric|hiddenFacts|private)"/);
  },
);
