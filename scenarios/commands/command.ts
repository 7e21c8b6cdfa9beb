import { parseArgs } from "node:util";

/** A failure whose text is meant for the person at the terminal. */
export class CommandError extends Error {
  /** 1: something is to be mended. 2: the command was called wrongly. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** An option of a command, besides `--folder` and `--help`, which every command has. */
export type CommandOption =
  | { readonly type: "string"; readonly value: string; readonly about: string }
  | { readonly type: "boolean"; readonly about: string };

/** What a command was called with. */
export interface CommandInput {
  readonly parameters: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  /** Where the scenario files are. */
  readonly folder: string;
}

/** One command of `npm run scenarios`. */
export interface Command {
  /** Its parameters, such as `<id>`. */
  readonly parameters: readonly string[];
  /** One line for the list of commands. */
  readonly summary: string;
  /** What a person needs to know besides the summary; empty where there is nothing. */
  readonly details: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** @throws {CommandError} with a remedy. */
  run(input: CommandInput): Promise<void>;
}

/** The value of an option that takes a text; undefined where it was not given. */
export function textOption({ options }: CommandInput, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/**
 * Reads what follows a command's name; null where help was asked for.
 * @throws {CommandError} where an option is unknown or a parameter is missing or too much.
 */
export function readInput(
  name: string,
  command: Command,
  rest: readonly string[],
  defaultFolder: string,
): CommandInput | null {
  const { values, positionals } = parse(name, command, rest);
  if (values["help"] === true) return null;
  const required = command.parameters.filter((parameter) => parameter.startsWith("<"));
  if (positionals.length < required.length) {
    const missing = required.slice(positionals.length).join(" ");
    throw usageError(name, command, `${name} needs ${missing}.`);
  }
  if (positionals.length > command.parameters.length) {
    const extra = positionals.slice(command.parameters.length).join(" ");
    throw usageError(name, command, `${name} does not take "${extra}".`);
  }
  const { folder = defaultFolder, ...options } = values;
  return { parameters: positionals, options, folder };
}

function parse(name: string, command: Command, rest: readonly string[]) {
  const own = Object.entries(command.options).map(
    ([option, { type }]) => [option, { type }] as const,
  );
  try {
    return parseArgs({
      args: [...rest],
      allowPositionals: true,
      options: {
        ...Object.fromEntries(own),
        folder: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw usageError(name, command, message);
  }
}

function usageError(name: string, command: Command, message: string): CommandError {
  return new CommandError(`${message}\n${describeUsage(name, command)}`, 2);
}

/** How a command is called, on one line. */
export function describeUsage(name: string, { parameters, options }: Command): string {
  const named = Object.entries(options).map(([option, given]) =>
    given.type === "boolean" ? `[--${option}]` : `[--${option} <${given.value}>]`,
  );
  return ["Usage: npm run scenarios --", name, ...parameters, ...named].join(" ");
}

/** The help of one command. */
export function describeCommand(name: string, command: Command): string {
  const options = [
    ...Object.entries(command.options).map(([option, given]) => [
      given.type === "boolean" ? `--${option}` : `--${option} <${given.value}>`,
      given.about,
    ]),
    ["--folder <path>", "where the scenario files are; default SCENARIOS_FOLDER, else scenarios/"],
  ];
  const width = Math.max(...options.map(([option = ""]) => option.length));
  return [
    describeUsage(name, command),
    "",
    `${command.summary}.`,
    ...(command.details === "" ? [] : ["", command.details]),
    "",
    ...options.map(([option = "", about = ""]) => `  ${option.padEnd(width)}  ${about}`),
  ].join("\n");
}
