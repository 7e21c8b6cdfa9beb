import { parseSeconds } from "../amounts.ts";
import type { AdminContext } from "./admin-command.ts";
import { CommandError, type CommandInput, readText } from "../command.ts";

const MAX_OVERLAP_SECONDS = 90 * 86_400;

/** How long what is replaced still holds, in seconds. @throws {CommandError} */
export function readOverlap(input: CommandInput, usual: string): number {
  const seconds = parseSeconds(readText(input, "overlap") ?? usual, "overlap");
  if (seconds <= MAX_OVERLAP_SECONDS) return seconds;
  throw new CommandError("--overlap is 90d at most.");
}

/** The key that sites' secrets are derived from: without it none can be told. @throws {CommandError} */
export function readMasterKey({ environment }: AdminContext): string {
  const key = environment["LEARNER_TOKEN_KEY"] ?? "";
  if (key.length >= 32) return key;
  throw new CommandError(
    "LEARNER_TOKEN_KEY is missing. Set it to the same text (32 characters or more) as in the functions' secrets.",
  );
}
