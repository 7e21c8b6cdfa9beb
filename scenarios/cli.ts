import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { format } from "prettier";
import { compileInstructions } from "../supabase/functions/_shared/scenario/instructions.ts";
import {
  toPublishedScenario,
  type Scenario,
} from "../supabase/functions/_shared/scenario/schema.ts";
import { toScenarioJsonSchema, toVariantJsonSchema } from "./explain-issue.ts";
import { loadScenarios } from "./load-scenarios.ts";
import type { ScenarioProblem } from "./parse-scenario.ts";
import { createScenarioDoor, publishScenarios } from "./publish-scenarios.ts";

const USAGE = `Usage: npm run scenarios -- <command>
  validate          checks every scenario and names file, line and remedy
  compile <id>      prints what would be published, and the persona's instructions
  publish           puts every scenario into the database (SUPABASE_URL, SUPABASE_SECRET_KEYS)
  schema [--check]  writes the schemas for editors, or fails where they are stale`;

/** What editors complete by: the one for whole scenarios, the other for files that extend one. */
const SCHEMAS = [
  { name: "scenario.schema.json", toSchema: toScenarioJsonSchema },
  { name: "variant.schema.json", toSchema: toVariantJsonSchema },
];

/** A failure whose text is meant for the person at the terminal. */
class CommandError extends Error {}

async function validate(): Promise<void> {
  const scenarios = await loadValid();
  console.log(`${scenarios.length} scenarios are valid: ${listIds(scenarios)}`);
}

async function compile(id: string | undefined): Promise<void> {
  const scenarios = await loadValid();
  const scenario = scenarios.find((candidate) => candidate.id === id);
  if (scenario === undefined)
    throw new CommandError(`No scenario "${id ?? ""}". Name one of: ${listIds(scenarios)}`);
  const published = await toPublishedScenario(scenario);
  console.log(JSON.stringify(published, null, 2));
  console.log(`\n${compileInstructions(published, { scenarioId: published.id, seed: 0 })}`);
}

async function publish(): Promise<void> {
  const scenarios = await loadValid();
  const outcomes = await publishScenarios(scenarios, createScenarioDoor(process.env));
  for (const { id, outcome, version } of outcomes) console.log(`${id} ${outcome} ${version}`);
}

async function schema(isCheck: boolean): Promise<void> {
  for (const { name, toSchema } of SCHEMAS) {
    const file = path.join(import.meta.dirname, name);
    const fresh = await format(JSON.stringify(toSchema()), { parser: "json", printWidth: 100 });
    if (!isCheck) {
      await writeFile(file, fresh);
      continue;
    }
    const present = await readFile(file, "utf8").catch(() => "");
    if (present !== fresh)
      throw new CommandError(`scenarios/${name} is stale. Run: npm run scenarios -- schema`);
  }
}

async function loadValid(): Promise<readonly Scenario[]> {
  const { scenarios, problems } = await loadScenarios();
  if (problems.length > 0) throw new CommandError(problems.map(toLine).join("\n"));
  return scenarios;
}

function toLine({ file, line, path: where, message }: ScenarioProblem): string {
  return where === "" ? `${file}:${line} ${message}` : `${file}:${line} ${where}: ${message}`;
}

function listIds(scenarios: readonly Scenario[]): string {
  return scenarios.map((scenario) => scenario.id).join(", ");
}

async function run([command, ...rest]: readonly string[]): Promise<void> {
  switch (command) {
    case "validate":
      return validate();
    case "compile":
      return compile(rest[0]);
    case "publish":
      return publish();
    case "schema":
      return schema(rest.includes("--check"));
    default:
      throw new CommandError(USAGE);
  }
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
