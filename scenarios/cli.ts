import { CommandError, describeCommand, readInput, type Command } from "./commands/command.ts";
import { compileCommand } from "./commands/compile.ts";
import { newCommand } from "./commands/new.ts";
import { publishCommand } from "./commands/publish.ts";
import { rehearseCommand } from "./commands/rehearse.ts";
import { schemaCommand } from "./commands/schema.ts";
import { scoreCommand } from "./commands/score.ts";
import { validateCommand } from "./commands/validate.ts";
import { scenariosFolder } from "./authoring/load-scenarios.ts";

const COMMANDS: Readonly<Record<string, Command>> = {
  new: newCommand,
  validate: validateCommand,
  compile: compileCommand,
  rehearse: rehearseCommand,
  score: scoreCommand,
  publish: publishCommand,
  schema: schemaCommand,
};

function describeAll(): string {
  const names = Object.entries(COMMANDS).map(
    ([name, { parameters, summary }]) => [[name, ...parameters].join(" "), summary] as const,
  );
  const width = Math.max(...names.map(([call]) => call.length));
  return [
    "Usage: npm run scenarios -- <command>",
    ...names.map(([call, summary]) => `  ${call.padEnd(width)}  ${summary}`),
    "",
    "Each command explains itself with --help.",
  ].join("\n");
}

async function run([name = "", ...rest]: readonly string[]): Promise<void> {
  if (["--help", "-h", "help"].includes(name)) {
    console.log(describeAll());
    return;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const unknown = name === "" ? "" : `There is no command "${name}".\n`;
    throw new CommandError(unknown + describeAll(), 2);
  }
  const input = readInput(name, command, rest, scenariosFolder());
  if (input === null) console.log(describeCommand(name, command));
  else await command.run(input);
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof CommandError ? error.exitCode : 1;
}
