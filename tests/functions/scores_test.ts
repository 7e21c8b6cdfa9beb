import assert from "node:assert/strict";
import type postgres from "postgres";
import { DONE, failNext, openScoreStage, QUEUED, type ScoreStage } from "../kit/lms/score-stage.ts";
import { connectDatabase, finishOtherTests } from "./kit/database-site.ts";

const SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/";

let sql: postgres.Sql;
Deno.test.beforeAll(async () => {
  sql = connectDatabase(4);
  await finishOtherTests(sql);
});
Deno.test.afterAll(async () => {
  await sql.end();
});

/** What was posted as scores, as the platform read it. */
function postedTo({ ags }: ScoreStage): Record<string, unknown>[] {
  return ags.log
    .filter(({ path }) => /\/scores(?:\?|$)/.test(path))
    .map(({ body }) => JSON.parse(body));
}

Deno.test(
  "a score stands in the gradebook as points, fully graded, with a comment and the time of the work",
  async () => {
    const stage = await openScoreStage(sql);
    const learner = await stage.enrol();
    await stage.practise(learner, 82);
    assert.deepEqual(await stage.deliver(50), DONE);
    const { second: _second, ...grade } = stage.gradeOf(learner) ?? {};
    const comment = "Selling: 82 / 100 · bestanden (Bestehensgrenze 70)";
    assert.deepEqual(grade, {
      ...{ points: 82, comment, isLate: false },
      taken: [{ points: 82, comment }],
    });
    const [score] = postedTo(stage);
    assert.deepEqual(
      [
        score?.["userId"],
        score?.["activityProgress"],
        score?.["gradingProgress"],
        score?.["scoreMaximum"],
      ],
      ["4", "Completed", "FullyGraded", 100],
    );
    assert.match(
      stage.ags.log.at(-1)?.path ?? "",
      /^\/lineitems\/1\/scores\?type_id=7$/,
      "/scores stands in the path",
    );
    assert.equal(await stage.deliver(50).then(({ done }) => done), 0);
  },
);

Deno.test(
  "quirk: anything but fully graded erases a grade, so nothing else is ever posted",
  async () => {
    const stage = await openScoreStage(sql);
    const learner = await stage.enrol();
    for (const total of [50, 60]) {
      await stage.practise(learner, total);
      await stage.deliver(50);
    }
    assert.deepEqual(
      new Set(postedTo(stage).map((score) => score["gradingProgress"])),
      new Set(["FullyGraded"]),
    );
    assert.deepEqual(
      stage.gradeOf(learner)?.taken.map(({ points }) => points),
      [50, 60],
    );
  },
);

Deno.test("quirk: a score of the same second is refused, so each is a second newer", async () => {
  const stage = await openScoreStage(sql);
  const learner = await stage.enrol();
  for (const total of [10, 20, 30, 40]) {
    await stage.practise(learner, total);
    assert.deepEqual(await stage.deliver(50), DONE);
  }
  assert.equal(postedTo(stage).length, 4, "and none was refused");
  assert.equal(stage.gradeOf(learner)?.points, 40);
});

Deno.test(
  "quirk: a score without a comment erases the comment there is, so each has one",
  async () => {
    const stage = await openScoreStage(sql);
    const learner = await stage.enrol();
    for (const total of [60, 90]) {
      await stage.practise(learner, total);
      await stage.deliver(50);
    }
    assert.match(stage.gradeOf(learner)?.comment ?? "", /^Selling: 90 .* bestanden/);
    assert.match(stage.gradeOf(learner)?.taken[0]?.comment ?? "", /nicht bestanden/);
  },
);

Deno.test("quirk: a column may have another maximum, and whole points", async () => {
  const stage = await openScoreStage(sql);
  stage.ags.quirks.keepsWholePoints = true;
  const column = stage.ags.addLineItem({ scoreMaximum: 10 });
  const learner = await stage.enrol({ lineItem: column.id });
  await stage.practise(learner, 71);
  await stage.deliver(50);
  assert.equal(stage.gradeOf(learner, column)?.points, 7);
});

