import { createCoachApp } from "../../../supabase/functions/coach/app.ts";
import type { CoachWorld } from "../../../supabase/functions/coach/coach-world.ts";
import { createSessionTokens } from "../../../supabase/functions/coach/session-token.ts";
import { CONSENT_VERSION } from "../../../supabase/functions/_shared/contract/limits.ts";
import { createServe } from "../../../supabase/functions/_shared/runtime/http/serve.ts";
import { createKeySets } from "../../../supabase/functions/_shared/identity/key-sets.ts";
import { createReadNetwork } from "../../../supabase/functions/_shared/identity/client-network.ts";
import { createHashLearner } from "../../../supabase/functions/_shared/identity/learner-key.ts";
import { createLearnerTokens } from "../../../supabase/functions/_shared/identity/learner-tokens.ts";
import { createLog } from "../../../supabase/functions/_shared/runtime/telemetry/log.ts";
import { createFakeProvider } from "./fake-provider.ts";
import { createFakeScorer, honestDraft } from "./fake-scorer.ts";
import { createFakeStore, EMBED_KEY, ORIGIN } from "./fake-store.ts";
import { OFFER } from "./offer-fixture.ts";
import { STORED_SCENARIO } from "./scenario-fixture.ts";

export const TOKEN_SECRET = "token-secret-token-secret-token-secret";
export const LEARNER_TOKEN_KEY = "learner-token-key-learner-token-key-learner";
const LEARNER_SECRET = "learner-secret-learner-secret-learner";
const BASE_URL = "https://project.example";

/** What a harness may have otherwise. */
export type WorldChanges = Partial<
  Pick<CoachWorld, "handshake" | "rehearsal" | "scorer" | "startSegment" | "watchCall" | "wait">
>;

/** What a test sends besides method and path. */
export interface RequestDetails {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null sends none. */
  readonly origin?: string | null;
}

/** The function `coach` over fakes, a clock that stands still and a background that a test awaits. */
export function createCoachHarness(changes: WorldChanges = {}) {
  const fakeStore = createFakeStore();
  const fakeProvider = createFakeProvider();
  const fakeScorer = createFakeScorer(honestDraft);
  const clock = { nowMs: Date.parse("2026-11-21T10:00:00Z") };
  /** Plays the key server of a site; a test replaces `answer`. */
  const keyServer = {
    answer: (_url: string): Promise<Response> => Promise.reject(new Error("no key server")),
  };
  const lines: string[] = [];
  const waits: number[] = [];
  const tasks: Promise<void>[] = [];
  const failures: unknown[] = [];
  const now = () => new Date(clock.nowMs);
  const log = createLog("coach", (line) => lines.push(line), "debug");
  const world: CoachWorld = {
    store: fakeStore.store,
    provider: fakeProvider.provider,
    scorer: fakeScorer.scorer,
    tokens: createSessionTokens(TOKEN_SECRET, now),
    hashLearner: createHashLearner(LEARNER_SECRET),
    readNetwork: createReadNetwork({ header: "x-forwarded-for", hops: 1 }),
    learnerTokens: createLearnerTokens(
      LEARNER_TOKEN_KEY,
      createKeySets((url) => keyServer.answer(url), now),
      now,
    ),
    handshake: "relay",
    rehearsal: true,
    watchCall: null,
    startSegment: null,
    scoreReportedTurns: true,
    keepsHesitations: false,
    background: (_name, task) => {
      tasks.push(task().catch((error: unknown) => void failures.push(error)));
    },
    now,
    wait: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    log,
    ...changes,
  };
  const serve = createServe(() => createCoachApp(world), log);

  return {
    ...fakeStore,
    ...fakeProvider,
    failures: fakeProvider.failures,
    asked: fakeScorer.asked,
    backgroundFailures: failures,
    keyServer,
    world,
    clock,
    lines,
    waits,
    /** Waits until all background work is done, also what it began itself. */
    async settle(): Promise<void> {
      for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) await task;
    },
    /** Sends one request as the widget does: a body of text/plain, the page's Origin. */
    send(method: string, path: string, details: RequestDetails = {}): Promise<Response> {
      const { body, origin = ORIGIN } = details;
      const headers = new Headers(details.headers);
      if (origin !== null) headers.set("origin", origin);
      const payload = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
      const init = payload === undefined ? { method, headers } : { method, headers, body: payload };
      return serve(new Request(`${BASE_URL}${path}`, init));
    },
    /** Posts bytes as they are. */
    raw(
      path: string,
      body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
    ): Promise<Response> {
      const headers = { origin: ORIGIN };
      return serve(new Request(`${BASE_URL}${path}`, { method: "POST", headers, body }));
    },
  };
}

export type CoachHarness = ReturnType<typeof createCoachHarness>;

/** A start request that is granted; `changes` replace single fields. */
export function startBody(changes: Readonly<Record<string, unknown>> = {}) {
  return {
    embedKey: EMBED_KEY,
    scenario: STORED_SCENARIO.id,
    offer: OFFER,
    attemptKey: crypto.randomUUID(),
    locale: "fr",
    consent: { version: CONSENT_VERSION, locale: "fr" },
    deviceId: "device-0001",
    ...changes,
  };
}

/** One turn as a browser reports it. */
export function turn(sequence: number, speaker: "learner" | "persona", text: string) {
  return {
    sequence,
    itemId: `item_${sequence}`,
    previousItemId: sequence === 1 ? null : `item_${sequence - 1}`,
    speaker,
    state: "final",
    text,
    startedAtMs: sequence * 1_000,
    endedAtMs: sequence * 1_000 + 800,
  };
}

/** Starts a session and returns its id and token. */
export async function startSession(
  harness: CoachHarness,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<{ id: string; token: string }> {
  const response = await harness.send("POST", "/coach/sessions", { body: startBody(changes) });
  const body = await response.json();
  if (response.status !== 201) throw new Error(`not started: ${JSON.stringify(body)}`);
  return { id: body.sessionId, token: body.sessionToken };
}

/** Lets other work go on until `condition` holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 0));
}
