import { parseArgs } from "node:util";
import type { Command, CommandError, CommandInput, CommandOption } from "./command.ts";

/** How a command was called wrongly. */
export type Misuse =
  /** An option that it does not have, or has in another form; the reason is Node's. */
  | { readonly kind: "option"; readonly reason: string; readonly cause: unknown }
  /** Words that are missing, by their names. */
  | { readonly kind: "missing"; readonly parameters: readonly string[] }
  /** Words that are too much. */
  | { readonly kind: "extra"; readonly words: readonly string[] };

/** A tool of several commands: what they share, and how it speaks of them. */
export interface Tool<Context, Known extends Command<Context> = Command<Context>> {
  readonly commands: readonly Known[];
  /** What every command takes besides `--help`. */
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Whether the first word asks for the list of commands. */
  readonly isHelp: (first: string | undefined) => boolean;
  readonly describeAll: (topic: string) => readonly string[];
  readonly describe: (command: Known) => readonly string[];
  readonly refuseUnknown: (words: readonly string[]) => CommandError;
  readonly refuseMisuse: (command: Known, misuse: Misuse) => CommandError;
  /** Opens what a command works with, once it is known to be called rightly. */
  readonly open: (input: CommandInput) => Context;
  /** What to throw instead of a failure of a command, so that it names a remedy. */
  readonly explain: (error: unknown, context: Context) => unknown;
}

const HELP = { help: { type: "boolean", short: "h" } } as const;

/**
 * Runs what was typed: one command of a tool, or its help.
 * @throws {CommandError} whose message says which argument is wrong and what to do.
 */
export async function runCommand<Context, Known extends Command<Context>>(
  tool: Tool<Context, Known>,
  words: readonly string[],
  write: (line: string) => void,
): Promise<void> {
  const print = (lines: readonly string[]) => {
    for (const line of lines) write(line);
  };
  if (tool.isHelp(words[0])) {
    print(tool.describeAll(words.slice(1).join(" ")));
    return;
  }
  const [command, rest] = findCommand(tool, words);
  const input = parse(tool, command, rest);
  if (input.options["help"] === true) {
    print(tool.describe(command));
    return;
  }
  assertWords(tool, command, input);
  const context = tool.open(input);
  try {
    const { data, lines } = await command.run(input, context);
    print(input.options["json"] === true ? [JSON.stringify(data, null, 2)] : lines);
  } catch (error) {
    throw tool.explain(error, context);
  }
}

function findCommand<Context, Known extends Command<Context>>(
  tool: Tool<Context, Known>,
  words: readonly string[],
): readonly [Known, readonly string[]] {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(" ");
    const command = tool.commands.find((candidate) => candidate.name === name);
    if (command !== undefined) return [command, words.slice(length)];
  }
  throw tool.refuseUnknown(words);
}

function parse<Context, Known extends Command<Context>>(
  tool: Tool<Context, Known>,
  command: Known,
  rest: readonly string[],
): CommandInput {
  const options = { ...command.options, ...tool.options, ...HELP };
  try {
    const { values, positionals } = parseArgs({
      args: [...rest],
      options,
      allowPositionals: true,
    });
    return { words: positionals, options: values };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw tool.refuseMisuse(command, { kind: "option", reason, cause });
  }
}

function assertWords<Context, Known extends Command<Context>>(
  tool: Tool<Context, Known>,
  command: Known,
  { words }: CommandInput,
): void {
  const needed = command.parameters.filter((parameter) => parameter.startsWith("<"));
  if (words.length < needed.length) {
    const parameters = needed.slice(words.length);
    throw tool.refuseMisuse(command, { kind: "missing", parameters });
  }
  const extra = words.slice(command.parameters.length);
  if (extra.length > 0) throw tool.refuseMisuse(command, { kind: "extra", words: extra });
}
