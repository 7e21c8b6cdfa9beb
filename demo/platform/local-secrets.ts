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
  providerKey: z.string().min(8),
  // Optional for the sake of folders from before there was such a key.
  learnerTokenKey: z.string().min(32).optional(),
  metricsKey: z.string().min(32).optional(),
  scheduleKey: z.string().min(32).optional(),
});

/** What a hosted project would keep for us: made once, kept beside the data. */
export interface LocalSecrets {
  readonly keys: PlatformKeys;
  readonly sessionTokenSecret: string;
  readonly learnerHashSecret: string;
  readonly learnerTokenKey: string;
  readonly metricsKey: string;
  readonly scheduleKey: string;
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
  const found = parseSecrets(file, text);
  const {
    learnerTokenKey = drawSecret(),
    metricsKey = drawSecret(),
    scheduleKey = drawSecret(),
    ...secrets
  } = found;
  const complete = { ...secrets, learnerTokenKey, metricsKey, scheduleKey };
  const isComplete = Object.keys(complete).every((name) => name in found);
  return isComplete ? complete : writeSecrets(file, complete);
}

function drawSecret(): string {
  return randomBytes(32).toString("hex");
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
    sessionTokenSecret: drawSecret(),
    learnerHashSecret: drawSecret(),
    learnerTokenKey: drawSecret(),
    metricsKey: drawSecret(),
    scheduleKey: drawSecret(),
    providerKey: `sk-rehearsal-${randomBytes(16).toString("hex")}`,
  });
}

async function writeSecrets(file: string, secrets: LocalSecrets): Promise<LocalSecrets> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}
