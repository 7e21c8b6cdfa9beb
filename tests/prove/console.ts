import postgres, { type Sql } from "postgres";
import { z } from "zod";
import {
  createTenants,
  createViewers,
  practise,
  TENANTS,
  type Viewer,
} from "../kit/console/console-tenants.ts";
import { startTestDatabase } from "../kit/database/test-database.ts";

/** Which roles read learners and what they said; the others get lists of figures, records, or nothing. */
const READERS = ["coach", "reviewer", "admin"];
const LISTS = ["overview", "attempts", "learners", "scenarios", "agreement", "audit", "disputes"];
const Answer = z.looseObject({ outcome: z.string(), answer: z.unknown().optional() });

/** A guard as its function spells it, and what is in its place when it is off. */
const GUARDS: readonly (readonly [guard: string, of: string, from: string, to: string])[] = [
  [
    "an organization's attempts",
    "coach.find_official",
    "attempt.organization_id = p_viewer.organization_id",
    "true",
  ],
  [
    "a site's attempts",
    "coach.find_official",
    "p_viewer.site_id is null or attempt.site_id = p_viewer.site_id",
    "true",
  ],
  ["a cohort's attempts", "coach.find_official", "p_viewer.cohort_ids is null or", "true or"],
  [
    "an organization's learners",
    "coach.sees_learner",
    "site.organization_id = p_viewer.organization_id",
    "true",
  ],
  ["a site's learner", "coach.sees_learner", "p_viewer.site_id is null or", "true or"],
  ["a cohort's learner", "coach.sees_learner", "p_viewer.cohort_ids is null or", "true or"],
  [
    "an organization's list",
    "coach.learner_rows",
    "site.organization_id = p_viewer.organization_id",
    "true",
  ],
  ["a site's list", "coach.learner_rows", "p_viewer.site_id is null or", "true or"],
  ["a cohort's list", "coach.learner_rows", "p_viewer.cohort_ids is null or", "true or"],
  ["scores before a blind commit", "coach.is_withheld", "p_viewer.is_blind and", "false and"],
  ["the end of a session", "coach.admit_viewer", "expires_at > now()", "true"],
  ["who was removed", "coach.admit_viewer", "member.status = 'active'", "true"],
  [
    "the roles of a route",
    "coach.admit_viewer",
    "when not v_session.roles && p_roles",
    "when false",
  ],
  [
    "an organization's records",
    "public.console_audit",
    "member.organization_id = v_viewer.organization_id",
    "true",
  ],
  ["practice", "coach.record_official_attempt", "session.purpose = 'official' and", "true and"],
];

interface World {
  readonly sql: Sql;
  readonly viewers: readonly Viewer[];
  readonly attempts: readonly string[];
  readonly learners: readonly string[];
}

async function call(sql: Sql, view: string, query: object) {
  const text = JSON.stringify({ most: 100, ...query });
  const [row] = await sql.unsafe(`select public.console_${view}($1::text::jsonb) as answer`, [
    text,
  ]);
  return Answer.parse(row?.["answer"]);
}

/** What in an answer its viewer may not see, in words. */
function findLeaks(viewer: Viewer, view: string, { outcome, answer }: z.infer<typeof Answer>) {
  const text = JSON.stringify(answer ?? null);
  const mayRead = viewer.isAdmitted && viewer.roles.some((role) => READERS.includes(role));
  const marks = [...text.matchAll(/<([\w-]+) (\w+) (\w+)>/g)];
  const leaks = marks.flatMap(([mark, site = "", cohort, purpose]) =>
    mayRead &&
    viewer.sites.includes(site) &&
    (viewer.cohort === null || viewer.cohort === cohort) &&
    purpose === "official"
      ? []
      : [`${view} shows ${mark} to ${viewer.roles.join()}`],
  );
  if (!viewer.isAdmitted && outcome !== "session_unknown") leaks.push(`${view} admits a stranger`);
  // All attempts here are to be reviewed, and nobody has.
  if (viewer.roles.includes("reviewer") && /judged|"(?:total|latest|first)": ?69\b/.test(text))
    leaks.push(`${view} shows a score before the commit`);
  const names = view === "audit" ? TENANTS.filter(({ site }) => text.includes(site)) : [];
  if (names.some(({ organization }) => !viewer.sites.some((site) => site.startsWith(organization))))
    leaks.push("audit names another organization's members");
  return leaks;
}

