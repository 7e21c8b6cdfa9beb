import assert from "node:assert/strict";
import { AgreementResponse } from "../../supabase/functions/_shared/contract/console/agreement.ts";
import { AssignmentsResponse } from "../../supabase/functions/_shared/contract/console/assignments.ts";
import { CohortsResponse } from "../../supabase/functions/_shared/contract/console/cohorts.ts";
import { DisputesResponse } from "../../supabase/functions/_shared/contract/console/disputes.ts";
import { HeatMapResponse } from "../../supabase/functions/_shared/contract/console/heat-map.ts";
import { PassesResponse } from "../../supabase/functions/_shared/contract/console/passes.ts";
import { Review } from "../../supabase/functions/_shared/contract/console/review.ts";
import { CONSENT_VERSION } from "../../supabase/functions/_shared/contract/limits.ts";
import { SessionCompletedEvent } from "../../supabase/functions/_shared/contract/result.ts";
import { hashSecret } from "../../supabase/functions/_shared/identity/secrets.ts";
import { type CoachPlatform, startCoachPlatform } from "./kit/coach-platform.ts";
import { callFunction } from "./kit/database-site.ts";
import { giveTokenSecret } from "./kit/give-token-secret.ts";
import { practiseOnce } from "./kit/practise-once.ts";
import { startRecordSystem } from "./kit/record-system.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";

let platform: CoachPlatform;

Deno.test.beforeAll(async () => {
  platform = await startCoachPlatform(Deno.env.get("SUPABASE_DB_URL") ?? "");
});

Deno.test.afterAll(async () => {
  await platform.stop();
});

/** A member of a site at the console, who asks and changes. */
async function enter(embedKey: string, name: string, roles: readonly string[]) {
  const token = name.padEnd(43, "x");
  const request = {
    ...{ embed_key: embedKey, subject_key: name, name, roles, cohorts: null, jti: name },
    ...{ token_expires_at: "2100-01-01T00:00:00Z", token_hash: hashSecret(token) },
  };
  const opened = await callFunction(platform.sql, "open_console_session", { p_request: request });
  assert.equal(opened["outcome"], "opened");
  const headers = { authorization: `Bearer ${token}` };
  return (method: string, path: string, body?: object) =>
    platform.send(method, `/console/${path}`, body === undefined ? { headers } : { headers, body });
}

/** A site with a console, whose learners bring tokens. */
async function createConsoleSite() {
  const embedKey = await platform.createSite({ learnerMaxLive: 2 });
  const signLearner = await giveTokenSecret(platform.sql, embedKey, "optional");
  const settings = { roles: ["coach", "reviewer", "admin"] };
  await callFunction(platform.sql, "set_console", {
    ...{ p_site: embedKey, p_settings: settings, p_actor: "test" },
  });
  return { embedKey, signLearner };
}

/** An official attempt that waits for a reviewer, and the ids of its criteria. */
async function attempt(embedKey: string, start: Readonly<Record<string, unknown>>) {
  const id = await practiseOnce(platform, embedKey, start);
  assert.equal((await platform.reap()).status, 200);
  await platform.drain();
  await platform.sql`update coach.sessions set purpose = 'official' where id = ${id}`;
  await platform.sql`select coach.record_official_attempt(${id})`;
  await platform.sql`update coach.official_attempts set review_advised = true where session_id = ${id}`;
  const [{ ids } = { ids: [] }] = await platform.sql<{ ids: string[] }[]>`
    select array(select criterion ->> 'id' from jsonb_array_elements(criteria) as criterion) as ids
    from coach.official_attempts where session_id = ${id}`;
  return { id, ids };
}

Deno.test("the site that was told of a score is told of what a person decided", async () => {
  const system = startRecordSystem();
  try {
    const { embedKey, signLearner } = await createConsoleSite();
    const feature = { p_name: "results", p_enabled: true, p_site: embedKey, p_actor: "test" };
    await callFunction(platform.sql, "set_feature", feature);
    const webhook = { p_site: embedKey, p_url: system.url, p_rotate: false };
    await callFunction(platform.sql, "set_webhook", {
      ...{ ...webhook, p_overlap_seconds: 0, p_actor: "test" },
    });
    const consent = { version: CONSENT_VERSION, locale: "fr", results: true };
    const learnerToken = await signLearner({ sub: "ada" });
    const { id, ids } = await attempt(embedKey, { learnerToken, consent });
    const decide = async (name: string, verdict: string) => {
      const reviewer = await enter(embedKey, name, ["reviewer"]);
      const levels = ids.map((criterionId) => ({ criterionId, level: 3, reason: "" }));
      const review = { levels, verdict, next: "", aiShownFirst: false };
      const { status, text } = await reviewer("POST", `attempts/${id}/reviews`, review);
      assert.equal(status, 201, text);
      assert.equal((await platform.reap()).status, 200);
      await platform.drain();
      return system.received.map(({ body }) => SessionCompletedEvent.parse(JSON.parse(body)).data);
    };
    assert.equal((await decide("Iris", "undecided")).length, 1, "nothing was decided");
    const [first, second, ...others] = await decide("Juno", "passed");
    assert.deepEqual(others, []);
    assert.equal(first?.decidedBy, "scorer");
    assert.deepEqual(
      [second?.decidedBy, second?.total, second?.passed, second?.sessionId],
      ["person", 60, true, id],
    );
    assert.ok(second?.criteria.every(({ level }) => level === 3));
  } finally {
    await system.stop();
  }
});

