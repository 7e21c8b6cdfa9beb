import assert from "node:assert/strict";
import type { Sql } from "postgres";
import { z } from "zod";
import { ClaimHangupsAnswer } from "../../supabase/functions/_shared/store/hangups.ts";
import {
  callFunction,
  createSite,
  type DatabaseSite,
  finishOtherTests,
  openConnections,
  openSession,
} from "./kit/database-site.ts";

const CONNECTIONS = 60;

const OrderedTurns = z.object({ transcript: z.array(z.object({ itemId: z.string() })) });

let sql: Sql;

Deno.test.beforeAll(async () => {
  sql = await openConnections(CONNECTIONS);
});

Deno.test.afterAll(() => sql.end({ timeout: 5 }));

/** Runs a test on the connections of all, after what others left is over. */
function databaseTest(name: string, run: (sql: Sql) => Promise<void>): void {
  Deno.test(name, async () => {
    await finishOtherTests(sql);
    await run(sql);
  });
}

/** Starts `count` times at once. Learners are numbered, so that a test may make them collide. */
function startMany(
  sql: Sql,
  site: DatabaseSite,
  count: number,
  change: (index: number) => Record<string, unknown> = () => ({}),
): Promise<Record<string, unknown>[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      openSession(sql, site, { learner_key: `learner-${index}`, ...change(index) }),
    ),
  );
}

function countOutcomes(answers: readonly Record<string, unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of answers) {
    counts[String(outcome)] = (counts[String(outcome)] ?? 0) + 1;
  }
  return counts;
}

function sessionIds(answers: readonly Record<string, unknown>[]): string[] {
  return answers
    .filter((answer) => "session_id" in answer)
    .map((answer) => String(answer["session_id"]));
}

/** The windows whose figures differ from what reservations and ledger add up to. Must be none. */
async function findFaults(sql: Sql): Promise<unknown[]> {
  const rows = await sql`
    select w.scope::text, w.reserved_seconds, w.used_seconds::integer, w.live_sessions, r.*, l.*
    from coach.usage_windows as w
    cross join lateral (
      select coalesce(sum(hold_seconds), 0)::integer as held, count(*)::integer as live
      from coach.reservations where state = 'held' and w.id = any (window_ids)
    ) as r
    cross join lateral (
      select coalesce(sum(used_seconds), 0)::integer as billed
      from coach.ledger_entries where w.id = any (window_ids)
    ) as l
    where (w.reserved_seconds, w.live_sessions, w.used_seconds) is distinct from (r.held, r.live, l.billed)
      or w.reserved_seconds + w.used_seconds > w.cap_seconds or w.live_sessions > w.max_live`;
  return [...rows];
}

/** What the site's day holds and has used. */
async function readDay(sql: Sql, site: DatabaseSite): Promise<{ reserved: number; used: number }> {
  const [row] = await sql<{ reserved: number; used: number }[]>`
    select reserved_seconds as reserved, used_seconds::integer as used
    from coach.usage_windows join coach.sites on sites.id = subject_id
    where scope = 'site_day' and embed_key = ${site.embedKey}`;
  assert.ok(row);
  return row;
}

databaseTest(
  "open_session() grants exactly the cap when 100 learners start at once",
  async (sql) => {
    const site = await createSite(sql, { site_day_seconds: 600 });
    const answers = await startMany(sql, site, 100);
    assert.deepEqual(countOutcomes(answers), { granted: 10, limit_reached: 90 });
    assert.deepEqual(await readDay(sql, site), { reserved: 600, used: 0 });
    assert.deepEqual(await findFaults(sql), []);
  },
);

databaseTest("open_session() shares out what is left when it is no whole call", async (sql) => {
  const site = await createSite(sql, { organization_month_seconds: 280 });
  const answers = await startMany(sql, site, 40);
  const seconds = answers
    .filter((answer) => answer["outcome"] === "granted")
    .map((answer) => Number(answer["limit_seconds"]))
    .sort((one, other) => one - other);
  assert.deepEqual(seconds, [40, 60, 60, 60, 60]);
});

databaseTest("open_session() keeps to the calls at a time when 100 start at once", async (sql) => {
  const site = await createSite(sql, { site_max_live: 7 });
  const answers = await startMany(sql, site, 100);
  assert.deepEqual(countOutcomes(answers), { granted: 7, limit_reached: 93 });
});

databaseTest(
  "open_session() gives a learner one call when 50 attempts start at once",
  async (sql) => {
    const site = await createSite(sql);
    const answers = await startMany(sql, site, 50, () => ({ learner_key: "one" }));
    assert.deepEqual(countOutcomes(answers), { granted: 1, limit_reached: 49 });
    const [row] = await sql`
    select count(*)::integer as learners from coach.learners join coach.sites on sites.id = site_id
    where embed_key = ${site.embedKey}`;
    assert.equal(row?.["learners"], 1);
  },
);

