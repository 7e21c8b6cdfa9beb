import { readFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import {
  openScenarioStore,
  publishScenarios,
  type ScenarioStore,
} from "../authoring/publish-scenarios.ts";
import { CommandError } from "../../supabase/cli/command.ts";
import type { ScenarioCommand } from "./scenario-command.ts";
import { loadOne, loadValid } from "./load-valid.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const DEMO_API_PORT = "54321";

/** `publish`: hands scenarios to the database. */
export const publishCommand: ScenarioCommand = {
  name: "publish",
  parameters: ["[id]"],
  help: [
    "puts every scenario, or one, into the database (SUPABASE_URL, SUPABASE_SECRET_KEYS)",
    "A scenario whose content is known already stays as it is; a practice that is under way keeps its version.",
  ],
  options: { demo: { type: "boolean", about: "publish to the demo that npm start runs" } },
  async run({ options, words: [id] }, { folder }) {
    const scenarios = id === undefined ? await loadValid(folder) : [await loadOne(folder, id)];
    const isDemo = options["demo"] === true;
    const store = isDemo ? await openDemoStore(process.env) : openScenarioStore(process.env);
    const outcomes = await publishScenarios(scenarios, store);
    const links = scenarios.map(({ id: name }) => `Practise it: ${toPracticeUrl(name)}`);
    return {
      lines: [
        ...outcomes.map(({ id: name, outcome, version }) => `${name} ${outcome} ${version}`),
        ...(isDemo ? links : []),
      ],
    };
  },
};

const DemoSecrets = z.object({ keys: z.object({ secretKey: z.string() }) });

/** The demo keeps its keys beside its data. */
async function openDemoStore(environment: NodeJS.ProcessEnv): Promise<ScenarioStore> {
  const file = path.resolve(ROOT, environment["STATE_FOLDER"] ?? ".local", "secrets.json");
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    const message = `${file} is missing: start the demo with npm start, then publish beside it.`;
    throw new CommandError(message, 1, { cause });
  });
  const { keys } = DemoSecrets.parse(JSON.parse(text));
  return openScenarioStore({
    SUPABASE_URL: `http://127.0.0.1:${environment["API_PORT"] ?? DEMO_API_PORT}`,
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secretKey }),
  });
}

/** The demo's page for any practice reads what to practise from the fragment of its address. */
function toPracticeUrl(id: string): string {
  const { API_PORT: apiPort = DEMO_API_PORT, DEMO_PORT: pagesPort = "5173" } = process.env;
  const setting = new URLSearchParams({
    api: `http://127.0.0.1:${apiPort}/functions/v1`,
    "embed-key": "mk_demo",
    scenario: id,
  });
  return `http://127.0.0.1:${pagesPort}/practice.html#${setting.toString()}`;
}
