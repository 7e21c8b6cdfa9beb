import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { z } from "zod";
import { projectPath } from "../../demo/platform/project-paths.ts";
import { type AdminStage, SiteAnswer, startAdminStage } from "../kit/stack/admin-stage.ts";
import { createScratchFolder } from "../kit/stack/scratch-folder.ts";
import { callRaceFunction, openRaceSession } from "../kit/database/race-site.ts";

let stage: AdminStage;

before(async () => {
  stage = await startAdminStage();
});

after(() => stage.stop());

test("admin help lists every command, and help <command> its options", async () => {
  const list = await stage.admin("help");
  for (const name of ["organization create", "site origins", "key rotate", "learner delete"]) {
    assert.match(list, new RegExp(`^ {2}${name}`, "m"));
  }
  assert.match(await stage.admin("help site limits"), /--anonymous-day/);
  assert.match(await stage.admin("key rotate --help"), /--overlap 7d/);
});

test("admin names the argument that is wrong and what to do", async () => {
  await stage.admin("organization create Wrong");
  const cases: readonly (readonly [string, RegExp])[] = [
    ["sit list", /no command sit list.*help/s],
    ["site lst", /There are: site create, site list/],
    ["site create", /Use it as: npm run admin -- site create <name>/],
    ["site create A", /--organization/],
    [
      "site create A --organization Nobody",
      /No organization is called Nobody.*organization create/,
    ],
    ["site create A --organisation X", /organisation.*Use it as/s],
    ["site create A --organization Wrong --origin lms.example", /scheme, such as https/],
    ["site create A --organization Wrong --day 10x", /--day 10x is no length of time/],
    ["site create A --organization Wrong --day 5", /--day 5 has no unit. Write 5s, 5m, 5h, 5d/],
    ["site create A --organization Wrong --session 2h", /--session must be from 30s to 1h/],
    ["site create A --organization Wrong --tokens maybe", /none, optional or required/],
    ["site create A --organization Wrong --embed-key abc", /--embed-key is mk/],
    ["site show mk-nobody", /No site has the embed key or id mk-nobody.*site list/],
    ["organization create Wrong", /There is an organization Wrong/],
    ["organization limits Wrong", /Say what to change/],
    ["organization limits Nobody --month 1h", /No organization is called Nobody/],
    ["organization limits Wrong --retention-days 0", /from 1 to 3650/],
    ["key rotate mk-x --overlap 91d", /90d at most/],
    ["flags set camera on", /There are: voice, ephemeral, text_only|no feature camera/],
    ["flags set voice maybe", /on, off or default/],
    ["usage --by week", /organization, site, day or scenario/],
    ["usage --from 2026-02-30", /--from 2026-02-30 is no day/],
    ["usage --from 2026-02-02 --to 2026-02-01", /is after/],
    ["audit --limit 0", /--limit 0/],
    ["learner export mk-x", /Use it as/],
    ["learner export mk-nobody learner-7", /No site has/],
  ];
  for (const [line, wanted] of cases) assert.match(await stage.refusal(line), wanted, line);
});

test("admin says which part of the environment is missing", async () => {
  assert.match(await stage.refusal("site list", { SUPABASE_URL: "" }), /SUPABASE_URL is missing/);
  assert.match(
    await stage.refusal("site list", { SUPABASE_SECRET_KEYS: "x" }),
    /SUPABASE_SECRET_KEYS/,
  );
  const wrongKey = { SUPABASE_SECRET_KEYS: '{"default":"sb_secret_wrong"}' };
  assert.match(await stage.refusal("site list", wrongKey), /does not accept the key/);
  const nowhere = { SUPABASE_URL: "http://127.0.0.1:9" };
  assert.match(await stage.refusal("site list", nowhere), /cannot be asked.*SUPABASE_URL/);
  assert.match(
    await stage.refusal("secret rotate mk-x", { LEARNER_TOKEN_KEY: "" }),
    /LEARNER_TOKEN_KEY/,
  );
  assert.match(
    await stage.refusal("site list --local", { STATE_FOLDER: "/nowhere" }),
    /npm start once/,
  );
});

