import { createGateway } from "../../../demo/platform/gateway/create-gateway.ts";
import type { TranscriptTurn } from "../../../supabase/functions/_shared/contract/turn.ts";
import {
  Segment,
  type SegmentOutcome,
} from "../../../supabase/functions/_shared/observation/segment.ts";
import { createStore } from "../../../supabase/functions/_shared/store/create-store.ts";
import type { Store } from "../../../supabase/functions/_shared/store/store.ts";
import type { ScriptedCall } from "../../kit/provider/scripted-call.ts";
import {
  connectDatabase,
  createSite,
  type DatabaseSite,
  finishOtherTests,
  SITE_ORIGIN,
} from "./database-site.ts";
import { createFakeScorer, honestDraft } from "./fake-scorer.ts";
import { ManualClock } from "./manual-clock.ts";
import { createScriptedProvider, PLAN } from "./scripted-provider.ts";

const SECRET_KEY = "sb_secret_of_this_test";
const STEP_MS = 100;

/** A call that a session of its own has, and the segments that watch it. */
export interface StagedCall {
  readonly call: ScriptedCall;
  readonly callId: string;
  readonly sessionId: string;
}

/** A segment that runs, and may be killed as a function is: at once, and without a word. */
export interface RunningSegment {
  readonly holder: string;
  readonly done: Promise<SegmentOutcome>;
  readonly outcome: () => SegmentOutcome | null;
  /** Says that the worker is about to go. */
  readonly leave: () => void;
  readonly kill: () => void;
}

/** A gateway before the suite's database, and a store that asks it. */
async function openBackend() {
  const sql = connectDatabase(4);
  const folder = await Deno.makeTempDir();
  const gateway = await createGateway({
    databaseUrl: Deno.env.get("SUPABASE_DB_URL") ?? "",
    publishableKey: "sb_publishable_of_this_test",
    secretKey: SECRET_KEY,
    jwks: { keys: [] },
    functionsFolder: new URL(`file://${folder}/`),
  });
  const options = { hostname: "127.0.0.1", port: 0, onListen: () => undefined };
  const server = Deno.serve(options, (request) => gateway.fetch(request));
  return {
    sql,
    store: createStore({ url: `http://127.0.0.1:${server.addr.port}`, secretKey: SECRET_KEY }),
    stop: async (): Promise<void> => {
      await server.shutdown();
      await gateway.close();
      await sql.end({ timeout: 5 });
      await Deno.remove(folder);
    },
  };
}

/** One for all tests of a file: what opening costs is more than most of them take. */
let backend: Awaited<ReturnType<typeof openBackend>>;

Deno.test.beforeAll(async () => {
  backend = await openBackend();
});

Deno.test.afterAll(() => backend.stop());

/** Real SQL functions over a real database, scripted calls, and a clock moved by hand. */
async function createObserverStage(changes: { readonly segmentSeconds?: number } = {}) {
  const { sql, store } = backend;
  await finishOtherTests(sql);
  const site = await createSite(sql);
  const scripted = createScriptedProvider();
  const clock = new ManualClock();
  const traffic: Traffic = { open: 0 };
  const segments: RunningSegment[] = [];
  const started: string[] = [];

  const begin = async (callId: string, predecessor: string | null = null) => {
    const mortal = toMortal(store, traffic);
    const holder = crypto.randomUUID();
    const claim = await mortal.store.claimObservation(callId, holder, predecessor);
    if (claim.outcome !== "claimed") return null;
    const link = new AbortController();
    const world = {
      store: mortal.store,
      provider: {
        ...scripted.provider,
        openSideband: async (
          ...[call, listener]: Parameters<typeof scripted.provider.openSideband>
        ) => {
          const sideband = await scripted.provider.openSideband(call, listener);
          link.signal.addEventListener("abort", () => sideband.close());
          return sideband;
        },
      },
      scorer: createFakeScorer(honestDraft).scorer,
      rehearsal: false,
      scoreReportedTurns: false,
      keepsHesitations: false,
      now: () => new Date(),
      log: () => {},
      clock,
      segmentSeconds: changes.segmentSeconds ?? 120,
      startSegment: async (id: string, from: string | null) => (await begin(id, from)) !== null,
    };
    const leaving = new AbortController();
    const { outcome: _outcome, plan: _plan, ...call } = claim;
    const claimed = { ...call, callId, holder, plan: PLAN };
    let outcome: SegmentOutcome | null = null;
    const done = new Segment(world, claimed).run(leaving.signal);
    void done.then((found) => (outcome = found));
    const kill = (): void => {
      mortal.kill();
      link.abort();
    };
    const segment = { holder, done, outcome: () => outcome, leave: () => leaving.abort(), kill };
    segments.push(segment);
    return segment;
  };

  const stage = {
    ...scripted,
    sql,
    store,
    site,
    clock,
    segments,
    begin,
    /** Starts a session with a call of its own. */
    async start(capSeconds: number | null = null): Promise<StagedCall> {
      const call = scripted.add();
      const opened = await openCall(store, site, call.id, capSeconds);
      started.push(opened.sessionId);
      return { call, ...opened };
    },
    /** Lets time pass until `condition` holds. */
    async until(condition: () => boolean | Promise<boolean>, name = "it happens"): Promise<void> {
      for (let step = 0; step < 2_000; step += 1) {
        if (await condition()) return;
        await tick(clock, traffic);
      }
      throw new Error(`Waited in vain until ${name}.`);
    },
    /** Lets `milliseconds` pass in small steps. */
    async pass(milliseconds: number): Promise<void> {
      for (let passed = 0; passed < milliseconds; passed += STEP_MS) await tick(clock, traffic);
    },
    /** Lets every lease that a killed segment left behind run out. */
    async expireLeases(callId: string): Promise<void> {
      await sql`update coach.observations set
        lease_expires_at = lease_expires_at - interval '1 minute',
        predecessor_expires_at = predecessor_expires_at - interval '1 minute'
        where call_id = ${callId}`;
    },
    async observation(callId: string) {
      const [row] = await sql<{ status: string; reason: string | null; epoch: number }[]>`
        select status, reason, epoch from coach.observations where call_id = ${callId}`;
      if (row === undefined) throw new Error("not observed");
      return { ...row };
    },
    async transcript(sessionId: string): Promise<TranscriptTurn[]> {
      const report = await store.getReport(sessionId);
      return report.outcome === "ok" ? report.transcript : [];
    },
    async stop(): Promise<void> {
      for (const segment of segments) segment.kill();
      // What a test leaves running, the reaper of another one would find.
      for (const sessionId of started) {
        await store.endSession(sessionId, "learner");
        await store.markNotScored(sessionId, "unobserved");
      }
    },
  };
  return stage;
}

