import { expect } from "@open-wc/testing";
import { AttemptsResponse } from "#contract/learner-record.ts";
import { ToolResponse } from "#contract/progress.ts";
import { CallResponse } from "#contract/session.ts";
import fc from "fast-check";
import {
  isAttemptsResponse,
  isCallResponse,
  isToolResponse,
} from "../../../../widget/src/adapters/network/recovery-checks.ts";
import { browserClock } from "../../../../widget/src/adapters/page/browser-clock.ts";
import type { Check } from "../../../../widget/src/adapters/network/check.ts";
import { createRecoveryApi } from "../../../../widget/src/adapters/network/fetch-recovery-api.ts";
import type { SessionCredential } from "../../../../widget/src/ports/coach-api.ts";
import { REOPENED, TOOL_ANSWER } from "../../../unit/session/fake-recovery.ts";
import { Echo } from "../../kit/echo.ts";

const LIVE = new AbortController().signal;
const CARD = {
  tool: "find",
  outcome: "found",
  message: null,
  rows: [[{ name: "n", about: "Number", value: "17" }]],
};
const TOOL = { id: "find", about: "Find", kind: "lookup", inputs: [] };
const ATTEMPT = {
  sessionId: "session-1",
  startedAt: "2026-11-20T10:00:00Z",
  usedSeconds: 60,
  status: "scored",
  total: 70,
  passMark: null,
};

/** A clock whose pauses between retries take no time. */
const HASTY = {
  ...browserClock,
  after: (delayMs: number, signal: AbortSignal, callback: () => void): void => {
    browserClock.after(delayMs >= 5_000 ? delayMs : 0, signal, callback);
  },
};

function start() {
  const echo = new Echo();
  const credential: SessionCredential = {
    api: echo.url,
    sessionId: "session-1",
    sessionToken: "token-of-session-1",
  };
  return { echo, api: createRecoveryApi(HASTY), credential };
}

