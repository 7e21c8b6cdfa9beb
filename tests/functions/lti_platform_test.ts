import assert from "node:assert/strict";
import { decodeJwt, SignJWT, UnsecuredJWT } from "jose";
import {
  type LtiPlatformDouble,
  startLtiPlatform,
  type TokenChanges,
} from "../kit/lms/lti-platform.ts";
import { type CoachPlatform, startCoachPlatform } from "./kit/coach-platform.ts";
import {
  CLAIM,
  LEARNER,
  type LtiStage,
  PAGE,
  registerCourse,
  TEACHER,
  Visitor,
} from "./kit/lti-visitor.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";

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

async function countTied(sessionId: string): Promise<number> {
  const [row] = await platform.sql`
    select count(*)::int as tied from coach.lti_sessions where session_id = ${sessionId}`;
  return row?.["tied"];
}

Deno.test(
  "a launch leads from the course to a practice whose score knows where it goes",
  async () => {
    const { embedKey, clientId } = await registerCourse(stage);
    const visitor = new Visitor(stage, clientId);
    const { login, asked } = await visitor.arrive();
    assert.deepEqual([login.status, login.page], [303, PAGE]);
    assert.match(login.cookie ?? "", /Secure; HttpOnly; SameSite=None; Partitioned/);
    assert.deepEqual(
      [
        "scope",
        "response_type",
        "response_mode",
        "prompt",
        "client_id",
        "login_hint",
        "lti_message_hint",
      ].map((name) => asked.get(name)),
      ["openid", "id_token", "form_post", "none", clientId, "hint & more", "57"],
    );
    assert.equal(asked.get("redirect_uri"), `${platform.url}/functions/v1/lti/launch`);

    const { landed } = await visitor.launch();
    assert.deepEqual([landed.status, landed.page], [303, PAGE]);
    const exchange = { ...landed.values, secret: visitor.secret };
    const { status, body } = await visitor.ask("session", exchange);
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual(
      [body.embedKey, body.scenario, body.locale, body.isScored],
      [embedKey, STORED_SCENARIO.id, "fr", true],
    );
    const claims = decodeJwt(body.learnerToken);
    assert.equal((claims.exp ?? 0) - (claims.iat ?? 0), 60);
    assert.match(claims.sub ?? "", /^lti-/);
    assert.equal(claims["name"], "Ada");

    const start = await platform.start(embedKey, { learnerToken: body.learnerToken });
    assert.equal(start.status, 201, start.text);
    assert.equal(await countTied(start.body.sessionId), 1);
    const again = await platform.start(embedKey, { learnerToken: body.learnerToken });
    assert.equal(again.status, 401, "a token is for one start");
    const renewed = await visitor.ask("token", { pass: body.pass });
    assert.notEqual(decodeJwt(renewed.body.learnerToken).jti, claims.jti);
  },
);

Deno.test("a code is worth nothing without what its browser keeps, and is taken once", async () => {
  const { clientId } = await registerCourse(stage);
  const visitor = new Visitor(stage, clientId);
  const { landed } = await visitor.launch();
  const stolen = await new Visitor(stage, clientId).ask("session", {
    ...landed.values,
    secret: null,
  });
  assert.deepEqual([stolen.status, stolen.body.code], [401, "caller_unauthorized"]);
  const byCookie = await visitor.ask("session", { ...landed.values, secret: null });
  assert.equal(byCookie.status, 200);
  const twice = await visitor.ask("session", { ...landed.values, secret: visitor.secret });
  assert.deepEqual([twice.status, twice.body.code], [404, "not_found"]);

  const second = await visitor.launch();
  const bySecret = { ...second.landed.values, secret: visitor.secret };
  assert.equal((await visitor.ask("session", bySecret, false)).status, 200);
});

