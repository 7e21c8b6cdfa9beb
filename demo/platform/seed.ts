import postgres from "postgres";
import { loadScenarios } from "../../scenarios/authoring/load-scenarios.ts";
import { publishScenarios } from "../../scenarios/authoring/publish-scenarios.ts";
import { type CallSql, toParameters } from "../../supabase/functions/_shared/store/call-sql.ts";
import { createScenarioFunctions } from "../../supabase/functions/_shared/store/scenarios.ts";
import {
  createSiteFunctions,
  type SiteToSave,
} from "../../supabase/functions/_shared/store/sites.ts";
import { PlatformError } from "./platform-error.ts";
import { CONSOLE_SITES, seedConsole } from "./seed-console.ts";

/** The public key of the site that the demo pages belong to. */
const DEMO_EMBED_KEY = "mk_demo";

const HOUR_SECONDS = 3_600;

/** Who may embed the demo site. */
export interface SeedOptions {
  /** Connection as role `postgres`. */
  readonly databaseUrl: string;
  /** Origins of the pages, `http://127.0.0.1:5173`. */
  readonly origins: readonly string[];
}

/**
 * Publishes every scenario and creates the demo site, through the same functions that an operator uses.
 * Repeating it changes nothing but the origins.
 *
 * @throws {PlatformError} when a scenario is broken or the database refuses.
 */
export async function seed(options: SeedOptions): Promise<void> {
  const { scenarios, problems } = await loadScenarios();
  const [problem] = problems;
  if (problem !== undefined) {
    const place = `${problem.file}:${problem.line}`;
    throw new PlatformError(`${place} ${problem.path} ${problem.message}`);
  }
  const sql = postgres(options.databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    const call = createSql(sql);
    await publishScenarios(scenarios, createScenarioFunctions(call));
    const answer = await createSiteFunctions(call).saveSite(toDemoSite(options.origins));
    if (answer.outcome !== "created" && answer.outcome !== "updated") {
      throw new PlatformError(`The demo site was refused: ${JSON.stringify(answer)}`);
    }
  } finally {
    await sql.end();
  }
}

/**
 * Makes the two sites of the coaches' console, and people for them, where they are not there yet.
 *
 * @throws {PlatformError} when the database refuses.
 */
export async function seedConsoles(options: SeedOptions): Promise<void> {
  const { scenarios } = await loadScenarios();
  const sql = postgres(options.databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    const functions = createSiteFunctions(createSql(sql));
    for (const site of CONSOLE_SITES) {
      const { embedKey, name } = site;
      await functions.saveSite({ ...toDemoSite(options.origins), embedKey, name });
      await seedConsole(sql, scenarios, site);
    }
  } finally {
    await sql.end();
  }
}

/** Generous, so that nobody runs out of minutes at a desk; still limits, so that they are exercised. */
function toDemoSite(origins: readonly string[]): SiteToSave {
  return {
    organization: "Demo",
    name: "Demo pages",
    embedKey: DEMO_EMBED_KEY,
    origins,
    status: "active",
    voice: true,
    learnerTokenMode: "optional",
    organizationMonthSeconds: 1_000 * HOUR_SECONDS,
    siteDaySeconds: 100 * HOUR_SECONDS,
    learnerDaySeconds: 24 * HOUR_SECONDS,
    maxSessionSeconds: HOUR_SECONDS / 2,
    siteMaxLive: 50,
    learnerMaxLive: 1,
    retentionDays: 30,
  };
}

/** Calls functions as `service_role`, whose rights are the ones that count. */
function createSql(sql: postgres.Sql): CallSql {
  return async (name, parameters, schema) => {
    const named = Object.entries(toParameters(parameters));
    const places = named.map(([parameter], index) => `${parameter} => $${index + 1}::text::jsonb`);
    const answer = await sql
      .begin(async (transaction) => {
        await transaction`set local role service_role`;
        const [row] = await transaction.unsafe<{ answer: unknown }[]>(
          `select public.${name}(${places.join(", ")}) as answer`,
          named.map(([, value]) => JSON.stringify(value)),
        );
        return row?.answer;
      })
      .catch((error: unknown) => {
        if (!(error instanceof postgres.PostgresError)) throw error;
        const message = `The database refused ${name}: ${error.message} (${error.code}).`;
        throw new PlatformError(message, { cause: error });
      });
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw new PlatformError(`The database answers ${name} with ${JSON.stringify(answer)}.`);
  };
}
