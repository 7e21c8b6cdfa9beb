import type {} from "@supabase/functions-js/edge-runtime.d.ts";
import { describeError, type Log, type LogFields } from "../telemetry/log.ts";

/** Runs work that the answer does not wait for. `name` and `ids` stand in the log when it fails. */
export type Background = (name: string, task: () => Promise<void>, ids?: LogFields) => void;

/**
 * Creates a background that the edge runtime keeps alive until its work is done. Elsewhere (tests, a plain
 * Deno process) the promise simply runs on. Work must bear being killed: whatever matters waits in the
 * database until it is confirmed.
 */
export function createBackground(log: Log): Background {
  return (name, task, ids = {}) => {
    const work = task().catch((error: unknown) => {
      log("error", "background_failed", { task: name, ...ids, ...describeError(error) });
    });
    if (typeof EdgeRuntime !== "undefined") void EdgeRuntime.waitUntil(work);
  };
}
