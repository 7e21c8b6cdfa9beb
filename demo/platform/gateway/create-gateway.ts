import { type ApiKeys, createCallerCheck } from "./caller.ts";
import { loadFunctions } from "./function-host.ts";
import { RestError } from "./rest-error.ts";
import { createRpcEndpoint } from "./rpc.ts";

const FUNCTIONS = new URL("../../../supabase/functions/", import.meta.url);

/** supabase-js may run in a page, so the data API answers every origin; functions do their own. */
const API_CORS: Readonly<Record<string, string>> = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST, PATCH, PUT, DELETE, OPTIONS",
  "access-control-allow-headers":
    "authorization, x-client-info, apikey, content-type, prefer, accept-profile, content-profile",
};

/** What the gateway stands before. */
export interface GatewayOptions extends ApiKeys {
  /** Connection as any role; the gateway itself logs in as `authenticator`. */
  readonly databaseUrl: string;
  /** Ends with a slash. Default: the functions of this project. */
  readonly functionsFolder?: URL;
  /** How long a request and all that it began may last. Default: as on hosted Supabase. */
  readonly wallClockMs?: number;
  /** How long each call of a function waits for it to wake up, by the function's name. */
  readonly wakingMs?: Readonly<Record<string, number>>;
}

/** The local place of hosted Supabase's API gateway, as a handler. */
export interface Gateway {
  /** Names of the functions it serves. */
  readonly functions: readonly string[];
  readonly fetch: (request: Request, remoteAddress?: string) => Promise<Response>;
  readonly close: () => Promise<void>;
}

/**
 * Loads the functions and stands before them and the database as hosted Supabase does. The
 * environment that the functions read must be complete before their first request.
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { functionsFolder = FUNCTIONS, wallClockMs, wakingMs } = options;
  const host = await loadFunctions(functionsFolder, wallClockMs, wakingMs);
  const identify = createCallerCheck(options);
  const rpc = createRpcEndpoint(options.databaseUrl);

  const serveApi = async (path: string, request: Request): Promise<Response> => {
    if (path === "/auth/v1/.well-known/jwks.json") return Response.json(options.jwks);
    const name = /^\/rest\/v1\/rpc\/([^/]+)$/.exec(path)?.[1];
    if (name !== undefined) {
      const caller = await identify(request.headers);
      return await rpc.call(decodeURIComponent(name), request, caller);
    }
    return Response.json(
      { message: `${path} is not served locally, only /functions/v1 and /rest/v1/rpc are.` },
      { status: 501 },
    );
  };

  const answerApi = async (path: string, request: Request): Promise<Response> => {
    if (request.method === "OPTIONS") return new Response(null, { status: 204 });
    try {
      return await serveApi(path, request);
    } catch (error) {
      if (error instanceof RestError) return error.toResponse();
      console.error(`${path} failed:`, error);
      return Response.json({ message: "The gateway itself failed." }, { status: 500 });
    }
  };

  return {
    functions: host.names,
    close: rpc.close,
    fetch: async (request, remoteAddress) => {
      const path = new URL(request.url).pathname;
      const inner = /^\/functions\/v1(\/.*)$/.exec(path)?.[1];
      if (inner !== undefined) return await host.serve(inner, forwarded(request, remoteAddress));
      const response = await answerApi(path, request);
      for (const [name, value] of Object.entries(API_CORS)) response.headers.set(name, value);
      return response;
    },
  };
}

/** Adds the caller's address to `x-forwarded-for`, as every proxy does: the last one is true. */
function forwarded(request: Request, remoteAddress: string | undefined): Request {
  if (remoteAddress === undefined) return request;
  const headers = new Headers(request.headers);
  headers.append("x-forwarded-for", remoteAddress);
  return new Request(request, { headers });
}
