import postgres from "postgres";
import { z } from "zod";
import { loadScenarios } from "../../scenarios/authoring/load-scenarios.ts";
import {
  publishScenarios,
  type ScenarioDoor,
} from "../../scenarios/authoring/publish-scenarios.ts";
import { PlatformError } from "./platform-error.ts";

/** The public key of the site that the demo pages belong to. */
const DEMO_EMBED_KEY = "mk_demo";

const HOUR_SECONDS = 3_600;

const Published = z.object({
  outcome: z.enum(["published", "unchanged"]),
  version: z.union([z.string(), z.number()]),
});
const Saved = z.object({ outcome: z.enum(["created", "updated", "saved", "unchanged"]) });

/** Who may embed the demo site. */
export interface SeedOptions {
  /** Connection as role `postgres`. */
  readonly databaseUrl: string;
  /** Origins of the pages, `http://127.0.0.1:5173`. */
  readonly origins: readonly string[];
}

/**
 * Publishes every scenario and creates the demo site, through the same doors that an operator uses.
 * Repeating it changes nothing but the origins.
 *
 * @throws {PlatformError} when a scenario is broken or a door refuses.
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
    await publishScenarios(scenarios, createDoor(sql));
    const answer = await callDoor(sql, "save_site", toDemoSite(options.origins));
    if (!Saved.safeParse(answer).success) {
      throw new PlatformError(`The demo site was refused: ${JSON.stringify(answer)}`);
    }
  } finally {
    await sql.end();
  }
}

/** Generous, so that nobody runs out of minutes at a desk; still limits, so that they are exercised. */
function toDemoSite(origins: readonly string[]): object {
  return {
    organization: "Demo",
    name: "Demo pages",
    embed_key: DEMO_EMBED_KEY,
    origins,
    status: "active",
    voice: true,
    learner_token_mode: "optional",
    organization_month_seconds: 1_000 * HOUR_SECONDS,
    site_day_seconds: 100 * HOUR_SECONDS,
    learner_day_seconds: 24 * HOUR_SECONDS,
    max_session_seconds: HOUR_SECONDS / 2,
    site_max_live: 50,
    learner_max_live: 1,
    retention_days: 30,
  };
}

function createDoor(sql: postgres.Sql): ScenarioDoor {
  return async ({ durationSeconds, contentHash, ...rest }) => {
    const answer = await callDoor(sql, "publish_scenario", {
      ...rest,
      duration_seconds: durationSeconds,
      content_hash: contentHash,
    });
    const parsed = Published.safeParse(answer);
    if (!parsed.success) {
      throw new PlatformError(`Scenario ${rest.id} was refused: ${JSON.stringify(answer)}`);
    }
    return { id: rest.id, outcome: parsed.data.outcome, version: String(parsed.data.version) };
  };
}

/** Calls a door as `service_role`, whose rights are the ones that count. */
async function callDoor(
  sql: postgres.Sql,
  name: "publish_scenario" | "save_site",
  value: object,
): Promise<unknown> {
  const parameter = name === "save_site" ? "p_site" : "p_scenario";
  try {
    return await sql.begin(async (transaction) => {
      await transaction`set local role service_role`;
      const [row] = await transaction.unsafe<{ answer: unknown }[]>(
        `select public.${name}(${parameter} => $1::text::jsonb) as answer`,
        [JSON.stringify(value)],
      );
      return row?.answer;
    });
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error;
    throw new PlatformError(`The database refused ${name}: ${error.message} (${error.code}).`, {
      cause: error,
    });
  }
}
