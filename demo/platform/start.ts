// `npm start`: the whole product on this machine. `-- --fresh` begins with an empty database,
// `-- --once` starts, checks and stops.
import { readFile } from "node:fs/promises";
import { parseArgs, parseEnv } from "node:util";
import { checkHealth } from "./check-health.ts";
import { startPlatform } from "./platform.ts";
import { PlatformError } from "./platform-error.ts";
import { readPorts } from "./ports.ts";
import { projectPath } from "./project-paths.ts";
import { watchNpm } from "./watch-parent.ts";

/** The environment goes before `.env`, and an empty variable counts as absent. */
async function readEnvironment(): Promise<Record<string, string | undefined>> {
  const text = await readFile(projectPath(".env"), "utf8").catch(() => "");
  const given = Object.entries(process.env).filter(([, value]) => value !== "");
  return { ...parseEnv(text), ...Object.fromEntries(given) };
}

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
  const environment = await readEnvironment();
  const platform = await startPlatform({
    ports: readPorts(environment),
    stateFolder: projectPath(".local"),
    environment,
    fresh,
    signal: stopped,
    report: (sentence) => void process.stderr.write(`${sentence}\n`),
  });
  try {
    await checkHealth(platform);
    const { demo, functions, realtime } = platform.urls;
    const customer = realtime === undefined ? "calls go to OpenAI" : "rehearsal, no OpenAI key";
    const seconds = process.uptime().toFixed(1);
    process.stdout.write(
      `ready ${demo} (functions ${functions}; ${customer}; ${seconds} s; logs in .local/logs)\n`,
    );
    if (once) return;
    const failure = await Promise.race([platform.failure, aborted(stopped)]);
    if (failure !== undefined) throw failure;
  } finally {
    await platform.stop();
  }
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
    process.stderr.write(`${isExplained ? error.message : String(error)}\n`);
    if (!isExplained && error instanceof Error) process.stderr.write(`${error.stack ?? ""}\n`);
    process.exitCode = 1;
  }
}
