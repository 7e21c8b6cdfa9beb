import { readText } from "../../supabase/cli/command.ts";
import { findProject } from "../../supabase/cli/connect.ts";
import { readSettings } from "../../supabase/cli/read-settings.ts";
import { openScenarioStore, publishScenarios } from "../authoring/publish-scenarios.ts";
import type { ScenarioCommand } from "./scenario-command.ts";
import { loadOne, loadValid } from "./load-valid.ts";

const DEMO_API_PORT = "54321";

/** `publish`: hands scenarios to the database. */
export const publishCommand: ScenarioCommand = {
  name: "publish",
  parameters: ["[id]"],
  help: [
    "puts every scenario, or one, into the database (SUPABASE_URL, SUPABASE_SECRET_KEYS)",
    "A scenario whose content is known already stays as it is; a practice that is under way keeps its version.",
  ],
  options: {
    demo: { type: "boolean", about: "publish to the demo that npm start runs" },
    organization: {
      type: "string",
      value: "name",
      about: "whose sites alone may use it; otherwise as before, and a new one is everybody's",
    },
    secrets: {
      type: "string",
      value: "file",
      about: "settings that the environment leaves open; default .env.production, with --demo .env",
    },
  },
  async run(input, { folder }) {
    const [id] = input.words;
    const scenarios = id === undefined ? await loadValid(folder) : [await loadOne(folder, id)];
    const isDemo = input.options["demo"] === true;
    const file = readText(input, "secrets");
    const settings = readSettings(process.env, { isLocal: isDemo, file });
    const store = openScenarioStore(findProject(settings, isDemo));
    const outcomes = await publishScenarios(scenarios, store, readText(input, "organization"));
    const links = scenarios.map(({ id: name }) => `Practise it: ${toPracticeUrl(name, settings)}`);
    return {
      lines: [
        ...outcomes.map(({ id: name, outcome, version }) => `${name} ${outcome} ${version}`),
        ...(isDemo ? links : []),
      ],
    };
  },
};

/** The demo's page for any practice reads what to practise from the fragment of its address. */
function toPracticeUrl(id: string, settings: NodeJS.ProcessEnv): string {
  const { API_PORT: apiPort = DEMO_API_PORT, DEMO_PORT: pagesPort = "5173" } = settings;
  const setting = new URLSearchParams({
    api: `http://127.0.0.1:${apiPort}/functions/v1`,
    "embed-key": "mk_demo",
    scenario: id,
  });
  return `http://127.0.0.1:${pagesPort}/practice.html#${setting.toString()}`;
}
