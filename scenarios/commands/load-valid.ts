import type { Scenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import { loadScenarios } from "../authoring/load-scenarios.ts";
import type { ScenarioProblem } from "../authoring/parse-scenario.ts";
import { CommandError } from "../../supabase/cli/command.ts";

/** Every scenario of a folder. @throws {CommandError} that lists what is to be mended. */
export async function loadValid(folder: string): Promise<readonly Scenario[]> {
  const { scenarios, problems } = await loadScenarios(folder);
  if (problems.length > 0) throw new CommandError(toProblemLines(problems));
  return scenarios;
}

/**
 * One scenario of a folder, though others may be broken.
 * @throws {CommandError} where it is broken or there is none.
 */
export async function loadOne(folder: string, id: string): Promise<Scenario> {
  const { scenarios, problems } = await loadScenarios(folder);
  const found = scenarios.find((scenario) => scenario.id === id);
  if (found !== undefined) return found;
  const own = problems.filter(({ file }) => file === `${id}.yaml` || file.endsWith(`/${id}.yaml`));
  if (own.length > 0) throw new CommandError(toProblemLines(own));
  throw new CommandError(`No scenario "${id}". Name one of: ${listIds(scenarios)}`);
}

/** One line for each problem: file, line, place, what is wrong and what to do. */
export function toProblemLines(problems: readonly ScenarioProblem[]): string {
  return problems
    .map(({ file, line, path, message }) =>
      path === "" ? `${file}:${line} ${message}` : `${file}:${line} ${path}: ${message}`,
    )
    .join("\n");
}

/** The names of scenarios, for messages. */
export function listIds(scenarios: readonly Scenario[]): string {
  return scenarios.map((scenario) => scenario.id).join(", ");
}
