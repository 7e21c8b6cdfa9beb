import { readFileSync } from "node:fs";
import postgres from "postgres";
import { projectPath } from "../../demo/platform/project-paths.ts";
import { listGrantMutations, tryMutation } from "../kit/database/grant-mutations.ts";
import { runPgtapText } from "../kit/database/pgtap.ts";
import { startTestDatabase } from "../kit/database/test-database.ts";

const PROGRESS_EVERY = 50;

/**
 * Turns every grant, revoke and row security switch of the schema round, one at a time, and asks
 * the grants suite to notice each.
 */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const suite = readFileSync(projectPath("supabase/tests/00_grants_test.sql"), "utf8");
  const database = await startTestDatabase({ defaultGrants: false });
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined, fetch_types: false });
  try {
    await sql.unsafe("create extension if not exists pgtap with schema extensions");
    const unchanged = await runPgtapText(sql, suite);
    if (unchanged.failures.length > 0) {
      return {
        figure: `the suite fails by itself:\n${unchanged.failures.join("\n")}`,
        passed: false,
      };
    }
    const mutations = listGrantMutations();
    const counts = { caught: 0, missed: 0, idle: 0 };
    for (const [index, mutation] of mutations.entries()) {
      const outcome = await tryMutation(sql, suite, mutation);
      counts[outcome] += 1;
      if (outcome === "missed") console.log(`missed: ${mutation.statement}`);
      if ((index + 1) % PROGRESS_EVERY === 0) console.log(`${index + 1} of ${mutations.length}`);
    }
    const { caught, missed, idle } = counts;
    return {
      figure:
        `${unchanged.passed} cells; ${caught + missed} mutations, ${caught} caught` +
        ` (${idle} rules changed nothing when turned round)`,
      passed: missed === 0 && caught > 0,
    };
  } finally {
    await sql.end();
    await database.stop();
  }
}
