import { compileInstructions } from "../../supabase/functions/_shared/scenario/instructions.ts";
import { toPublishedScenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import type { Command } from "./command.ts";
import { loadOne } from "./load-valid.ts";

/** `compile`: shows what leaves the file. */
export const compileCommand: Command = {
  parameters: ["<id>"],
  summary: "prints what would be published, and the persona's instructions",
  details: "",
  options: {},
  async run({ folder, parameters: [id = ""] }) {
    const published = await toPublishedScenario(await loadOne(folder, id));
    console.log(JSON.stringify(published, null, 2));
    console.log(`\n${compileInstructions(published, { scenarioId: published.id, seed: 0 })}`);
  },
};
