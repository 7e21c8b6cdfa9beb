import assert from "node:assert/strict";
import { createToolKey } from "../../supabase/functions/_shared/identity/tool-keys.ts";
import { type LtiPlatformDouble, startLtiPlatform } from "../kit/lms/lti-platform.ts";
import { LEARNER_TOKEN_KEY } from "./kit/coach-harness.ts";
import { type CoachPlatform, startCoachPlatform } from "./kit/coach-platform.ts";
import { callFunction } from "./kit/database-site.ts";
import { CLAIM, type LtiStage, registerCourse, TEACHER, Visitor } from "./kit/lti-visitor.ts";
import { practiseOnce } from "./kit/practise-once.ts";

const AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint";

let platform: CoachPlatform;
let lms: LtiPlatformDouble;
let stage: LtiStage;

Deno.test.beforeAll(async () => {
  platform = await startCoachPlatform(Deno.env.get("SUPABASE_DB_URL") ?? "");
  lms = await startLtiPlatform();
  stage = { platform, lms };
});

Deno.test.afterAll(async () => {
  await lms.stop();
  await platform.stop();
});

/** A launch up to the page, and what that asks of the result. */
async function arrive(clientId: string, claims: Readonly<Record<string, unknown>> = {}) {
  const visitor = new Visitor(stage, clientId);
  const { landed } = await visitor.launch({ claims });
  const { body } = await visitor.ask("session", { ...landed.values, secret: visitor.secret });
  const state = async () => (await visitor.ask("result", { pass: body.pass })).body.state;
  return { visitor, body, state };
}

Deno.test(
  "a practice in a course ends in its gradebook, and the page is told how far it is",
  async () => {
    const { publicJwk, ...key } = await createToolKey(LEARNER_TOKEN_KEY);
    await callFunction(platform.sql, "rotate_lti_key", {
      ...{ p_kid: key.kid, p_public_jwk: publicJwk, p_sealed_key: key.sealedKey, p_actor: "test" },
    });
    const { embedKey, clientId } = await registerCourse(stage);
    const ags = await lms.openGradebook(clientId, `${platform.url}/functions/v1/lti/jwks`);
    const { body, state } = await arrive(clientId);
    assert.deepEqual([body.isLearner, body.isScored, await state()], [true, true, "none"]);

    const { learnerToken } = body;
    const sessionId = await practiseOnce(platform, embedKey, { learnerToken }, 60);
    const [report] = await platform.sql`
    select (report ->> 'total')::int as total from coach.reports where session_id = ${sessionId}`;
    const total: number = report?.["total"];
    assert.ok(total > 0, "it is scored");
    assert.equal(await state(), "sending");

    lms.state.isAway = true;
    await reap();
    assert.equal(await state(), "waiting");
    const metrics = await platform.metrics();
    assert.match(metrics, /maka_deliveries_pending\{channel="ags"\} 1/);

    lms.state.isAway = false;
    await platform.sql`update coach.deliveries set available_at = now() where channel = 'ags'`;
    await reap();
    assert.equal(await state(), "taken");
    assert.equal(ags.gradeOf(`${lms.url}/lineitems/1?type_id=7`, "4")?.points, total);
  },
);

Deno.test("the page is told where a course keeps no grade, and who has none there", async () => {
  const { clientId } = await registerCourse(stage);
  const plain = await arrive(clientId, { [AGS]: undefined });
  assert.deepEqual(
    [plain.body.isLearner, plain.body.isScored, await plain.state()],
    [true, false, "ungraded"],
  );
  const teacher = await arrive(clientId, { [`${CLAIM}roles`]: [TEACHER] });
  assert.deepEqual(
    [teacher.body.isLearner, teacher.body.isScored, await teacher.state()],
    [false, false, "ungraded"],
  );
  const stranger = await teacher.visitor.ask("result", { pass: "a".repeat(43) });
  assert.deepEqual([stranger.status, stranger.body.code], [404, "not_found"]);
});

async function reap(): Promise<void> {
  await platform.reap();
  await platform.drain();
}
