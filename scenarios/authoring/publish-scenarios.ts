import * as z from "zod";
import { createStore } from "../../supabase/functions/_shared/store/create-store.ts";
import type { Store } from "../../supabase/functions/_shared/store/store.ts";
import { StoreError } from "../../supabase/functions/_shared/store/store-error.ts";
import {
  toPublishedScenario,
  type Scenario,
} from "../../supabase/functions/_shared/scenario/schema.ts";

/** What the database did with one scenario. */
export interface PublishOutcome {
  readonly id: string;
  readonly outcome: "published" | "unchanged";
  readonly version: string;
}

/** Where scenarios are published. */
export type ScenarioStore = Pick<Store, "publishScenario">;

/**
 * Publishes `scenarios` in order. Those whose content is known already stay as they are.
 * @throws where the database is unreachable or refuses; names the scenario.
 */
export async function publishScenarios(
  scenarios: readonly Scenario[],
  store: ScenarioStore,
): Promise<readonly PublishOutcome[]> {
  const outcomes: PublishOutcome[] = [];
  for (const scenario of scenarios) outcomes.push(await publish(scenario, store));
  return outcomes;
}

async function publish(scenario: Scenario, store: ScenarioStore): Promise<PublishOutcome> {
  const { id } = scenario;
  try {
    return { id, ...(await store.publishScenario(await toPublishedScenario(scenario))) };
  } catch (cause) {
    if (!(cause instanceof StoreError)) throw cause;
    if (cause.cause instanceof z.ZodError)
      throw new Error(`${id}: the database answered something unknown.`, { cause });
    throw new Error(`${id} was not published: ${cause.reason}`, { cause });
  }
}

const SecretKeys = z.object({ default: z.string().min(1) });

/**
 * The store of the project that `environment` names.
 * @throws where SUPABASE_URL or SUPABASE_SECRET_KEYS is absent or malformed.
 */
export function openScenarioStore(environment: NodeJS.ProcessEnv): ScenarioStore {
  const address = { url: readUrl(environment), secretKey: readSecretKey(environment) };
  return createStore({ ...address, timeoutMs: null });
}

function readUrl(environment: NodeJS.ProcessEnv): string {
  const url = environment["SUPABASE_URL"] ?? "";
  if (!URL.canParse(url))
    throw new Error("SUPABASE_URL is missing. Set it to the project, as http://127.0.0.1:54321.");
  return url;
}

function readSecretKey(environment: NodeJS.ProcessEnv): string {
  const help = 'Set SUPABASE_SECRET_KEYS to JSON such as {"default":"sb_secret_…"}.';
  try {
    return SecretKeys.parse(JSON.parse(environment["SUPABASE_SECRET_KEYS"] ?? "")).default;
  } catch (cause) {
    throw new Error(help, { cause });
  }
}
