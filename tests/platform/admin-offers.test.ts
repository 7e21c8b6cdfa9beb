import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import OpenAI from "openai";
import { z } from "zod";
import { hashSecret } from "../../supabase/functions/_shared/identity/secrets.ts";
import { signWebhook } from "../../supabase/functions/_shared/jobs/webhooks/sign-webhook.ts";
import { type AdminStage, startAdminStage } from "../kit/stack/admin-stage.ts";
import { callRaceFunction, openRaceSession } from "../kit/database/race-site.ts";

const Webhook = z.object({
  url: z.nullable(z.string()),
  secret: z.nullable(z.string()),
  earlier_until: z.nullable(z.string()),
});

let stage: AdminStage;

before(async () => {
  stage = await startAdminStage();
});

after(() => stage.stop());

test("site limits --attempts holds a learner to so many attempts", async () => {
  const site = await stage.createSite("Attempts", "--attempts 1 --learner-calls 2");
  assert.match(await stage.admin(`site show ${site.embedKey}`), /attempts +1 at a scenario/);
  const start = () => openRaceSession(stage.sql, site, { learner_key: "one" });
  assert.equal((await start())["outcome"], "granted");
  assert.deepEqual((await start())["limit"], {
    ...{ name: "learner_attempts", cap: 1, used: 1, resets_at: null },
  });
  await stage.admin(`site limits ${site.embedKey} --attempts any`);
  assert.match(await stage.admin(`site show ${site.embedKey}`), /attempts +any number/);
  assert.equal((await start())["outcome"], "granted");
});

test("site practice takes a page of the site's own origins, and takes it back", async () => {
  const { embedKey } = await stage.createSite("Practice");
  const set = (url: string) => `site practice ${embedKey} --url ${url}`;
  assert.match(
    await stage.admin(set("https://lms.example/practice")),
    /practice page +https:\/\/lms\.example\/practice$/m,
  );
  assert.match(await stage.refusal(set("https://else.example/")), /does not admit.*site origins/);
  for (const url of ["http://lms.example/", "javascript:alert(1)", "https://a@lms.example/", "x"]) {
    assert.match(await stage.refusal(set(url)), /is no page for a practice/, url);
  }
  assert.match(await stage.admin(set("none")), /practice page +none$/m);
});

test("flags set facts switches facts on for a site, unless off for everybody", async () => {
  const { embedKey } = await stage.createSite("Facts");
  const list = () => stage.admin(`flags list --site ${embedKey}`);
  assert.match(await list(), /facts +default[\s\S]*facts are off/);
  await stage.admin(`flags set facts on --site ${embedKey}`);
  assert.match(await list(), /facts +on[\s\S]*facts are on/);
  await stage.admin("flags set facts off");
  assert.match(await list(), /facts are off/);
  await stage.admin("flags set facts default");
  assert.match(await list(), /facts are on/);
});

test("results rotate prints a key once, of which the database holds a hash, and revoke ends it", async () => {
  const { embedKey } = await stage.createSite("Results");
  const keys = () => stage.admin(`results keys ${embedKey}`);
  await stage.admin(`flags set results on --site ${embedKey}`);
  assert.match(await stage.admin(`flags list --site ${embedKey}`), /results are on/);
  const first = await stage.admin(`results rotate ${embedKey}`);
  const [key = ""] = /mr_[\w-]{43}/.exec(first) ?? [];
  assert.doesNotMatch(first, /earlier/);
  const [stored] = await stage.sql`select key_hash from coach.result_keys`;
  assert.equal(stored?.["key_hash"], hashSecret(key));
  assert.match(
    await stage.admin(`results rotate ${embedKey} --overlap 7d`),
    /earlier key holds until/,
  );
  assert.match(await keys(), /never +yes\n.*never +until/);
  assert.ok(!(await keys()).includes(key.slice(3)));
  assert.match(await stage.admin(`results revoke ${embedKey}`), /2 key\(s\)/);
  assert.doesNotMatch(await keys(), / yes|until/);
  assert.match(await stage.refusal("results rotate mk_nobody"), /No site has/);
});

test("webhook set prints a secret that signs, once, and the database does not hold it", async () => {
  const { embedKey } = await stage.createSite("Hook");
  const url = "https://crm.example/hooks/maka";
  const set = await stage.adminJson(`webhook set ${embedKey} ${url}`, Webhook);
  assert.ok(set.secret !== null && /^whsec_/.test(set.secret));
  const headers = await signWebhook({ id: "msg_1", sentAt: new Date(), body: "{}" }, [set.secret]);
  await new OpenAI({ apiKey: "sk-unused" }).webhooks.verifySignature("{}", headers, set.secret);
  const again = await stage.adminJson(`webhook set ${embedKey} ${url}?tenant=7`, Webhook);
  assert.deepEqual([again.url, again.secret], [`${url}?tenant=7`, null]);
  const dump = JSON.stringify(await stage.sql`select * from coach.webhooks, coach.audit_events`);
  assert.ok(!dump.includes(set.secret) && !dump.includes(set.secret.slice(6)));

  const rotated = await stage.adminJson(`webhook rotate ${embedKey} --overlap 2h`, Webhook);
  assert.ok(rotated.secret !== null && rotated.secret !== set.secret);
  assert.equal(rotated.url, `${url}?tenant=7`);
  const hoursLeft = (Date.parse(rotated.earlier_until ?? "") - Date.now()) / 3_600_000;
  assert.ok(hoursLeft > 1.9 && hoursLeft <= 2.01);
  assert.match(await stage.admin(`site show ${embedKey}`), /told to https:\/\/crm\.example/);
  assert.match(await stage.admin(`webhook off ${embedKey}`), /the webhook is off/);
  assert.match(await stage.admin(`site show ${embedKey}`), /told to nobody/);
});

