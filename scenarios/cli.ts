import { runCommand } from "../supabase/cli/run-command.ts";
import { runMain, writeLine } from "../supabase/cli/run-main.ts";
import { scenarioTool } from "./commands/scenario-tool.ts";

await runMain(() => runCommand(scenarioTool, process.argv.slice(2), writeLine));