Deno.test("a lower score is not sent, and queued improvements arrive in their order", async () => {
  const stage = await openScoreStage(sql);
  const learner = await stage.enrol();
  for (const total of [60, 80, 70]) await stage.practise(learner, total);
  for (let run = 0; run < 3; run += 1) {
    const { done, queued } = await stage.deliver(50);
    assert.deepEqual([done, queued], [1, 0], "one of a learner at a time");
  }
  assert.deepEqual(
    stage.gradeOf(learner)?.taken.map(({ points }) => points),
    [60, 80],
  );
  assert.deepEqual(
    (await stage.deliveries()).map(({ status }) => status),
    ["done", "done", "done"],
  );
});

Deno.test(
  "a score whose answer was lost is found in the gradebook and not sent again",
  async () => {
    const stage = await openScoreStage(sql);
    const learner = await stage.enrol();
    await stage.practise(learner, 82);
    failNext(stage, "/scores", "lost");
    assert.deepEqual(await stage.deliver(50), QUEUED);
    await stage.hasten();
    assert.deepEqual(await stage.deliver(50), DONE);
    assert.equal(stage.gradeOf(learner)?.taken.length, 1);
  },
);

Deno.test(
  "where results may not be read, a lost answer costs one more score that says the same",
  async () => {
    const stage = await openScoreStage(sql, { scopes: [`${SCOPE}score`] });
    const learner = await stage.enrol();
    await stage.practise(learner, 82);
    failNext(stage, "/scores", "lost");
    assert.deepEqual(await stage.deliver(50), QUEUED);
    await stage.hasten();
    assert.deepEqual(await stage.deliver(50), DONE);
    const times = postedTo(stage).map((score) => String(score["timestamp"]));
    assert.equal(
      times[0],
      times[1],
      "the second attempt says the time of the first, and is refused",
    );
    assert.equal(times.length, 3);
    assert.equal(stage.gradeOf(learner)?.points, 82);
  },
);

Deno.test(
  "a platform whose newest score is of a later time is told again until that time is over",
  async () => {
    const stage = await openScoreStage(sql);
    const learner = await stage.enrol();
    stage.ags.setGrade(stage.column.id, "4", 40);
    const grade = stage.gradeOf(learner);
    assert.ok(grade !== null);
    grade.second = Math.floor(Date.now() / 1_000) + 3_600;
    await stage.practise(learner, 82);
    assert.deepEqual(await stage.deliver(50), QUEUED);
    assert.equal((await stage.deliveries())[0]?.lastError, "score_conflict");
    grade.second -= 7_200;
    await stage.hasten();
    assert.deepEqual(await stage.deliver(50), DONE);
    assert.equal(grade.points, 82);
  },
);

Deno.test("a better grade that a teacher gave is left alone", async () => {
  const stage = await openScoreStage(sql);
  const learner = await stage.enrol();
  stage.ags.setGrade(stage.column.id, "4", 95);
  stage.ags.setGrade(stage.column.id, "another", 10);
  await stage.practise(learner, 82);
  assert.deepEqual(await stage.deliver(50), DONE);
  assert.deepEqual([stage.gradeOf(learner)?.points, postedTo(stage).length], [95, 0]);
});

Deno.test(
  "a result that is queued again corrects the grade that it gave, also downwards, and no other",
  async () => {
    const stage = await openScoreStage(sql);
    const learner = await stage.enrol();
    const first = await stage.practise(learner, 60);
    const best = await stage.practise(learner, 90);
    for (let run = 0; run < 2; run += 1) await stage.deliver(50);
    await stage.correct(first, 50);
    await stage.deliver(50);
    assert.equal(stage.gradeOf(learner)?.points, 90, "what gave no grade changes none");
    await stage.correct(best, 40);
    await stage.deliver(50);
    assert.equal(stage.gradeOf(learner)?.points, 50, "the best of what is left counts");
    await stage.correct(best, 75);
    await stage.deliver(50);
    assert.equal(stage.gradeOf(learner)?.points, 75);
    stage.ags.setGrade(stage.column.id, "4", 99);
    await stage.correct(best, 20);
    await stage.deliver(50);
    assert.equal(stage.gradeOf(learner)?.points, 99, "a grade that a person gave since is theirs");
  },
);
