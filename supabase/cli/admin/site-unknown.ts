import { CommandError } from "../command.ts";

/** Says that no site has the name that was given. */
export function siteUnknown(site: string): CommandError {
  return new CommandError(
    `No site has the embed key or id ${site}. List them: npm run admin -- site list.`,
  );
}
