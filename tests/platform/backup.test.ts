import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import postgres from "postgres";
import { projectPath } from "../../demo/platform/project-paths.ts";
import { dumpDatabase, restoreDatabase } from "../../supabase/cli/backup/copy-database.ts";
import { findLedgerFaults } from "../kit/database/ledger-faults.ts";
import { callRaceFunction, createRaceSite, openRaceSession } from "../kit/database/race-site.ts";
import { startTestDatabase, type TestDatabase } from "../kit/database/test-database.ts";
import { createScratchFolder } from "../kit/stack/scratch-folder.ts";

const connect = ({ adminUrl }: TestDatabase) =>
  postgres(adminUrl, { max: 2, onnotice: () => undefined });

/** Every row of every table of ours, by table: what must be equal. */
async function readAll(sql: postgres.Sql): Promise<Record<string, unknown>> {
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'coach'::regnamespace and relkind = 'r' order by 1`;
  const entries = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await sql.unsafe(
        `select to_jsonb(t)::text as row from coach.${name} as t order by 1`,
      );
      return [name, rows.map(({ row }) => String(row))] as const;
    }),
  );
  return Object.fromEntries(entries);
}

describe("a backup", { timeout: 120_000 }, () => {
  let old: TestDatabase;
  let fresh: TestDatabase;
  let folder: Awaited<ReturnType<typeof createScratchFolder>>;
  let copy: string;
  before(async () => {
    folder = await createScratchFolder();
    copy = path.join(folder.path, "copy");
    [old, fresh] = await Promise.all([startTestDatabase(), startTestDatabase()]);
  });
  after(async () => {
    await Promise.all([old.stop(), fresh.stop()]);
    await folder.remove();
  });

  it("holds sessions, words, reports, books and money, and a fresh database goes on with them", async () => {
    const [from, to] = [connect(old), connect(fresh)];
    try {
      const site = await createRaceSite(from, { site_max_live: 10 });
      for (const learner of ["ann", "bob\n\t\\N", "cy ☎"]) {
        const opened = await openRaceSession(from, site, {
          ...{ learner_key: learner, address_key: learner, learner_name: "Ann \\N\n☎" },
        });
        const id = String(opened["session_id"]);
        await callRaceFunction(from, "attach_call", {
          ...{ p_session_id: id, p_provider_call_id: `rtc_${learner}`, p_provider: "test" },
          p_answer: "v=0",
        });
        const turn = {
          ...{
            sequence: 1,
            itemId: "i1",
            previousItemId: null,
            speaker: "learner",
            state: "final",
          },
          ...{ text: `Tab\there, backslash \\N, and ${learner}`, startedAtMs: 0, endedAtMs: 900 },
        };
        await callRaceFunction(from, "append_turns", { p_session_id: id, p_turns: [turn] });
        if (learner !== "cy ☎") {
          await callRaceFunction(from, "end_session", { p_session_id: id, p_reason: "learner" });
        }
      }
      const before = await readAll(from);
      const { tables } = await dumpDatabase(from, copy);
      assert.equal((await stat(path.join(copy, "turns.copy"))).mode & 0o777, 0o600);
      assert.ok(tables.some(({ name, rows }) => name === "ledger_entries" && rows === 2));
      const turns = path.join(copy, "turns.copy");
      const whole = await readFile(turns, "utf8");
      await writeFile(turns, whole.slice(whole.indexOf("\n") + 1));
      await assert.rejects(restoreDatabase(to, copy), /turns holds 2 rows and had 3/);
      assert.equal((await to`select from coach.sites`).length, 0, "nothing was restored");
      await writeFile(turns, whole);
      await restoreDatabase(to, copy);
      assert.deepEqual(await readAll(to), before);
      assert.deepEqual(await findLedgerFaults(to), []);

      const next = await openRaceSession(to, site, { learner_key: "dee", address_key: "dee" });
      assert.equal(next["outcome"], "granted", "numbers go on where they were");
      const ended = await to<{ id: string }[]>`
        select id from coach.sessions where status = 'active'`;
      await callRaceFunction(to, "end_session", {
        p_session_id: ended[0]?.id,
        p_reason: "learner",
      });
      assert.deepEqual(await findLedgerFaults(to), []);
    } finally {
      await Promise.all([from.end(), to.end()]);
    }
  });

  it("leaves no folder behind where it cannot be made", async () => {
    const nowhere = postgres("postgres://x@127.0.0.1:9/x", { max: 1 });
    const unmade = path.join(folder.path, "unmade");
    await assert.rejects(dumpDatabase(nowhere, unmade), /ECONNREFUSED/);
    await assert.rejects(stat(unmade), /ENOENT/);
    await nowhere.end();
  });

  it("is refused where it would overwrite, or does not fit", async () => {
    const [from, to] = [connect(old), connect(fresh)];
    try {
      await assert.rejects(dumpDatabase(from, copy), /is there already/);
      await assert.rejects(restoreDatabase(to, copy), /has sites already/);
      await assert.rejects(restoreDatabase(to, path.join(folder.path, "none")), /not whole/);
      await to`insert into supabase_migrations.schema_migrations (version) values ('99990101000000')`;
      await assert.rejects(restoreDatabase(to, copy), /Apply the migrations of the version/);
    } finally {
      await Promise.all([from.end(), to.end()]);
    }
  });

  it("is made by a command that says what is missing", async () => {
    const cli = projectPath("supabase/cli/backup/backup.ts");
    const run = (given: readonly string[], url: string) =>
      promisify(execFile)(process.execPath, [cli, ...given], { env: { SUPABASE_DB_URL: url } });
    const { stdout } = await run(["dump", path.join(folder.path, "by-command")], old.adminUrl);
    assert.match(stdout, /^Copied to .*: \d+ rows of \d+ tables, migration \d{14}\.\n$/);
    await assert.rejects(run(["dump", "x"], ""), { stderr: /^SUPABASE_DB_URL is missing/ });
    await assert.rejects(run(["undo"], old.adminUrl), { code: 2, stderr: /^Usage:/ });
  });
});
