import assert from "node:assert/strict";
import type { Sql } from "postgres";
import { createGateway } from "../../demo/platform/gateway/create-gateway.ts";
import { createStore } from "../../supabase/functions/_shared/store/create-store.ts";
import { StoreError } from "../../supabase/functions/_shared/store/store-error.ts";
import type { OpenSessionRequest } from "../../supabase/functions/_shared/store/sessions.ts";
import type { Store } from "../../supabase/functions/_shared/store/store.ts";
import {
  connectDatabase,
  createSite,
  type DatabaseSite,
  SITE_ORIGIN,
} from "./kit/database-site.ts";
import { STORED_SCENARIO } from "./kit/scenario-fixture.ts";

const SECRET_KEY = "sb_secret_of_this_test";

interface Serving {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Serves a handler on a free port. */
function serve(handle: (request: Request) => Response | Promise<Response>): Serving {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => undefined }, handle);
  return { url: `http://127.0.0.1:${server.addr.port}`, stop: () => server.shutdown() };
}

/** The store over the gateway and a real database. */
function storeTest(
  name: string,
  run: (store: Store, site: DatabaseSite, sql: Sql) => Promise<void>,
): void {
  Deno.test(name, async () => {
    const sql = connectDatabase(2);
    const folder = await Deno.makeTempDir();
    const gateway = await createGateway({
      databaseUrl: Deno.env.get("SUPABASE_DB_URL") ?? "",
      publishableKey: "sb_publishable_of_this_test",
      secretKey: SECRET_KEY,
      jwks: { keys: [] },
      functionsFolder: new URL(`file://${folder}/`),
    });
    const serving = serve((request) => gateway.fetch(request));
    try {
      const store = createStore({ url: serving.url, secretKey: SECRET_KEY });
      await run(store, await createSite(sql), sql);
    } finally {
      await serving.stop();
      await gateway.close();
      await sql.end({ timeout: 5 });
      await Deno.remove(folder);
    }
  });
}

function startRequest(
  site: DatabaseSite,
  changes: Partial<OpenSessionRequest> = {},
): OpenSessionRequest {
  return {
    embedKey: site.embedKey,
    origin: SITE_ORIGIN,
    scenario: site.scenario,
    attemptKey: crypto.randomUUID(),
    requestHash: "request",
    learnerKey: "learner",
    learnerName: "Ann",
    locale: "en",
    consent: { version: "2026-11", locale: "en" },
    variables: { company: "Acme" },
    handshake: "relay",
    requestId: "request-1",
    capSeconds: null,
    ...changes,
  };
}

async function grant(store: Store, request: OpenSessionRequest): Promise<string> {
  const opened = await store.openSession(request);
  assert.equal(opened.outcome, "granted");
  return opened.outcome === "granted" ? opened.sessionId : "";
}

function reportedTurn(sequence: number, text: string) {
  return {
    sequence,
    itemId: `item_${sequence}`,
    previousItemId: sequence > 1 ? `item_${sequence - 1}` : null,
    speaker: "learner" as const,
    state: "final" as const,
    text,
    startedAtMs: sequence,
    endedAtMs: sequence,
  };
}