test("site create makes a site with the given limits, and site limits changes them", async () => {
  await stage.admin("organization create Limits --month 20h --retention-days 7");
  assert.match(await stage.admin("organization list"), /Limits +0 +0 s +20 h +7 days/);
  const options = "--origin HTTPS://LMS.Example:443/ --day 2h --anonymous-day 5m --calls 4";
  const site = await stage.adminJson(
    `site create Pages --organization Limits ${options}`,
    SiteAnswer,
  );
  assert.deepEqual(site.origins, ["https://lms.example"]);
  assert.equal(site.limits["site_day_seconds"], 7_200);
  assert.equal(site.limits["anonymous_day_seconds"], 300);
  assert.match(site.embed_key, /^mk_[0-9a-f]{32}$/);
  assert.match(
    await stage.admin(`site show ${site.id}`),
    /anonymous +5 min a day, an address 20 min/,
  );
  const line = `site limits ${site.id} --anonymous-day same --address-day 90s --session 45s`;
  const changed = await stage.adminJson(line, SiteAnswer);
  assert.equal(changed.limits["anonymous_day_seconds"], null);
  assert.equal(changed.limits["address_day_seconds"], 90);
  assert.equal(changed.limits["max_session_seconds"], 45);
  assert.equal(changed.limits["site_day_seconds"], 7_200, "what is not named stays");
});

test("site origins adds and removes exact origins", async () => {
  const { id } = await stage.createSite("Origins");
  const added = await stage.admin(
    `site origins ${id} --add https://b.example --add https://B.example/`,
  );
  assert.equal(added, "https://lms.example\nhttps://b.example");
  assert.equal(
    await stage.admin(`site origins ${id} --remove https://lms.example`),
    "https://b.example",
  );
  assert.match(
    await stage.refusal(`site origins ${id} --remove https://lms.example`),
    /does not list/,
  );
  assert.match(await stage.refusal(`site origins ${id} --add https://*.example`), /wildcards/);
});

test("site pause stops starts and site resume lets them begin again", async () => {
  const site = await stage.createSite("Pause");
  await stage.admin(`site pause ${site.id}`);
  assert.equal((await openRaceSession(stage.sql, site, {}))["outcome"], "site_paused");
  assert.match(await stage.admin(`site show ${site.id}`), /paused/);
  await stage.admin(`site resume ${site.id}`);
  assert.equal((await openRaceSession(stage.sql, site, {}))["outcome"], "granted");
});

test("site tokens takes public key sets and says of any other address what to write", async () => {
  const site = await stage.createSite("KeySets");
  const hosts = [
    "127.0.0.1",
    "[::1]",
    "localhost",
    "a.local",
    "10.0.0.8",
    "db.internal",
    "LMS.example",
  ];
  const refused = [
    ...hosts.map((host) => `https://${host}/jwks.json`),
    ...["http://lms.example/jwks", "https://lms.example", "https://lms.example:8443/jwks"],
    ...[
      "https://a@lms.example/jwks",
      "https://lms.example/jwks?x=1",
      `https://lms.example/${"x".repeat(490)}`,
    ],
  ];
  for (const url of refused) {
    const sentence = await stage.refusal(`site tokens ${site.id} --jwks ${url}`);
    assert.match(
      sentence,
      /cannot be read by the functions\. Write https, a public host name/,
      url,
    );
  }
  const sound = "https://keys.lms.example/t/1/jwks.json";
  assert.match(await stage.admin(`site tokens ${site.id} --jwks ${sound}`), /keys\.lms\.example/);
});

test("what only the database refuses is told without its own words", async () => {
  await stage.admin("organization create Rules");
  const long = `site create ${"n".repeat(201)} --organization Rules`;
  assert.equal(
    await stage.refusal(long),
    "The database takes no such name (sites). Nothing was changed.",
  );
});

test("key rotate lets the old embed key work until the overlap is over", async () => {
  const site = await stage.createSite("Rotate");
  const Rotated = z.object({ embed_key: z.string(), old_key: z.string() });
  const { embed_key: fresh } = await stage.adminJson(`key rotate ${site.id} --overlap 1h`, Rotated);
  const start = async (embedKey: string) =>
    (await openRaceSession(stage.sql, { ...site, embedKey }, { learner_key: embedKey }))["outcome"];
  assert.equal(await start(site.embedKey), "granted");
  assert.equal(await start(fresh), "granted");
  assert.match(await stage.admin(`key list ${fresh}`), new RegExp(`${site.embedKey} +until`));
  const taken = `site create Again --organization Rotate --embed-key ${site.embedKey}`;
  assert.match(await stage.refusal(taken), /mk_ and 4 to 64|already/);
  await stage.sql`update coach.retired_keys set expires_at = now() where embed_key = ${site.embedKey}`;
  assert.equal(await start(site.embedKey), "site_unknown");
  await stage.admin(`key rotate ${site.id} --overlap 0`);
  assert.equal(await start(fresh), "site_unknown");
});

