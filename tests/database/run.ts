// Runs the SQL tests on a scratch Postgres: `npm run test:database`. Every `supabase/tests/**/*.sql`
// (pgTAP) in a transaction that is rolled back, then `tests/database/**/*.test.ts` (real clients,
// node:test), all of it twice: with and without the grants that older hosted projects add.
// Arguments choose files by a part of their path.
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { runPgtapText, type TapResult } from "../kit/database/pgtap.ts";
import { runCommand } from "../kit/stack/run-command.ts";
import { startTestDatabase, type TestDatabase } from "../kit/database/test-database.ts";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
const wanted = process.argv.slice(2);

let passed = 0;
let failed = 0;
for (const defaultGrants of [true, false]) {
  process.stdout.write(`# ${defaultGrants ? "with" : "without"} the default grants\n`);
  const database = await startTestDatabase({ defaultGrants });
  try {
    for (const file of findFiles("supabase/tests/**/*.sql")) {
      const result = await runPgtap(database, file);
      passed += result.passed;
      failed += result.failures.length;
      report(file, result);
    }
    failed += await runClientTests(database, defaultGrants);
  } finally {
    await database.stop();
  }
}
process.stdout.write(`# pass ${passed}\n# fail ${failed}\n`);
if (failed > 0 || passed === 0) process.exitCode = 1;

function findFiles(pattern: string): string[] {
  const files = globSync(pattern).sort();
  return files.filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)));
}

async function runPgtap(database: TestDatabase, file: string): Promise<TapResult> {
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined, fetch_types: false });
  const text = await readFile(file, "utf8");
  try {
    await sql.unsafe("create extension if not exists pgtap with schema extensions");
    return await runPgtapText(sql, text);
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error;
    const line = text.slice(0, Number(error.position) || 1).split("\n").length;
    return { passed: 0, failures: [`stopped near line ${line}: ${error.message} (${error.code})`] };
  } finally {
    await sql.end();
  }
}

async function runClientTests(database: TestDatabase, defaultGrants: boolean): Promise<number> {
  const files = findFiles("tests/database/**/*.test.ts");
  if (files.length === 0) return 0;
  const code = await runCommand([process.execPath, "--test", ...files], {
    SUPABASE_DB_URL: database.url,
    TEST_DATABASE_ADMIN_URL: database.adminUrl,
    TEST_DEFAULT_GRANTS: String(defaultGrants),
  });
  return code === 0 ? 0 : 1;
}

function report(file: string, result: TapResult): void {
  const word = result.failures.length === 0 ? "ok" : "not ok";
  process.stdout.write(`${word} - ${file} (${result.passed} passed)\n`);
  for (const failure of result.failures) {
    process.stdout.write(`${failure.replaceAll(/^/gm, "  ")}\n`);
  }
}
