import { chmod, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { sharedFolder } from "../../../demo/platform/postgres-binaries.ts";

/** A folder of its own for one test. */
export interface ScratchFolder {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** Makes a folder that Postgres may enter too when the tests run as root. */
export async function createScratchFolder(): Promise<ScratchFolder> {
  const folder = await mkdtemp(path.join(await sharedFolder(), "maka-test-"));
  await chmod(folder, 0o711);
  return {
    path: folder,
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}