test("webhook commands name what is wrong and what to do", async () => {
  const { embedKey } = await stage.createSite("Wrong");
  const cases: readonly (readonly [string, RegExp])[] = [
    [`webhook off ${embedKey}`, /no webhook.*webhook set/s],
    [`webhook rotate ${embedKey}`, /no webhook.*webhook set/s],
    [`webhook rotate ${embedKey} --overlap 91d`, /90d at most/],
    [`webhook set ${embedKey}`, /Use it as/],
    ["webhook set mk-nobody https://crm.example/hook", /No site has/],
    ["delivery list --status late", /pending, done, failed/],
    ["delivery list --channel fax", /webhook, lrs, ags/],
    ["delivery list --site mk-nobody", /No site has/],
    ["delivery retry mk-nobody", /No site has/],
    [`delivery retry ${embedKey} --delivery 7`, /is no id/],
  ];
  for (const [line, wanted] of cases) assert.match(await stage.refusal(line), wanted, line);
  for (const url of ["http://crm.example/h", "https://10.0.0.1/h", "https://0x7f.1/h", "crm"]) {
    const refusal = await stage.refusal(`webhook set ${embedKey} ${url}`);
    assert.match(refusal, /is no address for a webhook/, url);
  }
  const keyless = { LEARNER_TOKEN_KEY: "" };
  assert.match(await stage.refusal(`webhook rotate ${embedKey}`, keyless), /LEARNER_TOKEN_KEY/);
});

test("delivery list shows what waits and was given up, and retry sends it again", async () => {
  const site = await stage.createSite("Queue");
  const session = await stage.practise(site, "learner-1");
  await stage.sql`insert into coach.deliveries
      (channel, site_id, session_id, event, payload, status, attempts, last_error, finished_at)
    values ('webhook', ${site.id}, ${session}, 'report.facts', '{"said": "canary"}', 'failed', 10, 'status_500', now())`;
  const list = await stage.admin(`delivery list --site ${site.embedKey}`);
  assert.match(list, /report\.facts +failed +10 .*status_500/);
  assert.doesNotMatch(list, /canary/);
  await stage.sql`insert into coach.deliveries
      (channel, site_id, session_id, event, payload, status, attempts, last_error, finished_at)
    values ('ags', ${site.id}, ${session}, 'score', '{}', 'failed', 1, 'score_refused_404', now())`;
  const scores = await stage.admin(`delivery list --site ${site.embedKey} --channel ags`);
  assert.match(
    scores,
    /score +failed +1 .*score_refused_404\nscore_refused_404: The course has no such/,
  );
  assert.match(await stage.admin("delivery list --status done"), /There is none/);
  assert.match(
    await stage.admin(`delivery retry ${site.embedKey} --channel webhook`),
    /1 delivery.* go out again/,
  );
  assert.match(await stage.admin(`delivery list --site ${site.embedKey}`), /pending +0 /);
});

test("session show tells of connection, rating and events, without a word that was spoken", async () => {
  const site = await stage.createSite("Shown");
  const id = await stage.practise(site, "learner-2", true);
  const quality = { round_trip_ms: 80, jitter_ms: 4, loss_percent: 1.5, mos: 4.1 };
  await callRaceFunction(stage.sql, "note_line_quality", { p_session_id: id, p_quality: quality });
  const rating = { p_session_id: id, p_stars: 4, p_comment: "Good pace" };
  await callRaceFunction(stage.sql, "rate_session", rating);
  const shown = await stage.admin(`session show ${id}`);
  assert.match(shown, /line +4\.10 of 4\.5.*round trip 80 ms, jitter 4 ms, loss 1\.5 %/);
  assert.match(shown, /rating +4 of 5/);
  assert.match(shown, /line_quality/);
  assert.doesNotMatch(shown, /Good morning|Good pace/);
  const ratings = await stage.admin("ratings --scenario scenario-shown");
  assert.match(ratings, /scenario-shown +1 +4\.00 +0 +0 +0 +1 +0/);
  assert.match(ratings, /Good pace/);
  assert.match(await stage.refusal("ratings --site mk-nobody"), /No site has/);
  assert.match(await stage.refusal("session show 7"), /is no id/);
  const nobody = "00000000-0000-4000-8000-000000000000";
  assert.match(await stage.refusal(`session show ${nobody}`), /There is no session/);
});
