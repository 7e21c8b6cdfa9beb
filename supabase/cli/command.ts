/** A failure whose text is meant for the person at the terminal: what is wrong, and what to do. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  /** 1: something is to be mended. 2: the command was called wrongly. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** An option: what the reader of arguments needs of it, and what a help may say. */
export interface CommandOption {
  readonly type: "string" | "boolean";
  readonly short?: string;
  readonly multiple?: boolean;
  /** Stands for its text in the usage, such as `number`. */
  readonly value?: string;
  readonly about?: string;
}

/** What a command was given: words in order, and options by name. */
export interface CommandInput {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** What a command answers in words, and the data for `--json`. */
export interface CommandResult {
  readonly lines: readonly string[];
  readonly data?: unknown;
}

/** One command of a tool; `Context` is what the tool gives all of its commands to work with. */
export interface Command<Context> {
  /** As it is typed, such as `site create`. */
  readonly name: string;
  /** The words that it takes in order: `<needed>` or `[not needed]`. */
  readonly parameters: readonly string[];
  readonly options: Readonly<Record<string, CommandOption>>;
  /** One line for the list, then what is not obvious. */
  readonly help: readonly string[];
  /** @throws {CommandError} with a remedy. */
  readonly run: (input: CommandInput, context: Context) => Promise<CommandResult>;
}

/** The text of an option; undefined where it was not given. */
export function readText(input: CommandInput, name: string): string | undefined {
  const value = input.options[name];
  return typeof value === "string" ? value : undefined;
}

/** All texts of an option that may be repeated. */
export function readTexts(input: CommandInput, name: string): readonly string[] {
  const value: unknown = input.options[name];
  if (!Array.isArray(value)) return [];
  return value.filter((item) => typeof item === "string");
}

/** The word at a place. @throws {CommandError} when there is none. */
export function readWord(input: CommandInput, index: number, meaning: string): string {
  const word = input.words[index];
  if (word === undefined || word.trim() === "") throw new CommandError(`Name ${meaning}.`);
  return word;
}
