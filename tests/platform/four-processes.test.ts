import assert from "node:assert/strict";
import { test } from "node:test";
import { post, soundStart, startTestBackend } from "../kit/stack/test-backend.ts";

const STARTS = 80;
const MAX_LIVE = 7;

test("caps hold and attempts stay single when four processes share one database", async () => {
  const backend = await startTestBackend(4);
  try {
    await backend.sql`update coach.sites set max_live = ${MAX_LIVE}, address_max_live = ${MAX_LIVE}`;
    const at = (index: number): string => backend.functions[index % 4] ?? "";

    // The same attempt at all four at once: one session, one call, the same answer.
    const repeated = soundStart();
    const replays = await Promise.all(
      Array.from({ length: 8 }, (_, index) => post(at(index), "/coach/sessions", repeated)),
    );
    assert.deepEqual(
      replays.map(({ status }) => status),
      Array.from({ length: 8 }, () => 201),
    );
    assert.equal(new Set(replays.map(({ body }) => body["sessionId"])).size, 1);
    assert.equal(backend.provider.counts.calls, 1);

    // Learners of their own, spread over the processes: as many calls as the site allows.
    const answers = await Promise.all(
      Array.from({ length: STARTS }, (_, index) =>
        post(at(index), "/coach/sessions", soundStart()),
      ),
    );
    const granted = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status === 429);
    assert.equal(granted.length, MAX_LIVE - 1);
    assert.equal(refused.length, STARTS - granted.length);
    assert.equal(backend.provider.counts.calls, MAX_LIVE);

    // A token of one process is good at every other one.
    const [{ body } = { body: {} }] = granted;
    const { sessionId, sessionToken } = body as Record<string, unknown>;
    for (const base of backend.functions) {
      const beat = await post(base, `/coach/sessions/${String(sessionId)}/heartbeat`, {
        sessionToken,
      });
      assert.deepEqual([beat.status, beat.body["status"]], [200, "continue"]);
    }
    const ended = await Promise.all(
      backend.functions.map((base) =>
        post(base, `/coach/sessions/${String(sessionId)}/end`, { sessionToken, reason: "learner" }),
      ),
    );
    assert.equal(new Set(ended.map((answer) => answer.body["usedSeconds"])).size, 1);
    const [books] = await backend.sql<{ live: number; entries: number }[]>`
      select (select live_sessions from coach.usage_windows where scope = 'site_concurrency') as live,
        (select count(*)::int from coach.ledger_entries) as entries`;
    assert.deepEqual({ ...books }, { live: MAX_LIVE - 1, entries: 1 });
  } finally {
    await backend.stop();
  }
});
