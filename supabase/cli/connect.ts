import path from "node:path";
import { userInfo } from "node:os";
import { z } from "zod";
import { CommandError } from "./command.ts";
import { readIfThere } from "./read-if-there.ts";

/** A project to administer, and who does it. */
export interface Connection {
  readonly url: string;
  readonly secretKey: string;
  /** Which of the project's secret keys is used. */
  readonly keyName: string;
  /** The environment with what belongs to the project added. */
  readonly environment: NodeJS.ProcessEnv;
}

const SecretKeys = z.record(z.string(), z.string().min(8));
const LocalSecrets = z.object({
  keys: z.object({ secretKey: z.string() }),
  learnerHashSecret: z.string(),
  learnerTokenKey: z.string().optional(),
});

/**
 * Finds the project: SUPABASE_URL and SUPABASE_SECRET_KEYS, or with `isLocal` the one of `npm start`.
 *
 * @throws {CommandError} naming the variable that is missing or malformed.
 */
export function findProject(environment: NodeJS.ProcessEnv, isLocal: boolean): Connection {
  if (isLocal) return findLocalProject(environment);
  const url = environment["SUPABASE_URL"] ?? "";
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    throw new CommandError(
      "SUPABASE_URL is missing. Set it to the project, such as https://<ref>.supabase.co, " +
        "or use --local for the one of npm start.",
    );
  }
  const [keyName, secretKey] = readSecretKey(environment["SUPABASE_SECRET_KEYS"] ?? "");
  return { url: url.replace(/\/+$/, ""), secretKey, keyName, environment };
}

function readSecretKey(text: string): readonly [string, string] {
  const keys = SecretKeys.safeParse(parseJson(text));
  const entries = keys.success ? Object.entries(keys.data) : [];
  const found = entries.find(([name]) => name === "default") ?? entries[0];
  if (found !== undefined) return found;
  throw new CommandError(
    'SUPABASE_SECRET_KEYS is missing or no JSON. Set it to {"default":"sb_secret_…"}.',
  );
}

function findLocalProject(environment: NodeJS.ProcessEnv): Connection {
  const file = path.resolve(environment["STATE_FOLDER"] ?? ".local", "secrets.json");
  const text = readIfThere(file);
  if (text === null) {
    throw new CommandError(`There is no ${file}. Run npm start once, in this folder.`);
  }
  const secrets = LocalSecrets.safeParse(parseJson(text));
  if (!secrets.success) throw new CommandError(`${file} is not what npm start writes.`);
  const { keys, learnerHashSecret, learnerTokenKey } = secrets.data;
  return {
    url: `http://127.0.0.1:${environment["API_PORT"] ?? "54321"}`,
    secretKey: keys.secretKey,
    keyName: "local",
    environment: {
      LEARNER_HASH_SECRET: learnerHashSecret,
      ...(learnerTokenKey === undefined ? {} : { LEARNER_TOKEN_KEY: learnerTokenKey }),
      ...environment,
    },
  };
}

/** Who acts: the word given, else the account of this computer, and the key that was used. */
export function nameActor(given: string | undefined, keyName: string): string {
  return `${given ?? readUserName()} (key ${keyName})`.slice(0, 120);
}

function readUserName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown"; // A container may run as a user without a name.
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The caller says what was expected, without the text, which holds secrets.
  }
}
