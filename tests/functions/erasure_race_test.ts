import assert from "node:assert/strict";
import { findLedgerFaults } from "../kit/database/ledger-faults.ts";
import { callRaceFunction, createRaceSite, openRaceSession } from "../kit/database/race-site.ts";
import { connectAsService } from "../kit/database/race-starts.ts";

Deno.test("delete_learner() and open_session() leave the books whole when they race", async () => {
  const sql = connectAsService(Deno.env.get("SUPABASE_DB_URL") ?? "", 30);
  try {
    const site = await createRaceSite(sql, { site_max_live: 50, learner_max_live: 10 });
    const start = () => openRaceSession(sql, site, { learner_key: "ann" });
    const erase = async () => {
      const rows = await sql<{ id: string }[]>`
        select learner.id from coach.learners as learner join coach.sites on sites.id = site_id
        where embed_key = ${site.embedKey}`;
      for (const { id } of rows) {
        await callRaceFunction(sql, "delete_learner", { p_learner_id: id, p_actor: "race" });
      }
    };
    const reap = () => callRaceFunction(sql, "reap_sessions", { p_batch: 50 });
    const purge = () => callRaceFunction(sql, "purge_records", { p_batch: 50 });
    // Any deadlock, or a session that lost its learner on the way, rejects.
    for (let round = 0; round < 10; round += 1) {
      const work = Array.from({ length: 30 }, (_, index) =>
        index % 3 === 0 ? erase() : index % 10 === 1 ? Promise.all([reap(), purge()]) : start(),
      );
      await Promise.all(work);
      assert.deepEqual(await findLedgerFaults(sql), []);
    }
    await erase();
    const left = await sql`
      select session.id from coach.sessions as session join coach.sites on sites.id = site_id
      where embed_key = ${site.embedKey}`;
    assert.equal(left.length, 0);
    assert.deepEqual(await findLedgerFaults(sql), []);
  } finally {
    await sql.end();
  }
});
