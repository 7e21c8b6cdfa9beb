import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type postgres from "postgres";
import { z } from "zod";
import { CommandError } from "../command.ts";

const MANIFEST = "manifest.json";
const OWNER_ONLY = { file: 0o600, folder: 0o700 } as const;

const Table = z.object({ name: z.string(), columns: z.array(z.string()), rows: z.number() });
const Manifest = z.object({
  madeAt: z.string(),
  /** The last migration of the database that was copied. */
  migration: z.string(),
  tables: z.array(Table),
});

/** What a copy of a database holds. */
export type Manifest = z.infer<typeof Manifest>;

/**
 * Copies every row of the schema `coach` into a new folder, as of one moment: a file a table, in Postgres' own text form, and
 * a list of them.
 *
 * @throws {CommandError} when the folder is there already.
 */
export async function dumpDatabase(sql: postgres.Sql, folder: string): Promise<Manifest> {
  if (existsSync(folder)) throw new CommandError(`${folder} is there already: choose another.`);
  await mkdir(folder, { mode: OWNER_ONLY.folder });
  try {
    return await writeCopy(sql, folder);
  } catch (error) {
    await rm(folder, { recursive: true });
    throw error;
  }
}

async function writeCopy(sql: postgres.Sql, folder: string): Promise<Manifest> {
  return sql.begin("isolation level repeatable read read only", async (transaction) => {
    const migration = await readMigration(transaction);
    const tables: Manifest["tables"] = [];
    for (const { name, columns } of await listTables(transaction)) {
      const list = transaction(columns);
      const copy = transaction`copy (select ${list} from coach.${transaction(name)}) to stdout`;
      const file = createWriteStream(path.join(folder, `${name}.copy`), { mode: OWNER_ONLY.file });
      await pipeline(await copy.readable(), file);
      tables.push({ name, columns, rows: await countRows(transaction, name) });
    }
    const manifest = { madeAt: new Date().toISOString(), migration, tables };
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    await writeFile(path.join(folder, MANIFEST), text, { mode: OWNER_ONLY.file });
    return manifest;
  });
}

/**
 * Fills a database that has the same migrations and no site yet with what was copied, all or nothing.
 *
 * @throws {CommandError} when it is another version's, or in use, or the copy lacks rows.
 */
export async function restoreDatabase(sql: postgres.Sql, folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  return sql.begin(async (transaction) => {
    await assertFits(transaction, manifest);
    // Rows come in the order of their tables' names: neither references nor append-only tables stand in the way.
    await transaction`set local session_replication_role = replica`;
    const all = manifest.tables.map(({ name }) => `coach.${name}`).join(", ");
    await transaction.unsafe(`truncate ${all}`);
    for (const { name, columns, rows } of manifest.tables) {
      const copy = transaction`copy coach.${transaction(name)} (${transaction(columns)}) from stdin`;
      await pipeline(createReadStream(path.join(folder, `${name}.copy`)), await copy.writable());
      const restored = await countRows(transaction, name);
      if (restored !== rows) {
        throw new CommandError(
          `The copy of ${name} holds ${restored} rows and had ${rows}: it is damaged, and nothing was restored.`,
        );
      }
    }
    await advanceNumbers(transaction);
    return manifest;
  });
}

async function countRows(sql: postgres.ISql, table: string): Promise<number> {
  const [counted] = await sql<{ rows: number }[]>`
    select count(*)::int as rows from coach.${sql(table)}`;
  return counted?.rows ?? 0;
}

async function readManifest(folder: string): Promise<Manifest> {
  const file = path.join(folder, MANIFEST);
  if (!existsSync(file)) throw new CommandError(`There is no ${file}: the copy is not whole.`);
  return Manifest.parse(JSON.parse(await readFile(file, "utf8")));
}

async function assertFits(sql: postgres.ISql, { migration, tables }: Manifest): Promise<void> {
  const own = await readMigration(sql);
  if (own !== migration) {
    throw new CommandError(
      `The copy is of migration ${migration}, the database of ${own}. Apply the migrations of the version that was copied.`,
    );
  }
  const known = (await listTables(sql)).map(({ name }) => name);
  if (known.join() !== tables.map(({ name }) => name).join()) {
    throw new CommandError("The copy has other tables than the database.");
  }
  const [used] = await sql`select from coach.sites limit 1`;
  if (used !== undefined) {
    throw new CommandError("The database has sites already. Restore into a fresh one.");
  }
}

async function readMigration(sql: postgres.ISql): Promise<string> {
  const [last] = await sql<{ version: string }[]>`
    select version from supabase_migrations.schema_migrations order by version desc limit 1`;
  return last?.version ?? "none";
}

async function listTables(sql: postgres.ISql): Promise<{ name: string; columns: string[] }[]> {
  return sql<{ name: string; columns: string[] }[]>`
    select relname as name, array_agg(attname::text order by attnum) as columns
    from pg_catalog.pg_class as class join pg_catalog.pg_attribute on attrelid = class.oid
    where relnamespace = 'coach'::regnamespace and relkind = 'r'
      and attnum > 0 and not attisdropped and attgenerated = ''
    group by relname order by relname`;
}

/** The next number of every table that counts its rows. */
async function advanceNumbers(sql: postgres.ISql): Promise<void> {
  const counted = await sql<{ table: string; column: string }[]>`
    select relname as table, attname as column
    from pg_catalog.pg_class as class join pg_catalog.pg_attribute on attrelid = class.oid
    where relnamespace = 'coach'::regnamespace and relkind = 'r' and attidentity <> ''`;
  for (const { table, column } of counted) {
    await sql`select setval(
      pg_get_serial_sequence(${`coach.${table}`}, ${column}),
      (select coalesce(max(${sql(column)}), 0) + 1 from coach.${sql(table)}), false)`;
  }
}
