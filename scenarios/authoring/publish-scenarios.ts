import * as z from "zod";
import type { Connection } from "../../supabase/cli/connect.ts";
import { createStore } from "../../supabase/functions/_shared/store/create-store.ts";
import type { ScenarioOwner } from "../../supabase/functions/_shared/store/scenarios.ts";
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
 * @param organization Whose sites alone may use them; absent: as before, and a new one is everybody's.
 * @throws where the database is unreachable or refuses; names the scenario.
 */
export async function publishScenarios(
  scenarios: readonly Scenario[],
  store: ScenarioStore,
  organization?: string,
): Promise<readonly PublishOutcome[]> {
  const owner = organization === undefined ? {} : { organization };
  const outcomes: PublishOutcome[] = [];
  for (const scenario of scenarios) outcomes.push(await publish(scenario, store, owner));
  return outcomes;
}

async function publish(
  scenario: Scenario,
  store: ScenarioStore,
  owner: ScenarioOwner,
): Promise<PublishOutcome> {
  const { id } = scenario;
  try {
    const published = { ...(await toPublishedScenario(scenario)), ...owner };
    const { outcome, version } = await store.publishScenario(published);
    if (outcome !== "organization_unknown") return { id, outcome, version };
    throw new Error(
      `${id} was not published: no organization is called ${owner.organization ?? ""}.`,
    );
  } catch (cause) {
    if (!(cause instanceof StoreError)) throw cause;
    if (cause.cause instanceof z.ZodError)
      throw new Error(`${id}: the database answered something unknown.`, { cause });
    throw new Error(`${id} was not published: ${cause.reason}`, { cause });
  }
}

/** The store of a project. */
export function openScenarioStore({
  url,
  secretKey,
}: Pick<Connection, "url" | "secretKey">): ScenarioStore {
  return createStore({ url, secretKey, timeoutMs: null });
}
