import { expect } from "@open-wc/testing";
import type { SessionRequest } from "#contract/session.ts";
import type { ReportedTurn } from "#contract/turn.ts";
import fc from "fast-check";
import { browserClock } from "../../../../widget/src/adapters/page/browser-clock.ts";
import {
  FetchCoachApi,
  packFlush,
} from "../../../../widget/src/adapters/network/fetch-coach-api.ts";
import { CoachError } from "../../../../widget/src/domain/state/coach-error.ts";
import type { SessionCredential } from "../../../../widget/src/ports/coach-api.ts";
import { FakeClock, settle } from "../../../unit/session/fake-clock.ts";
import { warningsOf } from "../../kit/mount-coach.ts";
import { GRANT } from "../../../unit/session/fake-ports.ts";
import { Echo } from "../../kit/echo.ts";

const REQUEST: SessionRequest = {
  embedKey: "mk_demo_key",
  scenario: "website-sales-fr",
  offer: "v=0\r\n",
  attemptKey: "00000000-0000-4000-8000-000000000001",
  locale: "fr",
  consent: { version: "2026-11", locale: "fr" },
};
const TURN: ReportedTurn = {
  sequence: 1,
  itemId: "item_1",
  previousItemId: null,
  speaker: "learner",
  state: "final",
  text: "Bonjour, ça va ?",
  startedAtMs: 1,
  endedAtMs: 2,
};
const LIVE = new AbortController().signal;

/** A clock whose pauses between retries take no time. */
const HASTY = {
  ...browserClock,
  after: (delayMs: number, signal: AbortSignal, callback: () => void): void => {
    browserClock.after(delayMs >= 10_000 ? delayMs : 0, signal, callback);
  },
};

function start(clock = HASTY) {
  const echo = new Echo();
  const api = new FetchCoachApi(echo.url, clock);
  const credential: SessionCredential = {
    api: echo.url,
    sessionId: "session-1",
    sessionToken: "token-of-session-1",
  };
  return { echo, api, credential };
}

/** What a request fails with; what it warns of meanwhile is kept from the console. */
async function fail(work: Promise<unknown>): Promise<CoachError> {
  let thrown: unknown = new Error("It did not fail.");
  await warningsOf(() =>
    work.catch((reason: unknown) => {
      thrown = reason;
    }),
  );
  if (thrown instanceof CoachError) return thrown;
  throw thrown;
}

/** A request that a browser sends without asking first. */
function isSimple(request: { method: string; headers: Readonly<Record<string, string>> }): boolean {
  const { headers } = request;
  const custom = Object.keys(headers).filter((name) => name.startsWith("x-"));
  return (
    request.method === "POST" &&
    headers["content-type"]?.startsWith("text/plain") === true &&
    headers["authorization"] === undefined &&
    headers["cookie"] === undefined &&
    custom.length === 0
  );
}

