import assert from "node:assert/strict";
import { SignJWT } from "jose";
import { assertProblem } from "./kit/assert-problem.ts";
import { createCoachHarness, startSession, TOKEN_SECRET, turn } from "./kit/coach-harness.ts";
import { ORIGIN } from "./kit/fake-store.ts";

const SESSION_ROUTES = [
  ["POST", "turns", { turns: [turn(1, "learner", "Bonjour")] }],
  ["POST", "heartbeat", {}],
  ["POST", "end", { reason: "learner" }],
  ["GET", "report", null],
] as const;

for (const [method, route, fields] of SESSION_ROUTES) {
  const send = (
    harness: ReturnType<typeof createCoachHarness>,
    id: string,
    token: string,
    origin = ORIGIN,
  ) => {
    const path = `/coach/sessions/${id}/${route}`;
    return fields === null
      ? harness.send(method, path, { headers: { authorization: `Bearer ${token}` }, origin })
      : harness.send(method, path, { body: { sessionToken: token, ...fields }, origin });
  };

  Deno.test(`${method} /${route} answers 404 when the token is of another session`, async () => {
    const harness = createCoachHarness();
    const mine = await startSession(harness);
    const theirs = await startSession(harness);
    await assertProblem(await send(harness, theirs.id, mine.token), {
      status: 404,
      code: "not_found",
    });
    assert.equal(harness.sessions.get(theirs.id)?.status, "active");
    assert.equal(harness.sessions.get(theirs.id)?.turns.length, 0);
  });

  Deno.test(`${method} /${route} answers 403 when another page uses the token`, async () => {
    const harness = createCoachHarness();
    const { id, token } = await startSession(harness);
    const response = await send(harness, id, token, "https://evil.example");
    await assertProblem(response, { status: 403, code: "origin_forbidden" });
  });

  Deno.test(
    `${method} /${route} answers 401 when the token is altered, foreign or expired`,
    async () => {
      const harness = createCoachHarness();
      const { id, token } = await startSession(harness);
      const expected = { status: 401, code: "caller_unauthorized" };
      for (const wrong of await wrongTokens(id, token)) {
        await assertProblem(await send(harness, id, wrong), expected);
      }
      harness.clock.nowMs += 27 * 3_600_000;
      await assertProblem(await send(harness, id, token), expected);
      await harness.settle();
    },
  );

  Deno.test(`${method} /${route} still takes the token when a day has passed`, async () => {
    const harness = createCoachHarness();
    const { id, token } = await startSession(harness);
    harness.clock.nowMs += 25 * 3_600_000;
    assert.equal((await send(harness, id, token)).status, 200);
    await harness.settle();
  });
}

Deno.test("GET /report answers 401 when there is no token", async () => {
  const harness = createCoachHarness();
  const { id } = await startSession(harness);
  const response = await harness.send("GET", `/coach/sessions/${id}/report`);
  await assertProblem(response, { status: 401, code: "caller_unauthorized" });
});

/** Tokens that look right and are not. */
async function wrongTokens(sessionId: string, token: string): Promise<string[]> {
  const sign = (secret: string, issuer: string) =>
    new SignJWT({ origin: ORIGIN })
      .setProtectedHeader({ alg: "HS256" })
      .setSubject(sessionId)
      .setIssuer(issuer)
      .setExpirationTime("1h")
      .sign(new TextEncoder().encode(secret));
  const [header = "", payload = "", signature = ""] = token.split(".");
  const unsigned = btoa('{"alg":"none"}').replaceAll("=", "");
  return [
    await sign("another-secret-another-secret-another", "maka-voice-coach"),
    await sign(TOKEN_SECRET, "https://project.example/auth/v1"),
    `${unsigned}.${payload}.`,
    `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
    "x".repeat(40),
  ];
}
