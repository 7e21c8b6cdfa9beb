import { createInterface } from "node:readline/promises";
import { createAdminTool } from "./admin/create-admin-tool.ts";
import { runCommand } from "./run-command.ts";
import { runMain, writeLine } from "./run-main.ts";

/** Only a person at a terminal can say yes. */
async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await terminal.question(`${question} [yes/no] `)).trim());
  } finally {
    terminal.close();
  }
}

await runMain(() =>
  runCommand(createAdminTool(process.env, confirm), process.argv.slice(2), writeLine),
);
