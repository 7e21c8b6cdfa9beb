import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { gatewayReady, spawnGateway } from "../../../demo/platform/gateway-process.ts";
import { createKeys, type PlatformKeys } from "../../../demo/platform/keys.ts";
import { seed } from "../../../demo/platform/seed.ts";
import { CONSENT_VERSION } from "../../../supabase/functions/_shared/contract/limits.ts";
import { OFFER } from "../../functions/kit/offer-fixture.ts";
import { type FakeVoiceService, startFakeVoiceService } from "../provider/fake-voice-service.ts";
import { freePort } from "./free-port.ts";
import { startTestDatabase, type TestDatabase } from "../database/test-database.ts";

/** The functions in processes of their own before one real database, with a provider that only counts. */
export interface TestBackend {
  /** One base for each process: `http://127.0.0.1:…/functions/v1`. */
  readonly functions: readonly string[];
  readonly keys: PlatformKeys;
  readonly database: TestDatabase;
  /** As role `postgres`. */
  readonly sql: postgres.Sql;
  readonly provider: FakeVoiceService;
  /** Everything that the processes printed. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/** What of the functions' environment a test sets itself. */
export type BackendSettings = Readonly<Record<string, string>>;

/** The one origin that the demo site admits here, and its key. */
export const BACKEND_ORIGIN = "https://lms.example";
const EMBED_KEY = "mk_demo";
const SCENARIO = "saas-discovery-en";

/** Nobody observes these calls: the fake provider has no sideband. */
const ENVIRONMENT = {
  OPENAI_API_KEY: "sk-test-canary-provider-key",
  OBSERVER_SEGMENT_SECONDS: "0",
  REHEARSAL: "true",
};

/** Secrets that must not appear in anything printed. */
export const BACKEND_SECRETS: readonly string[] = [ENVIRONMENT.OPENAI_API_KEY];

/**
 * Starts `processes` gateways on free ports. The demo site has wide limits; a test that wants narrow ones
 * writes them into `coach.sites`.
 */
export async function startTestBackend(
  processes = 1,
  settings: BackendSettings = {},
): Promise<TestBackend> {
  const release: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const free of release.splice(0).reverse()) await free();
  };
  try {
    const database = await startTestDatabase();
    release.push(database.stop);
    const provider = await startFakeVoiceService();
    release.push(provider.stop);
    const sql = postgres(database.url, { max: 4, onnotice: () => undefined });
    release.push(() => sql.end());
    await seed({ databaseUrl: database.url, origins: [BACKEND_ORIGIN] });
    const keys = await createKeys();
    const printed: string[] = [];
    const gateways = await Promise.all(
      Array.from({ length: processes }, async () =>
        startOne({
          database,
          provider,
          keys,
          settings,
          onOutput: (text) => void printed.push(text),
        }),
      ),
    );
    release.push(...gateways.map((gateway) => gateway.stop));
    const functions = gateways.map(({ url }) => `${url}/functions/v1`);
    return { functions, keys, database, sql, provider, output: () => printed.join(""), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What every backend of this file is made with. */
export const SECRETS = {
  SESSION_TOKEN_SECRET: randomBytes(32).toString("hex"),
  LEARNER_HASH_SECRET: randomBytes(32).toString("hex"),
  LEARNER_TOKEN_SECRET: randomBytes(32).toString("hex"),
  LEARNER_TOKEN_KEY: randomBytes(32).toString("hex"),
  METRICS_KEY: randomBytes(32).toString("hex"),
  SCHEDULE_KEY: randomBytes(32).toString("hex"),
};

async function startOne(options: {
  readonly database: TestDatabase;
  readonly provider: FakeVoiceService;
  readonly keys: PlatformKeys;
  readonly settings: BackendSettings;
  readonly onOutput: (text: string) => void;
}): Promise<{ url: string; stop: () => Promise<void> }> {
  const gateway = await spawnGateway({
    port: await freePort(),
    databaseUrl: options.database.url,
    keys: options.keys,
    environment: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      ...SECRETS,
      ...ENVIRONMENT,
      ...options.settings,
      OPENAI_BASE_URL: options.provider.baseUrl,
    },
    onOutput: options.onOutput,
  });
  try {
    return { url: await gatewayReady(gateway), stop: gateway.stop };
  } catch (error) {
    await gateway.stop();
    throw error;
  }
}

/** A start request that the demo site grants; `changes` replace single fields. */
export function soundStart(
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    embedKey: EMBED_KEY,
    scenario: SCENARIO,
    offer: OFFER,
    attemptKey: crypto.randomUUID(),
    locale: "en",
    consent: { version: CONSENT_VERSION, locale: "en" },
    deviceId: `device-${crypto.randomUUID()}`,
    ...changes,
  };
}

/** The query of a brief that the demo site answers. */
export const SOUND_BRIEF = `scenario=${SCENARIO}&embedKey=${EMBED_KEY}`;

/** Posts JSON as a page of the admitted origin does. */
export async function post(
  base: string,
  path: string,
  body: unknown,
  headers: BackendSettings = {},
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const response = await fetch(`${base}${path}`, {
    method: "POST",
    headers: { origin: BACKEND_ORIGIN, "content-type": "text/plain", ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
