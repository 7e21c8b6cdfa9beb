import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { createCoachTokens } from "./coach-tokens.ts";
import { gatewayReady, spawnGateway } from "./gateway-process.ts";
import { type LocalSecrets, loadSecrets, removeSecrets } from "./local-secrets.ts";
import { applyPlatformSql, migrate } from "./migrate.ts";
import { type PagesServer, startPagesServer } from "./pages-server.ts";
import { PlatformError } from "./platform-error.ts";
import { assertPortsFree, type PlatformPorts } from "./ports.ts";
import { type Postgres, removePostgresData, startPostgres } from "./postgres.ts";
import { startReaperTimer } from "./reaper-timer.ts";
import { seed } from "./seed.ts";
import { spawnStandIn, standInReady } from "./stand-in-process.ts";
import { Supervisor } from "./supervisor.ts";
import { buildWidget } from "./widget-build.ts";

/** What to start, and where. */
export interface PlatformOptions {
  readonly ports: PlatformPorts;
  /** Holds the database, the secrets and the logs. */
  readonly stateFolder: string;
  /**
   * Variables of the functions. With `OPENAI_API_KEY` among them they call OpenAI, otherwise the
   * stand-in is started.
   */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Variables of the stand-in, faults among them. */
  readonly standInEnvironment?: Readonly<Record<string, string>>;
  /** Begins with an empty database and new secrets. */
  readonly fresh?: boolean;
  /** Further origins that may embed the demo site. */
  readonly origins?: readonly string[];
  /** Other pages than the demo's. */
  readonly pagesFolder?: string;
  /** Server settings of Postgres. */
  readonly databaseSettings?: Readonly<Record<string, string>>;
  /** Stops a start that is still under way, and what it has started. */
  readonly signal?: AbortSignal;
  /** Hears what an operator should know, one sentence each. */
  readonly report?: (sentence: string) => void;
}