/** Everybody asks for everything; where one leak is enough, until there is one. */
async function sweep({ sql, viewers, attempts, learners }: World, isOneEnough = false) {
  await sql`update coach.console_sessions set requests = 0`;
  const leaks: string[] = [];
  let answers = 0;
  let shown = 0;
  for (const viewer of viewers) {
    if (isOneEnough && leaks.length > 0) break;
    const ask = async (view: string, query: object) => {
      const answer = await call(sql, view, { session_hash: viewer.hash, ...query });
      answers += 1;
      if (answer.outcome === "ok") shown += 1;
      leaks.push(...findLeaks(viewer, view, answer));
    };
    for (const view of LISTS) await ask(view, {});
    for (const outcome of ["passed", "not_passed"]) await ask("attempts", { outcome });
    for (const attempt of attempts) await ask("attempt", { attempt });
    for (const learner of learners) await ask("learner", { learner });
  }
  return { leaks, answers, shown };
}

/** Turns one guard off, in a transaction that is taken back, and counts what gets through. */
async function countWithout(world: World, [, of, from, to]: (typeof GUARDS)[number]) {
  let caught = 0;
  const undo = new Error("undone");
  try {
    await world.sql.begin(async (sql) => {
      const [row] =
        await sql`select pg_get_functiondef(${of}::regproc) as body, clock_timestamp() as at`;
      const body = String(row?.["body"]);
      if (!body.includes(from)) throw new Error(`${of} has no guard “${from}”`);
      await sql.unsafe(body.replaceAll(from, to));
      const scope = { ...world, sql: sql as unknown as Sql };
      if (of === "coach.record_official_attempt") {
        const [site] = TENANTS;
        if (site === undefined) throw new Error("no tenants");
        const mark = `<${site.site} spring practice>`;
        const { embedKey } = site;
        const id = await practise(scope.sql, {
          embedKey,
          learner: "spring-1",
          purpose: "practice",
          mark,
        });
        await sql`select coach.record_official_attempt(${id})`;
        caught = (await sweep({ ...scope, attempts: [id], learners: [] }, true)).leaks.length;
      } else caught = (await sweep(scope, true)).leaks.length;
      throw undo;
    });
  } catch (error) {
    if (error !== undo) throw error;
  }
  return caught;
}

/** The console's functions that begin with no look at who asks, or read sessions and words by themselves. */
async function findUnguarded(sql: Sql): Promise<string[]> {
  const rows = await sql`select proname as name, prosrc as body from pg_catalog.pg_proc
    where pronamespace = 'public'::regnamespace and proname like 'console\\_%'`;
  return rows
    .map((row) => ({ name: String(row["name"]), body: String(row["body"]) }))
    .filter(
      ({ body }) =>
        !/:= coach\.admit_viewer\(/.test(body) || /coach\.(sessions|turns)\b/.test(body),
    )
    .map(({ name }) => name);
}

/** Everybody asks every view of the console for everything; then each guard is turned off once. */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const database = await startTestDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined, fetch_types: false });
  try {
    await createTenants(sql);
    const viewers = await createViewers(sql);
    const ids = async (query: string) =>
      (await sql.unsafe(query)).map((row) => z.uuid().parse(row["id"]));
    const world: World = {
      ...{ sql, viewers },
      attempts: await ids("select id from coach.sessions order by md5(id::text) limit 10"),
      learners: await ids("select id from coach.learners order by md5(id::text) limit 6"),
    };
    const unguarded = await findUnguarded(sql);
    const { leaks, answers, shown } = await sweep(world);
    for (const leak of new Set(leaks)) console.log(leak);
    let missed = 0;
    for (const guard of GUARDS) {
      const caught = await countWithout(world, guard);
      console.log(`without the guard of ${guard[0]}: ${caught} leak(s)`);
      if (caught === 0) missed += 1;
    }
    const figure =
      `${leaks.length} foreign, practice or premature rows in ${answers} answers (${shown} with content) to ` +
      `${viewers.length} viewers; ${GUARDS.length - missed} of ${GUARDS.length} guards caught when off; ` +
      `${unguarded.length} unguarded functions ${unguarded.join()}`;
    return {
      figure,
      passed: leaks.length === 0 && missed === 0 && unguarded.length === 0 && shown > 0,
    };
  } finally {
    await sql.end();
    await database.stop();
  }
}
