import { databaseKey, type Environment } from "../_shared/runtime/environment.ts";
import { type Background, createBackground } from "../_shared/runtime/http/background.ts";
import { createReadNetwork, type ReadNetwork } from "../_shared/identity/client-network.ts";
import { createKeySets } from "../_shared/identity/key-sets.ts";
import { createHashLearner, type HashLearner } from "../_shared/identity/learner-key.ts";
import { createLearnerTokens, type LearnerTokens } from "../_shared/identity/learner-tokens.ts";
import { beginSegment, type WatchCall } from "../_shared/observation/begin-segment.ts";
import { systemClock } from "../_shared/observation/clock.ts";
import { createStartSegment, type StartSegment } from "../_shared/observation/start-segment.ts";
import { createLeaving } from "../_shared/observation/watch-leaving.ts";
import { createOpenaiClient } from "../_shared/providers/openai/openai-client.ts";
import { createOpenaiRealtime } from "../_shared/providers/openai/realtime/create-openai-realtime.ts";
import { createOpenaiScorer } from "../_shared/providers/openai/responses/create-openai-scorer.ts";
import type { RealtimeProvider } from "../_shared/providers/realtime-provider.ts";
import type { Scorer } from "../_shared/scoring/scorer.ts";
import { createStore } from "../_shared/store/create-store.ts";
import type { Store } from "../_shared/store/store.ts";
import type { Log } from "../_shared/runtime/telemetry/log.ts";
import { createSessionTokens, type SessionTokens } from "./session-token.ts";

/** All that the routes of `coach` touch outside of themselves; a test passes its own. */
export interface CoachWorld {
  readonly store: Store;
  readonly provider: RealtimeProvider;
  readonly scorer: Scorer;
  readonly tokens: SessionTokens;
  readonly hashLearner: HashLearner;
  readonly readNetwork: ReadNetwork;
  readonly learnerTokens: LearnerTokens;
  /** How calls are made where neither a site nor the switch for all sites says otherwise. */
  readonly handshake: "relay" | "ephemeral";
  readonly rehearsal: boolean;
  /** Watches a call that was just made, here; null where calls are not observed. */
  readonly watchCall: WatchCall | null;
  /** Has a call watched that nobody watches any more; null where calls are not observed. */
  readonly startSegment: StartSegment | null;
  readonly scoreReportedTurns: boolean;
  readonly keepsHesitations: boolean;
  readonly background: Background;
  readonly now: () => Date;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly log: Log;
}

/**
 * How long this function keeps a call that it has made before `observer` takes it over. This one is awake, whoever
 * starts that one waits for it to wake up, and the customer's first word does not wait.
 */
const FIRST_SEGMENT_SECONDS = 20;

/** Builds the real world from the environment. */
export function createCoachWorld(environment: Environment, log: Log): CoachWorld {
  const world = createUnwatchedWorld(environment, log);
  if (environment.segmentSeconds === 0) return world;
  const { supabaseUrl, segmentSeconds } = environment;
  const address = { url: supabaseUrl, secretKey: databaseKey(environment) };
  const startSegment = createStartSegment(address, log);
  const watch = {
    ...world,
    startSegment,
    clock: systemClock,
    segmentSeconds: Math.min(segmentSeconds, FIRST_SEGMENT_SECONDS),
    leaving: createLeaving(),
  };
  const watchCall: WatchCall = async (callId) => {
    const { attached } = await beginSegment(watch, { callId, predecessor: null });
    await attached;
  };
  return { ...world, watchCall, startSegment };
}

function createUnwatchedWorld(environment: Environment, log: Log): CoachWorld {
  const { supabaseUrl, openai, handshake, rehearsal } = environment;
  const client = createOpenaiClient(openai);
  const now = () => new Date();
  return {
    store: createStore({ url: supabaseUrl, secretKey: databaseKey(environment) }),
    provider: createOpenaiRealtime(client, openai),
    scorer: createOpenaiScorer(client, openai.reportModel),
    tokens: createSessionTokens(environment.sessionTokenSecret, now),
    hashLearner: createHashLearner(environment.learnerHashSecret),
    readNetwork: createReadNetwork(environment.clientAddress),
    learnerTokens: createLearnerTokens(
      environment.learnerTokenKey,
      createKeySets((url, init) => fetch(url, init), now),
      now,
    ),
    handshake,
    rehearsal,
    watchCall: null,
    startSegment: null,
    scoreReportedTurns: environment.scoreReportedTurns,
    keepsHesitations: environment.keepsHesitations,
    background: createBackground(log),
    now,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    log,
  };
}
