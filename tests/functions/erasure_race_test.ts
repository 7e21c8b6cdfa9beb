import assert from "node:assert/strict";
import { findLedgerFaults } from "../kit/database/ledger-faults.ts";
import { callRaceFunction, createRaceSite, openRaceSession } from "../kit/database/race-site.ts";
import { connectAsService } from "../kit/database/race-starts.ts";

Deno.test(
  "no deadlock when starts, ends, erasures, purges, reapers and an operator are at work at once",
  async () => {
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
      const end = async () => {
        const [session] = await sql<{ id: string }[]>`
        select session.id from coach.sessions as session join coach.sites on sites.id = site_id
        where embed_key = ${site.embedKey} and lapses_at is not null order by random() limit 1`;
        const id = session?.id ?? crypto.randomUUID();
        await callRaceFunction(sql, "beat_session", { p_session_id: id });
        await callRaceFunction(sql, "end_session", { p_session_id: id, p_reason: "learner" });
      };
      const operate = async (index: number) => {
        const changes = { site_day_seconds: 3_600 + index, site_max_live: 50 };
        const change = { p_site: site.embedKey, p_changes: changes, p_actor: "race" };
        await callRaceFunction(sql, "update_site", change);
        await callRaceFunction(sql, "read_metrics", {});
        await callRaceFunction(sql, "purge_operational", { p_batch: 50 });
        await callRaceFunction(sql, "list_sites", {});
      };
      // Any deadlock, or a session that lost its learner on the way, rejects.
      for (let round = 0; round < 10; round += 1) {
        const work = Array.from({ length: 30 }, (_, index) =>
          index % 3 === 0 ? erase() : index % 10 === 1 ? Promise.all([reap(), purge()]) : start(),
        );
        work.push(...Array.from({ length: 10 }, end));
        work.push(...Array.from({ length: 4 }, (_, index) => operate(index)));
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
  },
);
