import { type CoachTokenTrust } from "../_shared/identity/coach-tokens.ts";
import { createKeySets } from "../_shared/identity/key-sets.ts";
import { createHashLearner, type HashLearner } from "../_shared/identity/learner-key.ts";
import { databaseKey, type Environment } from "../_shared/runtime/environment.ts";
import { type ConsoleFunctions, createConsoleStore } from "../_shared/store/console.ts";
import { createRecordStore, type RecordFunctions } from "../_shared/store/console-records.ts";
import { createStore } from "../_shared/store/create-store.ts";
import type { SiteFunctions } from "../_shared/store/sites.ts";

/** All that the routes of `console` touch outside of themselves; a test passes its own. */
export interface ConsoleWorld {
  readonly store: ConsoleFunctions & Pick<SiteFunctions, "findTokenKeys">;
  readonly records: RecordFunctions;
  readonly trust: CoachTokenTrust;
  readonly hashMember: HashLearner;
}

/** Builds the real world from the environment. */
export function createConsoleWorld(environment: Environment): ConsoleWorld {
  const address = { url: environment.supabaseUrl, secretKey: databaseKey(environment) };
  const sites = createStore(address);
  const now = () => new Date();
  return {
    store: {
      ...createConsoleStore(address),
      findTokenKeys: (embedKey, origin) => sites.findTokenKeys(embedKey, origin),
    },
    records: createRecordStore(address),
    trust: {
      masterKey: environment.learnerTokenKey,
      keySets: createKeySets((url, init) => fetch(url, init), now),
      now,
    },
    hashMember: createHashLearner(environment.learnerHashSecret),
  };
}
