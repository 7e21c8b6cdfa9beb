import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import postgres from "postgres";
import { projectPath } from "../../demo/platform/project-paths.ts";
import { listGrantMutations, tryMutation } from "../kit/database/grant-mutations.ts";

const SAMPLES = 12;

test("the grants suite fails when a sample of the schema's rules is turned round", async () => {
  const suite = readFileSync(projectPath("supabase/tests/00_grants_test.sql"), "utf8");
  const url = process.env["SUPABASE_DB_URL"];
  assert.ok(url !== undefined, "run by npm run test:database, which starts a database");
  const sql = postgres(url, { max: 1, onnotice: () => undefined, fetch_types: false });
  try {
    const all = listGrantMutations();
    assert.ok(all.length > 300, `only ${all.length} rules were read`);
    const step = Math.floor(all.length / SAMPLES);
    for (const mutation of all.filter((_, index) => index % step === 0)) {
      const outcome = await tryMutation(sql, suite, mutation);
      assert.notEqual(outcome, "missed", mutation.statement);
    }
  } finally {
    await sql.end();
  }
});
