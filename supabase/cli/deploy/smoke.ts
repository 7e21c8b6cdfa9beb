// Checks a deployed project from outside: `npm run smoke -- [--call] <functions-url> <embed-key> <origin> [scenario]`.
// It has what a page has, and the keys of .env.production where they belong to that project. Without --call no session
// is created and nothing is spent.
import { parseArgs } from "node:util";
import { CommandError } from "../command.ts";
import { readSettings } from "../read-settings.ts";
import { runMain, writeLine } from "../run-main.ts";
import { readOwnKeys } from "./read-own-keys.ts";
import { findScenario, runSmoke, type SmokeOptions } from "./run-smoke.ts";
import { runSmokeCall } from "./smoke-call.ts";

const USAGE =
  "Usage: npm run smoke -- [--call] [--secrets <file>] https://<ref>.supabase.co/functions/v1 <embed-key> <origin> [scenario]";

/** @throws {CommandError} when an argument is missing or unknown. */
async function smoke(): Promise<void> {
  const { call, ...given } = readArguments();
  const options = { ...given, scenario: given.scenario ?? (await findScenario(given)) };
  const checks = [...(await runSmoke(options)), ...(call ? await runSmokeCall(options) : [])];
  if (options.metricsKey === undefined) {
    writeLine(
      "not checked: figures and schedule, since no METRICS_KEY and SCHEDULE_KEY of this project are known",
    );
  }
  if (!call) {
    writeLine("not checked: model, sound, observer and report; --call does, for a few cents");
  }
  for (const { name, problem } of checks) {
    writeLine(problem === null ? `ok     ${name}` : `FAILED ${name}: ${problem}`);
  }
  const failed = checks.filter(({ problem }) => problem !== null).length;
  writeLine(`${checks.length - failed} of ${checks.length} checks passed`);
  process.exitCode = failed === 0 ? 0 : 1;
  if (call) await endThreads();
}

/** The library's threads keep the process alive otherwise; where it did not load, a check has said so. */
async function endThreads(): Promise<void> {
  const library = await import("node-datachannel").catch(() => null);
  library?.cleanup();
}

interface Arguments extends Omit<SmokeOptions, "scenario"> {
  readonly scenario: string | undefined;
  readonly call: boolean;
}

function readArguments(): Arguments {
  const options = { call: { type: "boolean" }, secrets: { type: "string" } } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [functionsUrl, embedKey, origin, scenario, ...extra] = positionals;
    if (
      functionsUrl === undefined ||
      embedKey === undefined ||
      origin === undefined ||
      extra.length > 0
    ) {
      throw new CommandError(USAGE, 2);
    }
    const settings = readSettings(process.env, { isLocal: false, file: values.secrets });
    const keys = readOwnKeys(settings, functionsUrl);
    return { functionsUrl, embedKey, origin, scenario, ...keys, call: values.call ?? false };
  } catch (cause) {
    throw cause instanceof CommandError ? cause : new CommandError(USAGE, 2, { cause });
  }
}

await runMain(smoke);
