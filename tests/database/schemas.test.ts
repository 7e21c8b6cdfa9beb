import assert from "node:assert/strict";
import { test } from "node:test";
import { readFile } from "node:fs/promises";
import postgres from "postgres";
import { migrate } from "../../demo/platform/migrate.ts";
import { projectPath } from "../../demo/platform/project-paths.ts";
import { type Catalog, compareCatalogs, readCatalog } from "../kit/database/read-catalog.ts";

const serverUrl = process.env["SUPABASE_DB_URL"];

/** What a new database on the running server is made of after the files of one folder. */
async function buildFrom(folder: string): Promise<Catalog> {
  assert.ok(serverUrl !== undefined, "run by npm run test:database, which starts a database");
  const name = `drift_${folder.replaceAll(/\W/g, "_")}`;
  const server = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  const url = new URL(serverUrl);
  url.pathname = name;
  try {
    await server.unsafe(`drop database if exists ${name}`);
    await server.unsafe(`create database ${name}`);
    const sql = postgres(url.href, { max: 1, onnotice: () => undefined });
    try {
      if (process.env["TEST_DEFAULT_GRANTS"] === "true") {
        await sql.unsafe(await readFile(projectPath("demo/platform/default-grants.sql"), "utf8"));
      }
      await migrate(url.href, projectPath(folder));
      return await readCatalog(sql);
    } finally {
      await sql.end();
    }
  } finally {
    await server.unsafe(`drop database if exists ${name}`);
    await server.end();
  }
}

test("supabase/schemas and supabase/migrations build the same", async () => {
  const schemas = await buildFrom("supabase/schemas");
  const migrations = await buildFrom("supabase/migrations");
  assert.ok(schemas.size > 900, `only ${schemas.size} objects were read`);
  const differences = compareCatalogs(schemas, migrations);
  assert.equal(differences.join("\n"), "", "left: supabase/schemas, right: supabase/migrations");
});
