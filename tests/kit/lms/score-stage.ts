import postgres from "postgres";
import type { JWK } from "jose";
import { createToolKey } from "../../../supabase/functions/_shared/identity/tool-keys.ts";
import type { ScoreWorld } from "../../../supabase/functions/_shared/jobs/scores/course-service.ts";
import { createDeliverScores } from "../../../supabase/functions/_shared/jobs/scores/deliver-scores.ts";
import { createLog } from "../../../supabase/functions/_shared/runtime/telemetry/log.ts";
import { type CallSql, toParameters } from "../../../supabase/functions/_shared/store/call-sql.ts";
import { toScoreStore } from "../../../supabase/functions/_shared/store/scores.ts";
import { callRaceFunction } from "../database/race-site.ts";
import { type AgsFault, type AgsLineItem, HostileAgs } from "./hostile-ags.ts";

const SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/";
const MASTER_KEY = "master-key-of-the-tests-master-key-of-the-tests";
const BASE = "https://lms.example.org";
const ORIGIN = "https://tool.example";
/** What a platform grants that grants everything. */
export const ALL_SCOPES = ["score", "result.readonly", "lineitem", "lineitem.readonly"].map(
  (name) => SCOPE + name,
);

/** How a run ends that one score was due in. */
export const DONE = { done: 1, queued: 0, failed: 0 };
export const QUEUED = { done: 0, queued: 1, failed: 0 };
export const FAILED = { done: 0, queued: 0, failed: 1 };

/** The next requests to an address go wrong; then none. */
export function failNext(
  { ags }: { readonly ags: HostileAgs },
  path: string,
  ...faults: readonly AgsFault[]
): void {
  const left = [...faults];
  ags.fault = (asked) => (asked.endsWith(path) ? (left.shift() ?? null) : null);
}

/** What differs from a platform that names its columns and grants everything. */
export interface StageChanges {
  readonly scopes?: readonly string[];
  readonly audience?: string;
  readonly world?: Partial<ScoreWorld>;
  /** Takes something away from that world. */
  readonly change?: (world: ScoreWorld) => ScoreWorld;
}

/** A learner at a place in a course. */
export interface CourseLearner {
  readonly user: string;
  readonly targetId: string;
}

/** What of a launch concerns scores. */
interface LaunchChanges {
  readonly user?: string;
  readonly link?: string;
  /** Null: the launch names none. */
  readonly lineItem?: string | null;
}

/** Calls a function as the functions do. */
async function callFunction(
  sql: postgres.Sql,
  name: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const call = () =>
    sql.begin(async (transaction) => {
      await transaction`set local role service_role`;
      return await callRaceFunction(transaction, name, parameters);
    });
  // Once more where the database undid it, as the functions' own client does.
  return await call().catch((error: unknown) => {
    if (error instanceof postgres.PostgresError && error.code === "40P01") return call();
    throw error;
  });
}

let toolKey: ReturnType<typeof createToolKey> | undefined;

/** A course at a hostile platform, and practices in it, over a real database. */
export async function openScoreStage(sql: postgres.Sql, changes: StageChanges = {}) {
  const name = crypto.randomUUID();
  const clientId = `client-${name}`;
  const tokenUrl = `${BASE}/token`;
  const { scopes = ALL_SCOPES, audience = tokenUrl } = changes;
  const key = await (toolKey ??= createToolKey(MASTER_KEY));
  const jwk: JWK = key.publicJwk;
  const ags = new HostileAgs(BASE, { clientId, keys: [jwk], audience, scopes });
  const site = await makeSite(sql, name);
  const platformId = await makePlatform(sql, site.embedKey, { clientId, tokenUrl, audience });
  const call: CallSql = async (name, parameters, schema) =>
    schema.parse(await callFunction(sql, name, toParameters(parameters)));
  const lines: string[] = [];
  const published = { publicJwk: {}, isCurrent: true, notBefore: "", notAfter: null };
  const world: ScoreWorld = {
    store: {
      ...toScoreStore(call),
      listLtiKeys: () =>
        Promise.resolve({ keys: [{ ...published, kid: key.kid, sealedKey: key.sealedKey }] }),
    },
    masterKey: MASTER_KEY,
    allowLocal: false,
    fetch: ags.fetch,
    resolveHost: () => Promise.resolve(["93.184.215.14"]),
    now: () => new Date(),
    log: createLog("observer", (line) => lines.push(line), "debug"),
    ...changes.world,
  };
  const column = ags.addLineItem();
  let practices = 0;
  return {
    ...{ ags, column, lines, world, site, sql, platformId },
    /** As the reaper does, once. */
    deliver: createDeliverScores(changes.change?.(world) ?? world),
    /** Lets what waits go at once. */
    hasten: () => sql`
      update coach.deliveries set available_at = now()
      where site_id = ${site.id} and status = 'pending'`,
    /** A learner whose launch named the column, or none. */
    async enrol(launch: LaunchChanges = {}): Promise<CourseLearner> {
      const { user = "4", link = "link-1" } = launch;
      const lineItem = launch.lineItem === undefined ? column.id : launch.lineItem;
      const [row] = await sql<{ id: string }[]>`
        insert into coach.lti_score_targets
          (platform_id, deployment_id, resource_link_id, subject, key_hash, line_item, line_items, scopes)
        values (${platformId}, '1', ${link}, ${user}, ${`key ${user}`}, ${lineItem}, ${`${BASE}/lineitems`}, ${`{${scopes.join(",")}}`}::text[])
        returning id`;
      return { user, targetId: row?.id ?? "" };
    },
    /** A practice that is over and scored; its score is queued with its report. */
    async practise(learner: CourseLearner, total: number): Promise<string> {
      practices += 1;
      const sessionId = await endSession(sql, site, `${learner.user}-${practices}`);
      await sql`insert into coach.lti_sessions values (${sessionId}, ${learner.targetId})`;
      const report = { total, passMark: 70 };
      await callFunction(sql, "save_report", { p_session_id: sessionId, p_report: report });
      return sessionId;
    },
    /** A person gives a session another score. */
    async correct(sessionId: string, total: number): Promise<void> {
      await sql`
        update coach.reports set report = report || jsonb_build_object('total', ${total}::numeric)
        where session_id = ${sessionId}`;
      await sql`select coach.queue_result(${sessionId})`;
    },
    /** How the site's deliveries stand, the oldest first. */
    deliveries: () => sql<{ status: string; lastError: string | null; attempts: number }[]>`
      select status, last_error as "lastError", attempts from coach.deliveries
      where site_id = ${site.id} and channel = 'ags' order by number`,
    gradeOf: (learner: CourseLearner, item: AgsLineItem = column) =>
      ags.gradeOf(item.id, learner.user),
  };
}

