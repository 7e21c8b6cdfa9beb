import postgres from "postgres";

/** Opens connections as role `postgres`, by which each function is called as `service_role`. */
export function connectDatabase(max: number): postgres.Sql {
  const url = Deno.env.get("SUPABASE_DB_URL");
  if (url === undefined)
    throw new Error("Run by `npm run test:functions`, which starts a database.");
  return postgres(url, { max, onnotice: () => undefined, fetch_types: false });
}

/**
 * Like `connectDatabase`, with every connection open and warm: otherwise a race is a queue. A connection costs
 * a tenth of a second of the server's processor, so a file's tests share them.
 */
export async function openConnections(max: number): Promise<postgres.Sql> {
  const sql = connectDatabase(max);
  await Promise.all(Array.from({ length: max }, () => sql`select pg_sleep(0.2)`));
  return sql;
}

/** Calls a function with named arguments, as `service_role` and in a transaction of its own. */
export async function callFunction(
  sql: postgres.Sql,
  name: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const named = Object.entries(parameters).map(
    ([name, value], index) => `${name} => $${index + 1}${isObject(value) ? "::text::jsonb" : ""}`,
  );
  const values = Object.values(parameters).map(toParameter);
  return await sql.begin(async (transaction) => {
    await transaction`set local role service_role`;
    const [row] = await transaction.unsafe<{ answer: Record<string, unknown> }[]>(
      `select public.${name}(${named.join(", ")}) as answer`,
      values,
    );
    if (row === undefined) throw new Error(`${name} answered nothing`);
    return row.answer;
  });
}

/** Objects go in as JSON text, everything else as Postgres reads it from text; a boolean the driver writes itself. */
function toParameter(value: unknown): string | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value;
  return isObject(value) ? JSON.stringify(value) : String(value);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** A site of its own with a scenario of a minute, so that tests do not share limits. */
export interface DatabaseSite {
  readonly embedKey: string;
  readonly organization: string;
  readonly scenario: string;
}

/** The one origin of every site made here. */
export const SITE_ORIGIN = "https://lms.example";

/** Creates a site whose limits are wide but for `limits`, named as `save_site` names them. */
export async function createSite(
  sql: postgres.Sql,
  limits: Readonly<Record<string, number>> = {},
): Promise<DatabaseSite> {
  const name = crypto.randomUUID();
  const site = { embedKey: `mk_${name}`, organization: name, scenario: `scenario-${name}` };
  await callFunction(sql, "publish_scenario", {
    p_scenario: {
      ...{ id: site.scenario, title: "Selling", language: "en", difficulty: "easy" },
      ...{ duration_seconds: 60, content_hash: "hash-of-one", public: {}, private: {} },
    },
  });
  await callFunction(sql, "save_site", {
    p_site: {
      ...{ organization: name, name: "Lessons", embed_key: site.embedKey, origins: [SITE_ORIGIN] },
      ...{ organization_month_seconds: 1_000_000, site_day_seconds: 1_000_000 },
      ...{ learner_day_seconds: 1_000_000, site_max_live: 10_000 },
      ...limits,
    },
  });
  return site;
}

/** Ends what other tests left running, as if their pages had vanished, so that the reaper finds nothing of theirs. */
export async function finishOtherTests(sql: postgres.Sql): Promise<void> {
  // Otherwise a long test before this one is a silence, after which the reaper spares everybody.
  await sql`update coach.reaper_runs
    set last_run_at = now(), silent_since = null, resumed_at = null`;
  await sql`update coach.sessions set lapses_at = now() where status in ('reserved', 'active')`;
  for (let settled = 1; settled > 0;) {
    const answer = await callFunction(sql, "reap_sessions", { p_batch: 200 });
    settled = Number(answer["reaped"]) + Number(answer["released"]);
  }
  await sql`update coach.hangups set status = 'done', finished_at = now() where status = 'pending'`;
  // Their gradebooks are no server that one could ask.
  await sql`
    update coach.deliveries set status = 'failed', finished_at = now()
    where channel = 'ags' and status = 'pending'`;
}

/** Starts a session at `site`; `changes` replace single values of the request. */
export function openSession(
  sql: postgres.Sql,
  site: DatabaseSite,
  changes: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const request = {
    embed_key: site.embedKey,
    origin: SITE_ORIGIN,
    scenario: site.scenario,
    attempt_key: crypto.randomUUID(),
    request_hash: "request",
    learner_key: "learner",
    learner_name: null,
    locale: "en",
    consent: { version: "2026-11", locale: "en" },
    variables: {},
    handshake: "relay",
    request_id: "request-1",
    cap_seconds: null,
    ...changes,
  };
  return callFunction(sql, "open_session", { p_request: request });
}
