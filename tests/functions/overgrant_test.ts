import assert from "node:assert/strict";
import { findLedgerFaults } from "../kit/database/ledger-faults.ts";
import { createRaceSite, openRaceSession, replayToken } from "../kit/database/race-site.ts";
import { connectAsService, raceStarts } from "../kit/database/race-starts.ts";
import { connectDatabase } from "./kit/database-site.ts";

function databaseUrl(): string {
  return Deno.env.get("SUPABASE_DB_URL") ?? "";
}

// A small sample of `npm run prove -- overgrant`.
Deno.test(
  "open_session() over-grants nothing when 1,500 starts race on 60 connections",
  async () => {
    const size = { connections: 60, rounds: 1, attemptsEachRound: 1_500 };
    const race = await raceStarts({ databaseUrl: databaseUrl(), ...size });
    assert.deepEqual([...race.faults], []);
    assert.deepEqual(race.errors, []);
    assert.equal(race.granted + race.refused, 1_500);
    assert.ok(race.vanished > 0 && race.checks > 0);
  },
);

Deno.test("open_session() makes one session when 200 replays of a learner token race", async () => {
  const sql = connectAsService(databaseUrl(), 60);
  try {
    assert.deepEqual(await replayToken(sql, 200), { granted: 1, token_used: 199 });
  } finally {
    await sql.end();
  }
});

Deno.test("findLedgerFaults() notices each way in which the books can be wrong", async () => {
  const sql = connectDatabase(1);
  const wrongs: readonly (readonly [string, RegExp])[] = [
    ["update coach.usage_windows set reserved_seconds = 0", /window \d+ of site_day differs/],
    ["update coach.sites set day_seconds = 30", /over-granted: site_day has 60 of 30 seconds/],
    ["update coach.sites set max_live = 0", /over-granted: site_concurrency has 1 of 0 calls/],
    ["update coach.reservations set state = 'released', closed_at = now()", /its reservation/],
    [
      `insert into coach.ledger_entries
         (session_id, organization_id, site_id, learner_id, window_ids, used_seconds, reason)
       select id, site_id, site_id, learner_id, '{}', 1, 'forged' from coach.sessions
       where status = 'reserved'`,
      /its ledger row differ/,
    ],
  ];
  try {
    for (const [wrong, fault] of wrongs) {
      await assert.rejects(
        sql.begin(async (transaction) => {
          const site = await createRaceSite(transaction, {});
          await openRaceSession(transaction, site, {});
          await transaction.unsafe(wrong);
          throw new Error((await findLedgerFaults(transaction)).join("\n"));
        }),
        fault,
        wrong,
      );
    }
  } finally {
    await sql.end();
  }
});