test("secret rotate prints a secret that the database does not hold", async () => {
  const site = await stage.createSite("Secrets", "--tokens optional");
  const Secret = z.object({ kid: z.string(), secret: z.string().length(43) });
  const first = await stage.adminJson(`secret rotate ${site.id}`, Secret);
  const second = await stage.adminJson(`secret rotate ${site.id} --overlap 1h`, Secret);
  assert.notEqual(first.secret, second.secret);
  const shown = await stage.admin(`secret show ${site.id}`);
  for (const { kid, secret } of [first, second]) {
    assert.match(shown, new RegExp(`${kid} +${secret}`));
    const rows = await stage.sql.unsafe(
      `select to_jsonb(k)::text as text from coach.token_keys as k`,
    );
    assert.ok(rows.every((row) => !String(row["text"]).includes(secret)));
  }
  const forCoaches = await stage.admin(`secret show ${site.id} --for coaches`);
  assert.match(forCoaches, new RegExp(`${second.kid} +[\\w-]{43}`));
  assert.ok(!forCoaches.includes(second.secret), "neither opens what is the other's");
  assert.match(await stage.refusal(`secret show ${site.id} --for all`), /learners or coaches/);
  await stage.admin(`secret rotate ${site.id} --overlap 0`);
  assert.doesNotMatch(await stage.admin(`secret show ${site.id}`), new RegExp(first.kid));
});

test("flags set switches voice off for a site and for everybody", async () => {
  const site = await stage.createSite("Flags");
  const start = async (learner: string) =>
    (await openRaceSession(stage.sql, site, { learner_key: learner }))["outcome"];
  const brief = async () => {
    const parameters = { p_embed_key: site.embedKey, p_origin: "https://lms.example" };
    const asked = { ...parameters, p_scenario: site.scenario, p_learner_key: null };
    return (await callRaceFunction(stage.sql, "get_brief", asked))["voice"];
  };
  assert.match(await stage.admin(`flags set voice off --site ${site.id}`), /Voice is off/);
  assert.equal(await start("a"), "feature_disabled");
  assert.equal(await brief(), false);
  await stage.admin(`flags set voice default --site ${site.id}`);
  assert.equal(await start("a"), "granted");
  await stage.admin("flags set voice off");
  assert.equal(await start("b"), "feature_disabled");
  assert.equal(await brief(), false);
  assert.match(await stage.admin("flags set voice default"), /voice +default/);
  assert.equal(await brief(), true);
});

test("flags set ephemeral gives a site unobserved short calls, unless off for everybody", async () => {
  const site = await stage.createSite("Ephemeral");
  const handshake = async (learner: string) =>
    (await openRaceSession(stage.sql, site, { learner_key: learner, address_key: learner }))[
      "handshake"
    ];
  assert.equal(await handshake("a"), "relay");
  await stage.admin(`flags set ephemeral on --site ${site.id}`);
  assert.equal(await handshake("b"), "ephemeral");
  await stage.admin("flags set ephemeral off");
  assert.equal(await handshake("c"), "relay");
  await stage.admin("flags set ephemeral default");
});

test("--local administers the project of npm start", async () => {
  const folder = await createScratchFolder();
  const secrets = {
    keys: { secretKey: stage.secretKey },
    ...{ learnerHashSecret: "x".repeat(32), learnerTokenKey: "y".repeat(32) },
  };
  try {
    await writeFile(path.join(folder.path, "secrets.json"), JSON.stringify(secrets));
    const local = {
      ...{ STATE_FOLDER: folder.path, SUPABASE_URL: "", SUPABASE_SECRET_KEYS: "" },
      API_PORT: new URL(stage.environment.SUPABASE_URL).port,
    };
    assert.match(await stage.admin("site list --local", local), /organization|There is none/);
    await writeFile(path.join(folder.path, "secrets.json"), "{}");
    assert.match(await stage.refusal("site list --local", local), /is not what npm start writes/);
  } finally {
    await folder.remove();
  }
});

test("npm run admin prints a sentence and fails when the command is wrong", async () => {
  const run = promisify(execFile);
  const cli = projectPath("supabase/cli/cli.ts");
  const { stdout } = await run(process.execPath, [cli, "site", "list"], { env: stage.environment });
  assert.match(stdout, /organization +site +embed key/);
  const failed = run(process.execPath, [cli, "site", "show", "mk_nobody"], {
    env: stage.environment,
  });
  await assert.rejects(failed, { code: 1, stdout: "", stderr: /^No site has the embed key/ });
});
