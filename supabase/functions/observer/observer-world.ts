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
import { deliverWebhooks, type DeliveredWebhooks } from "../_shared/webhooks/deliver-webhooks.ts";
import { resolveByDeno } from "../_shared/webhooks/webhook-target.ts";
import { createLeaving } from "./watch-leaving.ts";

/** All that the routes of `observer` touch outside of themselves; a test passes its own. */
export interface ObserverWorld extends SegmentWorld {
  readonly background: Background;
  /** Aborts when this worker is about to go. */
  readonly leaving: () => AbortSignal;
  /** Removes what of the operation is old. */
  readonly purge: MetricsDoors["purge"];
  /** Sends sites up to so many of the events that wait for them. */
  readonly deliver: (batch: number) => Promise<DeliveredWebhooks>;
  /** Any of these keys admits a caller. */
  readonly serviceKeys: readonly string[];
}

/** Builds the real world from the environment. */
export function createObserverWorld(environment: Environment, log: Log): ObserverWorld {
  const { supabaseUrl, supabaseSecretKeys, openai, rehearsal } = environment;
  const client = createOpenaiClient(environment);
  const secretKey = databaseKey(environment);
  const store = createStore({ url: supabaseUrl, secretKey });
  const now = () => new Date();
  const webhooks = {
    ...{ store, now, log, resolveHost: resolveByDeno },
    webhookKey: environment.learnerTokenKey,
    allowLocalWebhooks: environment.allowLocalWebhooks,
    post: (url: string, init: RequestInit) => fetch(url, init),
  };
  return {
    store,
    provider: createOpenaiRealtime(client, openai),
    scorer: createOpenaiScorer(client, openai.reportModel),
    clock: systemClock,
    startSegment: createStartSegment({ url: supabaseUrl, secretKey }, log),
    segmentSeconds: environment.segmentSeconds,
    scoreReportedTurns: environment.scoreReportedTurns,
    keepsHesitations: environment.keepsHesitations,
    background: createBackground(log),
    leaving: createLeaving(),
    purge: createMetricsDoors({ url: supabaseUrl, secretKey }).purge,
    deliver: (batch) => deliverWebhooks(webhooks, batch),
    serviceKeys: Object.values(supabaseSecretKeys),
    rehearsal,
    now,
    log,
  };
}
