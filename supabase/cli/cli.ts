import { createInterface } from "node:readline/promises";
import { CommandError } from "./command.ts";
import { runAdmin } from "./run-command.ts";

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

try {
  const write = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  await runAdmin(process.argv.slice(2), process.env, { write, confirm });
} catch (error) {
  console.error(error instanceof CommandError ? error.message : error);
  process.exitCode = 1;
}
