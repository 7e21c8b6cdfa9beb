import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Scenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import { decodeText } from "./decode-text.ts";
import { parseScenario, type ScenarioFile, type ScenarioProblem } from "./parse-scenario.ts";

/** Every scenario of a folder that can be read, and what is wrong with the others. */
export interface LoadedScenarios {
  /** Sorted by id. */
  readonly scenarios: readonly Scenario[];
  readonly problems: readonly ScenarioProblem[];
}

/** Where scenario files are: SCENARIOS_FOLDER, or `scenarios/` where it is not set. */
export function scenariosFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const chosen = environment["SCENARIOS_FOLDER"] ?? "";
  return chosen === "" ? path.dirname(import.meta.dirname) : chosen;
}

/** Reads all `*.yaml` files of `folder`, by default the {@link scenariosFolder}. A broken file does not hide the others. */
export async function loadScenarios(folder = scenariosFolder()): Promise<LoadedScenarios> {
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  const toFile = (name: string) =>
    path.relative(process.cwd(), path.join(folder, name)).split(path.sep).join("/");
  const problems: ScenarioProblem[] = names
    .filter((name) => name.endsWith(".yml"))
    .map((name) => {
      const message = `is not read; rename it to ${name.replace(/\.yml$/, ".yaml")}`;
      return { file: toFile(name), line: 1, path: "", message };
    });
  const files = new Map<string, ScenarioFile>();
  for (const name of names.filter((candidate) => candidate.endsWith(".yaml"))) {
    const file = toFile(name);
    const decoded = decodeText(await readFile(path.join(folder, name)));
    if (decoded.ok) files.set(path.basename(name, ".yaml"), { text: decoded.text, file });
    else problems.push({ file, line: decoded.line, path: "", message: decoded.message });
  }
  const scenarios: Scenario[] = [];
  for (const { text, file } of files.values()) {
    const parsed = parseScenario(text, file, files);
    if (parsed.ok) scenarios.push(parsed.scenario);
    else problems.push(...parsed.problems);
  }
  return { scenarios, problems };
}
