import { mkdir } from "node:fs/promises";
import path from "node:path";
import { exists } from "../../../demo/platform/postgres-binaries.ts";
import {
  type Platform,
  type PlatformOptions,
  startPlatform,
} from "../../../demo/platform/platform.ts";
import { CARELESS, copyPreparedData } from "../database/prepared-data.ts";
import { freePorts } from "./start-command.ts";
import { createScratchFolder } from "./scratch-folder.ts";

/**
 * Starts the whole product for a test: free ports, a scratch folder that goes with it, the stand-in
 * in OpenAI's place whatever key the environment holds.
 *
 * @param changes For instance `{ standInEnvironment, pagesFolder, origins }`.
 */
export async function startTestPlatform(changes: Partial<PlatformOptions> = {}): Promise<Platform> {
  const folder = await createScratchFolder();
  const stateFolder = changes.stateFolder ?? path.join(folder.path, "state");
  try {
    const data = path.join(stateFolder, "postgres");
    await mkdir(stateFolder, { recursive: true });
    if (!(await exists(data))) await copyPreparedData(data);
    const platform = await startPlatform({
      ports: await freePorts(),
      environment: { ...process.env, OPENAI_API_KEY: undefined },
      databaseSettings: CARELESS,
      ...changes,
      // A model of 400 MB, which tests that speak in tones or in the script's sentences have no use for.
      standInEnvironment: { STANDIN_HEARING: "off", ...changes.standInEnvironment },
      stateFolder,
    });
    return {
      ...platform,
      stop: async () => {
        await platform.stop();
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}
