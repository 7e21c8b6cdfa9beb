import { databaseKey, type Environment } from "../_shared/environment.ts";
import { type Background, createBackground } from "../_shared/http/background.ts";
import { systemClock } from "../_shared/observing/clock.ts";
import type { SegmentWorld } from "../_shared/observing/segment.ts";
import { createStartSegment } from "../_shared/observing/start-segment.ts";
import { createOpenaiClient } from "../_shared/providers/openai-client.ts";
import { createOpenaiRealtime } from "../_shared/providers/openai-realtime/create-openai-realtime.ts";
import { createOpenaiScorer } from "../_shared/providers/openai-responses/create-openai-scorer.ts";
import { createStore } from "../_shared/store/create-store.ts";
import type { Log } from "../_shared/telemetry/log.ts";
import { createMetricsDoors, type MetricsDoors } from "../_shared/telemetry/metrics-doors.ts";
import { createLeaving } from "./watch-leaving.ts";

/** All that the routes of `observer` touch outside of themselves; a test passes its own. */
export interface ObserverWorld extends SegmentWorld {
  readonly background: Background;
  /** Aborts when this worker is about to go. */
  readonly leaving: () => AbortSignal;
  /** Removes what of the operation is old. */
  readonly purge: MetricsDoors["purge"];
  /** Any of these keys admits a caller. */
  readonly serviceKeys: readonly string[];
}

/** Builds the real world from the environment. */
export function createObserverWorld(environment: Environment, log: Log): ObserverWorld {
  const { supabaseUrl, supabaseSecretKeys, openai, rehearsal } = environment;
  const client = createOpenaiClient(environment);
  const secretKey = databaseKey(environment);
  return {
    store: createStore({ url: supabaseUrl, secretKey }),
    provider: createOpenaiRealtime(client, openai),
    scorer: createOpenaiScorer(client, openai.reportModel),
    clock: systemClock,
    startSegment: createStartSegment({ url: supabaseUrl, secretKey }, log),
    segmentSeconds: environment.segmentSeconds,
    scoreReportedTurns: environment.scoreReportedTurns,
    background: createBackground(log),
    leaving: createLeaving(),
    purge: createMetricsDoors({ url: supabaseUrl, secretKey }).purge,
    serviceKeys: Object.values(supabaseSecretKeys),
    rehearsal,
    now: () => new Date(),
    log,
  };
}
