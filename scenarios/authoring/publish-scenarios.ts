import { createClient } from "@supabase/supabase-js";
import * as z from "zod";
import {
  toPublishedScenario,
  type PublishedScenario,
  type Scenario,
} from "../../supabase/functions/_shared/scenario/schema.ts";

/** What the database did with one scenario. */
export interface PublishOutcome {
  readonly id: string;
  readonly outcome: "published" | "unchanged";
  readonly version: string;
}

/** Hands one published scenario to the database. @throws where the database is unreachable or refuses. */
export type ScenarioDoor = (scenario: PublishedScenario) => Promise<PublishOutcome>;

/** Publishes `scenarios` in order. Those whose content is known already stay as they are. */
export async function publishScenarios(
  scenarios: readonly Scenario[],
  door: ScenarioDoor,
): Promise<readonly PublishOutcome[]> {
  const outcomes: PublishOutcome[] = [];
  for (const scenario of scenarios) outcomes.push(await door(await toPublishedScenario(scenario)));
  return outcomes;
}

const SecretKeys = z.object({ default: z.string().min(1) });
const Answer = z.object({
  outcome: z.enum(["published", "unchanged"]),
  version: z.union([z.string(), z.number()]),
});

/**
 * The door `publish_scenario` of the project that `environment` names.
 * @throws where SUPABASE_URL or SUPABASE_SECRET_KEYS is absent or malformed.
 */
export function createScenarioDoor(environment: NodeJS.ProcessEnv): ScenarioDoor {
  const client = createClient(readUrl(environment), readSecretKey(environment), {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  return async ({ durationSeconds, contentHash, ...rest }) => {
    const result = await client.rpc("publish_scenario", {
      p_scenario: { ...rest, duration_seconds: durationSeconds, content_hash: contentHash },
    });
    if (result.error) throw new Error(`${rest.id} was not published: ${result.error.message}`);
    const answer = Answer.safeParse(result.data);
    if (!answer.success) throw new Error(`${rest.id}: the database answered something unknown.`);
    return { id: rest.id, outcome: answer.data.outcome, version: String(answer.data.version) };
  };
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
