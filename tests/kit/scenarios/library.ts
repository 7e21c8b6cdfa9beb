import { loadScenarios } from "../../../scenarios/authoring/load-scenarios.ts";
import type { Scenario } from "../../../supabase/functions/_shared/scenario/schema.ts";

/** Every scenario of the repository. @throws where one is broken. */
export async function readLibrary(): Promise<readonly Scenario[]> {
  const { scenarios, problems } = await loadScenarios();
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`${problem.file}:${problem.line} ${problem.message}`);
  return scenarios;
}

/** One scenario of the repository. @throws where there is none of that name. */
export async function readScenario(id: string): Promise<Scenario> {
  const scenario = (await readLibrary()).find((candidate) => candidate.id === id);
  if (scenario === undefined) throw new Error(`No scenario ${id}`);
  return scenario;
}
