import { randomBytes } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { createKeys, type PlatformKeys } from "./keys.ts";
import { PlatformError } from "./platform-error.ts";

const FILE = "secrets.json";
const Jwk = z.looseObject({ kty: z.string(), kid: z.string() });

const Secrets = z.object({
  keys: z.object({
    publishableKey: z.string(),
    secretKey: z.string(),
    privateJwk: Jwk,
    jwks: z.object({ keys: z.array(Jwk) }),
  }),
  sessionTokenSecret: z.string().min(32),
  learnerHashSecret: z.string().min(32),
  learnerTokenKey: z.string().min(32).optional(),
  providerKey: z.string().min(8),
});

/** What a hosted project would keep for us: made once, kept beside the data. */
export interface LocalSecrets {
  readonly keys: PlatformKeys;
  readonly sessionTokenSecret: string;
  readonly learnerHashSecret: string;
  readonly learnerTokenKey: string;
  /** The key that the stand-in accepts in OpenAI's place. */
  readonly providerKey: string;
}

/**
 * Reads the secrets of this folder, or makes them on the first start.
 *
 * @throws {PlatformError} when the file is damaged.
 */
export async function loadSecrets(folder: string): Promise<LocalSecrets> {
  const file = path.join(folder, FILE);
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return createSecrets(file);
  const { learnerTokenKey, ...secrets } = parseSecrets(file, text);
  if (learnerTokenKey !== undefined) return { ...secrets, learnerTokenKey };
  // A folder from before sites could sign tokens.
  return writeSecrets(file, { ...secrets, learnerTokenKey: randomBytes(32).toString("hex") });
}

function parseSecrets(file: string, text: string): z.infer<typeof Secrets> {
  try {
    return Secrets.parse(JSON.parse(text));
  } catch (cause) {
    throw new PlatformError(`${file} is damaged: start once with --fresh.`, { cause });
  }
}

/** Forgets the secrets: the next start makes new ones. */
export async function removeSecrets(folder: string): Promise<void> {
  await rm(path.join(folder, FILE), { force: true });
}

async function createSecrets(file: string): Promise<LocalSecrets> {
  return writeSecrets(file, {
    keys: await createKeys(),
    sessionTokenSecret: randomBytes(32).toString("hex"),
    learnerHashSecret: randomBytes(32).toString("hex"),
    learnerTokenKey: randomBytes(32).toString("hex"),
    providerKey: `sk-rehearsal-${randomBytes(16).toString("hex")}`,
  });
}

async function writeSecrets(file: string, secrets: LocalSecrets): Promise<LocalSecrets> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}
