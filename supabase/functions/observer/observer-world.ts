import { databaseKey, type Environment } from "../_shared/runtime/environment.ts";
import { createBackground } from "../_shared/runtime/http/background.ts";
import type { WatchWorld } from "../_shared/observation/begin-segment.ts";
import { systemClock } from "../_shared/observation/clock.ts";
import { createStartSegment } from "../_shared/observation/start-segment.ts";
import { createOpenaiClient } from "../_shared/providers/openai/openai-client.ts";
import { createOpenaiRealtime } from "../_shared/providers/openai/realtime/create-openai-realtime.ts";
import { createOpenaiScorer } from "../_shared/providers/openai/responses/create-openai-scorer.ts";
import { createStore } from "../_shared/store/create-store.ts";
import type { Store } from "../_shared/store/store.ts";
import type { Log } from "../_shared/runtime/telemetry/log.ts";
import type { SettledDeliveries } from "../_shared/jobs/deliveries/settle-deliveries.ts";
import { deliverWebhooks } from "../_shared/jobs/webhooks/deliver-webhooks.ts";
import { createDeliverScores } from "../_shared/jobs/scores/deliver-scores.ts";
import { createScoreStore } from "../_shared/store/scores.ts";
import { deliverStatements } from "../_shared/jobs/statements/deliver-statements.ts";
import { createStatementStore } from "../_shared/store/statements.ts";
import { resolveByDeno } from "../_shared/jobs/webhooks/resolve-by-deno.ts";
import { createLeaving } from "../_shared/observation/watch-leaving.ts";

/** All that the routes of `observer` touch outside of themselves; a test passes its own. */
export interface ObserverWorld extends WatchWorld {
  /** Removes what of the operation is old. */
  readonly purge: Store["purgeOperational"];
  /** Sends up to so many of the deliveries that wait for others, a function a channel. */
  readonly deliver: readonly ((batch: number) => Promise<SettledDeliveries>)[];
  /** Any of these keys admits the functions themselves. */
  readonly serviceKeys: readonly string[];
  /** SCHEDULE_KEY, which wakes the reaper; null where nothing outside may. */
  readonly scheduleKey: string | null;
}

/** Builds the real world from the environment. */
export function createObserverWorld(environment: Environment, log: Log): ObserverWorld {
  const { supabaseUrl, supabaseSecretKeys, openai, rehearsal } = environment;
  const client = createOpenaiClient(openai);
  const secretKey = databaseKey(environment);
  const store = createStore({ url: supabaseUrl, secretKey });
  const now = () => new Date();
  const webhooks = {
    ...{ store, now, log, resolveHost: resolveByDeno },
    webhookKey: environment.learnerTokenKey,
    allowLocalWebhooks: environment.allowLocalWebhooks,
    post: (url: string, init: RequestInit) => fetch(url, init),
  };
  const outside = {
    ...{ now, log, resolveHost: resolveByDeno },
    masterKey: environment.learnerTokenKey,
    allowLocal: environment.allowLocalWebhooks,
    fetch: (url: string, init: RequestInit) => fetch(url, init),
  };
  const deliverScores = createDeliverScores({
    ...outside,
    store: createScoreStore({ url: supabaseUrl, secretKey }),
  });
  const statements = {
    ...outside,
    store: createStatementStore({ url: supabaseUrl, secretKey }),
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
    purge: (batch) => store.purgeOperational(batch),
    deliver: [
      (batch) => deliverWebhooks(webhooks, batch),
      deliverScores,
      (batch) => deliverStatements(statements, batch),
    ],
    serviceKeys: Object.values(supabaseSecretKeys),
    scheduleKey: environment.scheduleKey,
    rehearsal,
    now,
    log,
  };
}
