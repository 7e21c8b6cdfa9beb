// `npm start`: the whole product on this machine. `-- --fresh` begins with an empty database,
// `-- --once` starts, checks and stops.
import path from "node:path";
import { inspect, parseArgs } from "node:util";
import { readSettings } from "../../supabase/cli/read-settings.ts";
import { checkHealth } from "./check-health.ts";
import { type Platform, startPlatform } from "./platform.ts";
import { PlatformError } from "./platform-error.ts";
import { readPorts } from "./ports.ts";
import { PROJECT_FOLDER } from "./project-paths.ts";
import { watchNpm } from "./watch-parent.ts";

function readArguments(): { fresh: boolean; once: boolean } {
  const options = { fresh: { type: "boolean" }, once: { type: "boolean" } } as const;
  try {
    const { values } = parseArgs({ options });
    return { fresh: values.fresh ?? false, once: values.once ?? false };
  } catch (cause) {
    throw new PlatformError(
      "Unknown argument: npm start takes -- --fresh (empty database) and -- --once (check and stop).",
      { cause },
    );
  }
}

/** Runs until the signal; then, or when a part of it fails, stops everything. */
async function main(stopped: AbortSignal): Promise<void> {
  const { fresh, once } = readArguments();
  const environment = readSettings(process.env, { isLocal: true });
  const stateFolder = path.resolve(PROJECT_FOLDER, environment["STATE_FOLDER"] ?? ".local");
  const platform = await startPlatform({
    ports: readPorts(environment),
    stateFolder,
    environment,
    fresh,
    signal: stopped,
    report: say,
  });
  try {
    await checkHealth(platform).catch((error: unknown) => {
      // OpenAI being out of reach is no reason to withhold the rest from somebody who develops.
      if (once || platform.urls.realtime !== undefined || !(error instanceof PlatformError))
        throw error;
      say(error.message);
    });
    process.stdout.write(`${readyLine(platform, stateFolder)}\n`);
    if (once) return;
    const failure = await Promise.race([platform.failure, aborted(stopped)]);
    if (failure !== undefined) throw failure;
  } finally {
    await platform.stop();
  }
}

function readyLine({ urls }: Platform, stateFolder: string): string {
  const customer = urls.realtime === undefined ? "calls go to OpenAI" : "rehearsal, no OpenAI key";
  const logs = path.relative(process.cwd(), path.join(stateFolder, "logs"));
  const seconds = process.uptime().toFixed(1);
  return `ready ${urls.demo} (${customer}; functions ${urls.functions}; logs in ${logs}; ${seconds} s)`;
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const settle = (): void => {
      resolve(undefined);
    };
    if (signal.aborted) settle();
    else signal.addEventListener("abort", settle, { once: true });
  });
}

const stop = new AbortController();
const interrupt = (): void => {
  stop.abort();
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
watchNpm(interrupt);

try {
  await main(stop.signal);
} catch (error) {
  if (!stop.signal.aborted) {
    const isExplained = error instanceof PlatformError;
    say(isExplained ? error.message : inspect(error));
    process.exitCode = 1;
  }
}