Deno.test(
  "a browser that keeps nothing in a frame is told so before its hint is spent",
  async () => {
    const { clientId } = await registerCourse(stage);
    const visitor = new Visitor(stage, clientId);
    const query = new URLSearchParams({ iss: lms.url, client_id: clientId, login_hint: "hint" });
    const { values } = await visitor.open(`login?${query}`);
    const nothing = { login: values["login"], secretHash: null };
    assert.deepEqual((await visitor.ask("begin", nothing, false)).body, { windowNeeded: true });
    assert.equal((await visitor.ask("begin", nothing)).status, 200, "the cookie alone is enough");
  },
);

Deno.test(
  "a frame whose browser shows its cookie goes straight to the platform, and no window does",
  async () => {
    const { clientId } = await registerCourse(stage);
    const visitor = new Visitor(stage, clientId);
    const query = new URLSearchParams({ iss: lms.url, client_id: clientId, login_hint: "hint" });
    const login = (place: string) => visitor.open(`login?${query}`, undefined, place);
    assert.equal((await login("iframe")).page, PAGE, "it has no cookie yet");
    assert.equal((await login("document")).page, PAGE, "a window's page may be another site");
    const { page, asked, cookie } = await login("iframe");
    assert.equal(page?.split("?")[0], `${lms.url}/auth`);
    assert.deepEqual([asked.get("login_hint"), asked.get("prompt")], ["hint", "none"]);
    assert.match(cookie ?? "", /Partitioned/);

    const claims = { [`${CLAIM}custom`]: { scenario: STORED_SCENARIO.id } };
    const token = await lms.sign(clientId, asked.get("nonce") ?? "", { claims });
    const form = { state: asked.get("state") ?? "", id_token: token };
    const { values } = await visitor.open("launch", form, "iframe");
    const exchange = { ...values, secret: null };
    assert.equal((await visitor.ask("session", exchange, false)).status, 401);
    assert.equal((await visitor.ask("session", exchange)).status, 200);
  },
);

Deno.test("a launch that comes back twice, or to nobody, is refused", async () => {
  const { clientId } = await registerCourse(stage);
  const visitor = new Visitor(stage, clientId);
  const { state, token } = await visitor.launch();
  const replayed = await visitor.open("launch", { state, id_token: token });
  assert.deepEqual([replayed.page, replayed.values["error"]], [PAGE, "state_used"]);
  const foreign = await visitor.open("launch", { state: "guessed", id_token: token });
  assert.equal(foreign.status, 400);
  assert.match(foreign.text, /Gehen Sie zum Kurs zurück[^]*state_unknown/);
  const late = await visitor.arrive();
  await platform.sql`update coach.lti_logins set expires_at = now() - interval '1 second'
    where id = ${late.login.values["login"] ?? ""}`;
  const expired = await visitor.open("launch", {
    state: late.asked.get("state") ?? "",
    id_token: "",
  });
  assert.equal(expired.values["error"], "state_expired");
});

Deno.test("each way in which a token is wrong is refused by its name", async () => {
  const { clientId } = await registerCourse(stage);
  const visitor = new Visitor(stage, clientId);
  const cases: readonly (readonly [reason: string, changes: TokenChanges])[] = [
    ["token_issuer_wrong", { claims: { iss: "https://other.example" } }],
    ["token_audience_wrong", { claims: { aud: "another-client" } }],
    ["token_audience_wrong", { claims: { aud: [clientId, "another"], azp: "another" } }],
    ["token_audience_wrong", { claims: { aud: [clientId, "another"] } }],
    ["token_expired", { expiresIn: -120, issuedIn: -180 }],
    ["token_too_early", { issuedIn: 300, expiresIn: 360 }],
    ["token_nonce_wrong", { claims: { nonce: "of another launch" } }],
    ["token_malformed", { claims: { exp: undefined } }],
    ["token_signature_wrong", { forged: true }],
    ["token_key_unknown", { header: { kid: "nobody" } }],
    ["token_unsigned", { header: { kid: undefined } }],
    ["version_wrong", { claims: { [`${CLAIM}version`]: "1.1" } }],
    ["kind_unknown", { claims: { [`${CLAIM}message_type`]: "LtiSubmissionReviewRequest" } }],
    ["learner_unnamed", { claims: { sub: undefined } }],
    ["deployment_unknown", { claims: { [`${CLAIM}deployment_id`]: "2" } }],
    ["scenario_missing", { claims: { [`${CLAIM}custom`]: {} } }],
    ["token_malformed", { claims: { [`${CLAIM}resource_link`]: undefined } }],
  ];
  for (const [reason, changes] of cases) {
    const { landed } = await visitor.launch(changes);
    assert.deepEqual(
      [landed.page, landed.values["error"]],
      [PAGE, reason],
      JSON.stringify(changes),
    );
  }
  const secret = new TextEncoder().encode(JSON.stringify(lms.keySet.keys[0]));
  const hs256 = new SignJWT({}).setProtectedHeader({ alg: "HS256", kid: lms.kid }).sign(secret);
  for (const token of [await hs256, new UnsecuredJWT({}).encode(), "no.token.at all", ""]) {
    const { asked } = await visitor.arrive();
    const state = asked.get("state") ?? "";
    const { values } = await visitor.open("launch", { state, id_token: token });
    assert.equal(values["error"], token === "" ? "token_missing" : "token_unsigned");
  }
});

