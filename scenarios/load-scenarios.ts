import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Scenario } from "../supabase/functions/_shared/scenario/schema.ts";
import { parseScenario, type ScenarioProblem } from "./parse-scenario.ts";

/** Every scenario of a folder that can be read, and what is wrong with the others. */
export interface LoadedScenarios {
  /** Sorted by id. */
  readonly scenarios: readonly Scenario[];
  readonly problems: readonly ScenarioProblem[];
}

/** Reads all `*.yaml` files of `folder`, this folder by default. A broken file does not hide the others. */
export async function loadScenarios(folder = import.meta.dirname): Promise<LoadedScenarios> {
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  const scenarios: Scenario[] = [];
  const problems: ScenarioProblem[] = [];
  for (const name of names) {
    const file = path.relative(process.cwd(), path.join(folder, name)).split(path.sep).join("/");
    if (name.endsWith(".yml")) {
      const message = `is not read; rename it to ${name.replace(/\.yml$/, ".yaml")}`;
      problems.push({ file, line: 1, path: "", message });
      continue;
    }
    const parsed = parseScenario(await readFile(path.join(folder, name), "utf8"), file);
    if (parsed.ok) scenarios.push(parsed.scenario);
    else problems.push(...parsed.problems);
  }
  return { scenarios, problems };
}
