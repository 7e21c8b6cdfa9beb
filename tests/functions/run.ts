// Runs the functions' tests on Deno beside a scratch Postgres: `npm run test:functions`.
// Arguments go to `deno test`, for instance a single file or `--filter=name`. Types are checked by
// `npm run check:deno`.
import { globSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runCommand } from "../kit/stack/run-command.ts";
import { createScratchFolder } from "../kit/stack/scratch-folder.ts";
import { startTestDatabase } from "../kit/database/test-database.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** What concerns the tests of one file, and would concern those of all that are loaded with it. */
const HOOK = /\bDeno\.test\.(?:before|after)(?:All|Each)\b/;

/**
 * All test files: those with hooks of their own, and one module in `folder` that loads the others. Deno compiles
 * the functions anew for each file that it is given, which costs more than most of them test.
 */
async function gatherFiles(folder: string): Promise<string[]> {
  const alone: string[] = [];
  const together: string[] = [];
  for (const file of globSync("tests/functions/**/*_test.ts").sort()) {
    const hasHook = HOOK.test(await readFile(file, "utf8"));
    (hasHook ? alone : together).push(file);
  }
  const gathered = path.join(folder, "gathered_test.ts");
  const urls = together.map((file) => pathToFileURL(path.resolve(file)).href);
  await writeFile(gathered, urls.map((url) => `import ${JSON.stringify(url)};\n`).join(""));
  return [gathered, ...alone];
}

process.chdir(ROOT);
const given = process.argv.slice(2);
const hasPath = given.some((argument) => !argument.startsWith("-"));
const [database, scratch] = await Promise.all([startTestDatabase(), createScratchFolder()]);
try {
  process.exitCode = await runCommand(
    [
      `${ROOT}node_modules/.bin/deno`,
      "test",
      ...["--config", "deno.json", "--allow-all", "--no-check"],
      ...given,
      ...(hasPath ? [] : await gatherFiles(scratch.path)),
    ],
    {
      DENO_NO_PACKAGE_JSON: "1",
      DENO_NO_UPDATE_CHECK: "1",
      SUPABASE_DB_URL: database.url,
      TEST_DATABASE_ADMIN_URL: database.adminUrl,
    },
  );
} finally {
  await Promise.all([database.stop(), scratch.remove()]);
}
