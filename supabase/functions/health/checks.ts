import * as z from "zod";
import {
  databaseKey,
  type Environment,
  EnvironmentError,
  readEnvironment,
} from "../_shared/runtime/environment.ts";
import { createStore } from "../_shared/store/create-store.ts";
import type { Store } from "../_shared/store/store.ts";

/** Looks at one thing that the functions need; null when it is well, else a sentence without secrets. */
export type Check = () => Promise<string | null>;

type ModelNames = Pick<
  Environment["openai"],
  "realtimeModel" | "transcriptionModel" | "reportModel"
>;

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
    return [
      cached(createDatabaseCheck(store), DATABASE_CACHE_MS),
      cached(createProviderCheck(environment.openai), PROVIDER_CACHE_MS),
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

/** Does the provider answer, take our key, and have our models? A proxy without a list of models counts as well. */
export function createProviderCheck(
  { baseUrl, apiKey, ...models }: Environment["openai"],
  request: typeof fetch = fetch,
): Check {
  return async () => {
    try {
      const response = await request(`${baseUrl}/models`, {
        headers: { authorization: `Bearer ${apiKey}` },
        signal: AbortSignal.timeout(PROVIDER_TIMEOUT_MS),
      });
      const { status } = response;
      const text = await response.text();
      if (status === 401 || status === 403) return "The voice service refuses OPENAI_API_KEY.";
      if (status >= 500) return UNREACHABLE;
      return status === 200 ? findMissingModel(text, models) : null;
    } catch {
      return UNREACHABLE;
    }
  };
}

const ModelList = z.object({ data: z.array(z.object({ id: z.string() })).min(1) });

function findMissingModel(text: string, models: ModelNames): string | null {
  const list = ModelList.safeParse(parseJson(text));
  if (!list.success) return null;
  const known = new Set(list.data.data.map(({ id }) => id));
  for (const [setting, model] of [
    ["OPENAI_REALTIME_MODEL", models.realtimeModel],
    ["OPENAI_TRANSCRIPTION_MODEL", models.transcriptionModel],
    ["OPENAI_REPORT_MODEL", models.reportModel],
  ] as const) {
    if (!known.has(model)) return `The voice service has no ${model} for this key (${setting}).`;
  }
  return null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Whatever answers with 200 and no JSON is no list of models.
  }
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