storeTest("Store carries a session from brief to report", async (store, site) => {
  const { embedKey, scenario } = site;
  const where = { embedKey, origin: SITE_ORIGIN, scenario };
  const brief = await store.getBrief({ ...where, learnerKey: null });
  assert.ok(brief.outcome === "ok");
  assert.deepEqual(
    [brief.scenario.durationSeconds, brief.sessionSeconds, brief.remainingSeconds, brief.voice],
    [60, 60, 1_000_000, true],
  );

  const request = startRequest(site);
  const sessionId = await grant(store, request);
  const replayed = await store.openSession(request);
  assert.ok(replayed.outcome === "replayed");
  assert.deepEqual(
    [replayed.sessionId, replayed.status, replayed.answer, replayed.deadline, replayed.secondsLeft],
    [sessionId, "reserved", null, null, 60],
  );

  const providerCallId = crypto.randomUUID();
  const call = { sessionId, provider: "openai", providerCallId, answer: "v=0", plan: null };
  const attached = await store.attachCall(call);
  assert.ok(attached.outcome === "active");
  assert.equal(attached.limitSeconds, 60);
  assert.ok(Date.parse(attached.deadline) > Date.now());
  assert.equal((await store.beatSession(sessionId)).outcome, "continue");

  const turns = [reportedTurn(2, "Two"), reportedTurn(4, "Four")];
  assert.deepEqual(await store.appendTurns(sessionId, turns), {
    outcome: "ok",
    contiguous: 0,
    missing: [1, 3],
  });

  const ended = await store.endSession(sessionId, "learner");
  assert.ok(ended.outcome === "ended");
  const [hangup] = ended.hangups;
  assert.equal(hangup?.providerCallId, providerCallId);
  assert.deepEqual(await store.settleHangup(hangup?.id ?? -1, { done: true, error: null }), {
    outcome: "done",
  });

  const claimed = await store.claimReport(sessionId, 60);
  assert.ok(claimed.outcome === "claimed");
  assert.deepEqual(
    [claimed.turns.map(({ text }) => text), claimed.missing, claimed.learnerName, claimed.attempts],
    [["Two", "Four"], [1, 3], "Ann", 1],
  );
  assert.deepEqual(await store.saveReport(sessionId, { snake_key: { inner_key: 1 } }), {
    outcome: "saved",
  });
  const stored = await store.getReport(sessionId);
  assert.ok(stored.outcome === "ok");
  assert.deepEqual([stored.status, stored.leaseExpired], ["ready", false]);
  assert.deepEqual(
    stored.report,
    { snake_key: { inner_key: 1 } },
    "what is not ours keeps its names",
  );
});

storeTest("openSession() names the limit that refused", async (store, site) => {
  await grant(store, startRequest(site));
  assert.deepEqual(await store.openSession(startRequest(site)), {
    outcome: "limit_reached",
    limit: { name: "learner_concurrency", cap: 1, used: 1, resetsAt: null },
    retryAfterSeconds: 15,
  });
});

storeTest("releaseSession() gives the hold back and failReport() queues", async (store, site) => {
  const released = await grant(store, startRequest(site));
  assert.deepEqual(await store.releaseSession(released, "start_failed"), { outcome: "released" });
  const sessionId = await grant(store, startRequest(site));
  const call = { sessionId, provider: "openai", providerCallId: null, answer: null, plan: null };
  await store.attachCall(call);
  await store.appendTurns(sessionId, [reportedTurn(1, "One")]);
  await store.endSession(sessionId, "learner");
  await store.claimReport(sessionId, 60);
  const failure = { reason: "provider_away", retry: true };
  assert.deepEqual(await store.failReport(sessionId, failure), { outcome: "queued" });
  assert.deepEqual(await store.markNotScored(sessionId, "unobserved"), { outcome: "marked" });
  assert.equal((await store.reapSessions(0)).reaped, 0);
  assert.deepEqual(await store.claimHangups(0, 5), { hangups: [] });
});

storeTest(
  "every text that JSON can carry is stored, also what Postgres cannot hold",
  async (store, site) => {
    const sessionId = await grant(
      store,
      startRequest(site, { learnerName: "A\u0000nn", variables: { "k\u0000": "\uD800" } }),
    );
    const text = "half \uD83D, nothing \u0000, whole \u{1F600}";
    const appended = await store.appendTurns(sessionId, [reportedTurn(1, text)]);
    assert.equal(appended.outcome, "ok");
    const stored = await store.getReport(sessionId);
    assert.ok(stored.outcome === "ok");
    assert.equal(stored.transcript[0]?.text, "half \uFFFD, nothing \uFFFD, whole \u{1F600}");
  },
);

storeTest(
  "publishScenario() and saveSite() take names as TypeScript writes them",
  async (store, site) => {
    const scenario = {
      id: site.scenario,
      title: "Selling",
      language: "en",
      difficulty: "hard" as const,
      durationSeconds: 90,
      contentHash: "hash-of-two",
      public: STORED_SCENARIO.public,
      private: STORED_SCENARIO.private,
    };
    const published = await store.publishScenario(scenario);
    assert.deepEqual(published, { outcome: "published", version: "hash-of-two" });
    assert.equal((await store.publishScenario(scenario)).outcome, "unchanged");
    const { embedKey, organization } = site;
    const saved = {
      organization,
      name: "Lessons",
      embedKey,
      origins: [SITE_ORIGIN],
      siteMaxLive: 0,
    };
    assert.equal((await store.saveSite(saved)).outcome, "updated");
    const refused = await store.openSession(startRequest(site));
    assert.equal(refused.outcome === "limit_reached" && refused.limit.name, "site_concurrency");
    assert.deepEqual(await store.saveSite({ ...saved, origins: ["*"] }), {
      outcome: "origin_invalid",
      origin: "*",
    });
  },
);

