import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  post,
  soundStart,
  SOUND_BRIEF,
  BACKEND_ORIGIN,
  startTestBackend,
  type TestBackend,
} from "../kit/stack/test-backend.ts";

/**
 * Makes every function of the exposed schema answer what a later version may add: a key that this one does not know.
 * Migrations are applied before the functions are deployed, so for a minute the schema is always the newer one.
 */
const ADD_TO_EVERY_ANSWER = `
do $outer$
declare
  f record;
begin
  for f in
    select p.oid, proname as name, pg_get_function_arguments(p.oid) as parameters, provolatile as volatility,
      (select string_agg(format('%I => %I', name, name), ', ') from unnest(proargnames) as name) as named
    from pg_proc as p where pronamespace = 'public'::regnamespace and prorettype = 'jsonb'::regtype
  loop
    execute format('alter function %s rename to %I', f.oid::regprocedure, f.name || '_before');
    execute format(
      'create function public.%I(%s) returns jsonb language sql %s set search_path = '''' as
       $$ select public.%I(%s) || jsonb_build_object(''added_later'', true) $$',
      f.name, f.parameters, case f.volatility when 'v' then 'volatile' else 'stable' end,
      f.name || '_before', f.named
    );
    execute format('grant execute on function public.%I to service_role', f.name);
  end loop;
end
$outer$`;

describe("functions beside a schema of another version", { timeout: 60_000 }, () => {
  let backend: TestBackend;
  before(async () => {
    backend = await startTestBackend();
  });
  after(() => backend.stop());

  const base = (): string => backend.functions[0] ?? "";
  const ask = (path: string) => fetch(`${base()}${path}`, { headers: { origin: BACKEND_ORIGIN } });

  it("carry a practice from brief to report when every answer holds more than they know", async () => {
    await backend.sql.unsafe(ADD_TO_EVERY_ANSWER);
    assert.equal((await ask(`/coach/brief?${SOUND_BRIEF}`)).status, 200);
    const { status, body } = await post(base(), "/coach/sessions", soundStart());
    assert.equal(status, 201, JSON.stringify(body));
    const path = `/coach/sessions/${String(body["sessionId"])}`;
    const sessionToken = body["sessionToken"];
    const turn = {
      ...{ sequence: 1, itemId: "i1", previousItemId: null, speaker: "learner", state: "final" },
      ...{ text: "Good morning", startedAtMs: 0, endedAtMs: 900 },
    };
    for (const [action, more, wanted] of [
      ["turns", { turns: [turn] }, 200],
      ["heartbeat", {}, 200],
      ["end", { reason: "learner" }, 200],
      ["rating", { stars: 4 }, 200],
    ] as const) {
      const answer = await post(base(), `${path}/${action}`, { sessionToken, ...more });
      assert.equal(answer.status, wanted, `${action} ${JSON.stringify(answer.body)}`);
    }
    const report = await fetch(`${base()}${path}/report`, {
      headers: { origin: BACKEND_ORIGIN, authorization: `Bearer ${String(sessionToken)}` },
    });
    assert.equal(report.status, 200);
    assert.equal((await ask("/health/ready")).status, 200);
  });

  it("refuse a start without a call and without minutes when the schema lacks what they ask for", async () => {
    await backend.sql`alter function public.open_session(jsonb) rename to open_session_of_later`;
    const calls = backend.provider.counts.calls;
    const { status, body } = await post(base(), "/coach/sessions", soundStart());
    assert.ok(status >= 500, `${status}`);
    assert.ok(!JSON.stringify(body).includes("open_session"), "a page learns nothing of it");
    assert.equal(backend.provider.counts.calls, calls);
    const [row] = await backend.sql<{ n: number }[]>`
      select count(*)::int as n from coach.reservations where state = 'held'`;
    assert.equal(row?.n, 0);
    assert.match(backend.output(), /"event":"request_(?:failed|unserved)"/);
    assert.equal((await ask(`/coach/brief?${SOUND_BRIEF}`)).status, 200, "the rest goes on");
  });
});
