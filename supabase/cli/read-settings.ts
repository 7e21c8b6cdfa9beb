import path from "node:path";
import { parseEnv } from "node:util";
import { CommandError } from "./command.ts";
import { readIfThere } from "./read-if-there.ts";

/** The root of the checkout. */
export const ROOT = path.join(import.meta.dirname, "../..");
/** The settings of `npm start` and of rehearsals. */
const LOCAL_FILE = ".env";
/** The settings of a deployed project, in the root. */
export const DEPLOYED_FILE = ".env.production";

/** Which settings a command works with. */
export interface SettingsChoice {
  /** The project of `npm start`, not a deployed one. */
  readonly isLocal: boolean;
  /** A file that was named; it must exist. */
  readonly file?: string | undefined;
}

/**
 * The settings of a command: what the environment says, and what it leaves open from a file of this folder, `.env` or
 * `.env.production`. An empty variable counts as absent, wherever it stands.
 *
 * @throws {CommandError} when the named file is missing.
 */
export function readSettings(
  environment: NodeJS.ProcessEnv,
  { isLocal, file }: SettingsChoice,
  readFile: typeof readIfThere = readIfThere,
): NodeJS.ProcessEnv {
  const usual = path.join(ROOT, isLocal ? LOCAL_FILE : DEPLOYED_FILE);
  const text = readFile(file ?? usual);
  if (text === null && file !== undefined) throw new CommandError(`There is no file ${file}.`);
  return { ...dropEmpty(parseEnv(text ?? "")), ...dropEmpty(environment) };
}

function dropEmpty(variables: NodeJS.Dict<string>): NodeJS.Dict<string> {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
}