/** A course at a platform. */
export type ScoreStage = Awaited<ReturnType<typeof openScoreStage>>;

interface StageSite {
  readonly id: string;
  readonly embedKey: string;
  readonly scenario: string;
}

async function makeSite(sql: postgres.Sql, name: string): Promise<StageSite> {
  const site = { embedKey: `mk_${name}`, scenario: `scenario-${name}` };
  await callFunction(sql, "publish_scenario", {
    p_scenario: {
      ...{ id: site.scenario, title: "Selling", language: "en", difficulty: "easy" },
      ...{ duration_seconds: 60, content_hash: "hash-of-one", public: {}, private: {} },
    },
  });
  const day = { site_day_seconds: 10_000_000, learner_day_seconds: 10_000_000 };
  await callFunction(sql, "save_site", {
    p_site: {
      ...{ organization: name, name, embed_key: site.embedKey, origins: [ORIGIN] },
      ...{ learner_token_mode: "optional", site_max_live: 50, learner_max_live: 3, ...day },
    },
  });
  const [row] = await sql<{ id: string }[]>`
    select id from coach.sites where embed_key = ${site.embedKey}`;
  return { ...site, id: row?.id ?? "" };
}

async function makePlatform(
  sql: postgres.Sql,
  embedKey: string,
  given: { readonly clientId: string; readonly tokenUrl: string; readonly audience: string },
): Promise<string> {
  const saved = await callFunction(sql, "save_lti_platform", {
    p_site: embedKey,
    p_platform: {
      ...{ name: "Course", issuer: BASE, client_id: given.clientId, deployments: ["1"] },
      ...{ auth_url: `${BASE}/auth`, jwks_url: `${BASE}/jwks`, token_url: given.tokenUrl },
      ...{ token_audience: given.audience, page_url: `${ORIGIN}/lti.html` },
    },
    p_actor: "test",
  });
  if (saved["outcome"] !== "saved") throw new Error(JSON.stringify(saved));
  return String(saved["platform_id"]);
}

/** A session that lasted a minute. */
async function endSession(sql: postgres.Sql, site: StageSite, learner: string): Promise<string> {
  const opened = await callFunction(sql, "open_session", {
    p_request: {
      ...{ embed_key: site.embedKey, origin: ORIGIN, scenario: site.scenario },
      ...{ attempt_key: crypto.randomUUID(), request_hash: "r", learner_key: learner },
      ...{ learner_name: null, locale: "de", variables: {}, handshake: "relay" },
      ...{ consent: { version: "1", locale: "de" }, request_id: "r", cap_seconds: null },
    },
  });
  const sessionId = String(opened["session_id"]);
  await callFunction(sql, "attach_call", {
    ...{ p_session_id: sessionId, p_provider_call_id: `rtc_${sessionId}` },
    ...{ p_provider: "openai", p_answer: "v=0" },
  });
  await sql`
    update coach.sessions set attached_at = attached_at - interval '30 seconds' where id = ${sessionId}`;
  await callFunction(sql, "end_session", { p_session_id: sessionId, p_reason: "learner" });
  await sql`
    update coach.reports set status = 'pending', reason = null, finished_at = null
    where session_id = ${sessionId}`;
  return sessionId;
}
