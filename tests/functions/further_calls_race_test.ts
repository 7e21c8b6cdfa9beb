import assert from "node:assert/strict";
import type { Sql } from "postgres";
import {
  callFunction,
  createSite,
  type DatabaseSite,
  openConnections,
  openSession,
} from "./kit/database-site.ts";

const CONNECTIONS = 40;
const SESSIONS = 30;

let sql: Sql;

Deno.test.beforeAll(async () => {
  sql = await openConnections(CONNECTIONS);
});

Deno.test.afterAll(() => sql.end({ timeout: 5 }));

/** Runs a test at a site of its own. */
function raceTest(name: string, run: (sql: Sql, site: DatabaseSite) => Promise<void>): void {
  Deno.test(name, async () => {
    await run(sql, await createSite(sql));
  });
}

async function start(sql: Sql, site: DatabaseSite): Promise<string> {
  const opened = await openSession(sql, site, { learner_key: crypto.randomUUID() });
  assert.equal(opened["outcome"], "granted");
  const sessionId = String(opened["session_id"]);
  await callFunction(sql, "attach_call", {
    ...{ p_session_id: sessionId, p_provider_call_id: `rtc_${crypto.randomUUID()}` },
    ...{ p_provider: "openai-realtime", p_answer: "v=0", p_plan: {} },
  });
  return sessionId;
}

function open(sql: Sql, sessionId: string, attemptKey: string) {
  return callFunction(sql, "open_call", {
    ...{ p_session_id: sessionId, p_attempt_key: attemptKey, p_request_hash: "offer" },
  });
}

/** Asks for a call and, where it is granted, makes it. */
async function replace(sql: Sql, sessionId: string): Promise<string> {
  const attemptKey = crypto.randomUUID();
  const { outcome } = await open(sql, sessionId, attemptKey);
  if (outcome !== "granted") return String(outcome);
  const attached = await callFunction(sql, "attach_further_call", {
    ...{ p_session_id: sessionId, p_attempt_key: attemptKey, p_plan: {} },
    ...{ p_provider_call_id: `rtc_${attemptKey}`, p_provider: "openai-realtime", p_answer: "v=0" },
  });
  return String(attached["outcome"]);
}

raceTest("open_call() grants one call when 200 requests race", async (sql, site) => {
  const sessionId = await start(sql, site);
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => open(sql, sessionId, crypto.randomUUID())),
  );
  const granted = answers.filter(({ outcome }) => outcome === "granted");
  assert.equal(granted.length, 1);
  assert.ok(answers.every(({ outcome }) => outcome === "granted" || outcome === "too_soon"));
  const [row] = await sql`
    select count(*)::int as hangups from coach.hangups join coach.calls on calls.id = call_id
    where session_id = ${sessionId}`;
  assert.equal(row?.["hangups"], 1);
});

raceTest("a session keeps one call at most, whatever ends it meanwhile", async (sql, site) => {
  const sessions = await Promise.all(Array.from({ length: SESSIONS }, () => start(sql, site)));
  const outcomes: string[] = [];
  const acts: ((sessionId: string) => Promise<unknown>)[] = [
    async (id) => outcomes.push(await replace(sql, id)),
    async (id) => outcomes.push(await replace(sql, id)),
    (id) => callFunction(sql, "beat_session", { p_session_id: id }),
    () => callFunction(sql, "reap_sessions", { p_batch: 50 }),
  ];
  const pause = (id: string) =>
    callFunction(sql, "pause_session", { p_session_id: id, p_reason: "page_closed" });
  const end = (id: string) =>
    callFunction(sql, "end_session", { p_session_id: id, p_reason: "learner" });
  await Promise.all([
    ...acts.flatMap((act) => sessions.map((sessionId) => act(sessionId))),
    ...sessions.slice(0, 10).map(end),
    ...sessions.slice(5, 20).map(pause),
  ]);
  for (const outcome of ["active", "gone"]) {
    assert.ok(outcomes.includes(outcome), outcomes.join(" "));
  }
  const rows = await sql<{ id: string; status: string; live: number; loose: number }[]>`
    select session.id, session.status, count(*) filter (where call.ended_at is null)::int as live,
      count(*) filter (where call.ended_at is not null and hangup.id is null)::int as loose
    from coach.sessions as session join coach.calls as call on call.session_id = session.id
    left join coach.hangups as hangup on hangup.call_id = call.id
    where session.id in ${sql(sessions)} group by session.id`;
  assert.equal(rows.length, SESSIONS);
  for (const { id, status, live, loose } of rows) {
    assert.ok(live <= (status === "active" ? 1 : 0), `${id} is ${status} with ${live} live calls`);
    assert.equal(loose, 0, `${id} has a call that is over and hung up by nobody`);
  }
  await Promise.all(sessions.map(end));
  const [books] = await sql`
    select reserved_seconds, live_sessions from coach.usage_windows
    where scope = 'site_concurrency' and subject_id = (select id from coach.sites where embed_key = ${site.embedKey})`;
  assert.equal(books?.["live_sessions"], 0);
});