describe("RecoveryApi", () => {
  it("openCall() sends one simple request with the token inside, and repeats nothing", async () => {
    const { echo, api, credential } = start();
    const request = { offer: "v=0\r\n", attemptKey: "key", input: "voice" } as const;
    await echo.answer(201, REOPENED);
    const { watched, ...reopened } = await api.openCall(credential, request, LIVE);
    await watched;
    expect(reopened).to.deep.equal(REOPENED);
    await echo.answer(502, { code: "upstream_unavailable", message: "no", requestId: "r" });
    const refusal = await api
      .openCall(credential, request, LIVE)
      .catch((thrown: unknown) => thrown);
    expect(refusal).to.include({ code: "server_unreachable" });
    const log = await echo.log();
    expect(log.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([
      "POST /coach/sessions/session-1/calls",
      "POST /coach/sessions/session-1/calls",
    ]);
    expect(JSON.parse(log[0]?.body ?? "")).to.deep.equal({
      sessionToken: "token-of-session-1",
      ...request,
    });
    expect(log[0]?.headers["content-type"]).to.match(/^text\/plain/);
  });

  it("openCall() says that a session which is over is rejected", async () => {
    const { echo, api, credential } = start();
    await echo.answer(409, { code: "conflict", message: "over", requestId: "r" });
    const request = { offer: "v=0\r\n", attemptKey: "key" };
    const refusal = await api
      .openCall(credential, request, LIVE)
      .catch((thrown: unknown) => thrown);
    expect(refusal).to.include({ code: "session_rejected" });
  });

  it("useTool() repeats the same call when the server failed", async () => {
    const { echo, api, credential } = start();
    await echo.answer(500, { code: "internal", message: "no", requestId: "r" });
    await echo.answer(200, TOOL_ANSWER);
    const request = { callId: "call_1", by: "persona", name: "move", arguments: "{}" } as const;
    expect(await api.useTool(credential, request, LIVE)).to.deep.equal(TOOL_ANSWER);
    const [first, second] = await echo.log();
    expect(second?.body).to.equal(first?.body);
  });

  it("rate() takes any answer that is none of a refusal", async () => {
    const { echo, api, credential } = start();
    await echo.answer(200, { stars: 4, comment: null });
    await api.rate(credential, { stars: 4 }, LIVE);
    await echo.answer(409, { code: "conflict", message: "too late", requestId: "r" });
    const refusal = await api
      .rate(credential, { stars: 4 }, LIVE)
      .catch((thrown: unknown) => thrown);
    expect(refusal).to.include({ code: "session_rejected" });
  });

  it("fetchAttempts() sends the token of a learner who has one, and no header otherwise", async () => {
    const { echo, api } = start();
    await echo.answer(200, { attempts: [ATTEMPT] });
    await echo.answer(200, { attempts: [] });
    const query = { api: echo.url, embedKey: "mk_demo", scenario: "shop", deviceId: "device-1" };
    expect(await api.fetchAttempts({ ...query, learnerToken: null }, LIVE)).to.deep.equal([
      ATTEMPT,
    ]);
    await api.fetchAttempts({ ...query, learnerToken: "jws" }, LIVE);
    const asked = (await echo.log()).filter(({ method }) => method === "GET");
    expect(asked.map(({ path }) => path)).to.deep.equal(["/coach/attempts", "/coach/attempts"]);
    expect(asked.map(({ headers }) => headers["authorization"])).to.deep.equal([
      undefined,
      "Bearer jws",
    ]);
  });

  it("fetchAttemptReport() asks for one attempt's report as the attempts are asked for", async () => {
    const { echo, api } = start();
    const pending = { status: "pending", retryAfterSeconds: 2 };
    await echo.answer(200, pending);
    const query = { api: echo.url, embedKey: "mk_demo", scenario: "shop", deviceId: "device-1" };
    const asking = api.fetchAttemptReport({ ...query, learnerToken: null }, "a/b", LIVE);
    expect(await asking).to.deep.equal(pending);
    const [asked] = (await echo.log()).filter(({ method }) => method === "GET");
    expect(asked?.path).to.equal("/coach/attempts/a%2Fb/report");
  });

  /** The contract's schemas, each with the guard that stands for it in the browser, and good samples. */
  const PAIRS: readonly [
    string,
    { safeParse(value: unknown): { success: boolean } },
    Check<unknown>,
    readonly object[],
  ][] = [
    [
      "isCallResponse",
      CallResponse,
      isCallResponse,
      [
        REOPENED,
        { ...REOPENED, tools: [TOOL] },
        { ...REOPENED, handshake: "ephemeral", clientSecret: "ek", callsUrl: "https://p.example" },
      ],
    ],
    [
      "isToolResponse",
      ToolResponse,
      isToolResponse,
      [TOOL_ANSWER, { ...TOOL_ANSWER, card: CARD, details: { number: "17" }, ends: true }],
    ],
    ["isAttemptsResponse", AttemptsResponse, isAttemptsResponse, [{ attempts: [ATTEMPT] }]],
  ];

  for (const [name, schema, check, samples] of PAIRS) {
    it(`${name}() agrees with the contract, also where a sample was damaged anywhere`, () => {
      for (const sample of samples) expect(schema.safeParse(sample).success).to.equal(true);
      fc.assert(
        fc.property(
          fc.constantFrom(...samples),
          fc.nat(),
          fc.constantFrom<unknown>(null, 7, "x", [], {}, true, undefined),
          (sample, where, damage) => {
            const damaged = damageAt(sample, where, damage);
            expect(check(damaged)).to.equal(schema.safeParse(damaged).success);
          },
        ),
        { numRuns: 400 },
      );
    });
  }
});

/** A copy of a sample with another value in one of its places, whichever `where` comes to. */
function damageAt(sample: object, where: number, damage: unknown): unknown {
  const copy: unknown = structuredClone(sample);
  const places = listPlaces(copy);
  const place = places[where % places.length];
  if (place !== undefined) Reflect.set(place.holder, place.name, damage);
  return copy;
}

function listPlaces(value: unknown): { holder: object; name: string }[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    { holder: value, name },
    ...listPlaces(inner),
  ]);
}
