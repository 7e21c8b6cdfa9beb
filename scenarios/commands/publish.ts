import { createScenarioDoor, publishScenarios } from "../publish-scenarios.ts";
import type { Command } from "./command.ts";
import { loadOne, loadValid } from "./load-valid.ts";

/** `publish`: hands scenarios to the database. */
export const publishCommand: Command = {
  parameters: ["[id]"],
  summary: "puts every scenario, or one, into the database (SUPABASE_URL, SUPABASE_SECRET_KEYS)",
  details:
    "A scenario whose content is known already stays as it is; a practice that is under way keeps its version.",
  options: {},
  async run({ folder, parameters: [id] }) {
    const scenarios = id === undefined ? await loadValid(folder) : [await loadOne(folder, id)];
    const outcomes = await publishScenarios(scenarios, createScenarioDoor(process.env));
    for (const { id: name, outcome, version } of outcomes)
      console.log(`${name} ${outcome} ${version}`);
  },
};