/** The whole product, running. */
export interface Platform {
  readonly urls: {
    /** The demo pages. */
    readonly demo: string;
    /** The gateway: `SUPABASE_URL`. */
    readonly api: string;
    /** The `api` attribute of the tag. */
    readonly functions: string;
    /** The stand-in; undefined where OpenAI is called. */
    readonly realtime: string | undefined;
  };
  /** As role `postgres`. */
  readonly databaseUrl: string;
  readonly databaseAdminUrl: string;
  readonly secretKey: string;
  readonly publishableKey: string;
  /** Resolves with the reason when something of it ended unasked; it must then be stopped. */
  readonly failure: Promise<PlatformError>;
  /** Stops everything that was started. Safe twice. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts database, functions, stand-in and demo pages side by side and returns when all are ready.
 *
 * @throws {PlatformError} with one sentence on what is missing or in the way; nothing is left running.
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const usesStandIn = !options.environment["OPENAI_API_KEY"];
  await assertPortsFree(options.ports, [
    ...(["demo", "api", "database"] as const),
    ...(usesStandIn ? (["realtime", "realtimeSecure"] as const) : []),
  ]);
  await prepareStateFolder(options);
  const secrets = await loadSecrets(options.stateFolder);
  const supervisor = new Supervisor();
  const interrupt = (): void => void supervisor.stop();
  options.signal?.addEventListener("abort", interrupt, { once: true });
  try {
    const parts = await startParts({ options, secrets, supervisor, usesStandIn });
    assertNotInterrupted(options.signal);
    const scheduleKey = options.environment["SCHEDULE_KEY"] || secrets.scheduleKey;
    supervisor.onStop(
      startReaperTimer(parts.api, scheduleKey, options.report ?? (() => undefined)),
    );
    return toPlatform(parts, secrets, supervisor);
  } catch (error) {
    await supervisor.stop();
    assertNotInterrupted(options.signal);
    throw error;
  } finally {
    options.signal?.removeEventListener("abort", interrupt);
  }
}

interface Start {
  readonly options: PlatformOptions;
  readonly secrets: LocalSecrets;
  readonly supervisor: Supervisor;
  readonly usesStandIn: boolean;
}

interface Parts {
  readonly api: string;
  readonly pages: PagesServer;
  readonly database: { readonly url: string; readonly adminUrl: string };
  readonly realtime: string | undefined;
}

/** Waits for all of them even when one fails, so that the stop that follows misses none. */
async function startParts(start: Start): Promise<Parts> {
  const database = startDatabase(start);
  const standIn = start.usesStandIn ? startStandIn(start) : Promise.resolve(undefined);
  const gateway = startFunctions(start);
  const pages = startPages(start);
  const all = [database, standIn, gateway, pages] as const;
  for (const part of all) part.catch(() => void start.supervisor.stop());
  try {
    const [ready, realtime, api, server] = await Promise.all(all);
    return { database: ready, realtime, api, pages: server };
  } finally {
    await Promise.allSettled(all);
  }
}

async function startDatabase({ options, supervisor }: Start): Promise<Parts["database"]> {
  const server = await startPostgres({
    port: options.ports.database,
    dataDirectory: path.join(options.stateFolder, "postgres"),
    settings: options.databaseSettings ?? {},
    onOutput: openLog(options, "postgres"),
  });
  const prepared = prepareDatabase(server, options);
  const stop = async (): Promise<void> => {
    // Not below a migration that is under way: it takes a moment and ends cleanly.
    await prepared.catch(() => undefined);
    await server.stop();
  };
  supervisor.watch({ ...server, name: "Postgres", stop }, "last");
  await prepared;
  return server;
}

async function prepareDatabase(server: Postgres, options: PlatformOptions): Promise<void> {
  await applyPlatformSql(server.adminUrl);
  await migrate(server.url);
  await seed({ databaseUrl: server.url, origins: listOrigins(options) });
}

async function startStandIn({ options, secrets, supervisor }: Start): Promise<string> {
  const standIn = spawnStandIn({
    port: options.ports.realtime,
    securePort: options.ports.realtimeSecure,
    certificateFolder: path.join(options.stateFolder, "stand-in"),
    apiKey: secrets.providerKey,
    environment: {
      ...process.env,
      STANDIN_HEARING: options.environment["STANDIN_HEARING"],
      ...options.standInEnvironment,
    },
    onOutput: openLog(options, "stand-in"),
  });
  supervisor.watch(standIn);
  return standInReady(standIn, options.ports.realtime);
}

async function startFunctions(start: Start): Promise<string> {
  const { options, secrets, supervisor } = start;
  const gateway = await spawnGateway({
    port: options.ports.api,
    databaseUrl: toDatabaseUrl(options),
    keys: secrets.keys,
    environment: functionVariables(start),
    onOutput: openLog(options, "functions"),
  });
  supervisor.watch(gateway);
  return gatewayReady(gateway);
}

/** The pages of the demo, and further ones. */
function listOrigins({ ports: { demo }, origins = [] }: PlatformOptions): string[] {
  return [`http://127.0.0.1:${demo}`, `http://localhost:${demo}`, ...origins];
}

function toDatabaseUrl({ ports }: PlatformOptions): string {
  return `postgresql://postgres:postgres@127.0.0.1:${ports.database}/postgres`;
}

/** What the operator set goes before what is made up here. */
function functionVariables({ options, secrets, usesStandIn }: Start): Record<string, string> {
  const rehearsal = {
    OPENAI_API_KEY: secrets.providerKey,
    OPENAI_BASE_URL: `http://127.0.0.1:${options.ports.realtime}/v1`,
    // The SDK's sockets are always secure, so Deno must trust the stand-in's authority.
    OPENAI_SIDEBAND_URL: `https://127.0.0.1:${options.ports.realtimeSecure}/v1`,
    DENO_CERT: path.join(options.stateFolder, "stand-in", "authority.pem"),
    REHEARSAL: "true",
  };
  const given = Object.entries(options.environment).filter(([, value]) => value);
  return {
    SESSION_TOKEN_SECRET: secrets.sessionTokenSecret,
    LEARNER_HASH_SECRET: secrets.learnerHashSecret,
    LEARNER_TOKEN_KEY: secrets.learnerTokenKey,
    METRICS_KEY: secrets.metricsKey,
    SCHEDULE_KEY: secrets.scheduleKey,
    ...Object.fromEntries(given),
    ...(usesStandIn ? rehearsal : {}),
  };
}

async function startPages({ options, secrets, supervisor }: Start): Promise<PagesServer> {
  const [server] = await Promise.all([
    startPagesServer({
      port: options.ports.demo,
      apiOrigin: `http://127.0.0.1:${options.ports.api}`,
      pagesFolder: options.pagesFolder,
      signCoachToken: createCoachTokens({
        databaseUrl: toDatabaseUrl(options),
        origins: listOrigins(options),
        masterKey: options.environment["LEARNER_TOKEN_KEY"] || secrets.learnerTokenKey,
      }),
    }).then((running) => {
      supervisor.onStop(running.stop);
      return running;
    }),
    buildWidget(),
  ]);
  return server;
}

function toPlatform(parts: Parts, secrets: LocalSecrets, supervisor: Supervisor): Platform {
  return {
    urls: {
      demo: parts.pages.url,
      api: parts.api,
      functions: `${parts.api}/functions/v1`,
      realtime: parts.realtime,
    },
    databaseUrl: parts.database.url,
    databaseAdminUrl: parts.database.adminUrl,
    secretKey: secrets.keys.secretKey,
    publishableKey: secrets.keys.publishableKey,
    failure: supervisor.failure,
    stop: () => supervisor.stop(),
  };
}

async function prepareStateFolder({ stateFolder, fresh }: PlatformOptions): Promise<void> {
  if (fresh === true) {
    await removePostgresData(path.join(stateFolder, "postgres"));
    await removeSecrets(stateFolder);
  }
  await mkdir(path.join(stateFolder, "logs"), { recursive: true });
}

/** One file a process, begun anew with each start. */
function openLog({ stateFolder }: PlatformOptions, name: string): (text: string) => void {
  const stream = createWriteStream(path.join(stateFolder, "logs", `${name}.log`));
  return (text) => void stream.write(text);
}

function assertNotInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new PlatformError("The start was interrupted.");
}
