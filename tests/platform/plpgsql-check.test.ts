import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import postgres from "postgres";
import { startTestDatabase } from "../kit/database/test-database.ts";

const DEBIAN_15 = "/usr/lib/postgresql/15";
const isHere = existsSync(`${DEBIAN_15}/lib/plpgsql_check.so`);
const skip = isHere ? false : "needs Debian's postgresql-15-plpgsql-check";

/** Calls what only a hosted project has: its vault and pg_net. */
const HOSTED_ONLY = "coach.call_reaper()";
/** It takes the columns of a set-returning function, which it does not resolve, for another type. */
const FALSE_ALARM = "warning: target type is different type than source type";

/** The engine of `supabase db lint`, over every function of ours; the CLI itself needs it in the server. */
test("plpgsql_check finds no error and no warning in any function", { skip }, async () => {
  const database = await startTestDatabase({ binaries: DEBIAN_15 });
  const sql = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  try {
    await sql`create extension plpgsql_check`;
    const rows = await sql<{ name: string; level: string; message: string }[]>`
      select p.oid::regprocedure::text as name, found.level, found.message
      from pg_proc as p join pg_language as l on l.oid = p.prolang,
        plpgsql_check_function_tb(
          p.oid,
          coalesce((select tgrelid from pg_trigger where tgfoid = p.oid order by tgrelid limit 1), 0),
          extra_warnings => false, performance_warnings => false
        ) as found
      where l.lanname = 'plpgsql' and p.pronamespace in (
        select oid from pg_namespace where nspname in ('coach', 'public'))
        and not exists (select from pg_depend where objid = p.oid and deptype = 'e')`;
    const findings = rows
      .filter(({ name }) => name !== HOSTED_ONLY)
      .map(({ name, level, message }) => `${name} ${level}: ${message}`)
      .filter((finding) => !finding.endsWith(FALSE_ALARM));
    assert.deepEqual(findings, []);
  } finally {
    await sql.end();
    await database.stop();
  }
});
