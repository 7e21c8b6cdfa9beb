// Checks a deployed project from outside, with nothing but what a page has:
// `npm run smoke -- <functions-url> <embed-key> <origin> [scenario]`. No session is created.
import { CommandError } from "../command.ts";
import { runMain, writeLine } from "../run-main.ts";
import { runSmoke } from "./run-smoke.ts";

const USAGE =
  "Usage: npm run smoke -- https://<ref>.supabase.co/functions/v1 <embed-key> <origin> [scenario]";

/** @throws {CommandError} when an argument is missing. */
async function smoke(): Promise<void> {
  const [url, embedKey, origin, scenario] = process.argv.slice(2);
  if (url === undefined || embedKey === undefined || origin === undefined) {
    throw new CommandError(USAGE, 2);
  }
  const checks = await runSmoke({
    functionsUrl: url,
    embedKey,
    origin,
    ...(scenario === undefined ? {} : { scenario }),
  });
  for (const { name, problem } of checks) {
    writeLine(problem === null ? `ok     ${name}` : `FAILED ${name}: ${problem}`);
  }
  const failed = checks.filter(({ problem }) => problem !== null).length;
  writeLine(`${checks.length - failed} of ${checks.length} checks passed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await runMain(smoke);
