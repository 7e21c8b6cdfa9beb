import assert from "node:assert/strict";
import type postgres from "postgres";
import { explainScoreFault } from "../../supabase/functions/_shared/jobs/scores/explain-score-fault.ts";
import {
  ALL_SCOPES,
  DONE,
  FAILED,
  failNext,
  openScoreStage,
  QUEUED,
} from "../kit/lms/score-stage.ts";
import { connectDatabase } from "./kit/database-site.ts";

const SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/";

let sql: postgres.Sql;
Deno.test.beforeAll(() => {
  sql = connectDatabase(4);
});
Deno.test.afterAll(async () => {
  await sql.end();
});

Deno.test(
  "one token serves a batch, and one that is not taken is asked for again, once",
  async () => {
    const stage = await openScoreStage(sql);
    const learners = await Promise.all(["a", "b", "c"].map((user) => stage.enrol({ user })));
    for (const learner of learners) await stage.practise(learner, 82);
    assert.equal((await stage.deliver(50)).done, 3);
    const countTokens = () => stage.ags.log.filter(({ path }) => path === "/token").length;
    assert.equal(countTokens(), 1);
    await stage.practise(await stage.enrol({ user: "d" }), 82);
    failNext(stage, "/scores", "revoked");
    assert.deepEqual(await stage.deliver(50), DONE);
    assert.equal(countTokens(), 2);
    await stage.practise(await stage.enrol({ user: "e" }), 82);
    failNext(stage, "/results", "revoked", "revoked");
    assert.deepEqual(await stage.deliver(50), QUEUED);
    assert.equal((await stage.deliveries()).at(-1)?.lastError, "token_not_taken");
  },
);

Deno.test(
  "quirk: an audience that is none of the token's address is named as one text",
  async () => {
    const stage = await openScoreStage(sql, { audience: "https://api.brightspace.com/auth/token" });
    const learner = await stage.enrol();
    await stage.practise(learner, 82);
    assert.deepEqual(await stage.deliver(50), DONE);
  },
);

Deno.test("quirk: a scope that was not granted is not asked for", async () => {
  for (const leavesOutScopes of [true, false]) {
    const stage = await openScoreStage(sql, { scopes: [`${SCOPE}score`] });
    stage.ags.quirks.leavesOutScopes = leavesOutScopes;
    await stage.practise(await stage.enrol(), 82);
    assert.deepEqual(await stage.deliver(50), DONE);
  }
  const stage = await openScoreStage(sql, { scopes: [`${SCOPE}lineitem`] });
  await stage.practise(await stage.enrol(), 82);
  assert.equal((await stage.deliveries()).length, 0, "a course that takes no scores is sent none");
});

Deno.test(
  "where a launch names no column, that of the place is found among all, page by page",
  async () => {
    const stage = await openScoreStage(sql);
    stage.ags.addLineItem({ resourceLinkId: "link-of-another" });
    const column = stage.ags.addLineItem({ resourceLinkId: "link-1" });
    const learner = await stage.enrol({ lineItem: null });
    await stage.practise(learner, 82);
    assert.deepEqual(await stage.deliver(50), DONE);
    assert.equal(stage.gradeOf(learner, column)?.points, 82);
    assert.equal(stage.ags.lineItems.size, 3, "none was made");
  },
);

Deno.test(
  "where there is none, one is made, by one of a whole class, also when the answer is lost",
  async () => {
    const stage = await openScoreStage(sql);
    const learners = await Promise.all(
      ["a", "b", "c"].map((user) => stage.enrol({ user, lineItem: null })),
    );
    for (const learner of learners) await stage.practise(learner, 82);
    let isLost = false;
    stage.ags.fault = (path, method) => {
      if (isLost || method !== "POST" || !path.endsWith("/lineitems")) return null;
      isLost = true;
      return "lost";
    };
    for (let run = 0; run < 4; run += 1) {
      await stage.hasten();
      await stage.deliver(50);
    }
    const made = [...stage.ags.lineItems.values()].filter(({ tag }) => tag === "maka-practice");
    assert.equal(made.length, 1);
    for (const learner of learners) assert.equal(stage.gradeOf(learner, made[0])?.points, 82);
  },
);

Deno.test(
  "a column that this tool made and that is gone is made again when it is tried again",
  async () => {
    const stage = await openScoreStage(sql);
    const learner = await stage.enrol({ lineItem: null });
    await stage.practise(learner, 60);
    await stage.deliver(50);
    for (const item of stage.ags.lineItems.values())
      if (item.tag !== null) stage.ags.lineItems.delete(item.id);
    await stage.practise(learner, 90);
    assert.deepEqual(await stage.deliver(50), FAILED);
    await sql`select public.retry_deliveries(${stage.site.embedKey}, 'ags', null, 'test')`;
    assert.deepEqual(await stage.deliver(50), DONE);
  },
);

Deno.test("no column and no leave to make one is said to the operator", async () => {
  const stage = await openScoreStage(sql, {
    scopes: ALL_SCOPES.filter((scope) => !scope.endsWith("/lineitem")),
  });
  const learner = await stage.enrol({ lineItem: null });
  await stage.practise(learner, 82);
  assert.deepEqual(await stage.deliver(50), FAILED);
  assert.equal((await stage.deliveries())[0]?.lastError, "line_item_missing");
  assert.match(explainScoreFault("line_item_missing"), /column of the gradebook/);
});

Deno.test(
  "an address that leads into a private network is not asked, nor without a key of the tool",
  async () => {
    for (const [world, reason] of [
      [{ resolveHost: () => Promise.resolve(["10.0.0.7"]) }, "not_public"],
      [{ masterKey: null }, "no_tool_key"],
    ] as const) {
      const stage = await openScoreStage(sql, { world });
      await stage.practise(await stage.enrol(), 82);
      assert.deepEqual(await stage.deliver(50), QUEUED);
      assert.deepEqual(
        [stage.ags.log.length, (await stage.deliveries())[0]?.lastError],
        [0, reason],
      );
      assert.notEqual(explainScoreFault(reason), "");
    }
  },
);

Deno.test("a platform that is removed takes nothing any more", async () => {
  const stage = await openScoreStage(sql);
  await stage.practise(await stage.enrol(), 82);
  await sql`select public.remove_lti_platform(${stage.platformId}, 'test')`;
  assert.deepEqual(await stage.deliver(50), FAILED);
  assert.deepEqual(
    [stage.ags.log.length, (await stage.deliveries())[0]?.lastError],
    [0, "course_gone"],
  );
});
