import { CommandError, readText } from "../../supabase/cli/command.ts";
import type { Misuse, Tool } from "../../supabase/cli/run-command.ts";
import { scenariosFolder } from "../authoring/load-scenarios.ts";
import { compileCommand } from "./compile.ts";
import { newCommand } from "./new.ts";
import { packageCommand } from "./package.ts";
import { publishCommand } from "./publish.ts";
import { rehearseCommand } from "./rehearse.ts";
import type { ScenarioCommand, ScenarioContext } from "./scenario-command.ts";
import { schemaCommand } from "./schema.ts";
import { scoreCommand } from "./score.ts";
import { validateCommand } from "./validate.ts";

const COMMANDS: readonly ScenarioCommand[] = [
  newCommand,
  validateCommand,
  compileCommand,
  rehearseCommand,
  scoreCommand,
  publishCommand,
  packageCommand,
  schemaCommand,
];

const PREFIX = "npm run scenarios --";
const FOLDER_HELP = "where the scenario files are; default SCENARIOS_FOLDER, else scenarios/";

/** The author's tool. Called wrongly it ends with 2, where something is to be mended with 1. */
export const scenarioTool: Tool<ScenarioContext> = {
  commands: COMMANDS,
  options: { folder: { type: "string" } },
  isHelp: (first = "") => ["--help", "-h", "help"].includes(first),
  describeAll: () => [describeAll()],
  describe: (command) => [describe(command)],
  refuseUnknown: ([name]) => {
    const unknown = name === undefined || name === "" ? "" : `There is no command "${name}".\n`;
    return new CommandError(unknown + describeAll(), 2);
  },
  refuseMisuse: (command, misuse) =>
    new CommandError(`${toReason(command.name, misuse)}\n${toUsage(command)}`, 2),
  open: (input) => ({ folder: readText(input, "folder") ?? scenariosFolder() }),
  explain: (error) =>
    error instanceof CommandError || !(error instanceof Error)
      ? error
      : new CommandError(error.message, 1, { cause: error }),
};

function toReason(name: string, misuse: Misuse): string {
  switch (misuse.kind) {
    case "option":
      return misuse.reason;
    case "missing":
      return `${name} needs ${misuse.parameters.join(" ")}.`;
    case "extra":
      return `${name} does not take "${misuse.words.join(" ")}".`;
  }
}

function describeAll(): string {
  const names = COMMANDS.map(
    ({ name, parameters, help: [summary = ""] }) =>
      [[name, ...parameters].join(" "), summary] as const,
  );
  const width = Math.max(...names.map(([call]) => call.length));
  return [
    `Usage: ${PREFIX} <command>`,
    ...names.map(([call, summary]) => `  ${call.padEnd(width)}  ${summary}`),
    "",
    "Each command explains itself with --help.",
  ].join("\n");
}

/** How a command is called, on one line. */
function toUsage({ name, parameters, options }: ScenarioCommand): string {
  const named = Object.entries(options).map(([option, { value }]) =>
    value === undefined ? `[--${option}]` : `[--${option} <${value}>]`,
  );
  return [`Usage: ${PREFIX}`, name, ...parameters, ...named].join(" ");
}

function describe(command: ScenarioCommand): string {
  const [summary = "", ...details] = command.help;
  const options = [
    ...Object.entries(command.options).map(([option, { value, about = "" }]) => [
      value === undefined ? `--${option}` : `--${option} <${value}>`,
      about,
    ]),
    ["--folder <path>", FOLDER_HELP],
  ];
  const width = Math.max(...options.map(([option = ""]) => option.length));
  return [
    toUsage(command),
    "",
    `${summary}.`,
    ...(details.length === 0 ? [] : ["", ...details]),
    "",
    ...options.map(([option = "", about = ""]) => `  ${option.padEnd(width)}  ${about}`),
  ].join("\n");
}