Deno.test(
  "an audience may be a list whose party is this tool, and clocks may differ a little",
  async () => {
    const { clientId } = await registerCourse(stage);
    const visitor = new Visitor(stage, clientId);
    for (const changes of [
      { claims: { aud: [clientId], azp: clientId } },
      { claims: { aud: [clientId, "another"], azp: clientId } },
      { issuedIn: 30, expiresIn: 90 },
      { issuedIn: -70, expiresIn: -10 },
    ]) {
      const { landed } = await visitor.launch(changes);
      assert.ok("code" in landed.values, JSON.stringify([changes, landed.values]));
    }
  },
);

Deno.test(
  "a platform that ends a launch itself is quoted to the operator, and shown to nobody",
  async () => {
    const { clientId } = await registerCourse(stage);
    const visitor = new Visitor(stage, clientId);
    const { asked } = await visitor.arrive();
    const { values } = await visitor.open("launch", {
      state: asked.get("state") ?? "",
      ...{ error: "login_required", error_description: "<b>Log in</b>" },
    });
    assert.equal(values["error"], "platform_refused");
    assert.doesNotMatch(JSON.stringify(values), /Log in/);
  },
);

Deno.test(
  "a login that nobody registered, or that lacks something, gets one sentence",
  async () => {
    const visitor = new Visitor(stage, "nobody");
    for (const [query, reason] of [
      [{ iss: "https://stranger.example", login_hint: "1" }, "platform_unknown"],
      [{ iss: lms.url }, "request_incomplete"],
      [{ iss: lms.url, login_hint: "x".repeat(20_000) }, "request_incomplete"],
    ] as const) {
      const { status, text } = await visitor.open(`login?${new URLSearchParams(query)}`);
      assert.deepEqual([status, text.includes(reason)], [400, true], text);
      assert.match(text, /^Dieser Kurs ist mit dem Übungsdienst nicht verbunden/);
    }
  },
);

Deno.test(
  "a teacher who looks has no score to send, and a score keeps its latest line item",
  async () => {
    const { embedKey, clientId } = await registerCourse(stage);
    for (const [roles, tied] of [
      [[TEACHER], 0],
      [[LEARNER], 1],
    ] as const) {
      const visitor = new Visitor(stage, clientId);
      const { landed } = await visitor.launch({ claims: { [`${CLAIM}roles`]: roles } });
      const { body } = await visitor.ask("session", { ...landed.values, secret: visitor.secret });
      assert.equal(body.isScored, tied === 1);
      const start = await platform.start(embedKey, { learnerToken: body.learnerToken });
      assert.equal(await countTied(start.body.sessionId), tied);
    }
    const targets = await platform.sql`
    select line_item, subject from coach.lti_score_targets as target
    join coach.lti_platforms as platform on platform.id = target.platform_id
    where platform.client_id = ${clientId}`;
    assert.deepEqual(
      [...targets],
      [{ line_item: `${lms.url}/lineitems/1?type_id=7`, subject: "4" }],
    );
  },
);
