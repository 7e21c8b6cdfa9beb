import { randomUUID } from "node:crypto";
import type { ISql } from "postgres";
import { z } from "zod";

/** A site that a race is run on; `embedKey` and `scenario` are its own. */
export interface RaceSite {
  readonly embedKey: string;
  readonly scenario: string;
}

const ORIGIN = "https://lms.example";
const Answer = z.record(z.string(), z.unknown());

/** Calls a function by name and named arguments; objects go in as JSON. */
export async function callRaceFunction(
  sql: ISql,
  name: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const named = Object.entries(parameters).map(
    ([name, value], index) => `${name} => $${index + 1}${isObject(value) ? "::text::jsonb" : ""}`,
  );
  const values = Object.values(parameters).map(toParameter);
  const [row] = await sql.unsafe(`select public.${name}(${named.join(", ")}) as answer`, values, {
    prepare: true,
  });
  return Answer.parse(row?.["answer"]);
}

/** Makes a site with a scenario of a minute; `settings` as `save_site` names them. */
export async function createRaceSite(
  sql: ISql,
  settings: Readonly<Record<string, unknown>>,
): Promise<RaceSite> {
  const name = randomUUID();
  const site = { embedKey: `mk_${name}`, scenario: `scenario-${name}` };
  await callRaceFunction(sql, "publish_scenario", {
    p_scenario: {
      ...{ id: site.scenario, title: "Selling", language: "en", difficulty: "easy" },
      ...{ duration_seconds: 60, content_hash: "hash-of-one", public: {}, private: {} },
    },
  });
  await callRaceFunction(sql, "save_site", {
    p_site: {
      ...{ organization: name, name, embed_key: site.embedKey, origins: [ORIGIN] },
      ...settings,
    },
  });
  return site;
}

/** Starts a session at the site; `changes` replace single values of the request. */
export function openRaceSession(
  sql: ISql,
  site: RaceSite,
  changes: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const request = {
    ...{ embed_key: site.embedKey, origin: ORIGIN, scenario: site.scenario },
    ...{ attempt_key: randomUUID(), request_hash: "request", learner_key: "learner" },
    ...{ learner_name: null, locale: "en", consent: { version: "2026-11", locale: "en" } },
    ...{ variables: {}, handshake: "relay", request_id: "race", cap_seconds: null },
    ...{ address_key: "address", token: null },
    ...changes,
  };
  return callRaceFunction(sql, "open_session", { p_request: request });
}

/**
 * Shows one learner token `count` times at once, each time for another attempt, at a site where nothing else
 * would refuse it. Answers how often each outcome came.
 */
export async function replayToken(sql: ISql, count: number): Promise<Record<string, number>> {
  const room = { site_day_seconds: 1_000_000, learner_day_seconds: 1_000_000 };
  const site = await createRaceSite(sql, {
    ...{ organization_month_seconds: 10_000_000, site_max_live: 100_000, learner_max_live: 100 },
    ...{ learner_token_mode: "required", ...room },
  });
  const token = { jti: randomUUID(), expires_at: "2099-01-01T00:00:00Z" };
  const answers = await Promise.all(
    Array.from({ length: count }, () => openRaceSession(sql, site, { token })),
  );
  const outcomes: Record<string, number> = {};
  for (const { outcome } of answers) {
    outcomes[String(outcome)] = (outcomes[String(outcome)] ?? 0) + 1;
  }
  return outcomes;
}

/** Objects go in as JSON text, everything else as Postgres reads it from text; a boolean is written by the driver. */
function toParameter(value: unknown): string | boolean | null {
  if (value === null || typeof value === "boolean") return value;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
