import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, it } from "node:test";
import postgres from "postgres";
import { z } from "zod";
import { Overview } from "../../supabase/functions/_shared/contract/console/learners.ts";
import { seed, seedConsoles } from "../../demo/platform/seed.ts";
import { startTestDatabase, type TestDatabase } from "../kit/database/test-database.ts";

const Answered = z.object({ outcome: z.literal("ok"), answer: Overview });

describe("the made-up organization of the demo", () => {
  let database: TestDatabase;
  let sql: postgres.Sql;

  before(async () => {
    database = await startTestDatabase();
    sql = postgres(database.url, { max: 1 });
    const options = { databaseUrl: database.url, origins: ["http://127.0.0.1:1"] };
    await seed(options);
    await seedConsoles(options);
  });

  after(async () => {
    await sql.end();
    await database.stop();
  });

  /** The overview of a member of a site's console. */
  async function openOverview(embedKey: string) {
    const hash = createHash("sha256").update(embedKey).digest("hex");
    const request = {
      ...{ embed_key: embedKey, subject_key: "ines", name: "Ines", roles: ["coach", "reviewer"] },
      ...{ cohorts: null, jti: crypto.randomUUID(), token_hash: hash },
      token_expires_at: new Date(Date.now() + 60_000).toISOString(),
    };
    await sql`select public.open_console_session(${JSON.stringify(request)}::text::jsonb)`;
    const query = JSON.stringify({ session_hash: hash });
    const [row] = await sql`select public.console_overview(${query}::text::jsonb) as answer`;
    return Answered.parse(row?.["answer"]).answer;
  }

  it("has forty learners, three of whom need help, each for another reason", async () => {
    const { needsHelp, counts } = await openOverview("mk_console_north");
    const kinds = needsHelp.map(({ reasons }) => reasons.map(({ kind }) => kind).join());
    assert.deepEqual(kinds.sort(), ["criterion_low", "failed_twice", "stalled"]);
    assert.equal(counts.learners, 40);
    assert.ok(counts.attempts > 270, `${counts.attempts}`);
  });

  it("has a second site, of which the coaches of the first see nobody", async () => {
    const { counts } = await openOverview("mk_console_south");
    assert.equal(counts.learners, 12);
  });
});
