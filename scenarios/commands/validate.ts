import { watch } from "node:fs";
import { loadScenarios } from "../authoring/load-scenarios.ts";
import { CommandError } from "../../supabase/cli/command.ts";
import type { ScenarioCommand } from "./scenario-command.ts";
import { listIds, loadValid, toProblemLines } from "./load-valid.ts";

/** Editors write a file in several steps; what follows within this time belongs to the same change. */
const SETTLING_MS = 150;

/** `validate`: holds every scenario against the schema and against itself. */
export const validateCommand: ScenarioCommand = {
  name: "validate",
  parameters: [],
  help: [
    "checks every scenario and names file, line and remedy",
    "With --watch it checks again whenever a file changes, until Ctrl-C.",
  ],
  options: { watch: { type: "boolean", about: "check again on every change" } },
  async run({ options }, { folder }) {
    if (options["watch"] === true) {
      await watchFolder(folder);
      return { lines: [] };
    }
    const scenarios = await loadValid(folder);
    return { lines: [`${describeValid(scenarios.length)}: ${listIds(scenarios)}`] };
  },
};

async function watchFolder(folder: string): Promise<void> {
  await report(folder);
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, (_event, name) => {
    if (name !== null && !/\.ya?ml$/.test(name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void report(folder), SETTLING_MS);
  });
  await new Promise<void>((resolve, reject) => {
    watcher.once("error", (cause) => {
      reject(new CommandError(`${folder} can no longer be watched.`, 1, { cause }));
    });
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  clearTimeout(timer);
  watcher.close();
}

function describeValid(count: number): string {
  return count === 1 ? "1 scenario is valid" : `${count} scenarios are valid`;
}

async function report(folder: string): Promise<void> {
  const time = new Date().toTimeString().slice(0, 8);
  const { scenarios, problems } = await loadScenarios(folder);
  if (problems.length === 0) {
    console.log(`${time} ${describeValid(scenarios.length)}. Waiting for changes …`);
    return;
  }
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  console.log(`${time} ${count}:\n${toProblemLines(problems)}`);
}
