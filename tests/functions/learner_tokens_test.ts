import assert from "node:assert/strict";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from "jose";
import { assertProblem } from "./kit/assert-problem.ts";
import { deriveTokenSecret } from "../../supabase/functions/_shared/identity/token-secret.ts";
import {
  type CoachHarness,
  createCoachHarness,
  LEARNER_TOKEN_KEY,
  startBody,
} from "./kit/coach-harness.ts";
import { EMBED_KEY, onlySession, ORIGIN, SITE_ID, TOKEN_KID } from "./kit/fake-store.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";
import { forgeToken, siteSecret, signToken, tokenClaims } from "./kit/sign-token.ts";

const UNAUTHORIZED = { status: 401, code: "caller_unauthorized" };
const JWKS_URL = "https://lms.example/.well-known/jwks.json";

function start(harness: CoachHarness, learnerToken: string, changes = {}): Promise<Response> {
  return harness.send("POST", "/coach/sessions", { body: startBody({ learnerToken, ...changes }) });
}

function readBrief(harness: CoachHarness, token: string): Promise<Response> {
  const headers = { authorization: `Bearer ${token}` };
  const query = `scenario=${STORED_SCENARIO.id}&embedKey=${EMBED_KEY}`;
  return harness.send("GET", `/coach/brief?${query}`, { headers });
}

/** Lets the fake site publish keys instead of having a secret. */
function publishKeys(harness: CoachHarness, keys: readonly object[]): { requests: number } {
  const seen = { requests: 0 };
  harness.keyServer.answer = (url) => {
    assert.equal(url, JWKS_URL);
    seen.requests += 1;
    return Promise.resolve(Response.json({ keys }));
  };
  harness.overrides.findTokenKeys = () =>
    Promise.resolve({
      ...{ outcome: "ok", siteId: SITE_ID, mode: "optional", issuers: [EMBED_KEY] },
      ...{ kids: [TOKEN_KID], jwksUrl: JWKS_URL },
    });
  return seen;
}

async function createPair(alg: "RS256" | "ES256", kid: string) {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: "sig" };
  const sign = (claims: object, header: object = {}) =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg, kid, ...header }).sign(privateKey);
  return { jwk, publicKey, sign };
}

/** Starts with the token and returns the sentence of the refusal. */
async function refusalOf(harness: CoachHarness, token: string): Promise<string> {
  const response = await start(harness, token);
  const { message } = await assertProblem(response, { ...UNAUTHORIZED, field: "learnerToken" });
  return message;
}

Deno.test("POST /sessions starts for the learner whom a token of the site names", async () => {
  const harness = createCoachHarness();
  const claims = tokenClaims(harness.clock.nowMs, { name: "Ann" });
  const response = await start(harness, await signToken(claims), { learnerName: "Somebody" });
  assert.equal(response.status, 201);
  const { request } = onlySession(harness.sessions);
  assert.equal(request.learnerKey, harness.world.hashLearner("token", "learner-7"));
  assert.equal(request.addressKey, null);
  assert.equal(request.learnerName, "Ann");
  const expiresAt = new Date(Math.floor(harness.clock.nowMs / 1_000 + 60) * 1_000).toISOString();
  assert.deepEqual(request.token, {
    ...{ jti: claims.jti, expires_at: expiresAt, purpose: "practice" },
  });
});

Deno.test(
  "POST /sessions knows a learner again whatever device and token a start has",
  async () => {
    const harness = createCoachHarness();
    for (const deviceId of ["device-0001", "device-0002"]) {
      await start(harness, await signToken(tokenClaims(harness.clock.nowMs)), { deviceId });
    }
    const keys = [...harness.sessions.values()].map(({ request }) => request.learnerKey);
    assert.equal(keys.length, 2);
    assert.equal(keys[0], keys[1]);
  },
);

Deno.test("POST /sessions takes a token that is bound to its scenario and origin", async () => {
  const harness = createCoachHarness();
  const binding = { scenario: STORED_SCENARIO.id, origin: ORIGIN };
  const token = await signToken(tokenClaims(harness.clock.nowMs, binding));
  assert.equal((await start(harness, token)).status, 201);
});

