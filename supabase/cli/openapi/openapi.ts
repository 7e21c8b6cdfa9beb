import { readFile, writeFile } from "node:fs/promises";
import { format } from "prettier";
import { CommandError } from "../command.ts";
import { runMain, writeLine } from "../run-main.ts";
import { describeRoutes } from "./describe-routes.ts";

const FILE = "docs/openapi.json";

/** Writes the description of the routes that hosts call; with `--check` says whether it is the one that stands there. */
await runMain(async () => {
  const url = new URL(`../../../${FILE}`, import.meta.url);
  const text = await format(JSON.stringify(describeRoutes()), { parser: "json", printWidth: 100 });
  if (!process.argv.includes("--check")) {
    await writeFile(url, text);
    writeLine(`${FILE} is written.`);
    return;
  }
  if ((await readFile(url, "utf8")) !== text)
    throw new CommandError(`${FILE} is not what the contracts say. Run: npm run openapi`);
});
