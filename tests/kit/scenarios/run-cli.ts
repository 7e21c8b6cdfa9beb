import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { z } from "zod";

const THREAD = new URL("./cli-thread.ts", import.meta.url);

/** What the tool left behind, as of a process. */
const Outcome = z.object({ status: z.number(), stdout: z.string(), stderr: z.string() });

let thread: Worker | undefined;

/**
 * Runs the scenario tool as it is typed, in a thread that keeps what it has loaded: a process for each
 * call would read the same sources anew. One call at a time.
 *
 * @param changes `input` is piped in; `environment` replaces variables.
 */
export async function runCli(
  parameters: readonly string[],
  changes: { readonly input?: string; readonly environment?: NodeJS.ProcessEnv } = {},
): Promise<z.infer<typeof Outcome>> {
  thread ??= new Worker(THREAD);
  const worker = thread;
  worker.ref();
  const answer: Promise<unknown[]> = once(worker, "message");
  const clean = { OPENAI_API_KEY: "", SCENARIOS_FOLDER: "" };
  const environment = { ...process.env, ...clean, ...changes.environment };
  worker.postMessage({ parameters, input: changes.input ?? "", environment });
  const outcome = Outcome.parse((await answer)[0]);
  // The tests may end while it waits for a further call.
  worker.unref();
  return outcome;
}
