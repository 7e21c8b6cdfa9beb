import { CommandError } from "../command.ts";

/** The refusal of a command that names no organization. */
export function organizationUnknown(name: string): CommandError {
  return new CommandError(
    `No organization is called ${name}. List them: npm run admin -- organization list.`,
  );
}
