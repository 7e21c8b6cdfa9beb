import assert from "node:assert/strict";
import { startCoachPlatform } from "./kit/coach-platform.ts";

const databaseUrl = Deno.env.get("SUPABASE_DB_URL");

Deno.test({
  name: "GET /metrics tells what happened to requests and sessions over the real database",
  ignore: databaseUrl === undefined,
  async fn() {
    const platform = await startCoachPlatform(databaseUrl ?? "");
    try {
      const embedKey = await platform.createSite({ maxSessionSeconds: 60 });
      const started = await platform.start(embedKey);
      assert.equal(started.status, 201);
      assert.equal((await platform.start("mk_nobody_has_this")).status, 404);
      const { sessionId, sessionToken } = started.body;
      const ended = await platform.send("POST", `/coach/sessions/${sessionId}/end`, {
        body: { sessionToken, reason: "learner" },
      });
      assert.equal(ended.status, 200);
      await platform.drain();
      // Events are counted when they, and all before them, are half a minute old: so they are made.
      await platform.sql`update coach.session_events set created_at = created_at - interval '1 minute'`;
      const text = await platform.metrics();
      assert.match(text, /^maka_refusals_total\{reason="not_found"\} [1-9]/m);
      assert.match(
        text,
        /^maka_request_seconds_count\{(?=.*route="POST \/coach\/sessions")(?=.*status="201").*\} [1-9]/m,
      );
      assert.match(
        text,
        /^maka_request_seconds_count\{(?=.*route="POST \/coach\/sessions\/:id\/end").*\} [1-9]/m,
      );
      assert.match(text, /^maka_sessions_total\{outcome="ended",reason="[a-z_]+"\} [1-9]/m);
      assert.match(text, /^maka_used_seconds_total [1-9]/m);
      assert.match(text, /^maka_start_seconds_count [1-9]/m);
      assert.match(text, /^maka_sessions_active \d/m);
      assert.ok(!text.includes(sessionId) && !text.includes(embedKey));
    } finally {
      await platform.stop();
    }
  },
});