Deno.test("POST /sessions refuses a token whose claims do not hold, and says which", async () => {
  const harness = createCoachHarness();
  const now = Math.floor(harness.clock.nowMs / 1_000);
  const cases: readonly (readonly [object, RegExp])[] = [
    [{ iss: "mk_other_site" }, /another `iss`/],
    [{ iss: null }, /another `iss`/],
    [{ iss: SITE_ID }, /another `iss`/],
    [{ aud: "another-service" }, /another `aud`/],
    [{ aud: null }, /another `aud`/],
    [{ sub: null }, /lacks `sub`/],
    [{ sub: "" }, /`sub` of 0 characters; it may have 1 to 255/],
    [{ sub: 42 }, /`sub` that is a number; write it as text, in quotes/],
    [{ sub: [42] }, /`sub` that is a list; write/],
    [{ sub: "x".repeat(256) }, /`sub`/],
    [{ sub: "nul\u0000" }, /`sub`/],
    [{ sub: "half \ud83d" }, /`sub`/],
    [{ jti: null }, /`jti`/],
    [{ jti: "short" }, /`jti`/],
    [{ jti: "x".repeat(129) }, /`jti`/],
    [{ jti: ["a", "b"] }, /`jti`/],
    [{ iat: null }, /`iat`/],
    [{ exp: null }, /`exp`/],
    [{ iat: "now" }, /`iat`/],
    [{ exp: now - 11, iat: now - 60 }, /expired 11 seconds ago; .*check the clock/],
    [{ iat: now + 15, exp: now + 75 }, /issued 15 seconds in the future .*check the clock/],
    [{ iat: now - 71, exp: now + 40 }, /71 seconds old, older than 60 seconds; .*check the clock/],
    [{ iat: now, exp: now + 121 }, /more than 120 seconds/],
    [{ iat: now, exp: now }, /expires before/],
    [{ iat: 0, exp: now + 60 }, /more than 120 seconds/],
    [{ nbf: now + 60 }, /not valid yet \(`nbf`\) for 60 seconds; check the clock/],
    [{ scenario: "another-scenario" }, /another scenario/],
    [{ scenario: 1 }, /another scenario/],
    [{ origin: "https://evil.example" }, /another origin/],
    [{ name: "x".repeat(81) }, /`name`/],
    [{ name: { first: "Ann" } }, /`name`/],
  ];
  for (const [changes, wanted] of cases) {
    const token = await signToken(tokenClaims(harness.clock.nowMs, { ...changes }));
    assert.match(await refusalOf(harness, token), wanted, JSON.stringify(changes));
  }
  assert.equal(harness.sessions.size, 0);
  assert.equal(harness.calls.length, 0);
});

Deno.test("POST /sessions takes a token whose name is null for one without a name", async () => {
  const harness = createCoachHarness();
  const token = await signToken(tokenClaims(harness.clock.nowMs, { name: null }));
  assert.equal((await start(harness, token)).status, 201);
  assert.deepEqual(
    [...harness.sessions.values()].map(({ request }) => request.learnerName),
    [null],
  );
});

Deno.test("POST /sessions allows clocks ten seconds apart and no more", async () => {
  const harness = createCoachHarness();
  const now = Math.floor(harness.clock.nowMs / 1_000);
  for (const times of [
    { iat: now + 10, exp: now + 70 },
    { iat: now - 60, exp: now - 9 },
    { iat: now - 70, exp: now + 50 },
  ]) {
    const token = await signToken(tokenClaims(harness.clock.nowMs, times));
    assert.equal((await start(harness, token)).status, 201, JSON.stringify(times));
  }
});

Deno.test("POST /sessions refuses a token that is not signed as it must be", async () => {
  const harness = createCoachHarness();
  const claims = tokenClaims(harness.clock.nowMs);
  const [header = "", body = "", signature = ""] = (await signToken(claims)).split(".");
  const tokens: readonly (readonly [string, RegExp])[] = [
    [forgeToken({ alg: "none" }, claims), /not signed with HS256/],
    [forgeToken({ alg: "None" }, claims, signature), /not signed with HS256/],
    [forgeToken({}, claims, signature), /not signed with HS256|not a signed/],
    [await signToken(claims, { alg: "HS512" }, "x".repeat(64)), /not signed with HS256/],
    [await signToken(claims, {}, "another-secret-another-secret-another"), /does not fit/],
    [await signToken(claims, { kid: "kid-of-nobody" }), /names a key \(`kid`\)/],
    [await signToken(claims, { kid: TOKEN_KID }, "wrong-secret-wrong-secret-wrong-sec"), /not fit/],
    [forgeToken({ alg: "HS256", kid: 7 }, claims, signature), /`kid`/],
    [forgeToken({ alg: "HS256" }, { ...claims, sub: "somebody" }, signature), /does not fit/],
    [forgeToken({ alg: "RS256" }, claims, signature), /no key set/],
    [
      forgeToken({ alg: "HS256", crit: ["x"], x: 1 }, claims, signature),
      /cannot be checked|checked/,
    ],
    [`${header}.${body}.`, /does not fit|not a signed/],
    [`${header}.${body}`, /not a signed/],
    [`${header}.${body}.${signature}.x`, /not a signed/],
    [`${header}.!!.${signature}`, /not a signed|does not fit/],
    ["x", /not a signed/],
    ["a.b.c", /not a signed/],
    [`${header}.${"x".repeat(5_000)}.${signature}`, /longer than 4096/],
  ];
  for (const [token, wanted] of tokens) {
    const sentence = await refusalOf(harness, token);
    assert.match(sentence, wanted, token.slice(0, 60));
    assert.ok(!sentence.includes(await siteSecret()));
  }
  assert.equal(harness.sessions.size, 0);
});

