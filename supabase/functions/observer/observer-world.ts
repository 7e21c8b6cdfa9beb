import type { ReportWorld } from "../_shared/coaching/make-report.ts";
import { databaseKey, type Environment } from "../_shared/environment.ts";
import { createOpenaiClient } from "../_shared/providers/openai-client.ts";
import { createOpenaiRealtime } from "../_shared/providers/openai-realtime/create-openai-realtime.ts";
import { createOpenaiScorer } from "../_shared/providers/openai-responses/create-openai-scorer.ts";
import type { RealtimeProvider } from "../_shared/providers/realtime-provider.ts";
import { createStore } from "../_shared/store/create-store.ts";
import type { Log } from "../_shared/telemetry/log.ts";

/** All that the routes of `observer` touch outside of themselves; a test passes its own. */
export interface ObserverWorld extends ReportWorld {
  readonly provider: RealtimeProvider;
  /** Any of these keys admits a caller. */
  readonly serviceKeys: readonly string[];
}

/** Builds the real world from the environment. */
export function createObserverWorld(environment: Environment, log: Log): ObserverWorld {
  const { supabaseUrl, supabaseSecretKeys, openai, rehearsal } = environment;
  const client = createOpenaiClient(environment);
  return {
    store: createStore({ url: supabaseUrl, secretKey: databaseKey(environment) }),
    provider: createOpenaiRealtime(client, openai),
    scorer: createOpenaiScorer(client, openai.reportModel),
    serviceKeys: Object.values(supabaseSecretKeys),
    rehearsal,
    now: () => new Date(),
    log,
  };
}
