import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { cleanup } from "node-datachannel";
import postgres from "postgres";
import type { Platform } from "../../demo/platform/platform.ts";
import {
  CallResponse,
  SessionResponse,
} from "../../supabase/functions/_shared/contract/session.ts";
import { ReportResponse } from "../../supabase/functions/_shared/contract/report.ts";
import { readScenario } from "../kit/scenarios/library.ts";
import { withDefaults } from "../kit/scenarios/with-defaults.ts";
import { NativeCaller } from "../kit/provider/native-caller.ts";
import { runSmokeCall } from "../../supabase/cli/deploy/smoke-call.ts";
import { soundStart } from "../kit/stack/test-backend.ts";
import { startTestPlatform } from "../kit/stack/test-platform.ts";

const { rehearsal, openingLine = "" } = withDefaults(await readScenario("saas-discovery-en"));
const [first, second] = rehearsal.good;
assert.ok(first && second);

interface Session {
  readonly id: string;
  readonly token: string;
}

describe("a session of several calls, over the whole platform", { timeout: 120_000 }, () => {
  let platform: Platform;
  let sql: postgres.Sql;
  let callers: NativeCaller[] = [];

  before(async () => {
    // Nothing here is about how long somebody speaks.
    platform = await startTestPlatform({ standInEnvironment: { STANDIN_PACE: "2.5" } });
    sql = postgres(platform.databaseUrl, { max: 2, onnotice: () => undefined });
  });
  afterEach(() => {
    for (const caller of callers) caller.close();
    callers = [];
  });
  after(async () => {
    // The library's threads keep the process alive otherwise.
    cleanup();
    await sql.end();
    await platform.stop();
  });

  const post = async (path: string, body: object) => {
    const response = await fetch(`${platform.urls.functions}${path}`, {
      method: "POST",
      headers: { origin: new URL(platform.urls.demo).origin, "content-type": "text/plain" },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const dial = (): NativeCaller => {
    const caller = new NativeCaller();
    callers.push(caller);
    return caller;
  };
  /** The ids of the calls that the stand-in has not ended. */
  const liveCalls = async (): Promise<string[]> => {
    const response = await fetch(`${platform.urls.realtime ?? ""}/stand-in/calls`);
    const { calls } = (await response.json()) as { calls: { id: string; state: string }[] };
    return calls.filter(({ state }) => state !== "ended").map(({ id }) => id);
  };
  const start = async (caller: NativeCaller): Promise<Session> => {
    const offer = await caller.createOffer();
    const { status, body } = await post("/coach/sessions", soundStart({ offer }));
    assert.equal(status, 201, JSON.stringify(body));
    const session = SessionResponse.parse(body);
    assert.ok(session.handshake === "relay");
    await caller.connect(session.answer);
    await caller.waitFor("session.created");
    return { id: session.sessionId, token: session.sessionToken };
  };
  const askCall = async ({ id, token }: Session, caller: NativeCaller) => {
    const offer = await caller.createOffer();
    const attemptKey = crypto.randomUUID();
    return post(`/coach/sessions/${id}/calls`, { sessionToken: token, offer, attemptKey });
  };
  const join = async (caller: NativeCaller, body: unknown): Promise<CallResponse> => {
    const call = CallResponse.parse(body);
    assert.ok(call.handshake === "relay");
    await caller.connect(call.answer);
    await caller.waitFor("session.created");
    return call;
  };
  const end = ({ id, token }: Session, reason: string) =>
    post(`/coach/sessions/${id}/end`, { sessionToken: token, reason });

  it("takes the talk up in a second call, never has two, and reports one transcript", async () => {
    const caller = dial();
    const session = await start(caller);
    assert.equal(await ask(caller, null), openingLine);
    assert.equal(await ask(caller, first.learner[0] ?? ""), first.persona);

    const watch = watchCalls(liveCalls);
    const nextCaller = dial();
    const { status, body } = await askCall(session, nextCaller);
    assert.equal(status, 201, JSON.stringify(body));
    const call = await join(nextCaller, body);
    assert.deepEqual(
      call.transcript.map(({ text, source }) => [text, source]),
      [openingLine, first.learner[0], first.persona].map((text) => [text, "observed"]),
    );
    assert.ok(call.remainingSeconds > 400 && call.elapsedMs > 0);
    assert.equal(await ask(nextCaller, null), rehearsal.stillThere);
    assert.equal(await ask(nextCaller, second.learner[0] ?? ""), second.persona);
    assert.equal(await watch.stop(), 1);

    await end(session, "learner");
    const report = await awaitReport(session);
    assert.deepEqual(
      report.transcript.map(({ text }) => text),
      [openingLine, first.learner[0], first.persona, rehearsal.stillThere].concat([
        second.learner[0],
        second.persona,
      ]),
    );
    assert.equal(report.evidence, "observed");
    const times = report.transcript.map(({ startedAtMs }) => startedAtMs);
    assert.deepEqual(
      times,
      times.toSorted((left, right) => left - right),
    );
    assert.deepEqual(await liveCalls(), []);
  });

  it("is held by smoke --call: answered, heard, observed and reported", async () => {
    const { functions, demo } = platform.urls;
    const site = { functionsUrl: functions, embedKey: "mk_demo", origin: new URL(demo).origin };
    const checks = await runSmokeCall({ ...site, scenario: "saas-discovery-en" });
    assert.deepEqual(
      checks.map(({ problem }) => problem),
      [null, null, null, null],
    );
    const [refusal, ...more] = await runSmokeCall({
      ...site,
      ...{ embedKey: "mk_nobody", scenario: "saas-discovery-en" },
    });
    assert.match(refusal?.problem ?? "", /^answered 404: .*embed key/);
    assert.deepEqual(more, []);
    assert.deepEqual(await liveCalls(), []);
  });

  it("makes one call when five pages ask at once", async () => {
    const session = await start(dial());
    const watch = watchCalls(liveCalls);
    const answers = await Promise.all(Array.from({ length: 5 }, () => askCall(session, dial())));
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 409, 409, 409, 409]);
    for (const { body } of answers.filter(({ status }) => status === 409)) {
      assert.ok(Number(body["retryAfterSeconds"]) > 0, JSON.stringify(body));
    }
    assert.equal(await watch.stop(), 1);
    assert.equal((await liveCalls()).length, 1);
    await end(session, "learner");
  });

  it("hangs up when the page closes and takes the talk up when it comes back", async () => {
    const caller = dial();
    const session = await start(caller);
    assert.equal(await ask(caller, null), openingLine);
    assert.equal((await end(session, "page_closed")).status, 200);
    await until("the call is hung up", async () => (await liveCalls()).length === 0);
    const [paused] = await sql`
      select status, extract(epoch from lapses_at - paused_at)::int as seconds
      from coach.sessions where id = ${session.id}`;
    assert.deepEqual({ ...paused }, { status: "active", seconds: 30 });
    const nextCaller = dial();
    const call = await join(nextCaller, (await askCall(session, nextCaller)).body);
    assert.deepEqual(
      call.transcript.map(({ text }) => text),
      [openingLine],
    );
    assert.equal(await ask(nextCaller, null), rehearsal.stillThere);
    await end(session, "learner");
  });

  const awaitReport = async ({ id, token }: Session) => {
    for (let attempt = 0; attempt < 150; attempt += 1) {
      const response = await fetch(`${platform.urls.functions}/coach/sessions/${id}/report`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const answer = ReportResponse.parse(await response.json());
      if (answer.status === "ready") return answer.report;
      assert.equal(answer.status, "pending", JSON.stringify(answer));
      await sleep(200);
    }
    throw new Error("no report came");
  };
});

/** Types a sentence, or with null lets the persona begin, and returns what it says. */
async function ask(caller: NativeCaller, text: string | null): Promise<string> {
  const said = (): string[] =>
    caller.events
      .filter(({ type }) => type === "response.output_audio_transcript.done")
      .map((event) => String(event["transcript"]));
  const before = said().length;
  if (text !== null) {
    const content = [{ type: "input_text", text }];
    const item = { type: "message", role: "user", content };
    caller.send({ type: "conversation.item.create", item });
  }
  caller.send({ type: "response.create" });
  await until("the persona speaks", () => Promise.resolve(said().length > before));
  const done = (): number => caller.events.filter(({ type }) => type === "response.done").length;
  await until("the reply is whole", () => Promise.resolve(done() >= said().length));
  // The observer gathers what it hears for a moment before it writes it down.
  await sleep(600);
  return said().at(-1) ?? "";
}

/** Counts the calls that are live at once until it is stopped. */
function watchCalls(liveCalls: () => Promise<string[]>) {
  const stopping = new AbortController();
  const done = (async () => {
    let most = 0;
    while (!stopping.signal.aborted) {
      most = Math.max(most, (await liveCalls()).length);
      await sleep(10);
    }
    return most;
  })();
  return {
    stop: (): Promise<number> => {
      stopping.abort();
      return done;
    },
  };
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`${what}: not within 20 s`);
    await sleep(50);
  }
}