databaseTest(
  "open_session() grants exactly the attempts when 40 of one learner start at once",
  async (sql) => {
    const site = await createSite(sql, { learner_max_live: 40, attempts_per_scenario: 3 });
    const answers = await startMany(sql, site, 40, () => ({ learner_key: "one" }));
    assert.deepEqual(countOutcomes(answers), { granted: 3, limit_reached: 37 });
    assert.deepEqual(await findFaults(sql), []);
  },
);

databaseTest("note_line_quality() keeps one sample when 40 arrive at once", async (sql) => {
  const site = await createSite(sql);
  const [id = ""] = sessionIds(await startMany(sql, site, 1));
  const call = { p_session_id: id, p_provider_call_id: crypto.randomUUID() };
  await callFunction(sql, "attach_call", { ...call, p_provider: "openai", p_answer: "v=0" });
  const quality = { round_trip_ms: 80, jitter_ms: 4, loss_percent: 1, mos: 4.1 };
  const answers = await Promise.all(
    Array.from({ length: 40 }, () =>
      callFunction(sql, "note_line_quality", { p_session_id: id, p_quality: quality }),
    ),
  );
  assert.deepEqual(countOutcomes(answers), { noted: 1, unchanged: 39 });
});

databaseTest("open_session() makes one session when 50 replays of an attempt race", async (sql) => {
  const site = await createSite(sql);
  const key = crypto.randomUUID();
  const answers = await startMany(sql, site, 50, () => ({
    learner_key: "one",
    attempt_key: key,
  }));
  assert.deepEqual(countOutcomes(answers), { granted: 1, replayed: 49 });
  assert.equal(new Set(sessionIds(answers)).size, 1);
  assert.deepEqual(await readDay(sql, site), { reserved: 60, used: 0 });
});

databaseTest(
  "end_session() settles once when 20 callers and the reaper end a session",
  async (sql) => {
    const site = await createSite(sql);
    const [id = ""] = sessionIds(await startMany(sql, site, 1));
    const parameters = { p_session_id: id, p_provider_call_id: crypto.randomUUID() };
    await callFunction(sql, "attach_call", {
      ...parameters,
      p_provider: "openai",
      p_answer: "v=0",
    });
    await sql`update coach.sessions set attached_at = now() - interval '50 seconds',
    lapses_at = now() - interval '5 seconds' where id = ${id}`;
    const endings = await Promise.all([
      ...Array.from({ length: 20 }, () =>
        callFunction(sql, "end_session", { p_session_id: id, p_reason: "learner" }),
      ),
      ...Array.from({ length: 3 }, () => callFunction(sql, "reap_sessions", { p_batch: 200 })),
    ]);
    const used = new Set(endings.slice(0, 20).map((ending) => ending["used_seconds"]));
    assert.equal(used.size, 1, "every caller is told the same figure");
    const rows = await sql`select used_seconds from coach.ledger_entries where session_id = ${id}`;
    assert.deepEqual([...rows], [{ used_seconds: [...used][0] }]);
    const [queued] = await sql`
    select count(*)::integer as count from coach.hangups
    where provider_call_id = ${parameters.p_provider_call_id}`;
    assert.equal(queued?.["count"], 1);
    assert.deepEqual(await findFaults(sql), []);
  },
);

databaseTest("attach_call() and release_session() never both win when they race", async (sql) => {
  const site = await createSite(sql);
  const ids = sessionIds(await startMany(sql, site, 30));
  const results = await Promise.all(
    ids.map(async (id) => {
      const call = { p_session_id: id, p_provider_call_id: crypto.randomUUID() };
      const [attached, released] = await Promise.all([
        callFunction(sql, "attach_call", { ...call, p_provider: "openai", p_answer: "v=0" }),
        callFunction(sql, "release_session", { p_session_id: id, p_reason: "start_failed" }),
      ]);
      return `${String(attached["outcome"])} ${String(released["outcome"])}`;
    }),
  );
  const legal = new Set(["active unchanged", "gone released"]);
  assert.deepEqual(
    results.filter((result) => !legal.has(result)),
    [],
  );
  assert.deepEqual(await findFaults(sql), []);
});

databaseTest("append_turns() keeps each number once when the same flushes race", async (sql) => {
  const site = await createSite(sql);
  const [id = ""] = sessionIds(await startMany(sql, site, 1));
  const turn = (sequence: number) => ({
    ...{
      sequence,
      itemId: `i${sequence}`,
      previousItemId: sequence > 1 ? `i${sequence - 1}` : null,
    },
    ...{ speaker: "learner", state: "final", text: `${sequence}` },
    ...{ startedAtMs: sequence, endedAtMs: sequence },
  });
  const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
  const flushes = Array.from({ length: 24 }, (_, index) =>
    numbers
      .slice(index, index + 17)
      .map(turn)
      .sort(() => (index % 2 === 0 ? 1 : -1)),
  );
  await Promise.all(
    flushes.map((turns) => callFunction(sql, "append_turns", { p_session_id: id, p_turns: turns })),
  );
  const report = await callFunction(sql, "get_report", { p_session_id: id });
  const { transcript } = OrderedTurns.parse(report);
  assert.deepEqual(
    transcript.map((item) => item.itemId),
    numbers.map((number) => `i${number}`),
  );
});

