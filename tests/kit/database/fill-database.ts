import type { Sql } from "postgres";

/** The site that owns what `fillSessions` writes. */
export const FILLED_SITE = {
  embedKey: "mk_filled",
  scenario: "filled",
  origin: "https://lms.example",
};

const LEARNER_EVERY = 10;

/** Creates the site, its organization and its scenario, with limits that nobody reaches. */
export async function createFilledSite(sql: Sql): Promise<void> {
  await sql`
    with organization as (
      insert into coach.organizations (name, month_seconds) values ('Filled', 2000000000) returning id
    )
    insert into coach.sites (organization_id, name, embed_key, origins, day_seconds, learner_day_seconds, max_live)
    select id, 'Filled', ${FILLED_SITE.embedKey}, ${[FILLED_SITE.origin]}, 2000000000, 2000000000, 1000000
    from organization`;
  await sql`insert into coach.scenarios (id) values (${FILLED_SITE.scenario})`;
  await sql`
    with version as (
      insert into coach.scenario_versions
        (scenario_id, content_hash, title, language, difficulty, duration_seconds, public_part, private_part)
      values (${FILLED_SITE.scenario}, 'hash-of-filled', 'Filled', 'en', 'easy', 60, '{}', '{}') returning id
    )
    update coach.scenarios set current_version_id = version.id from version where coach.scenarios.id = ${FILLED_SITE.scenario}`;
}

/**
 * Adds sessions that are over, from number `from` on, with everything that the ledger keeps about them, and
 * with `turns` turns, a call, a report and two events each where that is more than none.
 */
export async function fillSessions(
  sql: Sql,
  { from, count, turns }: { readonly from: number; readonly count: number; readonly turns: number },
): Promise<void> {
  const last = from + count - 1;
  await sql`
    insert into coach.learners (site_id, key_hash)
    select site.id, 'filled-' || n
    from coach.sites as site, generate_series(${from}::int / ${LEARNER_EVERY}::int, ${last}::int / ${LEARNER_EVERY}::int) as n
    where site.embed_key = ${FILLED_SITE.embedKey}
    on conflict do nothing`;
  await sql`
    insert into coach.sessions (
      id, site_id, learner_id, learner_slot, scenario_version_id, attempt_key, request_hash, request_id,
      handshake, status, locale, seed, limit_seconds, used_seconds, created_at, attached_at, deadline,
      lapses_at, ended_at, end_reason
    )
    select md5('session ' || n)::uuid, learner.site_id, learner.id, 1, version.id, md5('attempt ' || n)::uuid,
      'h', 'r', 'relay', 'ended', 'en', n, 60, 30, at, at, at + interval '60 s', null, at + interval '30 s', 'learner'
    from generate_series(${from}::int, ${last}::int) as n
    cross join lateral (select now() - make_interval(secs => 60 + n % 2500000) as at) as clock
    join coach.learners as learner on learner.key_hash = 'filled-' || (n / ${LEARNER_EVERY}::int)
    cross join coach.scenario_versions as version where version.content_hash = 'hash-of-filled'`;
  await sql`
    insert into coach.reservations (session_id, hold_seconds, window_ids, state, created_at, closed_at)
    select md5('session ' || n)::uuid, 60, '{1,2,3,4,5}', 'settled', now(), now()
    from generate_series(${from}::int, ${last}::int) as n`;
  await sql`
    insert into coach.usage_windows (scope, subject_id, starts_on, cap_seconds, used_seconds)
    select 'learner_day', learner.id, current_date - day, 2000000000, 30
    from coach.learners as learner, generate_series(1, 10) as day
    where learner.key_hash like 'filled-%' on conflict do nothing`;
  if (turns > 0) await fillConversations(sql, { from, last, turns });
}

async function fillConversations(
  sql: Sql,
  { from, last, turns }: { readonly from: number; readonly last: number; readonly turns: number },
): Promise<void> {
  await sql`
    insert into coach.consents (session_id, learner_id, version, locale)
    select session.id, session.learner_id, '2026-11', 'en'
    from generate_series(${from}::int, ${last}::int) as n
    join coach.sessions as session on session.id = md5('session ' || n)::uuid`;
  await sql`
    insert into coach.calls (session_id, provider, provider_call_id, ended_at)
    select md5('session ' || n)::uuid, 'openai-realtime', 'rtc_' || n, now()
    from generate_series(${from}::int, ${last}::int) as n`;
  await sql`
    insert into coach.hangups (call_id, provider_call_id, status, finished_at)
    select id, provider_call_id, 'done', now() from coach.calls on conflict do nothing`;
  await sql`
    insert into coach.turns
      (session_id, source, sequence, item_id, speaker, state, text, started_at_ms, ended_at_ms)
    select md5('session ' || n)::uuid, 'reported', k, 'item_' || k,
      case k % 2 when 0 then 'learner' else 'persona' end, 'final', 'Words.', k * 1000, k * 1000 + 500
    from generate_series(${from}::int, ${last}::int) as n, generate_series(1, ${turns}::int) as k`;
  await sql`
    insert into coach.observations (call_id, session_id, plan, status, closed_at)
    select id, session_id, '{}', 'complete', now() from coach.calls on conflict do nothing`;
  await sql`
    insert into coach.observed_items
      (session_id, item_id, call_id, author, epoch, started_at_ms)
    select session_id, 'item_' || k, id, 'persona', 0, 0
    from coach.calls, generate_series(1, ${turns}::int) as k on conflict do nothing`;
  await sql`
    insert into coach.reports (session_id, site_id, status, reason, finished_at)
    select id, site_id, 'not_scored', 'no_learner_turns', now()
    from generate_series(${from}::int, ${last}::int) as n
    join coach.sessions on id = md5('session ' || n)::uuid`;
  await sql`
    insert into coach.session_events (session_id, kind, detail, created_at)
    select md5('session ' || n)::uuid, kind, '{}', now() - interval '1 hour'
    from generate_series(${from}::int, ${last}::int) as n, unnest(array['active', 'ended']) as kind`;
}

/** Opens one session at the filled site as `service_role` and returns the answer. */
export async function openFilledSession(
  sql: Sql,
  learner: string,
): Promise<Record<string, unknown>> {
  const request = {
    embed_key: FILLED_SITE.embedKey,
    origin: FILLED_SITE.origin,
    scenario: FILLED_SITE.scenario,
    attempt_key: crypto.randomUUID(),
    request_hash: "hash",
    learner_key: learner,
    learner_name: null,
    locale: "en",
    consent: { version: "1", locale: "en" },
    variables: {},
    handshake: "relay",
    request_id: "bench",
    cap_seconds: null,
  };
  return await sql.begin(async (transaction) => {
    await transaction`set local role service_role`;
    const [row] = await transaction<{ answer: Record<string, unknown> }[]>`
      select public.open_session(${JSON.stringify(request)}::text::jsonb) as answer`;
    if (row === undefined) throw new Error("open_session answered nothing");
    return row.answer;
  });
}