export type ObserverStage = Awaited<ReturnType<typeof createObserverStage>>;

/** Runs `test` on a stage of its own. */
export function stageTest(
  name: string,
  test: (stage: ObserverStage) => Promise<void>,
  changes: { readonly segmentSeconds?: number } = {},
): void {
  Deno.test({
    name,
    // A killed segment leaves its last request behind, as a killed function does.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      const stage = await createObserverStage(changes);
      try {
        await test(stage);
      } finally {
        await stage.stop();
      }
    },
  });
}

async function openCall(
  store: Store,
  site: DatabaseSite,
  providerCallId: string,
  capSeconds: number | null,
): Promise<{ sessionId: string; callId: string }> {
  const opened = await store.openSession({
    embedKey: site.embedKey,
    origin: SITE_ORIGIN,
    scenario: site.scenario,
    attemptKey: crypto.randomUUID(),
    requestHash: "request",
    learnerKey: crypto.randomUUID(),
    learnerName: null,
    locale: "en",
    consent: { version: "2026-11", locale: "en" },
    variables: {},
    handshake: "relay",
    requestId: "request-1",
    capSeconds,
  });
  if (opened.outcome !== "granted") throw new Error(`not granted: ${opened.outcome}`);
  const { sessionId } = opened;
  const provider = "openai-realtime";
  const call = { sessionId, provider, providerCallId, answer: "v=0", plan: PLAN };
  const attached = await store.attachCall(call);
  if (attached.outcome !== "active" || !attached.callId) throw new Error("not attached");
  return { sessionId, callId: attached.callId };
}

/** How many questions of segments the database has not answered yet. */
interface Traffic {
  open: number;
}

/** A store that, once killed, answers nobody: whatever was on its way arrives or does not. */
function toMortal(
  store: Store,
  traffic: Traffic,
): { readonly store: Store; readonly kill: () => void } {
  let isDead = false;
  const never = new Promise<never>(() => undefined);
  const mortal = new Proxy(store, {
    get(target, method: keyof Store) {
      const called: unknown = Reflect.get(target, method);
      if (typeof called !== "function") return called;
      return (...given: unknown[]): Promise<unknown> => {
        if (isDead) return never;
        traffic.open += 1;
        const answer: Promise<unknown> = Reflect.apply(called, target, given);
        void answer.finally(() => (traffic.open -= 1)).catch(() => undefined);
        return answer.then(
          (value) => (isDead ? never : value),
          (error: unknown) => (isDead ? never : Promise.reject(error)),
        );
      };
    },
  });
  return { store: mortal, kill: () => void (isDead = true) };
}

/** The clock stands while the database is asked: how fast that answers decides no test. */
async function tick(clock: ManualClock, traffic: Traffic): Promise<void> {
  clock.advance(STEP_MS);
  do await new Promise((resolve) => setTimeout(resolve, 0));
  while (traffic.open > 0);
}