Deno.test(
  "POST /sessions takes tokens signed with RS256 or ES256 by the site's key set",
  async () => {
    const harness = createCoachHarness();
    const pairs = [await createPair("RS256", "rsa-1"), await createPair("ES256", "ec-1")];
    const seen = publishKeys(
      harness,
      pairs.map(({ jwk }) => jwk),
    );
    for (const { sign } of pairs) {
      const response = await start(harness, await sign(tokenClaims(harness.clock.nowMs)));
      assert.equal(response.status, 201);
    }
    assert.equal(seen.requests, 1);
  },
);

Deno.test("POST /sessions takes no other algorithm, though the site's key fits it", async () => {
  const harness = createCoachHarness();
  for (const alg of ["PS256", "ES384"]) {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    publishKeys(harness, [{ ...(await exportJWK(publicKey)), kid: "k-1" }]);
    const claims = tokenClaims(harness.clock.nowMs);
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg, kid: "k-1" })
      .sign(privateKey);
    assert.match(await refusalOf(harness, token), /not signed with HS256, RS256 or ES256/, alg);
  }
});

Deno.test("POST /sessions takes either secret of a site while one is replaced", async () => {
  const harness = createCoachHarness();
  harness.overrides.findTokenKeys = () =>
    Promise.resolve({
      ...{ outcome: "ok", siteId: SITE_ID, mode: "optional", issuers: [EMBED_KEY] },
      ...{ kids: ["kid-new", TOKEN_KID], jwksUrl: null },
    });
  const old = await siteSecret();
  const fresh = await deriveTokenSecret(LEARNER_TOKEN_KEY, SITE_ID, "kid-new");
  const sign = (changes = {}, header = {}, secret = old) =>
    signToken(tokenClaims(harness.clock.nowMs, changes), header, secret);
  for (const token of [
    await sign(),
    await sign({}, { kid: TOKEN_KID }),
    await sign({}, {}, fresh),
  ]) {
    assert.equal((await start(harness, token)).status, 201);
  }
  // What is wrong is told of the secret that fits, and not of another one.
  const now = Math.floor(harness.clock.nowMs / 1_000);
  const late = { iat: now - 100, exp: now - 40 };
  assert.match(await refusalOf(harness, await sign(late, {}, fresh)), /has expired/);
  assert.match(await refusalOf(harness, await sign(late)), /has expired/);
  const crossed = await sign({}, { kid: "kid-new" });
  assert.match(await refusalOf(harness, crossed), /does not fit/);
});

Deno.test("POST /sessions is not confused by a public key used as a shared secret", async () => {
  const harness = createCoachHarness();
  const { jwk, publicKey } = await createPair("RS256", "rsa-1");
  publishKeys(harness, [jwk]);
  const claims = tokenClaims(harness.clock.nowMs);
  const secrets = [await exportSPKI(publicKey), JSON.stringify(jwk), String(jwk.n)];
  for (const secret of secrets) {
    for (const header of [{}, { kid: "rsa-1" }, { kid: TOKEN_KID }]) {
      const sentence = await refusalOf(harness, await signToken(claims, header, secret));
      assert.match(sentence, /does not fit|`kid`/);
    }
  }
});

Deno.test(
  "POST /sessions refuses a key that the set does not have, asking once for it",
  async () => {
    const harness = createCoachHarness();
    const known = await createPair("ES256", "ec-1");
    const stranger = await createPair("ES256", "ec-9");
    const seen = publishKeys(harness, [known.jwk]);
    const claims = tokenClaims(harness.clock.nowMs);
    for (let attempt = 0; attempt < 20; attempt += 1) {
      assert.match(
        await refusalOf(harness, await stranger.sign(claims)),
        /not in the site's key set/,
      );
    }
    assert.match(await refusalOf(harness, await stranger.sign(claims, { kid: "ec-1" })), /not fit/);
    assert.ok(seen.requests <= 2, `${seen.requests} requests`);
  },
);

