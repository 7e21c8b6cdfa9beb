import { cp, readFile, writeFile, glob } from "node:fs/promises";
import path from "node:path";
import type postgres from "postgres";
import { z } from "zod";
import { type PagesServer, startPagesServer } from "../../../demo/platform/pages-server.ts";
import { projectPath } from "../../../demo/platform/project-paths.ts";

/** Whose pages the demo pages are, as they are written. */
const DEMO_KEY = "mk_demo";
const HOUR_SECONDS = 3_600;

const Saved = z.object({ site_id: z.string(), organization_id: z.string() });

/** A site of one test file: its learners, sessions and minutes are nobody else's. */
export interface TestSite {
  readonly id: string;
  readonly embedKey: string;
  readonly organizationId: string;
}

/** Picks the rows of `coach.usage_windows` that are the site's, its organization's and its learners'. */
export function inLedgerOf(sql: postgres.Sql, { id, organizationId }: TestSite): postgres.Fragment {
  return sql`(subject_id in (${id}, ${organizationId})
    or subject_id in (select learners.id from coach.learners where site_id = ${id}))`;
}

/** The demo pages as another site's, on an origin of its own. */
export async function serveSitePages(
  folder: string,
  embedKey: string,
  apiOrigin: string,
): Promise<PagesServer> {
  await cp(projectPath("demo/pages"), folder, { recursive: true });
  for await (const name of glob("**/*.html", { cwd: folder })) {
    const file = path.join(folder, name);
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replaceAll(`"${DEMO_KEY}"`, `"${embedKey}"`));
  }
  return await startPagesServer({ port: 0, apiOrigin, pagesFolder: folder });
}

/** Saves a site of an organization of its own, with the limits of the demo's. */
export async function createSite(
  sql: postgres.Sql,
  embedKey: string,
  origins: readonly string[],
): Promise<TestSite> {
  const site = {
    organization: embedKey,
    name: embedKey,
    embed_key: embedKey,
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
  const answer = await sql.begin(async (transaction) => {
    await transaction`set local role service_role`;
    const [row] = await transaction<{ answer: unknown }[]>`
      select public.save_site(p_site => ${JSON.stringify(site)}::text::jsonb) as answer`;
    return row?.answer;
  });
  const saved = Saved.parse(answer);
  return { id: saved.site_id, organizationId: saved.organization_id, embedKey };
}
