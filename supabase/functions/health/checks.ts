import { databaseKey, EnvironmentError, readEnvironment } from "../_shared/runtime/environment.ts";
import { createStore } from "../_shared/store/create-store.ts";
import type { Store } from "../_shared/store/store.ts";

/** Looks at one thing that the functions need; null when it is well, else a sentence without secrets. */
export type Check = () => Promise<string | null>;

const PROVIDER_TIMEOUT_MS = 3_000;
const DATABASE_TIMEOUT_MS = 3_000;
/** Anybody may ask; however often they do, the database and the provider are asked this rarely. */
const DATABASE_CACHE_MS = 2_000;
const PROVIDER_CACHE_MS = 30_000;
const UNREACHABLE = "The voice service cannot be reached.";

/** The checks of the real world: the environment, and where it is sound, what it leads to. */
export function createChecks(get?: (name: string) => string | undefined): Check[] {
  try {
    const environment = readEnvironment(get);
    const store = createStore({
      url: environment.supabaseUrl,
      secretKey: databaseKey(environment),
      timeoutMs: DATABASE_TIMEOUT_MS,
    });
    const { baseUrl, apiKey } = environment.openai;
    return [
      cached(createDatabaseCheck(store), DATABASE_CACHE_MS),
      cached(createProviderCheck(baseUrl, apiKey), PROVIDER_CACHE_MS),
    ];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    const { problems } = error;
    return problems.map((problem) => () => Promise.resolve(`${problem}.`));
  }
}

/** Does the database answer, with the migrations in place? */
export function createDatabaseCheck(store: Pick<Store, "checkDatabase">): Check {
  return async () => {
    try {
      await store.checkDatabase();
      return null;
    } catch {
      return "The database does not answer, or its migrations are not applied.";
    }
  };
}

/** Does the provider answer, and take our key? Any answer but a refusal of the key or a 5xx counts. */
export function createProviderCheck(
  baseUrl: string,
  apiKey: string,
  request: typeof fetch = fetch,
): Check {
  return async () => {
    try {
      const { status, body } = await request(`${baseUrl}/models`, {
        headers: { authorization: `Bearer ${apiKey}` },
        signal: AbortSignal.timeout(PROVIDER_TIMEOUT_MS),
      });
      await body?.cancel();
      if (status === 401 || status === 403) return "The voice service refuses OPENAI_API_KEY.";
      return status >= 500 ? UNREACHABLE : null;
    } catch {
      return UNREACHABLE;
    }
  };
}

/** Runs `check` at most once in `maxAgeMs`; callers in between, and at the same time, share its result. */
export function cached(check: Check, maxAgeMs: number, nowMs: () => number = Date.now): Check {
  let result: Promise<string | null> | undefined;
  let askedAtMs = 0;
  return () => {
    if (result === undefined || nowMs() - askedAtMs >= maxAgeMs) {
      askedAtMs = nowMs();
      result = check();
    }
    return result;
  };
}
