// Copies a deployment's data, and fills a fresh database with the copy: `npm run backup -- dump <folder>` and
// `npm run backup -- restore <folder>`. Both need SUPABASE_DB_URL, the connection string of the project.
import { parseArgs } from "node:util";
import postgres from "postgres";
import { CommandError } from "../command.ts";
import { readSettings } from "../read-settings.ts";
import { runMain, writeLine } from "../run-main.ts";
import { dumpDatabase, restoreDatabase } from "./copy-database.ts";

const USAGE = "Usage: npm run backup -- dump <folder> | restore <folder> [--secrets <file>]";
/** Of the operating system, or of the library. */
const UNREACHABLE = /^(?:E[A-Z]+|CONNECT_TIMEOUT|CONNECTION_(?:CLOSED|DESTROYED|ENDED))$/;
const ACTS = { dump: dumpDatabase, restore: restoreDatabase } as const;

/** @throws {CommandError} when the arguments, the folder or the database cannot be used. */
async function backup(): Promise<void> {
  const { act, folder, file } = readArguments();
  const url = readSettings(process.env, { isLocal: false, file })["SUPABASE_DB_URL"] ?? "";
  if (!/^postgres(?:ql)?:\/\//.test(url)) {
    throw new CommandError(
      "SUPABASE_DB_URL is missing. Set it to the project's connection string, which its page shows under Connect.",
    );
  }
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const { tables, migration } = await ACTS[act](sql, folder);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    const what = `${rows} rows of ${tables.length} tables, migration ${migration}`;
    writeLine(act === "dump" ? `Copied to ${folder}: ${what}.` : `Restored: ${what}.`);
  } catch (error) {
    throw explain(error);
  } finally {
    await sql.end();
  }
}

function explain(error: unknown): unknown {
  if (error instanceof postgres.PostgresError) {
    return new CommandError(`The database refuses that: ${error.message}.`, 1, { cause: error });
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (!UNREACHABLE.test(code)) return error;
  return new CommandError(`The database of SUPABASE_DB_URL cannot be reached (${code}).`, 1, {
    cause: error,
  });
}

function readArguments() {
  try {
    const options = { secrets: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [act, folder, ...extra] = positionals;
    if ((act === "dump" || act === "restore") && folder !== undefined && extra.length === 0) {
      return { act, folder, file: values.secrets } as const;
    }
  } catch {
    // Said below, as for any other wrong use.
  }
  throw new CommandError(USAGE, 2);
}

await runMain(backup);
