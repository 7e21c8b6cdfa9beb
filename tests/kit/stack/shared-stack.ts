import path from "node:path";
import { z } from "zod";
import { startTestPlatform } from "./test-platform.ts";
import { createScratchFolder } from "./scratch-folder.ts";

const Address = z.object({
  urls: z.object({
    demo: z.string(),
    api: z.string(),
    functions: z.string(),
    realtime: z.string().optional(),
  }),
  databaseUrl: z.string(),
  stateFolder: z.string(),
});

/** The whole product, running, as far as another process may know it. */
export interface Stack extends z.infer<typeof Address> {
  /** Ends it where it is this caller's own. */
  readonly stop: () => Promise<void>;
}

/** Under this name one process tells others where the stack is that they share. */
const VARIABLE = "TEST_STACK";

/** Starts the product on free ports with an empty database. */
async function startStack(): Promise<Stack> {
  const scratch = await createScratchFolder();
  const stateFolder = path.join(scratch.path, "state");
  // Learning platforms of tests run on this machine.
  const environment = { ...process.env, WEBHOOK_ALLOW_LOCAL: "true" };
  const platform = await startTestPlatform({ stateFolder, environment });
  return {
    urls: platform.urls,
    databaseUrl: platform.databaseUrl,
    stateFolder,
    stop: async () => {
      await platform.stop();
      await scratch.remove();
    },
  };
}

/** The stack that this process was told of, which others use beside it; else, or where it is to be broken, its own. */
export async function joinStack(isOwn: boolean): Promise<Stack> {
  const shared = process.env[VARIABLE];
  if (shared === undefined || isOwn) return await startStack();
  return { ...Address.parse(JSON.parse(shared)), stop: () => Promise.resolve() };
}

/** Starts a stack for this process's children, which find it by the variables. */
export async function shareStack(): Promise<{
  readonly variables: Readonly<Record<string, string>>;
  /** Holds the logs, below `logs/`. */
  readonly stateFolder: string;
  readonly stop: () => Promise<void>;
}> {
  const { stop, ...address } = await startStack();
  const variables = { [VARIABLE]: JSON.stringify(address) };
  return { variables, stateFolder: address.stateFolder, stop };
}
