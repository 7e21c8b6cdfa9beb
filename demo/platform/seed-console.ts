import type { Sql, TransactionSql } from "postgres";
import type { Scenario } from "../../supabase/functions/_shared/scenario/schema.ts";
import { makeSample, type SampleAttempt } from "./console-sample.ts";

/** The sites of the console's demo, the second of which a coach of the first never sees. */
export const CONSOLE_SITES = [
  { embedKey: "mk_console_north", name: "Contact centre North (made up)", seed: 7, count: 40 },
  { embedKey: "mk_console_south", name: "Contact centre South (made up)", seed: 8, count: 12 },
] as const;

const ROLES = ["coach", "reviewer", "author", "auditor", "admin"];
/** Words go after thirty days, so that earlier attempts are there as figures alone. */
const KEPT_DAYS = 27;

/** Fills a site's console with made-up people, once: a site that has attempts keeps them. */
export async function seedConsole(
  sql: Sql,
  scenarios: readonly Scenario[],
  { embedKey, seed, count }: (typeof CONSOLE_SITES)[number],
): Promise<void> {
  const settings = { roles: ROLES, time_zone: "Europe/Paris", blind_first: true };
  await sql`select public.set_console(${embedKey}, ${toText(settings)}::text::jsonb, 'demo')`;
  const [known] = await sql`
    select from coach.official_attempts
    where site_id = (select id from coach.sites where embed_key = ${embedKey}) limit 1`;
  if (known) return;
  const { learners, attempts } = makeSample(scenarios, { seed, count });
  const roster = learners.map(({ key, name, cohort }) => ({ learner_key: key, name, cohort }));
  await sql.begin(async (transaction) => {
    await transaction`select public.rotate_token_key(${embedKey}, 0, 'demo')`;
    await transaction`select public.import_roster(${embedKey}, ${toText(roster)}::text::jsonb, 'demo')`;
    await transaction`
      create temporary table sample on commit drop as
      select entry.*, learner.id as learner_id, learner.site_id, site.organization_id, version.id as version_id,
        version.language, version.public_part -> 'persona' ->> 'name' as persona,
        -- Never later than now, and in the zone's own hours.
        least(now() - interval '1 hour',
          (current_date - days_ago + make_interval(mins => minute)) at time zone 'Europe/Paris') as at
      from jsonb_to_recordset(${toText(attempts.map(toEntry))}::text::jsonb) as entry (
        id uuid, learner text, scenario text, number integer, days_ago integer, minute integer,
        seconds integer, total numeric, pass_mark numeric, advised boolean, criteria jsonb
      )
      join coach.sites as site on site.embed_key = ${embedKey}
      join coach.learners as learner
        on learner.site_id = site.id and learner.key_hash = coach.stored_key(site.id, entry.learner)
      join coach.scenarios as scenario on scenario.id = entry.scenario
      join coach.scenario_versions as version on version.id = scenario.current_version_id`;
    await transaction`
      insert into coach.official_attempts (
        session_id, organization_id, site_id, learner_id, scenario_id, version_id, language, attempt_number, started_at,
        seconds, status, total, pass_mark, passed, review_advised, criteria, versions, finished_at
      )
      select id, organization_id, site_id, learner_id, scenario, version_id, language, number, at, seconds, 'ready', total,
        pass_mark, total >= pass_mark, advised,
        (select jsonb_agg(one - 'weight' - 'example') from jsonb_array_elements(criteria) as one),
        '{"model":"made-up","prompt":"1","rubric":"1"}', at + interval '6 min'
      from sample`;
    await transaction`
      select coach.refresh_standing(learner_id, scenario)
      from (select distinct learner_id, scenario from sample) as each`;
    await keepWords(transaction);
  });
}

/** Sessions, turns and reports of the last weeks. */
async function keepWords(sql: TransactionSql): Promise<void> {
  await sql`delete from sample where days_ago > ${KEPT_DAYS}`;
  await sql`
    insert into coach.sessions (
      id, site_id, learner_id, learner_slot, scenario_version_id, attempt_key, request_hash, request_id, handshake, status,
      locale, seed, limit_seconds, used_seconds, created_at, attached_at, deadline, lapses_at, ended_at, end_reason, purpose
    )
    select id, site_id, learner_id, 1, version_id, id, 'sample', 'sample', 'relay', 'ended', language, 1, 900, seconds,
      at, at, at + interval '15 min', null, at + make_interval(secs => seconds), 'learner', 'official'
    from sample`;
  await sql`
    insert into coach.turns (session_id, source, sequence, item_id, previous_item_id, speaker, state, text, started_at_ms, ended_at_ms)
    select id, 'observed', place * 2 + offset_of, 'item_' || (place * 2 + offset_of),
      nullif('item_' || (place * 2 + offset_of - 1), 'item_0'), speaker, 'final', words,
      (place * 2 + offset_of - 1) * 9000, (place * 2 + offset_of) * 9000 - 1500
    from sample
    cross join lateral jsonb_array_elements(criteria) with ordinality as each (criterion, one)
    cross join lateral (values (one::integer - 1)) as position (place)
    cross join lateral (values (1, 'persona', '…'), (2, 'learner', criterion ->> 'example'))
      as said (offset_of, speaker, words)`;
  await sql`
    insert into coach.reports (session_id, site_id, status, report, finished_at)
    select id, site_id, 'ready', jsonb_build_object(
      'sessionId', id, 'total', total, 'passMark', pass_mark, 'summary', 'Made up for the demo.',
      'strengths', '[]'::jsonb, 'improvements', '[]'::jsonb, 'evidence', 'observed', 'rehearsal', true,
      'reviewAdvised', advised, 'versions', '{"model":"made-up","prompt":"1","rubric":"1"}'::jsonb,
      'timeline', jsonb_build_object(
        'durationMs', seconds * 1000, 'doubts', '[]'::jsonb, 'aims', '[]'::jsonb, 'turns', '[]'::jsonb,
        'mood', jsonb_build_array(
          jsonb_build_object('atMs', 0, 'open', 0.3),
          jsonb_build_object('atMs', seconds * 500, 'open', round(total / 100, 2))
        )
      ),
      'criteria', (
        select jsonb_agg(jsonb_build_object(
          'id', one -> 'id', 'title', one -> 'title', 'weight', one -> 'weight', 'level', one -> 'level',
          'reason', 'Made up for the demo.', 'betterWording', null,
          'quotes', jsonb_build_array(jsonb_build_object('itemId', 'item_' || (place * 2), 'text', one ->> 'example'))
        ) order by place)
        from jsonb_array_elements(criteria) with ordinality as each (one, place)
      )
    ), at + interval '6 min'
    from sample`;
}

function toEntry(attempt: SampleAttempt): Record<string, unknown> {
  const { id, learner, scenario, number, daysAgo, minute, seconds, total, levels } = attempt;
  return {
    ...{ id, learner, number, minute, seconds, total, scenario: scenario.id },
    ...{ days_ago: daysAgo, pass_mark: scenario.rubric.passMark, criteria: levels },
    advised: Math.abs(total - scenario.rubric.passMark) <= 2,
  };
}

function toText(value: unknown): string {
  return JSON.stringify(value);
}
