import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { z } from "zod";
import { openAuthorization } from "../../supabase/functions/_shared/identity/record-store-credentials.ts";
import { HostileLrs } from "../kit/lms/hostile-lrs.ts";
import { type AdminStage, startAdminStage } from "../kit/stack/admin-stage.ts";

const SECRET = { LRS_SECRET: "s3cret-of-the-store" };
const Shown = z.looseObject({ endpoint: z.string(), home_page: z.string(), pending: z.number() });

let stage: AdminStage;
let server: Server;
let lrs: HostileLrs;

before(async () => {
  stage = await startAdminStage();
  server = createServer((request, response) => {
    const { url = "", headers } = request;
    const known = new Headers();
    for (const [name, value] of Object.entries(headers)) known.set(name, String(value));
    void lrs.fetch(`${new URL(lrs.endpoint).origin}${url}`, { headers: known }).then(
      async (answer) => {
        response.writeHead(answer.status, { "content-type": "application/json" });
        response.end(await answer.text());
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Node's own type knows that a server may listen at a path.
  const { port } = server.address() as AddressInfo;
  lrs = new HostileLrs(
    `http://127.0.0.1:${port}/xapi/`,
    `Basic ${btoa(`course-key:${SECRET.LRS_SECRET}`)}`,
  );
});

after(async () => {
  await new Promise((resolve) => server.close(resolve));
  await stage.stop();
});

test("lrs set seals key and secret, and shows neither", async () => {
  const { embedKey, id } = await stage.createSite("Records");
  const line = `lrs set ${embedKey} --endpoint https://lrs.example/xapi --key course-key`;
  const set = await stage.admin(line, SECRET);
  assert.match(
    set,
    /go to https:\/\/lrs\.example\/xapi\/, of learners of https:\/\/lms\.example\./,
  );
  assert.match(set, /Results are off.*flags set results on/);
  const show = await stage.admin(`lrs show ${embedKey}`);
  assert.match(show, /waiting +0, given up 0/);
  const kept = await stage.adminJson(`lrs show ${embedKey}`, Shown);
  const [row] = await stage.sql`select * from coach.record_stores where site_id = ${id}`;
  const dump = JSON.stringify([await stage.sql`select * from coach.audit_events`, row, kept]);
  for (const text of [dump, set, show]) assert.doesNotMatch(text, /course-key|s3cret/);
  assert.equal(
    await openAuthorization(
      stage.environment.LEARNER_TOKEN_KEY,
      id,
      String(row?.["sealed_credentials"]),
    ),
    lrs.authorization,
  );
  assert.match(String(row?.["activity_base"]), /\/functions\/v1$/);
});

test("lrs set takes another home page, and says no more where all is on", async () => {
  const { embedKey } = await stage.createSite("Known");
  await stage.admin(`flags set results on --site ${embedKey}`);
  await stage.admin(`site tokens ${embedKey} --mode optional`);
  const line = `lrs set ${embedKey} --endpoint https://lrs.example/xapi/ --key k`;
  const set = await stage.admin(`${line} --home-page https://moodle.example`, SECRET);
  assert.match(set, /of learners of https:\/\/moodle\.example\.\nTry it/);
});

test("lrs test tells whether the store is one and knows the key", async () => {
  const { embedKey } = await stage.createSite("Tried");
  const set = (endpoint: string, key = "course-key") =>
    stage.admin(`lrs set ${embedKey} --endpoint ${endpoint} --key ${key}`, SECRET);
  assert.match(await set(lrs.endpoint), /WEBHOOK_ALLOW_LOCAL/);
  assert.match(await stage.admin(`lrs test ${embedKey}`), /speaks xAPI 1\.0\.3.*\nIt knows key/);
  lrs.mayRead = false;
  assert.match(await stage.admin(`lrs test ${embedKey}`), /may not read\. That will do/);
  lrs.mayRead = true;
  assert.equal(lrs.statements.size, 0);
  await set(lrs.endpoint, "another");
  assert.match(await stage.refusal(`lrs test ${embedKey}`), /does not know key and secret/);
  await set(lrs.endpoint.replace("xapi", "courses"));
  assert.match(await stage.refusal(`lrs test ${embedKey}`), /says nothing of xAPI/);
  lrs.fault = () => "unreachable";
  assert.match(await stage.refusal(`lrs test ${embedKey}`), /cannot be reached/);
  lrs.fault = () => null;
  const otherKey = { LEARNER_TOKEN_KEY: "another-key-another-key-another-key-another" };
  assert.match(await stage.refusal(`lrs test ${embedKey}`, otherKey), /another LEARNER_TOKEN_KEY/);
});

test("lrs remove asks first, and then nothing is told any more", async () => {
  const { embedKey } = await stage.createSite("Removed");
  await stage.admin(`lrs set ${embedKey} --endpoint https://lrs.example/xapi/ --key k`, SECRET);
  assert.match(await stage.refusal(`lrs remove ${embedKey}`), /Nothing was deleted/);
  assert.match(await stage.admin(`lrs remove ${embedKey} --yes`), /told nothing any more/);
  assert.match(await stage.refusal(`lrs show ${embedKey}`), /no LRS\. Set one/);
});

test("delivery list says what to do about a store that takes nothing", async () => {
  const site = await stage.createSite("Waiting");
  const session = await stage.practise(site, "learner-1");
  await stage.sql`insert into coach.deliveries
      (channel, site_id, session_id, event, payload, status, attempts, last_error, finished_at)
    values ('lrs', ${site.id}, ${session}, 'practice.scored', '{}', 'failed', 1, 'refused_401', now())`;
  const list = await stage.admin(`delivery list --site ${site.embedKey}`);
  assert.match(list, /refused_401: The store does not know key and secret.*lrs set/);
});

test("lrs commands name what is wrong and what to do", async () => {
  const { embedKey } = await stage.createSite("Astray");
  const set = `lrs set ${embedKey} --endpoint https://lrs.example/xapi/`;
  const cases: readonly (readonly [string, RegExp])[] = [
    [`lrs set ${embedKey} --key k`, /--endpoint: the store's xAPI address/],
    [set, /--key: the name of the key/],
    [`${set} --key k --home-page x`, /--home-page: the address/],
    [`${set} --key k --secret s`, /Use it as/],
    ["lrs set mk-nobody --endpoint https://lrs.example/x/ --key k", /No site has/],
    ["lrs show mk-nobody", /No site has/],
    [`lrs show ${embedKey}`, /no LRS\. Set one/],
    [`lrs test ${embedKey}`, /no LRS\. Set one/],
    [`lrs remove ${embedKey} --yes`, /no LRS\. Set one/],
  ];
  for (const [line, wanted] of cases) assert.match(await stage.refusal(line, SECRET), wanted, line);
  assert.match(await stage.refusal(`${set} --key k`), /The secret is missing/);
  const keyless = { ...SECRET, LEARNER_TOKEN_KEY: "" };
  assert.match(await stage.refusal(`${set} --key k`, keyless), /LEARNER_TOKEN_KEY/);
  for (const url of ["http://lrs.example/", "https://10.0.0.1/", "https://lrs.example/?a=b", "x"]) {
    const line = `lrs set ${embedKey} --endpoint ${url} --key k`;
    assert.match(await stage.refusal(line, SECRET), /is no address for an LRS/, url);
  }
});
