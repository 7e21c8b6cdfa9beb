import { currentLife } from "./wall-clock.ts";

/** What hosted Supabase adds to Deno and functions may rely on. */
export interface EdgeRuntimeStandIn {
  /** Waits until no background work is left, that which such work started included. */
  readonly drain: () => Promise<void>;
}

const pending = new Map<Promise<unknown>, ReturnType<typeof currentLife>>();

/** Installs the global `EdgeRuntime` with `waitUntil`. Repeating it changes nothing. */
export function installEdgeRuntime(): EdgeRuntimeStandIn {
  const waitUntil = <Value>(work: Promise<Value>): Promise<Value> => {
    const watched = Promise.resolve(work)
      .catch((error: unknown) => {
        console.error("background work failed:", error);
      })
      .finally(() => pending.delete(watched));
    pending.set(watched, currentLife());
    return work;
  };
  Object.assign(globalThis, { EdgeRuntime: { waitUntil } });
  return { drain };
}

async function drain(): Promise<void> {
  while (pending.size > 0) await Promise.allSettled([...pending.keys()]);
}

/** Whether work that the request left behind is still under way. */
export function hasWork(life: ReturnType<typeof currentLife>): boolean {
  return [...pending.values()].includes(life);
}

/** Forgets work whose time is over, so that nobody waits for it. */
export function forgetWork(life: ReturnType<typeof currentLife>): void {
  for (const [work, owner] of pending) if (owner === life) pending.delete(work);
}
