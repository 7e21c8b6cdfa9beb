// Deploys the backend: `npm run deploy -- [--dry-run] [--publish] [--secrets <file>] [--smoke <embed-key> <origin>]`.
// Needs a linked project (`npx supabase link --project-ref <ref>`) and a login or SUPABASE_ACCESS_TOKEN.
import { spawnSync } from "node:child_process";
import { parseEnv } from "node:util";
import { CommandError } from "../command.ts";
import { readIfThere } from "../read-if-there.ts";
import { ROOT } from "../read-settings.ts";
import { runMain } from "../run-main.ts";
import { planDeployment } from "./plan-deployment.ts";
import { readLinkedProject } from "./read-linked-project.ts";

/** @throws {CommandError} when nothing can be deployed, or a step failed. */
function deploy(): void {
  process.chdir(ROOT);
  const planned = planDeployment(process.argv.slice(2), {
    projectRef: readLinkedProject(),
    readFile: readIfThere,
    parseEnv: (text) => parseEnv(text),
  });
  if ("problem" in planned) throw new CommandError(planned.problem);

  for (const { what, command, environment, isChecked } of planned.steps) {
    console.log(`── ${what}\n   ${command.join(" ")}`);
    if (planned.isDryRun && !isChecked) continue;
    const [executable = "", ...given] = command;
    const { status } = spawnSync(executable, given, {
      stdio: "inherit",
      env: { ...process.env, ...environment },
    });
    if (status !== 0) {
      throw new CommandError(`Stopped: ${what} failed. What was done before stands; run it again.`);
    }
  }
  console.log(planned.isDryRun ? "Nothing was changed." : "Deployed.");
}

await runMain(deploy);
