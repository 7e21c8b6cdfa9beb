import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { z } from "zod";
import { type AdminStage, startAdminStage } from "../kit/stack/admin-stage.ts";

let stage: AdminStage;

before(async () => {
  stage = await startAdminStage();
});

after(() => stage.stop());

test("usage sums calls and seconds by organization, site and day", async () => {
  const site = await stage.createSite("Usage", "--calls 10 --learner-calls 5");
  for (const subject of ["ann", "ann", "bob"]) await stage.practise(site, subject);
  const Usage = z.object({ rows: z.array(z.looseObject({ sessions: z.number() })) });
  const line = "usage --organization Usage";
  for (const by of ["organization", "site", "day", "scenario"]) {
    const { rows } = await stage.adminJson(`${line} --by ${by}`, Usage);
    assert.equal(rows.length, 1, by);
    assert.equal(rows[0]?.sessions, 3);
    assert.equal(rows[0]["learners"], 2);
  }
  const [metered] = await stage.sql<{ id: string; scenario: string }[]>`
    update coach.sessions set used_seconds = 20 where id = (
      select session_id from coach.ledger_entries where site_id = ${site.id} limit 1
    ) returning id, (
      select scenario_id from coach.scenario_versions where scenario_versions.id = scenario_version_id
    ) as scenario`;
  await stage.sql`insert into coach.session_costs (session_id, micro_dollars, amounts)
    values (${metered?.id ?? ""}, 1250000, '{}')`;
  assert.match(await stage.admin(`${line} --site ${site.id}`), /\$1\.25 +\$3\.750/);
  const byScenario = await stage.adminJson(`${line} --by scenario`, Usage);
  const [told] = byScenario.rows;
  assert.equal(told?.["scenario"], metered?.scenario);
  assert.equal(told?.["minute_micro_dollars"], 3_750_000);
  assert.match(await stage.admin(`${line} --from 2020-01-01 --to 2020-01-31`), /There is none/);
});

test("learner export hands over all that is kept of one learner, and nothing of another", async () => {
  const site = await stage.createSite("Export", "--calls 10");
  const session = await stage.practise(site, "ann");
  await stage.practise(site, "bob");
  const copy = await stage.admin(`learner export ${site.id} ann`);
  assert.match(copy, /Good morning from ann/);
  assert.doesNotMatch(copy, /Good morning from bob/);
  const Copy = z.looseObject({
    learner: z.looseObject({ id: z.string() }),
    sessions: z.array(z.looseObject({ id: z.string(), transcript: z.array(z.unknown()) })),
    billed: z.array(z.unknown()),
  });
  const { learner, sessions, billed } = Copy.parse(JSON.parse(copy));
  assert.deepEqual(
    sessions.map(({ id }) => id),
    [session],
  );
  assert.equal(sessions[0]?.transcript.length, 1);
  assert.equal(billed.length, 1);
  assert.equal(
    await stage.admin(`learner export ${site.id} ${learner.id}`).then(sameBut),
    sameBut(copy),
  );
  assert.equal(
    await stage.admin(`learner export ${site.id} ${session}`).then(sameBut),
    sameBut(copy),
  );
  assert.match(
    await stage.refusal(`learner export ${site.id} ann`, { LEARNER_HASH_SECRET: "" }),
    /HASH/,
  );
  assert.match(
    await stage.refusal(`learner export ${site.id} ${session} --subject`),
    /knows no learner/,
  );
});

function sameBut(copy: string): string {
  return copy.replace(/"exported_at": "[^"]*"/, "");
}

test("learner export hands over what the browser told beside what the server heard", async () => {
  const site = await stage.createSite("Both");
  const session = await stage.practise(site, "ann");
  await stage.sql`insert into coach.turns
    (session_id, source, sequence, item_id, speaker, state, text, started_at_ms, ended_at_ms)
    values (${session}, 'observed', 1, 'i1', 'learner', 'final', 'What the server heard', 0, 900)`;
  const Copy = z.object({
    sessions: z.array(
      z.looseObject({ turns: z.array(z.looseObject({ source: z.string(), text: z.string() })) }),
    ),
  });
  const { sessions } = Copy.parse(JSON.parse(await stage.admin(`learner export ${site.id} ann`)));
  assert.deepEqual(
    sessions[0]?.turns.map(({ source, text }) => [source, text]),
    [
      ["observed", "What the server heard"],
      ["reported", "Good morning from ann"],
    ],
  );
});

