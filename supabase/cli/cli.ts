import { createInterface } from "node:readline/promises";
import { text } from "node:stream/consumers";
import { Writable } from "node:stream";
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

/** Typed without being shown, or all that is piped in. */
async function askSecret(question: string): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).trim();
  process.stderr.write(question);
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return (await terminal.question("")).trim();
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}

await runMain(() =>
  runCommand(
    createAdminTool(process.env, { confirm, askSecret }),
    process.argv.slice(2),
    writeLine,
  ),
);
