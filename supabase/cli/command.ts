import type { ParseArgsOptionsConfig } from "node:util";
import type { Doors } from "./ask.ts";

/** A failure whose text is meant for the person at the terminal: what is wrong, and what to do. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** What a command was given: words in order, and options by name. */
export interface CommandInput {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** What a command works with. */
export interface CommandContext {
  readonly doors: Doors;
  /** Who acts, as the audit trail writes it down. */
  readonly actor: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Asks a yes-or-no question; false where nobody is there to answer. */
  readonly confirm: (question: string) => Promise<boolean>;
}

/** What a command answers: the data for `--json`, and the same in words. */
export interface CommandResult {
  readonly data: unknown;
  readonly lines: readonly string[];
}

/** One command of the tool. */
export interface Command {
  /** As it is typed, such as `site create`. */
  readonly name: string;
  /** What follows the name, for the help. */
  readonly usage: string;
  /** One line for the list, then what is not obvious. */
  readonly help: readonly string[];
  /** How many words it takes at least and at most. */
  readonly words: readonly [number, number];
  readonly options: ParseArgsOptionsConfig;
  readonly run: (input: CommandInput, context: CommandContext) => Promise<CommandResult>;
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
