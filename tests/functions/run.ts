// Runs the functions' tests on Deno beside a scratch Postgres: `npm run test:functions`.
// Arguments go to `deno test`, for instance a single file or `--filter=name`. Types are checked by
// `npm run check:deno`.
import { fileURLToPath } from "node:url";
import { runCommand } from "../kit/stack/run-command.ts";
import { startTestDatabase } from "../kit/database/test-database.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

process.chdir(ROOT);
const given = process.argv.slice(2);
const hasPath = given.some((argument) => !argument.startsWith("-"));
const database = await startTestDatabase();
try {
  process.exitCode = await runCommand(
    [
      `${ROOT}node_modules/.bin/deno`,
      "test",
      ...["--config", "deno.json", "--allow-all", "--no-check"],
      ...given,
      ...(hasPath ? [] : ["tests/functions"]),
    ],
    {
      DENO_NO_PACKAGE_JSON: "1",
      DENO_NO_UPDATE_CHECK: "1",
      SUPABASE_DB_URL: database.url,
      TEST_DATABASE_ADMIN_URL: database.adminUrl,
    },
  );
} finally {
  await database.stop();
}
