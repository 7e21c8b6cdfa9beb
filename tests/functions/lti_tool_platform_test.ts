import assert from "node:assert/strict";
import { decodeProtectedHeader, importJWK, jwtVerify } from "jose";
import { createToolKey } from "../../supabase/functions/_shared/identity/tool-keys.ts";
import { type LtiPlatformDouble, startLtiPlatform } from "../kit/lms/lti-platform.ts";
import { LEARNER_TOKEN_KEY } from "./kit/coach-harness.ts";
import { type CoachPlatform, startCoachPlatform } from "./kit/coach-platform.ts";
import { callFunction } from "./kit/database-site.ts";
import { giveTokenSecret } from "./kit/give-token-secret.ts";
import {
  CLAIM,
  type LtiStage,
  PAGE,
  registerCourse,
  sha256,
  TEACHER,
  Visitor,
} from "./kit/lti-visitor.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";

const DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/";

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

Deno.test(
  "keys are kept for a platform that is away, and looked for anew once they are old",
  async () => {
    const { clientId, id } = await registerCourse(stage);
    const visitor = new Visitor(stage, clientId);
    assert.ok("code" in (await visitor.launch()).landed.values);
    const reads = lms.asked.length;
    assert.ok("code" in (await visitor.launch()).landed.values);
    assert.equal(lms.asked.length, reads, "they are fresh");
    await visitor.launch({ header: { kid: "nobody" } });
    assert.equal(lms.asked.length, reads, "nobody makes us ask again and again");
    await platform.sql`update coach.lti_platforms set jwks_at = now() - interval '1 hour' where id = ${id}`;
    lms.state.isAway = true;
    try {
      assert.ok("code" in (await visitor.launch()).landed.values);
      await platform.sql`update coach.lti_platforms set jwks_at = now() - interval '2 days' where id = ${id}`;
      assert.equal((await visitor.launch()).landed.values["error"], "keys_unreadable");
    } finally {
      lms.state.isAway = false;
    }
  },
);

Deno.test("a teacher's choice goes back signed by a key that the key set shows", async () => {
  const { clientId } = await registerCourse(stage);
  const { publicJwk, ...key } = await createToolKey(LEARNER_TOKEN_KEY);
  await callFunction(platform.sql, "rotate_lti_key", {
    ...{ p_kid: key.kid, p_public_jwk: publicJwk, p_sealed_key: key.sealedKey, p_actor: "test" },
  });
  const visitor = new Visitor(stage, clientId);
  const returnUrl = `${lms.url}/deep-link?id=3`;
  const { landed } = await visitor.launch({
    claims: {
      [`${CLAIM}message_type`]: "LtiDeepLinkingRequest",
      [`${CLAIM}roles`]: [TEACHER],
      [`${DEEP_LINKING}deep_linking_settings`]: {
        ...{ deep_link_return_url: returnUrl, accept_types: ["ltiResourceLink"], data: "opaque" },
      },
    },
  });
  const { body } = await visitor.ask("session", { ...landed.values, secret: visitor.secret });
  assert.equal(body.choose, true);
  const wrong = await visitor.ask("deep-link", { pass: body.pass, scenario: "of-nobody" });
  assert.deepEqual([wrong.status, wrong.body.field], [404, "scenario"]);
  const chosen = await visitor.ask("deep-link", { pass: body.pass, scenario: STORED_SCENARIO.id });
  assert.deepEqual([chosen.status, chosen.body.returnUrl], [200, returnUrl]);
  const { jwt } = chosen.body;
  const published = await fetch(`${platform.url}/functions/v1/lti/jwks`);
  const { keys } = await published.json();
  const { kid } = decodeProtectedHeader(jwt);
  const shown = keys.find((each: { kid: string }) => each.kid === kid);
  assert.deepEqual(Object.keys(shown).sort(), ["alg", "e", "kid", "kty", "n", "use"]);
  const { payload } = await jwtVerify(jwt, await importJWK(shown, "RS256"), {
    ...{ issuer: clientId, audience: lms.url },
  });
  assert.equal(payload[`${DEEP_LINKING}data`], "opaque");
  const [item] = Object(payload)[`${DEEP_LINKING}content_items`];
  assert.deepEqual(
    [item.type, item.url, item.custom, item.lineItem.scoreMaximum],
    ["ltiResourceLink", PAGE, { scenario: STORED_SCENARIO.id }, 100],
  );
});

Deno.test(
  "a platform registers itself by an invitation, once, and nobody without one",
  async () => {
    const embedKey = await platform.createSite();
    await giveTokenSecret(platform.sql, embedKey, "optional");
    const invite = "invitation-0123456789abcdef";
    await callFunction(platform.sql, "invite_lti_platform", {
      ...{
        p_site: embedKey,
        p_secret_hash: await sha256(invite),
        p_valid_seconds: 3_600,
        p_actor: "test",
      },
    });
    const request = {
      ...{ invite, configurationUrl: `${lms.url}/openid-configuration` },
      ...{ registrationToken: "token-of-platform", pageUrl: PAGE },
    };
    const send = (changes: object) =>
      platform.send("POST", "/lti/register", { body: { ...request, ...changes } });
    const before = lms.asked.length;
    for (const changes of [
      { invite: "invitation-of-nobody-at-all" },
      { pageUrl: "https://evil.example/lti.html" },
      { configurationUrl: "http://169.254.169.254/latest" },
      { configurationUrl: "ftp://x" },
    ]) {
      assert.equal((await send(changes)).status, 400, JSON.stringify(changes));
    }
    assert.equal(lms.asked.length, before, "nobody was called");
    lms.state.issuerHost = "other.example";
    assert.match((await send({})).body.message, /describes itself as another/);
    lms.state.issuerHost = null;
    const registered = await send({});
    assert.deepEqual(
      [registered.status, registered.body.needsDeployment],
      [200, false],
      registered.text,
    );
    const [told] = lms.registrations;
    assert.equal(told?.authorization, "Bearer token-of-platform");
    assert.match(JSON.stringify(told?.body), /"redirect_uris":\["http[^"]+\/lti\/launch"\]/);
    assert.match((await send({})).body.message, /was used/);
  },
);

Deno.test("whatever is sent to a route is answered, and never by a fault of ours", async () => {
  const bodies = [
    {},
    [],
    null,
    "text",
    { login: 1 },
    { login: crypto.randomUUID(), code: "c", secret: {} },
  ];
  for (const path of ["begin", "session", "token", "deep-link", "register"]) {
    for (const body of [...bodies, { pass: "x".repeat(300) }, { pass: "\u0000".repeat(20) }]) {
      const { status, text } = await platform.send("POST", `/lti/${path}`, { body });
      assert.ok(status >= 400 && status < 500, `${path}: ${status} ${text}`);
    }
  }
  const unknown = { login: crypto.randomUUID(), code: "0123456789abcdef", secret: null };
  assert.equal((await platform.send("POST", "/lti/session", { body: unknown })).status, 404);
  const visitor = new Visitor(stage, "nobody");
  for (const form of [{}, { state: "\u0000" }, { state: "x", id_token: "y".repeat(90_000) }]) {
    assert.ok((await visitor.open("launch", form)).status < 500);
  }
});
