// Checks a deployed project from outside: `npm run smoke -- [--call] <functions-url> <embed-key> <origin> [scenario]`.
// It has what a page has, and the keys of .env.production where they belong to that project. Without --call no session
// is created and nothing is spent.
import { parseArgs } from "node:util";
import { CommandError } from "../command.ts";
import { readSettings } from "../read-settings.ts";
import { runMain, writeLine } from "../run-main.ts";
import { findScenario, runSmoke, type SmokeCheck, type SmokeOptions } from "./run-smoke.ts";
import { runSmokeCall } from "./smoke-call.ts";

const USAGE =
  "Usage: npm run smoke -- [--call] [--secrets <file>] https://<ref>.supabase.co/functions/v1 <embed-key> <origin> [scenario]";

/** @throws {CommandError} when an argument is missing or unknown. */
async function smoke(): Promise<void> {
  const { call, ...options } = readArguments();
  const checks: SmokeCheck[] = [...(await runSmoke(options))];
  if (options.metricsKey === undefined) {
    writeLine(
      "not checked: figures and schedule, since no METRICS_KEY and SCHEDULE_KEY of this project are known",
    );
  }
  if (call) {
    const scenario = options.scenario ?? (await findScenario(options)) ?? undefined;
    checks.push(...(await runSmokeCall({ ...options, scenario })));
  } else writeLine("not checked: model, sound, observer and report; --call does, for a few cents");
  for (const { name, problem } of checks) {
    writeLine(problem === null ? `ok     ${name}` : `FAILED ${name}: ${problem}`);
  }
  const failed = checks.filter(({ problem }) => problem !== null).length;
  writeLine(`${checks.length - failed} of ${checks.length} checks passed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function readArguments(): SmokeOptions & { readonly call: boolean } {
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
    const keys = readKeys(functionsUrl, values.secrets);
    return { functionsUrl, embedKey, origin, scenario, ...keys, call: values.call ?? false };
  } catch (cause) {
    throw cause instanceof CommandError ? cause : new CommandError(USAGE, 2, { cause });
  }
}

/** Keys leave for the project that they belong to, and for no other address that was typed. */
function readKeys(functionsUrl: string, file: string | undefined) {
  const settings = readSettings(process.env, { isLocal: false, file });
  const own = settings["SUPABASE_URL"] ?? "";
  const isOwn =
    own !== "" &&
    URL.canParse(functionsUrl) &&
    URL.canParse(own) &&
    new URL(functionsUrl).origin === new URL(own).origin;
  if (!isOwn) return {};
  return { metricsKey: settings["METRICS_KEY"], scheduleKey: settings["SCHEDULE_KEY"] };
}

await runMain(smoke);
