import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { format } from "prettier";
import { toScenarioJsonSchema, toVariantJsonSchema } from "../authoring/explain-issue.ts";
import { CommandError } from "../../supabase/cli/command.ts";
import type { ScenarioCommand } from "./scenario-command.ts";

/** What editors complete by: the one for whole scenarios, the other for files that extend one. */
const SCHEMAS = [
  { name: "scenario.schema.json", toSchema: toScenarioJsonSchema },
  { name: "variant.schema.json", toSchema: toVariantJsonSchema },
];

/** `schema`: keeps the files that editors complete by in step with the zod schema. */
export const schemaCommand: ScenarioCommand = {
  name: "schema",
  parameters: [],
  help: ["writes the schemas for editors"],
  options: { check: { type: "boolean", about: "write nothing; fail where they are stale" } },
  async run({ options }) {
    for (const { name, toSchema } of SCHEMAS) {
      const file = path.join(import.meta.dirname, "..", name);
      const fresh = await format(JSON.stringify(toSchema()), { parser: "json", printWidth: 100 });
      if (options["check"] !== true) {
        await writeFile(file, fresh);
        continue;
      }
      const present = await readFile(file, "utf8").catch(() => "");
      if (present !== fresh)
        throw new CommandError(`scenarios/${name} is stale. Run: npm run scenarios -- schema`);
    }
    return { lines: [] };
  },
};
