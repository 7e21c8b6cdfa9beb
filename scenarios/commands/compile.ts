import { compileInstructions } from "../../supabase/functions/_shared/scenario/instructions.ts";
import { toPublishedScenario } from "../../supabase/functions/_shared/scenario/schema.ts";

import type { ScenarioCommand } from "./scenario-command.ts";
import { loadOne } from "./load-valid.ts";

/** `compile`: shows what leaves the file. */
export const compileCommand: ScenarioCommand = {
  name: "compile",
  parameters: ["<id>"],
  help: ["prints what would be published, and the persona's instructions"],
  options: {},
  async run({ words: [id = ""] }, { folder }) {
    const published = await toPublishedScenario(await loadOne(folder, id));
    const instructions = compileInstructions(published, { scenarioId: published.id, seed: 0 });
    return { lines: [JSON.stringify(published, null, 2), `\n${instructions}`] };
  },
};
