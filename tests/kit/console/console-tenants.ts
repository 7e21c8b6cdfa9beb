import { createHash, randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { z } from "zod";
import { callRaceFunction, openRaceSession } from "../database/race-site.ts";

/** A site whose every text tells whose it is: `<site> <cohort> <purpose>`. */
export interface Tenant {
  readonly organization: string;
  readonly site: string;
  readonly embedKey: string;
}

/** Somebody who looks, and what such a person may see. */
export interface Viewer {
  readonly hash: string;
  readonly roles: readonly string[];
  /** Sites within reach. */
  readonly sites: readonly string[];
  /** Null: every cohort. */
  readonly cohort: string | null;
  /** False: signed out, removed, or with a role that the site took back. */
  readonly isAdmitted: boolean;
}

const SCENARIO = "console-tenants";
const COHORTS = ["spring", "autumn"];
const ROLES = ["coach", "reviewer", "author", "auditor", "admin"];
export const TENANTS: readonly Tenant[] = ["acme", "rival"].flatMap((organization) =>
  ["north", "south"].map((side) => ({
    ...{ organization, site: `${organization}-${side}`, embedKey: `mk_${organization}_${side}` },
  })),
);

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

/** Two organizations of two sites: learners in two cohorts, each with a practice and official attempts. */
export async function createTenants(sql: Sql): Promise<void> {
  const criteria = [{ id: "need", title: "Need", description: "x", anchors: [], weight: 1 }];
  await callRaceFunction(sql, "publish_scenario", {
    p_scenario: {
      ...{ id: SCENARIO, title: "Selling", language: "en", difficulty: "easy" },
      ...{ duration_seconds: 60, content_hash: "hash-of-one" },
      ...{ public: { persona: { name: "Ada" } }, private: { rubric: { criteria } } },
    },
  });
  for (const { organization, site, embedKey } of TENANTS) {
    await callRaceFunction(sql, "save_site", {
      p_site: {
        ...{ organization, name: site, embed_key: embedKey, origins: ["https://lms.example"] },
        ...{ learner_token_mode: "optional", site_day_seconds: 1e6, learner_day_seconds: 1e5 },
        ...{ site_max_live: 100, learner_max_live: 9, organization_month_seconds: 1e7 },
      },
    });
    const settings = { roles: ROLES };
    await callRaceFunction(sql, "set_console", {
      p_site: embedKey,
      p_settings: settings,
      p_actor: "x",
    });
    const entries = COHORTS.flatMap((cohort) =>
      [1, 2, 3].map((place) => ({
        ...{ learner_key: `${cohort}-${place}`, cohort, name: `<${site} ${cohort} official>` },
      })),
    );
    await callRaceFunction(sql, "import_roster", {
      p_site: embedKey,
      p_entries: entries,
      p_actor: "x",
    });
    for (const { learner_key: learner, cohort } of entries)
      for (const purpose of ["practice", "official", "official"])
        await practise(sql, { embedKey, learner, purpose, mark: `<${site} ${cohort} ${purpose}>` });
  }
}

interface Practice {
  readonly embedKey: string;
  readonly learner: string;
  readonly purpose: string;
  readonly mark: string;
}

/** One session whose words, reasons and verdict carry its mark. */
export async function practise(sql: Sql, { embedKey, learner, purpose, mark }: Practice) {
  const opened = await openRaceSession(
    sql,
    { embedKey, scenario: SCENARIO },
    {
      ...{ learner_key: learner, consent: { version: "2026-11", locale: "en", purpose } },
      token: { jti: randomUUID(), expires_at: "2099-01-01T00:00:00Z", purpose },
    },
  );
  const id = z.uuid().parse(opened["session_id"]);
  const turn = {
    ...{ sequence: 1, itemId: "i1", previousItemId: null, speaker: "learner", state: "final" },
    ...{ text: mark, startedAtMs: 0, endedAtMs: 0 },
  };
  const report = {
    ...{ total: 69, passMark: 70, reviewAdvised: true, summary: mark, transcript: [] },
    criteria: [{ id: "need", title: "Need", level: 2, reason: `judged ${mark}`, quotes: [] }],
  };
  await sql`select public.attach_call(${id}, ${id}, 'openai-realtime', 'v=0')`;
  await callRaceFunction(sql, "append_turns", { p_session_id: id, p_turns: [turn] });
  await sql`update coach.sessions set attached_at = attached_at - interval '30 seconds' where id = ${id}`;
  await sql`select public.end_session(${id}, 'learner')`;
  await callRaceFunction(sql, "save_report", { p_session_id: id, p_report: report });
  return id;
}

/** Members of every site, role and reach; also those who may not look any more. */
export async function createViewers(sql: Sql): Promise<Viewer[]> {
  const viewers: Viewer[] = [];
  const people = TENANTS.flatMap((tenant) =>
    ROLES.flatMap((role) => [null, "autumn"].map((cohort) => ({ ...tenant, role, cohort }))),
  );
  for (const { site, embedKey, role, cohort } of people) {
    const name = `${site} ${role} ${String(cohort)}`;
    const opened = await callRaceFunction(sql, "open_console_session", {
      p_request: {
        ...{ embed_key: embedKey, subject_key: name, name, roles: [role], jti: hash(name) },
        ...{ cohorts: cohort && [cohort], token_hash: hash(name) },
        token_expires_at: "2099-01-01T00:00:00Z",
      },
    });
    if (opened["outcome"] !== "opened") throw new Error(JSON.stringify(opened));
    viewers.push({ hash: hash(name), roles: [role], sites: [site], cohort, isAdmitted: true });
  }
  for (const { organization } of TENANTS.filter((_, place) => place % 2 === 0))
    for (const role of ROLES) {
      const name = `${organization} ${role}`;
      await sql`with member as (
          insert into coach.members (organization_id, source, subject_key, name, roles)
          select id, 'auth', ${name}, ${name}, array[${role}] from coach.organizations where name = ${organization}
          returning id
        ) insert into coach.console_sessions (token_hash, member_id, roles, expires_at)
        select ${hash(name)}, id, array[${role}], now() + interval '1 hour' from member`;
      const sites = TENANTS.filter((each) => each.organization === organization);
      viewers.push({
        ...{ hash: hash(name), roles: [role], sites: sites.map(({ site }) => site), cohort: null },
        isAdmitted: true,
      });
    }
  return [...viewers, ...(await shutOut(sql))];
}

/** An expired session, and one of a member who was removed. */
async function shutOut(sql: Sql): Promise<Viewer[]> {
  const rows =
    await sql`insert into coach.members (organization_id, source, subject_key, name, roles, status)
    select id, 'auth', status, status, array['coach'], status
    from coach.organizations, unnest(array['active', 'removed']) as status where name = 'acme' returning id, status`;
  for (const row of rows)
    await sql`insert into coach.console_sessions (token_hash, member_id, roles, expires_at) values (
      ${hash(String(row["status"]))}, ${String(row["id"])}, array['coach'],
      now() + case when ${row["status"] === "active"} then interval '-1 second' else interval '1 hour' end)`;
  return ["active", "removed"].map((status) => ({
    ...{ hash: hash(status), roles: ["coach"], sites: [], cohort: null, isAdmitted: false },
  }));
}
