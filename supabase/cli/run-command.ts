import { parseArgs } from "node:util";
import { type Command, CommandError, type CommandInput } from "./command.ts";
import { featureCommands } from "./admin/features.ts";
import { keyCommands } from "./admin/keys.ts";
import { learnerCommands } from "./admin/learners.ts";
import { organizationCommands } from "./admin/organizations.ts";
import { recordCommands } from "./admin/records.ts";
import { sessionCommands } from "./admin/sessions.ts";
import { siteCommands } from "./admin/sites.ts";
import { webhookCommands } from "./admin/webhooks.ts";
import { findProject, nameActor } from "./connect.ts";
import { createDoors } from "./ask.ts";

/** The terminal, as far as the tool needs one. */
export interface Terminal {
  readonly write: (line: string) => void;
  /** False where nobody is there to answer. */
  readonly confirm: (question: string) => Promise<boolean>;
}

const COMMANDS: readonly Command[] = [
  ...organizationCommands,
  ...siteCommands,
  ...keyCommands,
  ...featureCommands,
  ...webhookCommands,
  ...recordCommands,
  ...sessionCommands,
  ...learnerCommands,
];

const GLOBAL_OPTIONS = {
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  local: { type: "boolean" },
  actor: { type: "string" },
} as const;

const PREFIX = "npm run admin --";
const GLOBAL_HELP = [
  "Every command takes:",
  "  --json         print data instead of words",
  "  --local        the project of npm start, instead of SUPABASE_URL and SUPABASE_SECRET_KEYS",
  "  --actor <who>  who does it, for the audit trail; otherwise the account of this computer",
];

/**
 * Runs one command of the operator's tool.
 *
 * @throws {CommandError} whose message says which argument is wrong and what to do.
 */
export async function runAdmin(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<void> {
  if (words.length === 0 || words[0] === "help" || words[0]?.startsWith("-") === true) {
    for (const line of listCommands(words.slice(1).join(" "))) terminal.write(line);
    return;
  }
  const { command, rest } = findCommand(words);
  const input = parseInput(command, rest);
  if (input.options["help"] === true) {
    for (const line of describeCommand(command)) terminal.write(line);
    return;
  }
  const project = findProject(environment, input.options["local"] === true);
  const actor = input.options["actor"];
  const result = await command.run(input, {
    doors: createDoors(project),
    actor: nameActor(typeof actor === "string" ? actor : undefined, project.keyName),
    environment: project.environment,
    confirm: terminal.confirm,
  });
  const isJson = input.options["json"] === true;
  for (const line of isJson ? [JSON.stringify(result.data, null, 2)] : result.lines) {
    terminal.write(line);
  }
}

function findCommand(words: readonly string[]): { command: Command; rest: readonly string[] } {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(" ");
    const command = COMMANDS.find((candidate) => candidate.name === name);
    if (command !== undefined) return { command, rest: words.slice(length) };
  }
  const [first = ""] = words;
  const near = COMMANDS.filter(({ name }) => name.split(" ")[0] === first).map(({ name }) => name);
  const hint = near.length === 0 ? `See ${PREFIX} help.` : `There are: ${near.join(", ")}.`;
  throw new CommandError(`There is no command ${words.slice(0, 2).join(" ")}. ${hint}`);
}

function parseInput(command: Command, rest: readonly string[]): CommandInput {
  const { values, positionals } = parse(command, rest);
  const [min, max] = command.words;
  const isHelp = values["help"] === true;
  if (!isHelp && (positionals.length < min || positionals.length > max)) {
    throw new CommandError(`Use it as: ${PREFIX} ${command.name} ${command.usage}`.trimEnd());
  }
  return { words: positionals, options: values };
}

function parse(command: Command, rest: readonly string[]) {
  try {
    return parseArgs({
      args: [...rest],
      options: { ...command.options, ...GLOBAL_OPTIONS },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    const [reason = ""] = error instanceof Error ? error.message.split(". ") : [];
    throw new CommandError(
      `${reason}. Use it as: ${PREFIX} ${command.name} ${command.usage}`.trimEnd(),
      { cause: error },
    );
  }
}

function listCommands(topic: string): string[] {
  const chosen = COMMANDS.filter(({ name }) => topic === "" || name.startsWith(topic));
  if (topic !== "" && chosen.length > 0) return chosen.flatMap(describeCommand);
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    `Administers a project: ${PREFIX} <command>. More on one: ${PREFIX} help <command>.`,
    "",
    ...COMMANDS.map(({ name, help }) => `  ${name.padEnd(width)}  ${help[0] ?? ""}`),
    "",
    ...GLOBAL_HELP,
  ];
}

function describeCommand({ name, usage, help }: Command): string[] {
  return [`${PREFIX} ${name} ${usage}`.trimEnd(), ...help.map((line) => `  ${line}`), ""];
}