describe("FetchCoachApi", () => {
  it("openSession() sends one simple request across origins, without a preflight", async () => {
    const { echo, api } = start();
    await echo.answer(201, GRANT);
    const { watched, ...grant } = await api.openSession(REQUEST);
    await watched;
    expect(grant).to.deep.equal(GRANT);
    const log = await echo.log();
    expect(log.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([
      "POST /coach/sessions",
    ]);
    expect(log.every(isSimple)).to.equal(true);
    expect(JSON.parse(log[0]?.body ?? "")).to.deep.equal(REQUEST);
  });

  it("openSession() answers before the server listens, and tells when it does", async () => {
    const { echo, api } = start();
    await echo.answer(201, `${JSON.stringify(GRANT)}\n`, true);
    const { watched, ...grant } = await api.openSession(REQUEST);
    expect(grant).to.deep.equal(GRANT);
    let isWatched = false;
    const told = watched?.then(() => (isWatched = true));
    await echo.log();
    expect(isWatched).to.equal(false);
    await echo.end();
    await told;
    expect(isWatched).to.equal(true);
  });

  it("openSession() waits no longer for a server that listens than for its answer", async () => {
    const clock = new FakeClock();
    const { echo, api } = start(clock);
    await echo.answer(201, GRANT, true);
    const { watched } = await api.openSession(REQUEST);
    clock.pass(20_000);
    await watched;
    await echo.end();
  });

  it("openSession() repeats the very same body once when the server failed", async () => {
    const { echo, api } = start();
    await echo.answer(502, { code: "upstream_unavailable", message: "no", requestId: "request-1" });
    await echo.answer(201, GRANT);
    await api.openSession(REQUEST);
    const [first, second, ...more] = await echo.log();
    expect(second?.body).to.equal(first?.body);
    expect(more.length).to.equal(0);
  });

  it("openSession() does not repeat what was refused, and keeps the limit that refused", async () => {
    const { echo, api } = start();
    const limit = { name: "learner_day", cap: 600, used: 600, resetsAt: "2026-11-21T00:00:00Z" };
    await echo.answer(429, {
      code: "limit_reached",
      message: "no",
      requestId: "request-9",
      retryAfterSeconds: 60,
      limit,
    });
    const error = await fail(api.openSession(REQUEST));
    expect(error).to.deep.include({
      code: "limit_reached",
      requestId: "request-9",
      retryAfterSeconds: 60,
    });
    expect(error.limit).to.deep.equal(limit);
    expect((await echo.log()).length).to.equal(1);
  });

  it("openSession() says in the console what the server says of a refused start", async () => {
    const { echo, api } = start();
    const message = "The learner token has started a session before. Sign one for each start.";
    await echo.answer(401, { code: "caller_unauthorized", message, requestId: "request-9" });
    const warnings = await warningsOf(() => api.openSession(REQUEST).catch(() => undefined));
    expect(warnings).to.deep.equal([`<maka-voice-coach> ${message}`]);
  });

  for (const [problem, status, code] of [
    ["request_invalid", 400, "configuration_invalid"],
    ["caller_unauthorized", 401, "signed_out"],
    ["origin_forbidden", 403, "session_rejected"],
    ["not_found", 404, "scenario_missing"],
    ["feature_disabled", 404, "feature_disabled"],
    ["conflict", 409, "session_rejected"],
    ["too_large", 413, "internal"],
  ] as const) {
    it(`openSession() fails with ${code} when the server says ${problem}`, async () => {
      const { echo, api } = start();
      const answer = { code: problem, message: "no", requestId: "request-1" };
      await echo.answer(status, answer);
      await echo.answer(status, answer);
      expect((await fail(api.openSession(REQUEST))).code).to.equal(code);
    });
  }

  it("openSession() fails with server_unreachable when nonsense comes back", async () => {
    for (const body of ["<html>", { sessionId: 4 }, "null"]) {
      const { echo, api } = start();
      await echo.answer(200, body);
      await echo.answer(200, body);
      expect((await fail(api.openSession(REQUEST))).code).to.equal("server_unreachable");
    }
  });

  it("openSession() fails with server_unreachable when nobody answers in time", async () => {
    const clock = new FakeClock();
    const echo = new Echo();
    const api = new FetchCoachApi(echo.url, clock);
    const failure = fail(api.openSession(REQUEST));
    await echo.waitFor(1);
    await clock.pass(21_000);
    await echo.waitFor(2);
    await clock.pass(20_000);
    expect((await failure).code).to.equal("server_unreachable");
    await settle();
    expect(clock.pending).to.equal(0);
  });

  it("sendTurns() fails with aborted, and at once, when its signal aborts", async () => {
    const { echo, api, credential } = start();
    const leaving = new AbortController();
    const failure = fail(api.sendTurns(credential, [TURN], leaving.signal));
    await echo.waitFor(1);
    leaving.abort();
    expect((await failure).code).to.equal("aborted");
    expect((await fail(api.sendTurns(credential, [TURN], leaving.signal))).code).to.equal(
      "aborted",
    );
  });

  it("sendTurns(), beat() and endSession() are simple requests with the token inside", async () => {
    const { echo, api, credential } = start();
    await echo.answer(200, { contiguous: 1, missing: [] });
    await api.sendTurns(credential, [TURN], LIVE);
    await echo.answer(200, { status: "continue", remainingSeconds: 9 });
    await api.beat(credential, LIVE);
    await echo.answer(200, { usedSeconds: 3, report: "pending" });
    await api.endSession(credential, "learner", LIVE);
    const log = await echo.log();
    expect(log.every(isSimple)).to.equal(true);
    expect(log.map(({ path, body }): readonly unknown[] => [path, JSON.parse(body)])).to.deep.equal(
      [
        ["/coach/sessions/session-1/turns", { sessionToken: "token-of-session-1", turns: [TURN] }],
        ["/coach/sessions/session-1/heartbeat", { sessionToken: "token-of-session-1" }],
        [
          "/coach/sessions/session-1/end",
          { sessionToken: "token-of-session-1", reason: "learner" },
        ],
      ],
    );
  });

  it("fetchReport() shows its token as a bearer, and repeats when the server failed", async () => {
    const { echo, api, credential } = start();
    await echo.answer(500, { code: "internal", message: "no", requestId: "request-1" });
    await echo.answer(200, { status: "pending", retryAfterSeconds: 1 });
    const response = await api.fetchReport(credential, LIVE);
    expect(response).to.deep.equal({ status: "pending", retryAfterSeconds: 1 });
    const asked = (await echo.log()).filter(({ method }) => method === "GET");
    expect(asked.map(({ headers }) => headers["authorization"])).to.deep.equal([
      "Bearer token-of-session-1",
      "Bearer token-of-session-1",
    ]);
  });

  it("flush() hands a small simple request to the browser", async () => {
    const { echo, api, credential } = start();
    await echo.answer(200, {});
    api.flush(credential, { reason: "left", attemptKey: "attempt-1" }, [TURN]);
    const log = await echo.waitFor(1);
    expect(log.map(({ method }) => method)).to.deep.equal(["POST"]);
    expect(log[0]?.headers["content-type"]).to.match(/^text\/plain/);
    expect(JSON.parse(log[0]?.body ?? "")).to.deep.equal({
      sessionToken: "token-of-session-1",
      reason: "left",
      attemptKey: "attempt-1",
      turns: [TURN],
    });
  });

  it("packFlush() stays below 4 kB and keeps the first turns whole", () => {
    const turns = fc.array(fc.string({ unit: "grapheme", maxLength: 900 }), { maxLength: 12 });
    fc.assert(
      fc.property(turns, (texts) => {
        const all = texts.map((text, index) => ({ ...TURN, text, sequence: index + 1 }));
        const body = packFlush("token", { reason: "left", attemptKey: "attempt-1" }, all);
        expect(new TextEncoder().encode(body).length).to.be.lessThan(4_000);
        const kept: unknown = Reflect.get(Object(JSON.parse(body)), "turns") ?? [];
        expect(kept).to.be.an("array");
        expect(kept).to.deep.equal(all.slice(0, Number(Reflect.get(Object(kept), "length"))));
      }),
    );
  });

  it("openSession() is not bent by what a page put on every object", async () => {
    const { echo, api } = start();
    await echo.answer(201, GRANT);
    const planted = {
      mode: "no-cors",
      method: "PUT",
      credentials: "include",
      integrity: "sha256-x",
    };
    for (const [name, value] of Object.entries(planted)) {
      Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
    }
    const pending = api.openSession(REQUEST);
    for (const name of Object.keys(planted)) Reflect.deleteProperty(Object.prototype, name);
    expect((await pending).sessionId).to.equal("session-1");
  });
});
