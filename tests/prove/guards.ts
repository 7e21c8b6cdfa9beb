import postgres from "postgres";
import { startTestDatabase } from "../kit/database/test-database.ts";
import { GUARDS } from "../kit/guards/all-guards.ts";
import { listMutants } from "../kit/guards/mutant.ts";
import { type TriedMutant, tryMutants } from "../kit/guards/try-mutants.ts";

/** Part of a file's name, to try its guards alone. */
const ONLY = process.env["GUARDS"] ?? "";

/**
 * Takes every guard of observation, of tokens and key sets, and of what is scored out of a copy of the tree, one at a time,
 * and asks its tests to notice each.
 */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const mutants = listMutants(GUARDS).filter(({ file }) => file.includes(ONLY));
  const database = await startTestDatabase();
  try {
    const sql = postgres(database.url, { max: 1, onnotice: () => undefined });
    await sql`create extension if not exists pgtap with schema extensions`;
    await sql.end();
    const environment = {
      SUPABASE_DB_URL: database.url,
      TEST_DATABASE_ADMIN_URL: database.adminUrl,
    };
    let done = 0;
    const tried = await tryMutants(mutants, environment, (mutant) => {
      done += 1;
      if (mutant.caughtBy === null) console.log("survives:", describe(mutant));
      else if (done % 20 === 0) console.log(`${done} of ${mutants.length}`);
    });
    for (const mutant of tried) {
      console.log(`${describe(mutant)}\n    ${mutant.caughtBy ?? "CAUGHT BY NO TEST"}`);
    }
    const survivors = tried.filter(({ caughtBy }) => caughtBy === null).length;
    const files = new Set(tried.map(({ file }) => file)).size;
    return {
      figure: `${tried.length} guards taken out of ${files} files, ${survivors} that no test missed`,
      passed: survivors === 0 && tried.length > 0,
    };
  } finally {
    await database.stop();
  }
}

function describe({ file, lets }: TriedMutant): string {
  return `${file.slice(file.lastIndexOf("/") + 1)} | lets ${lets}`;
}