storeTest("checkDatabase() tells the newest migration", async (store, _site, sql) => {
  const [row] =
    await sql`select max(version) as version from supabase_migrations.schema_migrations`;
  const checked = await store.checkDatabase();
  assert.equal(checked.migration, row?.["version"]);
  assert.ok(Math.abs(Date.parse(checked.now) - Date.now()) < 60_000);
});

/** Answers in turn with what a database that fails would; counts how often it was asked. */
function scripted(...answers: readonly { status: number; body: unknown }[]) {
  let asked = 0;
  const serving = serve(async (request) => {
    await request.text();
    const answer = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    return Response.json(answer?.body, { status: answer?.status ?? 500 });
  });
  return { ...serving, count: () => asked };
}

const failed = (code: string, status = 500) => ({ status, body: { code, message: "as scripted" } });
const fine = { status: 200, body: { outcome: "stop", remaining_seconds: 0, end_reason: null } };

async function assertStoreError(
  serving: Serving,
  code: StoreError["code"],
  timeoutMs = 2_000,
): Promise<void> {
  const store = createStore({ url: serving.url, secretKey: SECRET_KEY, timeoutMs });
  try {
    await assert.rejects(store.beatSession(crypto.randomUUID()), (error) => {
      assert.ok(error instanceof StoreError);
      assert.equal(error.code, code);
      assert.equal(error.sqlFunction, "beat_session");
      return true;
    });
  } finally {
    await serving.stop();
  }
}

for (const code of ["40001", "40P01"]) {
  Deno.test(`a function is asked once more when the database undid it with ${code}`, async () => {
    const serving = scripted(failed(code), fine);
    const store = createStore({ url: serving.url, secretKey: SECRET_KEY });
    assert.equal((await store.beatSession(crypto.randomUUID())).outcome, "stop");
    assert.equal(serving.count(), 2);
    await serving.stop();
  });
}

Deno.test("a function is not asked a third time when it is undone twice", async () => {
  const serving = scripted(failed("40P01"));
  await assertStoreError(serving, "unavailable");
  assert.equal(serving.count(), 2);
});

Deno.test("a function is not asked again after any other failure", async () => {
  const serving = scripted(failed("57014"), fine);
  await assertStoreError(serving, "unavailable");
  assert.equal(serving.count(), 1);
});

for (const [code, status] of [
  ["42501", 403],
  ["23514", 400],
  ["22P02", 400],
  ["PGRST202", 404],
] as const) {
  Deno.test(
    `a call that no function accepts is unexpected when the database says ${code}`,
    async () => {
      await assertStoreError(scripted(failed(code, status)), "unexpected");
    },
  );
}

Deno.test("a refused key is unavailable, for an operator to repair", async () => {
  const refusal = { status: 401, body: { message: "Invalid API key" } };
  await assertStoreError(scripted(refusal), "unavailable");
});

Deno.test("an answer of another shape is unexpected", async () => {
  await assertStoreError(scripted({ status: 200, body: { outcome: "perhaps" } }), "unexpected");
});

Deno.test("a database that is away is unavailable", async () => {
  await assertStoreError(scripted(failed("PGRST001", 503)), "unavailable");
  const gone = serve(() => new Response());
  await gone.stop();
  await assertStoreError({ url: gone.url, stop: () => Promise.resolve() }, "unavailable");
});

Deno.test("a database that does not answer in time is unavailable", async () => {
  const silence = Promise.withResolvers<Response>();
  const serving = serve(() => silence.promise);
  const stop = () => {
    silence.resolve(new Response());
    return serving.stop();
  };
  await assertStoreError({ url: serving.url, stop }, "unavailable", 50);
});
