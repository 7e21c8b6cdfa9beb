import { AsyncLocalStorage } from "node:async_hooks";

/** What hosted Supabase gives a request of a free project, the work that it leaves behind included. */
export const DEFAULT_WALL_CLOCK_MS = 150_000;

/** One request of a function, from its arrival to the end of all that it began. */
export interface RequestLife {
  readonly name: string;
  isOver: boolean;
}

const lives = new AsyncLocalStorage<RequestLife>();
let reach: typeof fetch | null = null;

/** The request in whose course this code runs; undefined outside of any. */
export function currentLife(): RequestLife | undefined {
  return lives.getStore();
}

/** Runs `work` as a part of that request. */
export function within<Result>(life: RequestLife, work: () => Result): Result {
  return lives.run(life, work);
}

/**
 * Hosted, a function whose time is up is killed with all that it holds. Here functions share a process, so
 * instead what it began can reach nothing any more: every request to the outside fails. Repeating this
 * changes nothing.
 */
export function cutOffTheOverdue(): void {
  if (reach !== null) return;
  const original = globalThis.fetch;
  reach = original;
  globalThis.fetch = (input, init) => {
    const life = currentLife();
    if (life?.isOver !== true) return original(input, init);
    return Promise.reject(new Error(`The wall clock of this request of ${life.name} is over.`));
  };
}
