import { forgetWork, hasWork } from "./edge-runtime.ts";
import { cutOffTheOverdue, DEFAULT_WALL_CLOCK_MS, type RequestLife, within } from "./wall-clock.ts";

/** The web-standard handler that a function's `index.ts` exports by default. */
interface EdgeFunction {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/** The functions of a folder, loaded. */
export interface FunctionHost {
  readonly names: readonly string[];
  /** @param path What follows `/functions/v1`, beginning with the function's name. */
  readonly serve: (path: string, request: Request) => Promise<Response>;
}

/**
 * Imports every `<folder>/<name>/index.ts`, the very files that are deployed; folders that begin
 * with an underscore are shared code.
 *
 * @throws {Error} naming the function that does not load.
 */
export async function loadFunctions(
  folder: URL,
  wallClockMs = DEFAULT_WALL_CLOCK_MS,
  wakingMs: Readonly<Record<string, number>> = {},
): Promise<FunctionHost> {
  cutOffTheOverdue();
  const functions = new Map<string, EdgeFunction>();
  for (const name of await listFunctions(folder)) {
    functions.set(name, await load(name, folder));
  }
  const serve: FunctionHost["serve"] = async (path, request) => {
    const name = path.split("/")[1] ?? "";
    const found = functions.get(name);
    if (found === undefined) {
      return failure(404, "NOT_FOUND", "Requested function was not found");
    }
    const url = new URL(request.url);
    url.pathname = path;
    const life: RequestLife = { name, isOver: false };
    const timeOut = createTimeOut(life, wallClockMs);
    try {
      const answered = within(life, async () => {
        await wakeUp(wakingMs[name]);
        return await found.fetch(new Request(url, request));
      });
      const response = await Promise.race([answered, timeOut.reached]);
      if (!hasWork(life)) timeOut.cancel();
      return response;
    } catch (error) {
      console.error(`function ${name} threw:`, error);
      return failure(500, "WORKER_ERROR", "Function exited due to an error (please check logs)");
    }
  };
  return { names: [...functions.keys()], serve };
}

/** Hosted, a function that was not called for a while has to be started first. */
async function wakeUp(milliseconds = 0): Promise<void> {
  if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

interface TimeOut {
  /** The answer of a request that had none in time. */
  readonly reached: Promise<Response>;
  readonly cancel: () => void;
}

/** Ends the life of a request when its time is up: no answer any more, and no reach for what it left behind. */
function createTimeOut(life: RequestLife, wallClockMs: number): TimeOut {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const reached = new Promise<Response>((resolve) => {
    timer = setTimeout(() => {
      life.isOver = true;
      if (hasWork(life)) {
        console.error(`function ${life.name} still worked when its wall clock was over: cut off`);
        forgetWork(life);
      }
      resolve(failure(546, "WORKER_LIMIT", "Function exceeded its wall clock"));
    }, wallClockMs);
    // A gateway that stops does not wait for the wall clock.
    timer.unref();
  });
  return {
    reached,
    cancel: () => {
      clearTimeout(timer);
    },
  };
}

async function listFunctions(folder: URL): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (!entry.isDirectory || /^[_.]/.test(entry.name)) continue;
    const index = new URL(`${entry.name}/index.ts`, folder);
    const isFunction = await Deno.stat(index).then(
      (found) => found.isFile,
      () => false,
    );
    if (isFunction) names.push(entry.name);
  }
  return names.sort();
}

async function load(name: string, folder: URL): Promise<EdgeFunction> {
  let module: unknown;
  try {
    module = await import(new URL(`${name}/index.ts`, folder).href);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Function ${name} does not load: ${reason}`, { cause });
  }
  const exported = hasDefault(module) ? module.default : undefined;
  if (!isEdgeFunction(exported)) {
    throw new Error(`Function ${name} has no "export default { fetch }".`);
  }
  return exported;
}

function hasDefault(module: unknown): module is { default: unknown } {
  return typeof module === "object" && module !== null && "default" in module;
}

function isEdgeFunction(value: unknown): value is EdgeFunction {
  return (
    typeof value === "object" &&
    value !== null &&
    "fetch" in value &&
    typeof value.fetch === "function"
  );
}

function failure(status: number, code: string, message: string): Response {
  return Response.json({ code, message }, { status });
}
