import path from "node:path";
import {
  type Platform,
  type PlatformOptions,
  startPlatform,
} from "../../../demo/platform/platform.ts";
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
  try {
    const platform = await startPlatform({
      ports: await freePorts(),
      stateFolder: path.join(folder.path, "state"),
      environment: { ...process.env, OPENAI_API_KEY: undefined },
      databaseSettings: { fsync: "off", full_page_writes: "off", synchronous_commit: "off" },
      ...changes,
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
