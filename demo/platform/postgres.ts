import { createHash } from "node:crypto";
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { PlatformError } from "./platform-error.ts";
import {
  exists,
  isReachableByAll,
  isRoot,
  preparePostgresBinaries,
  sharedFolder,
  UNPRIVILEGED,
} from "./postgres-binaries.ts";
import { spawnTethered } from "./tethered-process.ts";

/** Local only: the server listens on 127.0.0.1 and holds demo data. */
const PASSWORD = "postgres";
const START_TIMEOUT_MS = 30_000;
const INITDB_TIMEOUT_MS = 60_000;

/** Where the server listens and keeps its data. */
export interface PostgresOptions {
  readonly port: number;
  /** Made on the first start. Root's data moves where an unprivileged user can reach it. */
  readonly dataDirectory: string;
  /** Server settings, for instance `{ fsync: "off" }` in tests. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Folder of another Postgres, with `bin/postgres` in it. Default: the one from npm. */
  readonly binaries?: string | undefined;
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** A running Postgres server. */
export interface Postgres {
  /** As role `postgres`, who owns `public` and runs the migrations, but is no superuser. */
  readonly url: string;
  /** As the superuser `supabase_admin`. */
  readonly adminUrl: string;
  /** Resolves when the server is gone, whoever stopped it. */
  readonly exited: Promise<number>;
  /** Fast shutdown: open transactions are rolled back, the data is left clean. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts real Postgres 17, also as root and below root's home, and returns once it accepts
 * connections.
 *
 * @throws {PlatformError} when binaries are missing, the data is in use or the server gives up.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const native = options.binaries ?? (await preparePostgresBinaries());
  const data = await reachableDataDirectory(options.dataDirectory);
  if (!(await exists(path.join(data, "PG_VERSION")))) await initialise(native, data);
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "100",
    ...options.settings,
  };
  const server = spawnTethered({
    name: "Postgres",
    command: [
      path.join(native, "bin/postgres"),
      ...["-D", data, "-p", String(options.port)],
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    identity: identity(),
    stopSignal: "INT",
    onOutput: options.onOutput,
  });
  try {
    await server.log.waitFor(/ready to accept connections/, START_TIMEOUT_MS);
  } catch (cause) {
    await server.stop();
    throw explain(server.log.text, options.port, data, cause);
  }
  const address = `127.0.0.1:${options.port}/postgres`;
  return {
    url: `postgresql://postgres:${PASSWORD}@${address}`,
    adminUrl: `postgresql://supabase_admin:${PASSWORD}@${address}`,
    exited: server.exited,
    stop: server.stop,
  };
}

/**
 * Deletes the data of a server that does not run.
 *
 * @throws {PlatformError} when it does run.
 */
export async function removePostgresData(dataDirectory: string): Promise<void> {
  const data = await reachableDataDirectory(dataDirectory);
  const lines = (await readFile(path.join(data, "postmaster.pid"), "utf8").catch(() => "")).split(
    "\n",
  );
  const port = Number(lines[3]);
  if (port > 0 && (await answers(port))) {
    throw new PlatformError(
      `Postgres is already running on ${data}: stop it before its data is removed.`,
    );
  }
  await rm(data, { recursive: true, force: true });
}

/** The folder itself, or, where only root could reach it, one outside that is named after it. */
async function reachableDataDirectory(wanted: string): Promise<string> {
  const resolved = path.resolve(wanted);
  if (!isRoot() || (await isReachableByAll(path.dirname(resolved)))) return resolved;
  const key = createHash("sha256").update(resolved).digest("hex").slice(0, 16);
  return path.join(await sharedFolder(), `maka-voice-coach-data-${key}`);
}

function identity(): typeof UNPRIVILEGED | undefined {
  return isRoot() ? UNPRIVILEGED : undefined;
}

async function initialise(native: string, data: string): Promise<void> {
  await mkdir(data, { recursive: true });
  const secrets = await mkdtemp(
    path.join(isRoot() ? await sharedFolder() : tmpdir(), "maka-initdb-"),
  );
  const passwordFile = path.join(secrets, "password");
  await writeFile(passwordFile, `${PASSWORD}\n`, { mode: 0o600 });
  if (isRoot()) {
    for (const owned of [data, secrets, passwordFile]) {
      await chown(owned, UNPRIVILEGED.uid, UNPRIVILEGED.gid);
    }
  }
  await chmod(data, 0o700);
  const initdb = spawnTethered({
    name: "initdb",
    command: [
      path.join(native, "bin/initdb"),
      ...["-D", data, "-U", "supabase_admin", "-A", "scram-sha-256", `--pwfile=${passwordFile}`],
      ...["-E", "UTF8", "--locale=C", "--no-instructions"],
    ],
    identity: identity(),
  });
  const timer = setTimeout(() => void initdb.stop(), INITDB_TIMEOUT_MS);
  const code = await initdb.exited;
  clearTimeout(timer);
  await rm(secrets, { recursive: true, force: true });
  if (code !== 0) {
    await rm(data, { recursive: true, force: true });
    throw new PlatformError(`Postgres could not create its data in ${data}:\n${initdb.log.text}`);
  }
}

function explain(log: string, port: number, data: string, cause: unknown): PlatformError {
  if (log.includes('lock file "postmaster.pid" already exists')) {
    return new PlatformError(
      `Postgres is already running on ${data}: stop the other start first, nothing was changed.`,
      { cause },
    );
  }
  if (log.includes("could not bind") || log.includes("could not create any TCP/IP sockets")) {
    return new PlatformError(
      `Port ${port} on 127.0.0.1 is taken: set DB_PORT to another one for Postgres.`,
      { cause },
    );
  }
  if (/database files are incompatible|was initialized by PostgreSQL version/.test(log)) {
    return new PlatformError(
      `The data in ${data} belongs to another version of Postgres: start once with --fresh.`,
      { cause },
    );
  }
  return new PlatformError(`Postgres did not start:\n${log}`, { cause });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const settle = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once("connect", () => {
      settle(true);
    });
    socket.once("error", () => {
      settle(false);
    });
  });
}
