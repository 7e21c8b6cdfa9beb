import { spawn } from "node:child_process";
import { OutputLog } from "../../../demo/platform/output-log.ts";
import type { PlatformPorts } from "../../../demo/platform/ports.ts";
import { PROJECT_FOLDER, projectPath } from "../../../demo/platform/project-paths.ts";
import { freePort } from "./free-port.ts";
import { type ListedProcess, listDescendants } from "./process-tree.ts";

const READY_TIMEOUT_MS = 60_000;

/** `npm start` under test. */
export interface StartCommand {
  readonly pid: number;
  readonly stdout: OutputLog;
  readonly stderr: OutputLog;
  readonly exited: Promise<number>;
  /** Waits for the `ready` line and returns the address in it. */
  readonly ready: () => Promise<string>;
  readonly descendants: () => ListedProcess[];
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** Where one run listens and keeps its data. */
export interface StartSettings {
  readonly ports: PlatformPorts;
  readonly stateFolder: string;
}

/** Ports that nobody uses. */
export async function freePorts(): Promise<PlatformPorts> {
  const [demo, api, database, realtime, realtimeSecure] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ]);
  return { demo, api, database, realtime, realtimeSecure };
}

/**
 * Runs the start command in a process of its own, without an OpenAI key.
 *
 * @param changes `throughNpm` runs it as `npm start` does; `environment` replaces variables.
 */
export function runStart(
  { ports, stateFolder }: StartSettings,
  args: readonly string[] = [],
  changes: {
    readonly throughNpm?: boolean;
    readonly environment?: Readonly<Record<string, string>>;
  } = {},
): StartCommand {
  const [file, ...rest] =
    changes.throughNpm === true
      ? ["npm", "start", "--silent", "--", ...args]
      : [process.execPath, projectPath("demo/platform/start.ts"), ...args];
  const child = spawn(file, rest, {
    cwd: PROJECT_FOLDER,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      OPENAI_API_KEY: "",
      npm_lifecycle_event: undefined,
      STATE_FOLDER: stateFolder,
      DEMO_PORT: String(ports.demo),
      API_PORT: String(ports.api),
      DB_PORT: String(ports.database),
      REALTIME_PORT: String(ports.realtime),
      REALTIME_SECURE_PORT: String(ports.realtimeSecure),
      ...changes.environment,
    },
  });
  const exited = new Promise<number>((resolve) => {
    // Not "close": a killed npm leaves its shell holding the pipes for a moment.
    child.once("exit", (code) => {
      resolve(code ?? 1);
    });
  });
  const stdout = new OutputLog("npm start", exited);
  const stderr = new OutputLog("npm start", exited);
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout.append(text);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr.append(text);
  });
  const pid = child.pid ?? 0;
  return {
    pid,
    stdout,
    stderr,
    exited,
    ready: async () => {
      const match = await stdout
        .waitFor(/^ready (\S+)/m, READY_TIMEOUT_MS)
        .catch((cause: unknown) => {
          throw new Error(`not ready: ${stderr.text}`, { cause });
        });
      return match[1] ?? "";
    },
    descendants: () => listDescendants(pid),
    kill: (signal) => void child.kill(signal),
  };
}
