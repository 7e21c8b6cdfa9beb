import type { PlatformKeys } from "./keys.ts";
import { PlatformError } from "./platform-error.ts";
import { exists } from "./postgres-binaries.ts";
import { projectPath } from "./project-paths.ts";
import { spawnTethered, type TetheredProcess } from "./tethered-process.ts";

const START_TIMEOUT_MS = 30_000;
const DENO = projectPath("node_modules/.bin/deno");
const GATEWAY = projectPath("demo/platform/gateway/main.ts");

/** Where the gateway listens and what the functions get to know. */
export interface GatewayProcessOptions {
  readonly port: number;
  readonly databaseUrl: string;
  readonly keys: PlatformKeys;
  /** Variables of the functions besides those of hosted Supabase. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute. Default: the functions of this project. */
  readonly functionsFolder?: string | undefined;
  readonly onOutput?: ((text: string) => void) | undefined;
}

/**
 * Starts the gateway on Deno.
 *
 * @throws {PlatformError} when Deno is not installed.
 */
export async function spawnGateway(options: GatewayProcessOptions): Promise<TetheredProcess> {
  if (!(await exists(DENO))) {
    throw new PlatformError("Deno is not installed: run npm ci, without --omit=dev.");
  }
  return spawnTethered({
    name: "The functions",
    command: [
      DENO,
      "run",
      ...["--config", projectPath("deno.json"), "--no-prompt", "--quiet"],
      ...["--allow-net", "--allow-env", "--allow-read", "--allow-sys"],
      GATEWAY,
    ],
    environment: {
      ...options.environment,
      DENO_NO_PACKAGE_JSON: "1",
      DENO_NO_UPDATE_CHECK: "1",
      API_PORT: String(options.port),
      FUNCTIONS_FOLDER: options.functionsFolder,
      SUPABASE_DB_URL: options.databaseUrl,
      SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: options.keys.publishableKey }),
      SUPABASE_SECRET_KEYS: JSON.stringify({ default: options.keys.secretKey }),
      SUPABASE_JWKS: JSON.stringify(options.keys.jwks),
    },
    onOutput: options.onOutput,
  });
}

/**
 * Waits until the gateway serves the functions and returns its origin.
 *
 * @throws {PlatformError} with what it printed when it does not come up.
 */
export async function gatewayReady(gateway: TetheredProcess): Promise<string> {
  const [, url] = await gateway.log.waitFor(/^ready (http:\S+)/m, START_TIMEOUT_MS);
  if (url === undefined) throw new PlatformError("The functions named no address.");
  return url;
}
