import assert from "node:assert/strict";
import type postgres from "postgres";
import { explainScoreFault } from "../../supabase/functions/_shared/jobs/scores/explain-score-fault.ts";
import type { AgsFault } from "../kit/lms/hostile-ags.ts";
import { DONE, FAILED, failNext, openScoreStage, QUEUED } from "../kit/lms/score-stage.ts";
import { connectDatabase } from "./kit/database-site.ts";

let sql: postgres.Sql;
Deno.test.beforeAll(() => {
  sql = connectDatabase(4);
});
Deno.test.afterAll(async () => {
  await sql.end();
});

for (const status of [400, 403, 404, 410, 412, 422]) {
  Deno.test(
    `a score that is refused with ${status} is given up, told to the operator and kept`,
    async () => {
      const stage = await openScoreStage(sql, {
        world: {
          fetch: (url, init) =>
            url.includes("/scores")
              ? Promise.resolve(new Response(null, { status }))
              : stage.ags.fetch(url, init),
        },
      });
      const learner = await stage.enrol();
      await stage.practise(learner, 82);
      assert.deepEqual(await stage.deliver(50), FAILED);
      assert.deepEqual(
        [...(await stage.deliveries())],
        [{ status: "failed", lastError: `score_refused_${status}`, attempts: 1 }],
      );
      assert.equal(stage.lines.length, 1);
      assert.match(stage.lines[0] ?? "", /"score_given_up".*"advice":"The (?:course|platform)/);
      assert.doesNotMatch(stage.lines.join(""), /Selling|lms\.example/);
    },
  );
}

Deno.test(
  "quirk: a column that is gone is known again by the next launch, and the score arrives",
  async () => {
    const stage = await openScoreStage(sql);
    const learner = await stage.enrol();
    stage.ags.lineItems.delete(stage.column.id);
    await stage.practise(learner, 82);
    assert.deepEqual(await stage.deliver(50), FAILED);
    const column = stage.ags.addLineItem();
    await sql`update coach.lti_score_targets set line_item = ${column.id} where id = ${learner.targetId}`;
    await sql`select coach.resend_scores(${learner.targetId})`;
    assert.deepEqual(await stage.deliver(50), DONE);
    assert.equal(stage.gradeOf(learner, column)?.points, 82);
  },
);

for (const user of ["a stranger", "a teacher who previews"]) {
  Deno.test(`quirk: the score of ${user} is refused with an empty 400 and given up`, async () => {
    const stage = await openScoreStage(sql);
    const learner = await stage.enrol({ user });
    stage.ags.outsiders.add(user);
    await stage.practise(learner, 82);
    assert.deepEqual(await stage.deliver(50), FAILED);
  });
}

Deno.test("quirk: another tool's column answers 412", async () => {
  const stage = await openScoreStage(sql);
  const column = stage.ags.addLineItem({ isForeign: true });
  const learner = await stage.enrol({ lineItem: column.id });
  await stage.practise(learner, 82);
  assert.deepEqual(await stage.deliver(50), FAILED);
  assert.equal((await stage.deliveries())[0]?.lastError, "score_refused_412");
});

Deno.test(
  "a platform that is away for a day gets the best that was reached, in the end",
  async () => {
    const stage = await openScoreStage(sql);
    const learner = await stage.enrol();
    stage.ags.fault = () => "away";
    await stage.practise(learner, 60);
    const pauses: string[] = [];
    for (let run = 0; run < 8; run += 1) {
      assert.deepEqual(await stage.deliver(50), QUEUED);
      const [row] = await sql<{ pause: string }[]>`
      select (available_at - now())::interval(0)::text as pause from coach.deliveries
      where site_id = ${stage.site.id} order by number limit 1`;
      pauses.push(row?.pause ?? "");
      await stage.hasten();
      if (run < 3) await stage.practise(learner, 70 + run);
    }
    assert.equal(pauses[0], "00:00:05");
    assert.equal(pauses.at(-1), "20:00:00", "more than a day is bridged");
    stage.ags.fault = () => null;
    for (let run = 0; run < 4; run += 1) {
      await stage.hasten();
      await stage.deliver(50);
    }
    assert.equal(stage.gradeOf(learner)?.points, 72);
    assert.deepEqual(
      new Set((await stage.deliveries()).map(({ status }) => status)),
      new Set(["done"]),
    );
  },
);

const PASSING: readonly (readonly [fault: AgsFault, reason: string])[] = [
  ["away", "unreachable"],
  ["lost", "timeout"],
  ["busy", "status_503"],
  ["broken", "status_502"],
  ["slow_down", "status_429"],
];
for (const [fault, reason] of PASSING) {
  Deno.test(`a score waits when its platform is ${fault}, and arrives once`, async () => {
    const stage = await openScoreStage(sql);
    const learner = await stage.enrol();
    await stage.practise(learner, 82);
    failNext(stage, "/scores", fault);
    assert.deepEqual(await stage.deliver(50), QUEUED);
    assert.equal((await stage.deliveries())[0]?.lastError, reason);
    assert.notEqual(explainScoreFault(reason), "");
    await stage.hasten();
    assert.deepEqual(await stage.deliver(50), DONE);
    assert.equal(stage.gradeOf(learner)?.taken.length, 1);
  });
}

Deno.test("a platform that cannot say now what it has is not told again blindly", async () => {
  const stage = await openScoreStage(sql);
  stage.ags.quirks.conflictsWithinSecond = false;
  const learner = await stage.enrol();
  await stage.practise(learner, 82);
  failNext(stage, "/scores", "lost");
  assert.deepEqual(await stage.deliver(50), QUEUED);
  failNext(stage, "/results", "busy");
  await stage.hasten();
  assert.deepEqual(await stage.deliver(50), QUEUED);
  await stage.hasten();
  assert.deepEqual(await stage.deliver(50), DONE);
  assert.equal(stage.gradeOf(learner)?.taken.length, 1);
});
