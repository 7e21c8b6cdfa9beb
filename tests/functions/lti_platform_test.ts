import assert from "node:assert/strict";
import {
  decodeJwt,
  decodeProtectedHeader,
  importJWK,
  jwtVerify,
  SignJWT,
  UnsecuredJWT,
} from "jose";
import { createToolKey } from "../../supabase/functions/_shared/identity/tool-keys.ts";
import {
  type LtiPlatformDouble,
  startLtiPlatform,
  type TokenChanges,
} from "../kit/lms/lti-platform.ts";
import { LEARNER_TOKEN_KEY } from "./kit/coach-harness.ts";
import { type CoachPlatform, startCoachPlatform } from "./kit/coach-platform.ts";
import { callFunction } from "./kit/database-site.ts";
import { ORIGIN } from "./kit/fake-store.ts";
import { giveTokenSecret } from "./kit/give-token-secret.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";

const CLAIM = "https://purl.imsglobal.org/spec/lti/claim/";
const DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/";
const PAGE = `${ORIGIN}/lti.html`;
const LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner";
const TEACHER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor";

let platform: CoachPlatform;
let lms: LtiPlatformDouble;

Deno.test.beforeAll(async () => {
  platform = await startCoachPlatform(Deno.env.get("SUPABASE_DB_URL") ?? "");
  lms = await startLtiPlatform();
});

Deno.test.afterAll(async () => {
  await lms.stop();
  await platform.stop();
});

/** A registration at the platform, for a site of its own. */
async function register() {
  const embedKey = await platform.createSite({ learnerMaxLive: 2 });
  await giveTokenSecret(platform.sql, embedKey, "optional");
  const clientId = `client-${crypto.randomUUID()}`;
  const saved = await callFunction(platform.sql, "save_lti_platform", {
    p_site: embedKey,
    p_platform: {
      ...{ name: "Course", issuer: lms.url, client_id: clientId, deployments: ["1"] },
      ...{
        auth_url: `${lms.url}/auth`,
        token_url: `${lms.url}/token`,
        jwks_url: `${lms.url}/jwks`,
      },
      page_url: PAGE,
    },
    p_actor: "test",
  });
  assert.equal(saved["outcome"], "saved");
  return { embedKey, clientId, id: String(saved["platform_id"]) };
}

/** A learner's browser, with what it keeps. */
class Visitor {
  cookie = "";
  readonly secret = "secret-of-the-page-0123456789abcdef";
  readonly #clientId: string;

  constructor(clientId: string) {
    this.#clientId = clientId;
  }

  async open(path: string, form?: Readonly<Record<string, string>>) {
    const response = await fetch(`${platform.url}/functions/v1/lti/${path}`, {
      redirect: "manual",
      headers: { cookie: this.cookie, "accept-language": "de-CH,de;q=0.9" },
      ...(form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) }),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.cookie = cookie.split(";")[0] ?? "";
    const text = await response.text();
    const location = new URL(response.headers.get("location") ?? "about:blank");
    return {
      ...{ status: response.status, text, cookie, page: location.href.split("#")[0] },
      values: Object.fromEntries(new URLSearchParams(location.hash.slice(1))),
    };
  }

  async ask(path: string, body: object, showsCookie = true) {
    const headers = showsCookie ? { cookie: this.cookie } : {};
    return await platform.send("POST", `/lti/${path}`, { body, headers });
  }

  /** Goes as far as the platform: what it is asked for. */
  async arrive(keepsSecret = true) {
    const query = new URLSearchParams({
      ...{ iss: lms.url, client_id: this.#clientId, login_hint: "hint & more" },
      ...{ lti_message_hint: "57", target_link_uri: "https://evil.example/" },
    });
    const login = await this.open(`login?${query}`);
    const secretHash = keepsSecret ? await sha256(this.secret) : null;
    const begun = await this.ask("begin", { login: login.values["login"], secretHash });
    return { login, begun, asked: new URL(begun.body.authUrl ?? "about:blank").searchParams };
  }

  /** The whole way, up to what the page is opened with. */
  async launch(changes: TokenChanges = {}) {
    const { asked } = await this.arrive();
    const state = asked.get("state") ?? "";
    const withScenario = {
      [`${CLAIM}custom`]: { scenario: STORED_SCENARIO.id },
      ...changes.claims,
    };
    const nonce = asked.get("nonce") ?? "";
    const token = await lms.sign(this.#clientId, nonce, { ...changes, claims: withScenario });
    return { state, token, landed: await this.open("launch", { state, id_token: token }) };
  }
}

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function countTied(sessionId: string): Promise<number> {
  const [row] = await platform.sql`
    select count(*)::int as tied from coach.lti_sessions where session_id = ${sessionId}`;
  return row?.["tied"];
}

Deno.test(
  "a launch leads from the course to a practice whose score knows where it goes",
  async () => {
    const { embedKey, clientId } = await register();
    const visitor = new Visitor(clientId);
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
  const { clientId } = await register();
  const visitor = new Visitor(clientId);
  const { landed } = await visitor.launch();
  const stolen = await new Visitor(clientId).ask("session", { ...landed.values, secret: null });
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
    const { clientId } = await register();
    const visitor = new Visitor(clientId);
    const query = new URLSearchParams({ iss: lms.url, client_id: clientId, login_hint: "hint" });
    const { values } = await visitor.open(`login?${query}`);
    const nothing = { login: values["login"], secretHash: null };
    assert.deepEqual((await visitor.ask("begin", nothing, false)).body, { windowNeeded: true });
    assert.equal((await visitor.ask("begin", nothing)).status, 200, "the cookie alone is enough");
  },
);

Deno.test("a launch that comes back twice, or to nobody, is refused", async () => {
  const { clientId } = await register();
  const visitor = new Visitor(clientId);
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
  const { clientId } = await register();
  const visitor = new Visitor(clientId);
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
    const { clientId } = await register();
    const visitor = new Visitor(clientId);
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
    const { clientId } = await register();
    const visitor = new Visitor(clientId);
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
    const visitor = new Visitor("nobody");
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
    const { embedKey, clientId } = await register();
    for (const [roles, tied] of [
      [[TEACHER], 0],
      [[LEARNER], 1],
    ] as const) {
      const visitor = new Visitor(clientId);
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

Deno.test(
  "keys are kept for a platform that is away, and looked for anew once they are old",
  async () => {
    const { clientId, id } = await register();
    const visitor = new Visitor(clientId);
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
  const { clientId } = await register();
  const { publicJwk, ...key } = await createToolKey(LEARNER_TOKEN_KEY);
  await callFunction(platform.sql, "rotate_lti_key", {
    ...{ p_kid: key.kid, p_public_jwk: publicJwk, p_sealed_key: key.sealedKey, p_actor: "test" },
  });
  const visitor = new Visitor(clientId);
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
  const visitor = new Visitor("nobody");
  for (const form of [{}, { state: "\u0000" }, { state: "x", id_token: "y".repeat(90_000) }]) {
    assert.ok((await visitor.open("launch", form)).status < 500);
  }
});
