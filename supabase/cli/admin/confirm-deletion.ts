import type { AdminContext } from "./admin-command.ts";
import { CommandError, type CommandInput } from "../command.ts";

/** Options of a command that deletes for good. */
export const DELETION_OPTIONS = { yes: { type: "boolean", short: "y" } } as const;

/** Asks before anything is deleted. @throws {CommandError} where the answer is not yes. */
export async function confirmDeletion(
  input: CommandInput,
  context: AdminContext,
  question: string,
): Promise<void> {
  if (input.options["yes"] === true || (await context.confirm(question))) return;
  throw new CommandError("Nothing was deleted. Answer yes, or give --yes.");
}