Deno.test("POST /sessions takes no symmetric or private key out of a key set", async () => {
  const harness = createCoachHarness();
  const secret = "a-secret-that-somebody-published-by-mistake";
  const k = btoa(secret).replace(/=+$/, "");
  publishKeys(harness, [{ kty: "oct", k, kid: "oct-1", alg: "HS256" }]);
  const claims = tokenClaims(harness.clock.nowMs);
  assert.match(
    await refusalOf(harness, await signToken(claims, { kid: "oct-1" }, secret)),
    /`kid`/,
  );
});

Deno.test("POST /sessions answers 502 when the site's key set cannot be read", async () => {
  const answers: readonly (() => Promise<Response>)[] = [
    () => Promise.reject(new TypeError("connection refused")),
    () => Promise.resolve(new Response("moved", { status: 302, headers: { location: "/x" } })),
    () => Promise.resolve(new Response("no", { status: 500 })),
    () => Promise.resolve(new Response("<html>")),
    () => Promise.resolve(Response.json({ keys: "none" })),
    () => Promise.resolve(Response.json([])),
    () => Promise.resolve(new Response(`{"keys":["${"x".repeat(70_000)}"]}`)),
  ];
  const { sign } = await createPair("ES256", "ec-1");
  for (const answer of answers) {
    const harness = createCoachHarness();
    publishKeys(harness, []);
    let requests = 0;
    harness.keyServer.answer = () => {
      requests += 1;
      return answer();
    };
    const token = await sign(tokenClaims(harness.clock.nowMs));
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await assertProblem(await start(harness, token), {
        status: 502,
        code: "upstream_unavailable",
      });
    }
    assert.equal(requests, 1, "a failing server is left alone for a while");
  }
});

Deno.test(
  "POST /sessions says so when the server has no key to check shared secrets with",
  async () => {
    const { createLearnerTokens } =
      await import("../../supabase/functions/_shared/identity/learner-tokens.ts");
    const harness = createCoachHarness();
    const keySets = () => () => Promise.reject(new Error("unused"));
    const tokens = createLearnerTokens(null, keySets, harness.world.now);
    const keys = { siteId: SITE_ID, issuers: [EMBED_KEY], kids: [TOKEN_KID], jwksUrl: null };
    const purpose = { scenario: STORED_SCENARIO.id, origin: ORIGIN, isStart: true };
    const token = await signToken(tokenClaims(harness.clock.nowMs));
    await assert.rejects(tokens.verify(token, keys, purpose), /LEARNER_TOKEN_KEY is not set/);
  },
);

Deno.test(
  "POST /sessions tells the outcomes of required, unused and spent tokens apart",
  async () => {
    const harness = createCoachHarness();
    for (const [outcome, sentence] of [
      ["token_required", /known learners only/],
      ["token_used", /has started a session before/],
      ["token_refused", /takes no learner tokens/],
    ] as const) {
      harness.overrides.openSession = () => Promise.resolve({ outcome });
      const response = await harness.send("POST", "/coach/sessions", { body: startBody() });
      assert.match((await assertProblem(response, UNAUTHORIZED)).message, sentence);
    }
  },
);

Deno.test(
  "GET /brief tells a known learner's allowance, also when the token is an hour old",
  async () => {
    const harness = createCoachHarness();
    const asked: { learnerKey: string | null; isAnonymous: boolean | undefined }[] = [];
    const { getBrief } = harness.store;
    harness.overrides.getBrief = (query) => {
      asked.push({ learnerKey: query.learnerKey, isAnonymous: query.isAnonymous });
      return getBrief(query);
    };
    const token = await signToken(tokenClaims(harness.clock.nowMs));
    harness.clock.nowMs += 3_600_000;
    assert.equal((await readBrief(harness, token)).status, 200);
    const learnerKey = harness.world.hashLearner("token", "learner-7");
    assert.deepEqual(asked, [{ learnerKey, isAnonymous: false }]);
    assert.match(await refusalOf(harness, token), /expired/);
    harness.clock.nowMs += 24 * 3_600_000;
    await assertProblem(await readBrief(harness, token), UNAUTHORIZED);
  },
);

Deno.test("no token or secret of a learner reaches the log", async () => {
  const harness = createCoachHarness();
  const token = await signToken(tokenClaims(harness.clock.nowMs));
  await start(harness, token);
  await start(harness, `${token}x`);
  const log = harness.lines.join("\n");
  assert.match(log, /learner_token_refused/);
  for (const part of token.split(".").slice(1)) assert.ok(!log.includes(part));
  assert.ok(!log.includes("learner-7"));
});