test("learner export writes a file that is not there yet", async () => {
  const site = await stage.createSite("Files");
  await stage.practise(site, "ann");
  const folder = await mkdtemp(path.join(tmpdir(), "maka-export-"));
  try {
    const file = path.join(folder, "ann.json");
    await stage.admin(`learner export ${site.id} ann --out ${file}`);
    assert.match(await readFile(file, "utf8"), /Good morning from ann/);
    const again = await stage.refusal(`learner export ${site.id} ann --out ${file}`);
    assert.match(again, /is there already/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("learner delete asks first, then leaves nothing but the books", async () => {
  const site = await stage.createSite("Delete", "--calls 10 --learner-calls 2");
  await stage.practise(site, "ann");
  const live = await stage.practise(site, "ann", true);
  await stage.practise(site, "bob");
  await stage.sql`insert into coach.session_costs (session_id, micro_dollars, amounts) values (${live}, 700, '{}')`;
  assert.match(await stage.refusal(`learner delete ${site.id} ann`), /Nothing was deleted.*--yes/);
  assert.equal(
    await stage.count(
      `coach.turns join coach.sessions on id = session_id where site_id = '${site.id}'`,
    ),
    3,
  );

  await stage.admin(`learner delete ${site.id} ann --yes`);
  const ofSite = `coach.sessions where site_id = '${site.id}'`;
  assert.equal(await stage.count(ofSite), 1, "the other learner's session stays");
  for (const table of ["calls", "consents", "reports", "reservations", "session_events", "turns"]) {
    const orphans = `coach.${table} as t left join coach.sessions as s on s.id = t.session_id where s.id is null`;
    assert.equal(await stage.count(orphans), 0, table);
  }
  assert.equal(
    await stage.count(
      `coach.turns where text like '%from ann%' and session_id not in (select id from coach.sessions)`,
    ),
    0,
  );
  assert.equal(
    await stage.count(`coach.ledger_entries where site_id = '${site.id}'`),
    3,
    "billing stays",
  );
  assert.equal(
    await stage.count(`coach.kept_costs where site_id = '${site.id}' and micro_dollars = 700`),
    1,
  );
  assert.equal(
    await stage.count(
      `coach.hangups where provider_call_id = 'call-${live}' and status = 'pending'`,
    ),
    1,
    "the running call is hung up all the same",
  );
  const [window] = await stage.sql`select reserved_seconds, live_sessions from coach.usage_windows
    where subject_id = ${site.id} and scope = 'site_concurrency'`;
  assert.deepEqual({ ...window }, { reserved_seconds: 0, live_sessions: 0 });
  assert.match(await stage.refusal(`learner show ${site.id} ann`), /knows no learner/);
});

test("purge removes what is older than its organization keeps it", async () => {
  const site = await stage.createSite("Purge", "--calls 10");
  const old = await stage.practise(site, "ann");
  await stage.practise(site, "bob");
  const running = await stage.practise(site, "cat", true);
  await stage.sql`update coach.sessions set ended_at = now() - interval '31 days' where id = ${old}`;
  assert.match(await stage.admin("purge"), /Removed 1 session\(s\) and 1 learner\(s\)/);
  assert.equal(await stage.count(`coach.sessions where id = '${old}'`), 0);
  assert.equal(await stage.count(`coach.turns where session_id = '${old}'`), 0);
  assert.equal(await stage.count(`coach.sessions where site_id = '${site.id}'`), 2);
  assert.equal(await stage.count(`coach.sessions where id = '${running}'`), 1);
  await stage.admin("organization limits Purge --retention-days 1");
  await stage.sql`update coach.sessions set ended_at = now() - interval '25 hours'
    where site_id = ${site.id} and ended_at is not null`;
  assert.match(await stage.admin("purge"), /Removed 1 session\(s\)/);
  assert.match(await stage.admin("purge"), /Removed 0 session\(s\).*\nNothing is left/);
});

test("audit shows who did what, with nothing that was said and no secret", async () => {
  const site = await stage.createSite("Audit", "--tokens optional");
  const { secret } = await stage.adminJson(
    `secret rotate ${site.id}`,
    z.object({ kid: z.string(), secret: z.string() }),
  );
  await stage.practise(site, "ann");
  await stage.admin(`learner export ${site.id} ann --actor data-protection`);
  const trail = await stage.admin("audit --limit 200");
  assert.match(trail, /data-protection \(key default\) +export_learner/);
  assert.match(trail, /rotate_token_key/);
  assert.doesNotMatch(trail, /Good morning/);
  assert.ok(!trail.includes(secret));
  const Events = z.array(z.object({ id: z.number(), action: z.string(), actor: z.string() }));
  const ofSite = await stage.adminJson(`audit --of ${site.id}`, Events);
  assert.deepEqual(
    ofSite.map(({ action }) => action),
    ["rotate_token_key", "save_site"],
  );
  assert.ok(ofSite.every(({ actor }) => /\(key default\)$/.test(actor)));
  const last = ofSite.at(-1)?.id ?? 0;
  assert.deepEqual(await stage.adminJson(`audit --of ${site.id} --before ${last}`, Events), []);
});
