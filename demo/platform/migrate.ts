import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { PlatformError } from "./platform-error.ts";

const MIGRATIONS = fileURLToPath(new URL("../../supabase/migrations", import.meta.url));

/** A migration that had not been applied before. */
export interface AppliedMigration {
  readonly version: string;
  readonly name: string;
}

/**
 * Creates the roles and grants of a hosted project, once.
 *
 * @param adminUrl Superuser connection.
 * @param options `defaultGrants: false` leaves out what only older hosted projects grant.
 */
export async function applyPlatformSql(
  adminUrl: string,
  options: { readonly defaultGrants?: boolean } = {},
): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  try {
    const [found] = await sql`select from pg_roles where rolname = 'anon'`;
    if (found) return;
    const files = [
      "platform.sql",
      ...(options.defaultGrants === false ? [] : ["default-grants.sql"]),
    ];
    const texts = await Promise.all(
      files.map((file) => readFile(new URL(file, import.meta.url), "utf8")),
    );
    await sql.begin(async (transaction) => {
      for (const text of texts) await transaction.unsafe(text);
    });
  } finally {
    await sql.end();
  }
}

/**
 * Applies the migrations of `supabase/migrations` that are new, in order, each in a transaction,
 * and records them as the Supabase CLI does.
 *
 * @param url Connection as role `postgres`.
 * @throws {PlatformError} naming the file and the line when a migration fails.
 */
export async function migrate(url: string, folder = MIGRATIONS): Promise<AppliedMigration[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql`create schema if not exists supabase_migrations`;
    await sql`create table if not exists supabase_migrations.schema_migrations
      (version text primary key, statements text[], name text)`;
    const rows = await sql<{ version: string }[]>`
      select version from supabase_migrations.schema_migrations`;
    const known = new Set(rows.map((row) => row.version));
    const applied: AppliedMigration[] = [];
    for (const migration of await listMigrations(folder)) {
      if (known.has(migration.version)) continue;
      await apply(sql, folder, migration);
      applied.push({ version: migration.version, name: migration.name });
    }
    return applied;
  } finally {
    await sql.end();
  }
}

async function listMigrations(folder: string): Promise<(AppliedMigration & { file: string })[]> {
  const files = (await readdir(folder).catch((): string[] => [])).sort();
  return files.flatMap((file) => {
    const [, version, name] = /^(\d+)_(.+)\.sql$/.exec(file) ?? [];
    return version !== undefined && name !== undefined ? [{ version, name, file }] : [];
  });
}

async function apply(
  sql: postgres.Sql,
  folder: string,
  migration: AppliedMigration & { file: string },
): Promise<void> {
  const text = await readFile(`${folder}/${migration.file}`, "utf8");
  try {
    await sql.begin(async (transaction) => {
      await transaction.unsafe(text);
      await transaction`insert into supabase_migrations.schema_migrations (version, statements, name)
        values (${migration.version}, ${[text]}, ${migration.name})`;
    });
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error;
    const line = text.slice(0, Number(error.position) || 1).split("\n").length;
    throw new PlatformError(
      `Migration ${migration.file} failed near line ${line}: ${error.message} (${error.code}).`,
      { cause: error },
    );
  }
}
