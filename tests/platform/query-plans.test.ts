import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import postgres from "postgres";
import {
  createFilledSite,
  FILLED_SITE,
  fillSessions,
  openFilledSession,
} from "../kit/database/fill-database.ts";
import { startTestDatabase, type TestDatabase } from "../kit/database/test-database.ts";

/** Enough for a plan to turn to an index; `SESSIONS=100000` takes a minute more. */
const SESSIONS = Number(process.env["SESSIONS"] ?? 20_000);
/** Tables that grow with every call: reading one whole would cost more every day. */
const GROWING =
  /Seq Scan on (sessions|turns|usage_windows|reservations|calls|hangups|reports|learners|session_events|ledger_entries|consents|observations|observed_items|usage_events|session_costs)\b/;
const KNOWN = "md5('session 500')::uuid";

/** What the functions and the reaper call all the time, with the answer's session as `$session`. */
const FUNCTIONS: readonly (readonly [name: string, statement: string])[] = [
  [
    "get_brief",
    `select public.get_brief(p_embed_key => '${FILLED_SITE.embedKey}', p_origin => '${FILLED_SITE.origin}',
      p_scenario => '${FILLED_SITE.scenario}', p_learner_key => 'filled-7')`,
  ],
  ["attach_call", "select public.attach_call($session, 'rtc_plan', 'openai-realtime', 'v=0')"],
  [
    "list_attempts",
    `select public.list_attempts('${FILLED_SITE.embedKey}', '${FILLED_SITE.origin}', '${FILLED_SITE.scenario}',
      'filled-7', true, 20)`,
  ],
  [
    "get_attempt_report",
    `select public.get_attempt_report('${FILLED_SITE.embedKey}', '${FILLED_SITE.origin}', '${FILLED_SITE.scenario}',
      'filled-7', true, $session)`,
  ],
  ["beat_session", "select public.beat_session($session)"],
  [
    "note_line_quality",
    `select public.note_line_quality($session, '{"round_trip_ms":80,"jitter_ms":4,"loss_percent":1,"mos":4}')`,
  ],
  [
    "append_turns",
    `select public.append_turns($session, '[{"sequence":1,"itemId":"item_1","previousItemId":null,
      "speaker":"learner","state":"final","text":"Words.","startedAtMs":1,"endedAtMs":2}]')`,
  ],
  ["pause_session", "select public.pause_session($session, 'page_closed')"],
  ["open_call", `select public.open_call($session, ${KNOWN}, 'offer')`],
  [
    "attach_further_call",
    `select public.attach_further_call($session, ${KNOWN}, 'rtc_2', 'openai-realtime', 'v=0', '{}')`,
  ],
  ["get_talk", "select public.get_talk($session)"],
  ["end_session", "select public.end_session($session, 'learner')"],
  ["get_report of a running one", "select public.get_report($session)"],
  ["get_report of an old one", `select public.get_report(${KNOWN})`],
  ["claim_report", "select public.claim_report($session, 60)"],
  ["claim_report of the oldest", "select public.claim_report(null, 60)"],
  ["mark_not_scored", "select public.mark_not_scored($session, 'too_short')"],
  ["rate_session", "select public.rate_session($session, 5, 'Good')"],
  ["claim_deliveries", "select public.claim_deliveries('webhook', 50, 40)"],
  ["claim_hangups", "select public.claim_hangups(20, 30)"],
  ["release_session", "select public.release_session($session, 'start_failed')"],
  ["reap_sessions", "select public.reap_sessions(50)"],
  ["purge_operational", "select public.purge_operational(200)"],
  ["read_metrics", "select public.read_metrics()"],
];

describe(`the functions on a database of ${SESSIONS} sessions`, { timeout: 180_000 }, () => {
  let database: TestDatabase;
  let sql: postgres.Sql;
  let sessionId = "";
  const plans: string[] = [];

  before(async () => {
    database = await startTestDatabase();
    const owner = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
    await createFilledSite(owner);
    // A million rows whose references are sound by construction: not looked up one by one.
    await owner`set session_replication_role = replica`;
    await fillSessions(owner, { from: 1, count: SESSIONS, turns: 2 });
    // What the observer adds, a year of it: an empty table would be read whole whatever its indexes.
    await owner`insert into coach.session_costs (session_id, micro_dollars, amounts, updated_at)
      select id, 1000, '{}', now() - random() * interval '365 days' from coach.sessions`;
    await owner.end();
    sql = postgres(database.adminUrl, {
      max: 1,
      fetch_types: false,
      onnotice: ({ message }) => void plans.push(message ?? ""),
    });
    await sql.unsafe("vacuum analyze");
    await sql.unsafe("load 'auto_explain'");
    await sql.unsafe("set auto_explain.log_min_duration = 0");
    await sql.unsafe("set auto_explain.log_nested_statements = on");
    await sql.unsafe("set auto_explain.log_level = notice");
    plans.length = 0;
    const opened = await openFilledSession(sql, "filled-7");
    sessionId = String(opened["session_id"]);
    assert.equal(opened["outcome"], "granted");
  });

  after(async () => {
    await sql.end();
    await database.stop();
  });

  function assertIndexed(): void {
    const explained = plans.join("\n");
    assert.match(explained, /Scan/, "no plan was seen");
    const scans = plans.filter((plan) => GROWING.test(plan));
    assert.deepEqual(scans, []);
  }

  it("open_session() reads by index alone", assertIndexed);

  for (const [name, statement] of FUNCTIONS) {
    it(`${name} reads by index alone`, async () => {
      plans.length = 0;
      await sql.begin(async (transaction) => {
        await transaction`set local role service_role`;
        await transaction.unsafe(statement.replaceAll("$session", `'${sessionId}'::uuid`)).simple();
      });
      assertIndexed();
    });
  }

  it("a seq scan on a growing table is noticed", async () => {
    plans.length = 0;
    await sql.unsafe("select count(*) from coach.sessions where request_id = 'nobody'").simple();
    assert.throws(assertIndexed);
  });
});
