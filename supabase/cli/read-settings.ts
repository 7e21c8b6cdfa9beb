import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { CommandError } from "./command.ts";

const ROOT = path.join(import.meta.dirname, "../..");
/** The settings of `npm start` and of rehearsals. */
const LOCAL_FILE = ".env";
/** The settings of a deployed project. */
const DEPLOYED_FILE = ".env.production";

/** Which settings a command works with. */
export interface SettingsChoice {
  /** The project of `npm start`, not a deployed one. */
  readonly isLocal: boolean;
  /** A file that was named; it must exist. */
  readonly file?: string | undefined;
}

/** Reads a file; null where there is none. */
type ReadFile = (file: string) => string | null;

/**
 * The settings of a command: what the environment says, and what it leaves open from a file of this folder, `.env` or
 * `.env.production`. An empty variable counts as absent.
 *
 * @throws {CommandError} when the named file is missing.
 */
export function readSettings(
  environment: NodeJS.ProcessEnv,
  { isLocal, file }: SettingsChoice,
  readFile: ReadFile = readText,
): NodeJS.ProcessEnv {
  const usual = path.join(ROOT, isLocal ? LOCAL_FILE : DEPLOYED_FILE);
  const text = readFile(file ?? usual);
  if (text === null && file !== undefined) throw new CommandError(`There is no file ${file}.`);
  const given = Object.entries(environment).filter(([, value]) => value !== "");
  return { ...parseEnv(text ?? ""), ...Object.fromEntries(given) };
}

function readText(file: string): string | null {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}
