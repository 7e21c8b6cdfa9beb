import { createHashLearner, type HashLearner } from "../_shared/identity/learner-key.ts";
import { resolveByDeno } from "../_shared/jobs/webhooks/resolve-by-deno.ts";
import type { ResolveHost } from "../_shared/jobs/webhooks/webhook-target.ts";
import { databaseKey, type Environment } from "../_shared/runtime/environment.ts";
import type { Log } from "../_shared/runtime/telemetry/log.ts";
import { createStore } from "../_shared/store/create-store.ts";
import { createLtiStore, type LtiFunctions } from "../_shared/store/lti.ts";
import type { ScenarioFunctions } from "../_shared/store/scenarios.ts";

/** All that the routes of `lti` touch outside of themselves; a test passes its own. */
export interface LtiWorld {
  readonly store: LtiFunctions & Pick<ScenarioFunctions, "listScenarios">;
  /** Where this function is, without a slash at its end, as platforms know it. */
  readonly baseUrl: string;
  /** LEARNER_TOKEN_KEY, from which secrets are derived; null where it is not set: then nothing can be signed. */
  readonly masterKey: string | null;
  readonly hashLearner: HashLearner;
  readonly resolveHost: ResolveHost;
  /** True where a platform may be on this machine. */
  readonly allowLocal: boolean;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly now: () => Date;
  readonly log: Log;
}

/** Builds the real world from the environment. */
export function createLtiWorld(environment: Environment, log: Log): LtiWorld {
  const address = { url: environment.supabaseUrl, secretKey: databaseKey(environment) };
  const coach = createStore(address);
  return {
    store: {
      ...createLtiStore(address),
      listScenarios: (embedKey, origin) => coach.listScenarios(embedKey, origin),
    },
    baseUrl: `${environment.supabaseUrl.replace(/\/$/, "")}/functions/v1/lti`,
    masterKey: environment.learnerTokenKey,
    hashLearner: createHashLearner(environment.learnerHashSecret),
    resolveHost: resolveByDeno,
    allowLocal: environment.allowLocalWebhooks,
    fetch: (url, init) => fetch(url, init),
    now: () => new Date(),
    log,
  };
}
