import postgres from "postgres";
import { startGateway } from "../../../demo/platform/gateway/start-gateway.ts";
import { createKeys } from "../../../demo/platform/keys.ts";
import type {
  ReportDraft,
  ReportTask,
} from "../../../supabase/functions/_shared/scoring/report-task.ts";
import { createStore } from "../../../supabase/functions/_shared/store/create-store.ts";
import { finishOtherTests } from "./database-site.ts";
import { LEARNER_TOKEN_KEY, type RequestDetails, startBody } from "./coach-harness.ts";
import { SOUND_ENVIRONMENT } from "./environment-fixture.ts";
import { startFakeOpenai, textReply } from "./fake-openai.ts";
import { ORIGIN } from "./fake-store.ts";
import { STORED_SCENARIO } from "./scenario-fixture.ts";

/** The fake service has no sideband, so nobody observes these calls, and the browser's account is scored. */
const UNOBSERVED = { OBSERVER_SEGMENT_SECONDS: "0", SCORE_REPORTED_TURNS: "true" };

const METRICS_KEY = "metrics-key-metrics-key-metrics-key";
const SCHEDULE_KEY = "schedule-key-schedule-key-schedule-key";

/** A key that no answer may ever show. */
export const PROVIDER_KEY = SOUND_ENVIRONMENT["OPENAI_API_KEY"] ?? "";

/**
 * The deployed functions before a real Postgres, with a provider over HTTP. Modules load once in a process,
 * so a test file starts one platform and gives each test a site of its own.
 */
export async function startCoachPlatform(databaseUrl: string) {
  const openai = startFakeOpenai();
  openai.replies["POST /v1/responses"] = ({ text }) => textReply(JSON.stringify(toDraft(text)));
  const keys = await createKeys();
  const { SUPABASE_URL: _url, SUPABASE_SECRET_KEYS: _keys, ...environment } = SOUND_ENVIRONMENT;
  const gateway = await startGateway({
    ...keys,
    databaseUrl,
    port: 0,
    environment: {
      ...{ LEARNER_TOKEN_KEY, METRICS_KEY, SCHEDULE_KEY },
      ...environment,
      OPENAI_BASE_URL: openai.baseUrl,
      REHEARSAL: "true",
      WEBHOOK_ALLOW_LOCAL: "true",
      // A test speaks for a proxy before the gateway, which adds the address that it sees itself.
      TRUSTED_PROXY_HOPS: "2",
      ...UNOBSERVED,
    },
  });
  const store = createStore({ url: gateway.url, secretKey: keys.secretKey });
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} });
  // A hang-up that another file has left would be this one's to do, once its lease is over.
  await finishOtherTests(sql);

  const send = async (method: string, path: string, details: RequestDetails = {}) => {
    const { body, origin = ORIGIN } = details;
    const headers = new Headers(details.headers);
    if (origin !== null) headers.set("origin", origin);
    const init =
      body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const response = await fetch(`${gateway.url}/functions/v1${path}`, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
  };

  return {
    openai,
    /** The origin of the functions. */
    url: gateway.url,
    store,
    sql,
    send,
    drain: gateway.drain,
    reap: () => {
      const headers = { authorization: `Bearer ${SCHEDULE_KEY}` };
      return send("POST", "/observer/reap", { headers, origin: null });
    },
    /** What `GET /health/metrics` answers to a holder of its key. */
    async metrics(): Promise<string> {
      const response = await fetch(`${gateway.url}/functions/v1/health/metrics`, {
        headers: { authorization: `Bearer ${METRICS_KEY}` },
      });
      const text = await response.text();
      if (response.status !== 200) throw new Error(`metrics: ${response.status} ${text}`);
      return text;
    },
    /** Publishes the scenario and creates a site with limits of the test's own. */
    async createSite(limits: Readonly<Record<string, number>> = {}): Promise<string> {
      await store.publishScenario({
        id: STORED_SCENARIO.id,
        title: STORED_SCENARIO.title,
        language: STORED_SCENARIO.language,
        contentHash: STORED_SCENARIO.version,
        public: STORED_SCENARIO.public,
        private: STORED_SCENARIO.private,
        difficulty: "standard",
        durationSeconds: 600,
      });
      const name = `site ${crypto.randomUUID()}`;
      const embedKey = `mk_${crypto.randomUUID()}`;
      await store.saveSite({ organization: name, name, embedKey, origins: [ORIGIN], ...limits });
      return embedKey;
    },
    /** Starts a session on that site. */
    start: (embedKey: string, changes: Readonly<Record<string, unknown>> = {}) =>
      send("POST", "/coach/sessions", { body: startBody({ embedKey, ...changes }) }),
    /** What the site's windows of the day and of calls at a time hold. */
    async usage(embedKey: string): Promise<{ reserved: number; used: number; live: number }> {
      const [row] = await sql`
        select coalesce(sum(reserved_seconds) filter (where scope = 'site_day'), 0)::int as reserved,
          coalesce(sum(used_seconds) filter (where scope = 'site_day'), 0)::int as used,
          coalesce(sum(live_sessions) filter (where scope = 'site_concurrency'), 0)::int as live
        from coach.usage_windows as w join coach.sites as site on site.id = w.subject_id
        where site.embed_key = ${embedKey}`;
      return { reserved: row?.["reserved"], used: row?.["used"], live: row?.["live"] };
    },
    async stop(): Promise<void> {
      await sql.end();
      await gateway.stop();
      await openai.stop();
    },
  };
}

export type CoachPlatform = Awaited<ReturnType<typeof startCoachPlatform>>;

/** Scores every criterion 3 and quotes the first learner turn, as a model would in `/v1/responses`. */
function toDraft(requestText: string): ReportDraft {
  const task: ReportTask = JSON.parse(JSON.parse(requestText).input[0].content[0].text);
  const turn = task.transcript.find(({ speaker }) => speaker === "learner");
  const quotes = turn === undefined ? [] : [{ turn: turn.turn, text: turn.text }];
  return {
    summary: "Sound.",
    criteria: task.criteria.map(({ id }) => ({
      id,
      level: 3,
      reason: "Asked.",
      quotes,
      better_wording: null,
    })),
    breaches: [],
    strengths: [],
    improvements: [],
    ...{ verdict: null, next: null },
    facts: null,
  };
}
