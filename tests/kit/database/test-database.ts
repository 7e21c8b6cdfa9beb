import path from "node:path";
import { applyPlatformSql, migrate } from "../../../demo/platform/migrate.ts";
import { type Postgres, startPostgres } from "../../../demo/platform/postgres.ts";
import { freePort } from "../stack/free-port.ts";
import { createScratchFolder } from "../stack/scratch-folder.ts";
import { CARELESS, copyPreparedData, type PreparedKind } from "./prepared-data.ts";

/** A Postgres of its own, with the roles of the platform and every migration. */
export interface TestDatabase {
  /** As role `postgres`. */
  readonly url: string;
  /** As the superuser. */
  readonly adminUrl: string;
  readonly port: number;
  /** Stops the server and keeps the data, for tests of what happens meanwhile. */
  readonly pause: () => Promise<void>;
  /** Starts it again on the same port. */
  readonly resume: () => Promise<void>;
  /** Stops the server and removes the data. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a scratch database on a free port; `stop` removes it.
 *
 * @param options `defaultGrants: false` for the grants of newer hosted projects; `migrations: false`
 * for the bare platform; `settings` of the server, such as `max_connections`.
 */
export async function startTestDatabase(
  options: PreparedKind & {
    readonly binaries?: string;
    readonly settings?: Readonly<Record<string, string>>;
  } = {},
): Promise<TestDatabase> {
  const folder = await createScratchFolder();
  const port = await freePort();
  const dataDirectory = path.join(folder.path, "postgres");
  const start = (): Promise<Postgres> =>
    startPostgres({
      port,
      dataDirectory,
      binaries: options.binaries,
      settings: { ...CARELESS, ...options.settings },
    });
  let server: Postgres;
  try {
    // Another version of Postgres makes its data itself.
    if (options.binaries === undefined) await copyPreparedData(dataDirectory, options);
    server = await start();
  } catch (error) {
    await folder.remove();
    throw error;
  }
  const stop = async (): Promise<void> => {
    await server.stop();
    await folder.remove();
  };
  try {
    await applyPlatformSql(server.adminUrl, options);
    if (options.migrations !== false) await migrate(server.url);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: server.url,
    adminUrl: server.adminUrl,
    port,
    pause: () => server.stop(),
    resume: async () => {
      server = await start();
    },
    stop,
  };
}
