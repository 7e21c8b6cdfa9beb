import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { z } from "zod";
import { parseRoster } from "../../supabase/cli/admin/parse-roster.ts";
import { callRaceFunction } from "../kit/database/race-site.ts";
import { type AdminStage, startAdminStage } from "../kit/stack/admin-stage.ts";

const Members = z.object({
  roles: z.array(z.string()),
  members: z.array(z.object({ id: z.string(), name: z.string(), status: z.string() })),
});

let stage: AdminStage;
let folder: string;

before(async () => {
  stage = await startAdminStage();
  folder = await mkdtemp(path.join(tmpdir(), "maka-roster-"));
});

after(async () => {
  await rm(folder, { recursive: true, force: true });
  await stage.stop();
});

/** Signs somebody in at the console of a site, as its function does. */
async function signIn(embedKey: string, jti: string): Promise<Record<string, unknown>> {
  return callRaceFunction(stage.sql, "open_console_session", {
    p_request: {
      ...{ embed_key: embedKey, subject_key: "ann", name: "Ann", roles: ["coach", "admin"] },
      ...{ cohorts: null, jti, token_expires_at: "2030-01-01T00:00:00Z" },
      token_hash: jti.padEnd(64, "0"),
    },
  });
}

test("console set says what coach tokens may give, and none shuts the console", async () => {
  const { embedKey } = await stage.createSite("Console");
  assert.equal((await signIn(embedKey, "aaaaaaa1"))["outcome"], "console_off");
  const set = `console set ${embedKey} --roles`;
  assert.match(await stage.admin(`${set} coach,reviewer --zone Europe/Paris`), /coach, reviewer/);
  const opened = await signIn(embedKey, "aaaaaaa2");
  assert.deepEqual(z.object({ roles: z.array(z.string()) }).parse(opened["member"]).roles, [
    "coach",
  ]);
  await stage.admin(`${set} none`);
  assert.equal((await signIn(embedKey, "aaaaaaa3"))["outcome"], "console_off");
  assert.match(await stage.refusal(`${set} teacher`), /Roles are coach/);
  assert.match(await stage.refusal(`${set} coach --zone Mars/Base`), /no time zone Mars/);
  assert.match(await stage.refusal(`${set} coach --blind perhaps`), /on or off/);
  assert.match(await stage.refusal(`console set ${embedKey}`), /Add --roles/);
  assert.match(await stage.refusal("console set mk_nobody --roles coach"), /No site has/);
});

test("members remove shuts somebody out at once, whatever a token says, until restored", async () => {
  const { embedKey } = await stage.createSite("Members");
  await stage.admin(`console set ${embedKey} --roles coach`);
  await signIn(embedKey, "bbbbbbb1");
  const list = () => stage.adminJson(`members list ${embedKey}`, Members);
  const [member] = (await list()).members;
  assert.ok(member !== undefined);
  assert.deepEqual([member.name, member.status], ["Ann", "active"]);
  assert.match(await stage.admin(`members remove ${embedKey} ${member.id}`), /removed/);
  const open = await stage.sql`select from coach.console_sessions
    where member_id = ${member.id} and expires_at > now()`;
  assert.equal(open.length, 0);
  assert.equal((await signIn(embedKey, "bbbbbbb2"))["outcome"], "member_removed");
  await stage.admin(`members restore ${embedKey} ${member.id}`);
  assert.equal((await signIn(embedKey, "bbbbbbb3"))["outcome"], "opened");
  const other = await stage.createSite("Elsewhere");
  for (const id of [member.id, "nobody"]) {
    const command = `members remove ${other.embedKey} ${id}`;
    assert.match(await stage.refusal(command), /has no member/, "another site's member is nobody");
  }
});

test("roster import names learners, and holds no `sub`", async () => {
  const { embedKey } = await stage.createSite("Roster");
  const file = path.join(folder, "roster.csv");
  await writeFile(file, 'sub,name,cohort\nlms-1,"Berg, Ada",Spring\r\nlms-2,Bo,\n');
  assert.match(await stage.admin(`roster import ${embedKey} ${file}`), /2 learner\(s\)/);
  await writeFile(file, JSON.stringify([{ sub: "lms-2", name: "Bo Li", cohort: "Spring" }]));
  await stage.admin(`roster import ${embedKey} ${file}`);
  assert.match(await stage.admin(`cohorts ${embedKey}`), /Spring +2/);
  const rows = await stage.sql`select entry.*, learner.key_hash from coach.roster as entry
    join coach.learners as learner on learner.id = entry.learner_id order by name`;
  assert.deepEqual(
    rows.map((row) => String(row["name"])),
    ["Berg, Ada", "Bo Li"],
  );
  assert.doesNotMatch(JSON.stringify(rows), /lms-/);
  assert.match(
    await stage.refusal(`roster import ${embedKey} ${folder}/nothing`),
    /cannot be read/,
  );
});

test("parseRoster() says which entry is wrong", () => {
  for (const [file, reason] of [
    ["", /first line must name/],
    ["name,cohort\nAda,Spring", /first line must name/],
    ["sub,mail\n1,a@b", /first line must name/],
    ["sub,name\n1", /Entry 1 has 1 fields/],
    ["sub,name\n1,Ada\n,Bo", /Entry 2 has no valid sub/],
    ["[1]", /Entry 1 has no valid/],
    ['[{"sub": 7}]', /Entry 1 has no valid sub/],
    ['[{"sub": "1", "role": "x"}]', /Entry 1 has no valid/],
    ["[", /no JSON list/],
  ] as const) {
    assert.throws(() => parseRoster(file), reason, file);
  }
  assert.deepEqual(parseRoster('\uFEFFsub,name\n1,"A ""B""\nC"\n\n'), [
    { sub: "1", name: 'A "B"\nC', cohort: null },
  ]);
});