Deno.test("what people say of an official attempt is kept, told and assigned", async () => {
  const { embedKey, signLearner } = await createConsoleSite();
  const learnerToken = await signLearner({ sub: "ada" });
  const { id, ids } = await attempt(embedKey, { learnerToken });
  const [cohort] = await platform.sql`
    insert into coach.cohorts (organization_id, name)
    select organization_id, 'North' from coach.sites where embed_key = ${embedKey} returning id`;
  await platform.sql`insert into coach.roster (learner_id, name, cohort_id)
    select learner_id, 'Ada', ${cohort?.["id"]} from coach.sessions where id = ${id}`;
  const rosa = await enter(embedKey, "Rosa", ["reviewer"]);
  const cleo = await enter(embedKey, "Cleo", ["coach"]);

  const review = {
    levels: ids.map((criterionId) => ({ criterionId, level: 4, reason: "" })),
    ...{ verdict: "passed", next: "Listen longer", aiShownFirst: false },
  };
  const short = await rosa("POST", `attempts/${id}/reviews`, {
    ...review,
    levels: review.levels.slice(1),
  });
  assert.deepEqual([short.status, short.body.field], [400, "levels"], short.text);
  const kept = await rosa("POST", `attempts/${id}/reviews`, review);
  assert.equal(kept.status, 201, kept.text);
  assert.deepEqual([Review.parse(kept.body).total, kept.body.aiShownFirst], [80, false]);
  const again = await rosa("POST", `attempts/${id}/reviews`, review);
  assert.deepEqual([again.status, again.body.field], [409, "reviewed_already"]);
  assert.equal((await cleo("POST", `attempts/${id}/reviews`, review)).status, 403);

  const agreement = AgreementResponse.parse((await rosa("GET", "agreement")).body);
  assert.ok(
    agreement.criteria.every(({ n, tooFew, badge }) => n === 1 && tooFew && badge === "human_only"),
  );
  assert.equal((await rosa("GET", "agreement?model=none")).body.pooled, null);
  assert.equal((await rosa("GET", "agreement?modle=none")).status, 400);

  const comment = await cleo("POST", `attempts/${id}/comments`, {
    turnId: null,
    text: "Well begun",
  });
  assert.equal(comment.status, 201, comment.text);
  assert.equal((await rosa("DELETE", `comments/${comment.body.id}`)).status, 404);
  assert.equal((await cleo("DELETE", `comments/${comment.body.id}`)).status, 200);

  const assignment = await cleo("POST", "assignments", {
    ...{ scenarioId: STORED_SCENARIO.id, cohortId: cohort?.["id"], due: "2100-03-28T18:00" },
    ...{ timeZone: "Europe/Paris", attempts: 3, passMark: 70, extra: [] },
  });
  assert.equal(assignment.status, 201, assignment.text);
  assert.equal(assignment.body.dueAt, "2100-03-28T16:00:00.000Z");
  const changed = await cleo("PATCH", `assignments/${assignment.body.id}`, { attempts: null });
  assert.deepEqual([changed.body.attempts, changed.body.passMark], [null, 70], changed.text);
  const moon = await cleo("PATCH", `assignments/${assignment.body.id}`, { timeZone: "Moon/Sea" });
  assert.deepEqual([moon.status, moon.body.field], [400, "timeZone"]);
  assert.equal(AssignmentsResponse.parse((await cleo("GET", "assignments")).body).total, 1);
  const learners = await cleo("GET", `assignments/${assignment.body.id}/learners`);
  assert.equal(learners.body.items[0].learner.name, "Ada", learners.text);
  assert.equal((await cleo("DELETE", `assignments/${assignment.body.id}`)).status, 200);

  assert.equal(CohortsResponse.parse((await cleo("GET", "cohorts")).body).items[0]?.learners, 1);
  const map = HeatMapResponse.parse(
    (await cleo("GET", `heat-map?scenario=${STORED_SCENARIO.id}`)).body,
  );
  assert.deepEqual([map.rows[0]?.learner.name, map.suppressed], ["Ada", true]);
  assert.equal(DisputesResponse.parse((await rosa("GET", "disputes")).body).total, 0);
  const pass = await rosa("POST", "passes", { attemptId: id, expires: null });
  assert.ok(pass.status === 201 || pass.status === 409, pass.text);
  const passes = PassesResponse.parse((await cleo("GET", "passes")).body);
  assert.equal(passes.total, pass.status === 201 ? 1 : 0);
  for (const { id: passId } of passes.items) {
    const revoked = await rosa("DELETE", `passes/${passId}`, { reason: "Wrong person" });
    assert.equal(revoked.body.state, "revoked", revoked.text);
  }
});
