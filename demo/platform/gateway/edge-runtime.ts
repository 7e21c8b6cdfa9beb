/** What hosted Supabase adds to Deno and functions may rely on. */
export interface EdgeRuntimeStandIn {
  /** Waits until no background work is left, that which such work started included. */
  readonly drain: () => Promise<void>;
}

const pending = new Set<Promise<unknown>>();

/** Installs the global `EdgeRuntime` with `waitUntil`. Repeating it changes nothing. */
export function installEdgeRuntime(): EdgeRuntimeStandIn {
  const waitUntil = <Value>(work: Promise<Value>): Promise<Value> => {
    const watched = Promise.resolve(work)
      .catch((error: unknown) => console.error("background work failed:", error))
      .finally(() => pending.delete(watched));
    pending.add(watched);
    return work;
  };
  Object.assign(globalThis, { EdgeRuntime: { waitUntil } });
  return { drain };
}

async function drain(): Promise<void> {
  while (pending.size > 0) await Promise.allSettled([...pending]);
}
