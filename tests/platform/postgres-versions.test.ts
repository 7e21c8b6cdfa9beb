import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { test } from "node:test";
import postgres from "postgres";
import { projectPath } from "../../demo/platform/project-paths.ts";
import { startTestDatabase } from "../kit/database/test-database.ts";

const DEBIAN_15 = "/usr/lib/postgresql/15";

/** Hosted projects run 17 or, older ones, 15. Without `binaries` it is the 17 from npm. */
const VERSIONS: readonly { readonly major: number; readonly binaries?: string }[] = [
  { major: 17 },
  { major: 15, binaries: DEBIAN_15 },
];

for (const { major, binaries } of VERSIONS) {
  const isHere = binaries === undefined || existsSync(`${binaries}/bin/postgres`);
  const skip = isHere ? false : `there is no Postgres ${major} in ${binaries}`;
  test(
    `every migration applies and every function answers on Postgres ${major}`,
    { skip },
    async () => {
      const database = await startTestDatabase(binaries === undefined ? {} : { binaries });
      const sql = postgres(database.url, { max: 1, onnotice: () => undefined });
      try {
        const [server] = await sql<{ version: number }[]>`
        select current_setting('server_version_num')::int / 10000 as version`;
        assert.equal(server?.version, major);
        const files = readdirSync(projectPath("supabase/migrations"));
        const applied = await sql`select version from supabase_migrations.schema_migrations`;
        assert.equal(applied.length, files.length);
        await sql`set role service_role`;
        const [row] = await sql<{ answer: { outcome: string; ok: boolean } }[]>`
        select public.check_database() as answer`;
        assert.equal(row?.answer.ok, true);
        const [ticked] = await sql<{ reaped: object; purged: object; read: object }[]>`
        select public.reap_sessions(10) as reaped, public.purge_operational(10) as purged,
          public.read_metrics() as read`;
        assert.deepEqual(ticked?.reaped, { reaped: 0, released: 0 });
      } finally {
        await sql.end();
        await database.stop();
      }
    },
  );
}
