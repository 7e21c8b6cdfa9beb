import { globSync, readFileSync } from "node:fs";
import postgres from "postgres";
import { PROJECT_FOLDER } from "../../../demo/platform/project-paths.ts";
import { runPgtapText } from "../database/pgtap.ts";
import type { TestRun } from "./mutant.ts";

const FUNCTION = /^create function [\s\S]*?\$\$;$/gm;
const NAME = /^not ok \d+ - (.+)$/m;

/** Two at once would wait for each other's rows. */
let last: Promise<unknown> = Promise.resolve();

/** Runs a pgTAP file with the functions that stand in the copy of the tree; nothing of it stays in the database. */
export function runPgtapFile(root: string, file: string, databaseUrl: string): Promise<TestRun> {
  const next = last.then(() => runAlone(root, file, databaseUrl));
  last = next;
  return next;
}

/** Never throws. */
async function runAlone(root: string, file: string, databaseUrl: string): Promise<TestRun> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined, fetch_types: false });
  try {
    const text = readFileSync(root + file, "utf8");
    const { failures } = await runPgtapText(sql, text, listChangedFunctions(root));
    const failed = failures.flatMap((failure) => NAME.exec(failure)?.[1] ?? []);
    return { isGreen: failures.length === 0, failed };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { isGreen: false, failed: [] };
  } finally {
    await sql.end();
  }
}

/** The functions of every schema file that is not as in the checkout. */
function listChangedFunctions(root: string): string {
  const files = globSync("supabase/schemas/*.sql", { cwd: PROJECT_FOLDER });
  const texts = files
    .map((file) => readFileSync(root + file, "utf8"))
    .filter((text, index) => text !== readFileSync(PROJECT_FOLDER + (files[index] ?? ""), "utf8"));
  return texts
    .flatMap((text) => text.match(FUNCTION) ?? [])
    .map((text) => text.replace("create function", "create or replace function"))
    .join("\n");
}
