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
export async function loadFunctions(folder: URL): Promise<FunctionHost> {
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
    try {
      return await found.fetch(new Request(url, request));
    } catch (error) {
      console.error(`function ${name} threw:`, error);
      return failure(500, "WORKER_ERROR", "Function exited due to an error (please check logs)");
    }
  };
  return { names: [...functions.keys()], serve };
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
