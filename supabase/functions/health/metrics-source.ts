import { databaseKey, EnvironmentError, readEnvironment } from "../_shared/runtime/environment.ts";
import { createStore } from "../_shared/store/create-store.ts";
import type { Store } from "../_shared/store/store.ts";

/** Where figures come from, and who may have them. */
export interface MetricsSource {
  /** METRICS_KEY, which admits a caller; without one nobody is admitted. */
  readonly metricsKey: string | null;
  readonly store: Pick<Store, "readMetrics">;
}

const TIMEOUT_MS = 5_000;

/** The source of the real world; null where the environment is broken, which `ready` explains. */
export function createMetricsSource(
  get?: (name: string) => string | undefined,
): MetricsSource | null {
  try {
    const environment = readEnvironment(get);
    const store = createStore({
      url: environment.supabaseUrl,
      secretKey: databaseKey(environment),
      timeoutMs: TIMEOUT_MS,
    });
    return { metricsKey: environment.metricsKey, store };
  } catch (error) {
    if (error instanceof EnvironmentError) return null;
    throw error;
  }
}
