import type { ApiKeys } from "./caller.ts";
import { createGateway } from "./create-gateway.ts";
import { installEdgeRuntime } from "./edge-runtime.ts";

const SHUTDOWN_TIMEOUT_MS = 3_000;

/** Where the gateway listens, and before what it stands. */
export interface StartGatewayOptions extends ApiKeys {
  readonly databaseUrl: string;
  /** 0 chooses a free one. */
  readonly port: number;
  readonly functionsFolder?: URL;
  readonly wallClockMs?: number;
  /** How long each call of a function waits for it to wake up, by the function's name. */
  readonly wakingMs?: Readonly<Record<string, number>>;
  /** What the functions read besides the names of hosted Supabase. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A gateway that listens. */
export interface RunningGateway {
  /** Origin, without a slash at its end: `SUPABASE_URL`. */
  readonly url: string;
  readonly functions: readonly string[];
  /** Waits for the work that functions left behind with `waitUntil`. */
  readonly drain: () => Promise<void>;
  /** Stops listening, waits for background work, closes the pool. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the gateway in this Deno process and sets the environment names of hosted Supabase for the
 * functions. Modules load once a process: a second gateway shares their state.
 *
 * @throws {Deno.errors.AddrInUse} when the port is taken.
 */
export async function startGateway(options: StartGatewayOptions): Promise<RunningGateway> {
  const runtime = installEdgeRuntime();
  let handle: (request: Request, remoteAddress: string) => Promise<Response> = () =>
    Promise.resolve(Response.json({ message: "The functions are loading." }, { status: 503 }));
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: options.port, onListen: () => undefined },
    (request, connection) => handle(request, connection.remoteAddr.hostname),
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  for (const [name, value] of Object.entries(hostedEnvironment(url, options))) {
    Deno.env.set(name, value);
  }
  try {
    const gateway = await createGateway(options);
    handle = gateway.fetch;
    const stop = async (): Promise<void> => {
      await withinTime(server.shutdown(), SHUTDOWN_TIMEOUT_MS);
      await withinTime(runtime.drain(), SHUTDOWN_TIMEOUT_MS);
      await gateway.close();
    };
    return { url, functions: gateway.functions, drain: runtime.drain, stop };
  } catch (error) {
    await server.shutdown();
    throw error;
  }
}

function hostedEnvironment(url: string, options: StartGatewayOptions): Record<string, string> {
  return {
    ...options.environment,
    SUPABASE_URL: url,
    SUPABASE_DB_URL: options.databaseUrl,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: options.publishableKey }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: options.secretKey }),
    SUPABASE_JWKS: JSON.stringify(options.jwks),
    SB_REGION: "local",
    SB_EXECUTION_ID: crypto.randomUUID(),
    DENO_DEPLOYMENT_ID: "local",
  };
}

async function withinTime(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