databaseTest(
  "claim_report() and claim_hangups() hand each job to one of many callers",
  async (sql) => {
    const site = await createSite(sql);
    const ids = sessionIds(await startMany(sql, site, 20));
    await Promise.all(ids.map((id) => finishPractice(sql, id)));
    await sql`update coach.hangups set available_at = now() where status = 'pending'`;
    const claims = await Promise.all(
      Array.from({ length: 60 }, () =>
        callFunction(sql, "claim_report", { p_session_id: null, p_lease_seconds: 60 }),
      ),
    );
    const claimed = sessionIds(claims).filter((id) => ids.includes(id));
    assert.equal(claimed.length, new Set(claimed).size, "no report was claimed twice");
    const batches = await Promise.all(
      Array.from({ length: 20 }, () =>
        callFunction(sql, "claim_hangups", { p_batch: 5, p_lease_seconds: 60 }),
      ),
    );
    const hangups = batches.flatMap((batch) => ClaimHangupsAnswer.parse(batch).hangups);
    assert.equal(
      hangups.length,
      new Set(hangups.map(({ id }) => id)).size,
      "no hang-up was claimed twice",
    );
    assert.ok(hangups.length >= 20);
  },
);

/** Attaches, says one thing and ends. */
async function finishPractice(sql: Sql, id: string): Promise<void> {
  const call = { p_session_id: id, p_provider_call_id: crypto.randomUUID() };
  await callFunction(sql, "attach_call", { ...call, p_provider: "openai", p_answer: "v=0" });
  const turn = {
    ...{ sequence: 1, itemId: "i1", previousItemId: null, speaker: "learner", state: "final" },
    ...{ text: "Good morning", startedAtMs: 0, endedAtMs: 1 },
  };
  await callFunction(sql, "append_turns", { p_session_id: id, p_turns: [turn] });
  await callFunction(sql, "end_session", { p_session_id: id, p_reason: "learner" });
}

databaseTest(
  "the books balance when starts, ends, beats and reapers all run at once",
  async (sql) => {
    const sites = await Promise.all([
      createSite(sql, { site_day_seconds: 3_000, site_max_live: 12 }),
      createSite(sql, { organization_month_seconds: 3_000, site_max_live: 12 }),
    ]);
    const outcomes: string[] = [];
    const practise = async (site: DatabaseSite, index: number): Promise<void> => {
      const opened = await openSession(sql, site, { learner_key: `learner-${index % 25}` });
      outcomes.push(String(opened["outcome"]));
      const [id] = sessionIds([opened]);
      if (id === undefined) return;
      const call = { p_session_id: id, p_provider_call_id: crypto.randomUUID() };
      if (index % 5 === 0) {
        await callFunction(sql, "release_session", { p_session_id: id, p_reason: "start_failed" });
        return;
      }
      await callFunction(sql, "attach_call", { ...call, p_provider: "openai", p_answer: "v=0" });
      if (index % 3 === 0) {
        // This browser is gone: only the reaper, or the next start, will end it.
        await sql`update coach.sessions set attached_at = now() - interval '50 seconds',
        lapses_at = now() - interval '5 seconds' where id = ${id} and status = 'active'`;
        return;
      }
      await callFunction(sql, "beat_session", { p_session_id: id });
      const end = { p_session_id: id, p_reason: "learner" };
      await Promise.all([
        callFunction(sql, "end_session", end),
        callFunction(sql, "end_session", end),
      ]);
    };
    const work = sites.flatMap((site) =>
      Array.from({ length: 150 }, (_, index) => practise(site, index)),
    );
    const reapers = Array.from({ length: 20 }, () =>
      callFunction(sql, "reap_sessions", { p_batch: 10 }),
    );
    await Promise.all([...work, ...reapers]);
    while (Number((await callFunction(sql, "reap_sessions", { p_batch: 200 }))["reaped"]) > 0);

    assert.ok(outcomes.filter((outcome) => outcome === "granted").length >= 24, outcomes.join(" "));
    assert.deepEqual(await findFaults(sql), []);
    const [left] = await sql`
    select count(*)::integer as live from coach.sessions join coach.sites on sites.id = site_id
    where sessions.status in ('reserved', 'active') and embed_key in ${sql(sites.map(({ embedKey }) => embedKey))}`;
    assert.equal(left?.["live"], 0);
    const [unbilled] = await sql`
    select count(*)::integer as count from coach.sessions where status = 'ended'
      and id not in (select session_id from coach.ledger_entries)`;
    assert.equal(unbilled?.["count"], 0);
  },
);
