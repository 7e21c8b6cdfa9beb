-- Official attempts, as coaches read them. A practice never gets here: whatever the console shows of a talk starts from
-- these rows. They hold figures and no words, and stay when the words of a session go.

create table coach.official_attempts (
  session_id uuid primary key,
  organization_id uuid not null references coach.organizations on delete cascade,
  site_id uuid not null references coach.sites on delete cascade,
  learner_id uuid references coach.learners on delete set null,
  scenario_id text not null references coach.scenarios,
  version_id bigint not null references coach.scenario_versions,
  language text not null,
  attempt_number integer not null check (attempt_number > 0),
  started_at timestamptz not null,
  seconds integer not null default 0 check (seconds >= 0),
  status text not null default 'live' check (status in ('live', 'pending', 'ready', 'not_scored', 'failed')),
  total numeric check (total between 0 and 100),
  pass_mark numeric check (pass_mark between 0 and 100),
  passed boolean,
  review_advised boolean not null default false,
  criteria jsonb not null default '[]' check (jsonb_typeof(criteria) = 'array'),
  versions jsonb not null default '{}' check (jsonb_typeof(versions) = 'object'),
  finished_at timestamptz,
  in_queue boolean generated always as (
    status = 'ready' and (
      review_advised or coalesce(abs(total - pass_mark) <= 5, false)
      or ('x' || left(md5(session_id::text), 2))::bit(8)::integer < 13
    )
  ) stored
);
comment on table coach.official_attempts is
  'The record of each official attempt: what it was held against, levels, flags. Pseudonymous once its learner is erased.';
comment on column coach.official_attempts.criteria is 'Id, title and level of each; as the report says, no quote and no reason.';
comment on column coach.official_attempts.versions is 'Of prompt, rubric and model that scored it.';
comment on column coach.official_attempts.in_queue is
  'Whether a person should judge it: where the scorer says so, within five points of the pass mark, and of one in twenty.';
create index official_attempts_organization on coach.official_attempts (organization_id, started_at desc, session_id desc);
create index official_attempts_site on coach.official_attempts (site_id, started_at desc, session_id desc);
create index official_attempts_learner on coach.official_attempts (learner_id, scenario_id, started_at desc);
create index official_attempts_scenario on coach.official_attempts (scenario_id);
create index official_attempts_version on coach.official_attempts (version_id);
create index official_attempts_queue on coach.official_attempts (organization_id, started_at) where in_queue;
alter table coach.official_attempts enable row level security;
revoke all on coach.official_attempts from public, anon, authenticated, service_role;
grant select, insert on coach.official_attempts to service_role;
grant update (
  seconds, status, total, pass_mark, passed, review_advised, criteria, versions, finished_at
) on coach.official_attempts to service_role;

create table coach.standings (
  learner_id uuid not null references coach.learners on delete cascade,
  scenario_id text not null references coach.scenarios,
  organization_id uuid not null references coach.organizations on delete cascade,
  site_id uuid not null references coach.sites on delete cascade,
  attempts integer not null,
  passed boolean not null,
  latest_passed boolean,
  first_total numeric,
  latest_total numeric,
  first_at timestamptz not null,
  last_at timestamptz not null,
  failed_in_row integer not null,
  failed_since timestamptz,
  low jsonb not null default '[]' check (jsonb_typeof(low) = 'array'),
  low_since timestamptz,
  primary key (learner_id, scenario_id)
);
comment on table coach.standings is 'Where a learner stands at a scenario, from the official attempts there; made anew whenever one is scored.';
comment on column coach.standings.low is 'Criteria (id, title) that stood at 2 or lower in each of the last three scored attempts.';
create index standings_organization on coach.standings (organization_id, site_id);
create index standings_site on coach.standings (site_id);
create index standings_scenario on coach.standings (scenario_id);
alter table coach.standings enable row level security;
revoke all on coach.standings from public, anon, authenticated, service_role;
grant select, insert on coach.standings to service_role;
grant update (
  attempts, passed, latest_passed, first_total, latest_total, first_at, last_at, failed_in_row, failed_since, low, low_since
) on coach.standings to service_role;

create function coach.refresh_standing(p_learner_id uuid, p_scenario_id text) returns void
language sql set search_path = '' as $$
  with made as (
    select *, row_number() over (order by started_at desc, session_id desc) as back
    from coach.official_attempts
    where learner_id = p_learner_id and scenario_id = p_scenario_id
  ), scored as (
    select *, row_number() over (order by started_at desc, session_id desc) as place
    from made where status = 'ready' and total is not null
  ), failed as (
    select count(*)::integer as times, min(started_at) as since from scored
    where passed is false and started_at > coalesce((select max(started_at) from scored where passed), '-infinity')
  ), low as (
    select criterion ->> 'id' as id, (array_agg(criterion ->> 'title' order by scored.place))[1] as title
    from scored cross join lateral jsonb_array_elements(scored.criteria) as criterion
    where scored.place <= 3 and (criterion ->> 'level')::numeric <= 2
    group by criterion ->> 'id' having count(*) = 3
  )
  insert into coach.standings as standing (
    learner_id, scenario_id, organization_id, site_id, attempts, passed, latest_passed, first_total, latest_total,
    first_at, last_at, failed_in_row, failed_since, low, low_since
  )
  select
    p_learner_id, p_scenario_id, (array_agg(made.organization_id))[1], (array_agg(made.site_id))[1], count(*),
    coalesce((select bool_or(scored.passed) from scored), false),
    (select scored.passed from scored where place = 1),
    (select scored.total from scored order by place desc limit 1), (select scored.total from scored where place = 1),
    min(made.started_at), max(made.started_at), (select times from failed), (select since from failed),
    (select coalesce(jsonb_agg(jsonb_build_object('id', low.id, 'title', low.title) order by low.id), '[]') from low),
    (select scored.started_at from scored where place = 3)
  from made having count(*) > 0
  on conflict (learner_id, scenario_id) do update set
    attempts = excluded.attempts, passed = excluded.passed, latest_passed = excluded.latest_passed,
    first_total = excluded.first_total, latest_total = excluded.latest_total, first_at = excluded.first_at,
    last_at = excluded.last_at, failed_in_row = excluded.failed_in_row, failed_since = excluded.failed_since,
    low = excluded.low, low_since = excluded.low_since
$$;
comment on function coach.refresh_standing(uuid, text) is 'Makes the standing of a learner at a scenario anew.';

create function coach.record_official_attempt(p_session_id uuid) returns void
language plpgsql set search_path = '' as $$
declare
  v_learner_id uuid;
  v_scenario_id text;
begin
  insert into coach.official_attempts as record (
    session_id, organization_id, site_id, learner_id, scenario_id, version_id, language, attempt_number, started_at, seconds,
    status, total, pass_mark, passed, review_advised, criteria, versions, finished_at
  )
  select
    session.id, site.organization_id, site.id, session.learner_id, version.scenario_id, version.id, version.language,
    1 + (
      select count(*) from coach.official_attempts as earlier
      where earlier.learner_id = session.learner_id and earlier.scenario_id = version.scenario_id
        and earlier.session_id <> session.id
    ),
    session.created_at, session.used_seconds,
    case when session.status = 'active' then 'live' else coalesce(report.status, 'pending') end,
    (report.report ->> 'total')::numeric, (report.report ->> 'passMark')::numeric,
    (report.report ->> 'total')::numeric >= (report.report ->> 'passMark')::numeric,
    coalesce((report.report ->> 'reviewAdvised')::boolean, false),
    (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', criterion -> 'id', 'title', criterion -> 'title', 'level', criterion -> 'level'
      ) order by place), '[]')
      from jsonb_array_elements(report.report -> 'criteria') with ordinality as each (criterion, place)
    ),
    coalesce(report.report -> 'versions', '{}'), report.finished_at
  from coach.sessions as session
  join coach.sites as site on site.id = session.site_id
  join coach.scenario_versions as version on version.id = session.scenario_version_id
  left join coach.reports as report on report.session_id = session.id
  where session.id = p_session_id and session.purpose = 'official' and session.status in ('active', 'ended')
  on conflict (session_id) do update set
    seconds = excluded.seconds, status = excluded.status, total = excluded.total, pass_mark = excluded.pass_mark,
    passed = excluded.passed, review_advised = excluded.review_advised, criteria = excluded.criteria,
    versions = excluded.versions, finished_at = excluded.finished_at
  returning record.learner_id, record.scenario_id into v_learner_id, v_scenario_id;
  if v_learner_id is not null then
    perform coach.refresh_standing(v_learner_id, v_scenario_id);
  end if;
end
$$;
comment on function coach.record_official_attempt(uuid) is
  'Brings the record of an official attempt up to date with its session and report; of a practice it writes nothing.';

create function coach.note_official_session() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform coach.record_official_attempt(new.id);
  return null;
end
$$;
comment on function coach.note_official_session() is 'Trigger: an official attempt began or is over.';
revoke execute on function coach.note_official_session() from public, anon, authenticated;
create trigger sessions_official after update of status on coach.sessions
  for each row when (new.purpose = 'official' and new.status in ('active', 'ended'))
  execute function coach.note_official_session();

create function coach.note_official_report() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform coach.record_official_attempt(new.session_id);
  return null;
end
$$;
comment on function coach.note_official_report() is 'Trigger: the report of a session came to an end, or is made again.';
revoke execute on function coach.note_official_report() from public, anon, authenticated;
create trigger reports_official after insert or update of status on coach.reports
  for each row execute function coach.note_official_report();

-- What narrows a list of the console.
create type coach.console_filter as (
  site uuid, cohort uuid, learner uuid, scenario text, language text, "from" timestamptz, before timestamptz,
  outcome text, review text, q text, sort text, "order" text, after_at timestamptz, after_id uuid, skip bigint, most integer
);
revoke all on type coach.console_filter from public, anon, authenticated;
grant usage on type coach.console_filter to service_role;

create function coach.has_reviewed(p_member_id uuid, p_session_id uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return exists (
    select from coach.reviews as review where review.session_id = p_session_id and review.member_id = p_member_id
  );
end
$$;
comment on function coach.has_reviewed(uuid, uuid) is 'Whether a member committed to levels for an attempt.';

create function coach.count_reviews(p_session_id uuid) returns integer
language plpgsql stable set search_path = '' as $$
begin
  return (select count(*) from coach.reviews as review where review.session_id = p_session_id);
end
$$;
comment on function coach.count_reviews(uuid) is 'How many people reviewed an attempt.';

create function coach.is_withheld(p_viewer coach.viewer, p_attempt coach.official_attempts) returns boolean
language sql stable set search_path = '' as $$
  select p_viewer.is_blind and p_attempt.in_queue and not coach.has_reviewed(p_viewer.member_id, p_attempt.session_id)
$$;
comment on function coach.is_withheld(coach.viewer, coach.official_attempts) is
  'Whether blind first keeps the scores of an attempt from a reviewer, who is to judge it by the talk alone.';

create function coach.find_official(p_viewer coach.viewer, p_filter coach.console_filter)
returns setof coach.official_attempts
language sql stable set search_path = '' as $$
  select attempt.*
  from coach.official_attempts as attempt
  left join coach.roster as entry on entry.learner_id = attempt.learner_id
  where attempt.organization_id = p_viewer.organization_id
    and (p_viewer.site_id is null or attempt.site_id = p_viewer.site_id)
    and (p_viewer.cohort_ids is null or entry.cohort_id = any(p_viewer.cohort_ids))
    and (p_filter.site is null or attempt.site_id = p_filter.site)
    and (p_filter.cohort is null or entry.cohort_id = p_filter.cohort)
    and (p_filter.learner is null or attempt.learner_id = p_filter.learner)
    and (p_filter.scenario is null or attempt.scenario_id = p_filter.scenario)
    and (p_filter.language is null or attempt.language = p_filter.language)
    and (p_filter."from" is null or attempt.started_at >= p_filter."from")
    and (p_filter.before is null or attempt.started_at < p_filter.before)
    and (p_filter.q is null or strpos(lower(entry.name), lower(p_filter.q)) > 0)
    and case p_filter.review
      when 'waiting' then attempt.in_queue and not coach.has_reviewed(p_viewer.member_id, attempt.session_id)
      when 'advised' then attempt.review_advised
      when 'done' then coach.count_reviews(attempt.session_id) > 0
      else true end
    -- Whose score is withheld is found by no score either.
    and case p_filter.outcome
      when 'passed' then attempt.passed and not coach.is_withheld(p_viewer, attempt)
      when 'not_passed' then not attempt.passed and not coach.is_withheld(p_viewer, attempt)
      when 'not_scored' then attempt.status in ('not_scored', 'failed')
      else true end
$$;
comment on function coach.find_official(coach.viewer, coach.console_filter) is
  'The official attempts that a viewer may see and a filter asks for.';

create function coach.attempt_row(p_viewer coach.viewer, p_attempt coach.official_attempts) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', p_attempt.session_id,
    'learner', coalesce(coach.console_learner(p_attempt.learner_id), jsonb_build_object(
      'id', '00000000-0000-0000-0000-000000000000', 'name', 'Erased', 'cohort', null
    )),
    'scenario', jsonb_build_object(
      'id', version.scenario_id, 'title', version.title, 'version', version.content_hash, 'language', version.language
    ),
    'attempt', p_attempt.attempt_number, 'startedAt', coach.to_iso(p_attempt.started_at), 'seconds', p_attempt.seconds,
    'status', p_attempt.status,
    'total', case when not hidden then p_attempt.total end, 'passMark', p_attempt.pass_mark,
    'passed', case when not hidden then p_attempt.passed end, 'withheld', hidden,
    'reviewAdvised', p_attempt.review_advised,
    'reviews', coach.count_reviews(p_attempt.session_id),
    'reviewedByMe', coach.has_reviewed(p_viewer.member_id, p_attempt.session_id)
  )
  from coach.scenario_versions as version
  cross join lateral (select coach.is_withheld(p_viewer, p_attempt) as hidden) as secret
  where version.id = p_attempt.version_id
$$;
comment on function coach.attempt_row(coach.viewer, coach.official_attempts) is
  'An official attempt under the names of the contract, without the scores that a reviewer may not see yet.';

create function coach.reasons_of(p_viewer coach.viewer, p_standing coach.standings) returns jsonb
language sql stable set search_path = '' as $$
  with scenario as (
    select jsonb_build_object('id', version.scenario_id, 'title', version.title) as named
    from coach.official_attempts as attempt join coach.scenario_versions as version on version.id = attempt.version_id
    where attempt.learner_id = p_standing.learner_id and attempt.scenario_id = p_standing.scenario_id
    order by attempt.started_at desc limit 1
  ), open as (
    select not exists (
      select from coach.official_attempts as attempt
      where attempt.learner_id = p_standing.learner_id and attempt.scenario_id = p_standing.scenario_id
        and coach.is_withheld(p_viewer, attempt)
    ) as is_open
  ), reason as (
    select 1 as place, 'failed_twice' as kind, null::jsonb as criterion, p_standing.failed_since as since,
      p_standing.failed_in_row as times
    from open where is_open and p_standing.failed_in_row >= 2
    union all
    select 2, 'criterion_low', criterion, p_standing.low_since, 3
    from open cross join jsonb_array_elements(p_standing.low) as criterion where is_open
    union all
    select 4, 'stalled', null, p_standing.last_at, null
    where p_standing.latest_passed is not true and not p_standing.passed
      and p_standing.last_at < now() - interval '14 days'
  )
  select coalesce(jsonb_agg(jsonb_build_object(
    'kind', reason.kind, 'scenario', scenario.named, 'criterion', reason.criterion,
    'since', coach.to_iso(reason.since), 'count', reason.times
  ) order by reason.place, reason.criterion ->> 'id'), '[]')
  from reason cross join scenario
$$;
comment on function coach.reasons_of(coach.viewer, coach.standings) is
  'Why a learner needs help at a scenario; nothing that would tell a reviewer a score which is withheld.';

create function coach.find_standings(p_viewer coach.viewer, p_filter coach.console_filter) returns setof coach.standings
language sql stable set search_path = '' as $$
  select standing.*
  from coach.standings as standing
  left join coach.roster as entry on entry.learner_id = standing.learner_id
  where standing.organization_id = p_viewer.organization_id
    and (p_viewer.site_id is null or standing.site_id = p_viewer.site_id)
    and (p_viewer.cohort_ids is null or entry.cohort_id = any(p_viewer.cohort_ids))
    and (p_filter.site is null or standing.site_id = p_filter.site)
    and (p_filter.cohort is null or entry.cohort_id = p_filter.cohort)
    and (p_filter.learner is null or standing.learner_id = p_filter.learner)
    and (p_filter.scenario is null or standing.scenario_id = p_filter.scenario)
    and (p_filter.q is null or strpos(lower(entry.name), lower(p_filter.q)) > 0)
$$;
comment on function coach.find_standings(coach.viewer, coach.console_filter) is
  'Where the learners stand that a viewer may see and a filter asks for.';

create function public.console_overview(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['coach', 'reviewer', 'admin']);
  v_viewer coach.viewer := v_entry.viewer;
  v_filter coach.console_filter := jsonb_populate_record(null::coach.console_filter, p_query);
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  return jsonb_build_object('outcome', 'ok', 'answer', (
    with standing as materialized (
      select each as row, each.learner_id, each.last_at from coach.find_standings(v_viewer, v_filter) as each
    ), needy as (
      select learner_id, jsonb_agg(reason) as reasons, max(last_at) as last_at
      from standing cross join lateral jsonb_array_elements(coach.reasons_of(v_viewer, standing.row)) as reason
      where (standing.row).failed_in_row >= 2 or jsonb_array_length((standing.row).low) > 0
        or not (standing.row).passed and (standing.row).last_at < now() - interval '14 days'
      group by learner_id order by count(*) desc, max(last_at) desc, learner_id limit 50
    ), attempt as (
      select count(*) as made, count(*) filter (where passed and not coach.is_withheld(v_viewer, attempt)) as passed,
        count(*) filter (where in_queue and not coach.has_reviewed(v_viewer.member_id, session_id)) as waiting
      from coach.find_official(v_viewer, v_filter) as attempt
    )
    select jsonb_build_object(
      'needsHelp', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'learner', coach.console_learner(needy.learner_id), 'reasons', needy.reasons,
          'latest', (
            select coach.attempt_row(v_viewer, latest) from coach.official_attempts as latest
            where latest.learner_id = needy.learner_id order by latest.started_at desc, latest.session_id desc limit 1
          )
        ) order by jsonb_array_length(needy.reasons) desc, needy.last_at desc, needy.learner_id), '[]') from needy
      ),
      'counts', jsonb_build_object(
        'learners', (select count(distinct learner_id) from standing), 'attempts', attempt.made,
        'passed', attempt.passed, 'waitingReviews', attempt.waiting, 'overdue', 0
      )
    ) from attempt
  ));
end
$$;
comment on function public.console_overview(jsonb) is 'Who of the learners that a member sees needs help, and why.';

create function public.console_attempts(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['coach', 'reviewer', 'admin']);
  v_viewer coach.viewer := v_entry.viewer;
  v_filter coach.console_filter := jsonb_populate_record(null::coach.console_filter, p_query);
  v_most integer := least(greatest(v_filter.most, 1), 100);
  v_oldest_first boolean := coalesce(v_filter."order" = 'asc', false);
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  return jsonb_build_object('outcome', 'ok', 'answer', (
    with found as materialized (
      select attempt as row, attempt.started_at, attempt.session_id from coach.find_official(v_viewer, v_filter) as attempt
    ), after as (
      select * from found
      where v_filter.after_at is null
        or v_oldest_first and (started_at, session_id) > (v_filter.after_at, v_filter.after_id)
        or not v_oldest_first and (started_at, session_id) < (v_filter.after_at, v_filter.after_id)
    ), page as (
      select * from after
      order by
        case when v_oldest_first then started_at end, case when v_oldest_first then session_id end,
        started_at desc, session_id desc
      limit v_most
    ), numbered as (
      select page.*, row_number() over (order by
        case when v_oldest_first then started_at end, case when v_oldest_first then session_id end,
        started_at desc, session_id desc
      ) as place from page
    )
    select jsonb_build_object(
      'items', (select coalesce(jsonb_agg(coach.attempt_row(v_viewer, numbered.row) order by place), '[]') from numbered),
      'next', case when (select count(*) from after) > v_most then (
        select jsonb_build_object(
          'at', to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'id', session_id
        ) from numbered order by place desc limit 1
      ) end,
      'total', (select count(*) from found)
    )
  ));
end
$$;
comment on function public.console_attempts(jsonb) is 'A page of the official attempts that a member sees, the newest first unless asked otherwise.';

create function coach.learner_rows(p_viewer coach.viewer, p_filter coach.console_filter)
returns table (learner_id uuid, name text, last_at timestamptz, attempts integer, latest numeric, entry jsonb)
language sql stable set search_path = '' as $$
  with standing as materialized (
    select found as row, found.* from coach.find_standings(p_viewer, p_filter) as found
  ), shown as (
    select standing.*, exists (
      select from coach.official_attempts as attempt
      where attempt.learner_id = standing.learner_id and attempt.scenario_id = standing.scenario_id
        and coach.is_withheld(p_viewer, attempt)
    ) as is_hidden
    from standing
  ), sums as (
    select shown.learner_id, sum(shown.attempts)::integer as attempts, count(*) filter (where shown.passed)::integer as passed,
      (array_agg(shown.first_total order by shown.first_at))[1] as first,
      (array_agg(shown.latest_total order by shown.last_at desc))[1] as latest,
      max(shown.last_at) as last_at, bool_or(shown.is_hidden) as is_hidden,
      (
        select coalesce(jsonb_agg(distinct reason -> 'kind'), '[]')
        from standing as own cross join lateral jsonb_array_elements(coach.reasons_of(p_viewer, own.row)) as reason
        where own.learner_id = shown.learner_id
          and (own.failed_in_row >= 2 or jsonb_array_length(own.low) > 0
            or not own.passed and own.last_at < now() - interval '14 days')
      ) as reasons
    from shown group by shown.learner_id
  ), everybody as (
    select learner.id, learner.key_hash, entry.name, cohort.name as cohort
    from coach.learners as learner
    join coach.sites as site on site.id = learner.site_id
    left join coach.roster as entry on entry.learner_id = learner.id
    left join coach.cohorts as cohort on cohort.id = entry.cohort_id
    where site.organization_id = p_viewer.organization_id
      and (p_viewer.site_id is null or site.id = p_viewer.site_id)
      and (p_viewer.cohort_ids is null or entry.cohort_id = any(p_viewer.cohort_ids))
      and (p_filter.site is null or site.id = p_filter.site)
      and (p_filter.cohort is null or entry.cohort_id = p_filter.cohort)
      and (p_filter.learner is null or learner.id = p_filter.learner)
      and (p_filter.q is null or strpos(lower(entry.name), lower(p_filter.q)) > 0)
      -- Who only ever practised, unnamed, is nobody's business.
      and (entry.learner_id is not null or exists (select from sums where sums.learner_id = learner.id))
      and (p_filter.scenario is null or exists (select from sums where sums.learner_id = learner.id))
  )
  select everybody.id, coalesce(everybody.name, 'Learner ' || left(everybody.key_hash, 4)), sums.last_at,
    coalesce(sums.attempts, 0), case when not sums.is_hidden then sums.latest end,
    jsonb_build_object(
      'id', everybody.id, 'name', coalesce(everybody.name, 'Learner ' || left(everybody.key_hash, 4)),
      'cohort', everybody.cohort, 'attempts', coalesce(sums.attempts, 0),
      'passedScenarios', case when sums.is_hidden then 0 else coalesce(sums.passed, 0) end,
      'first', case when not sums.is_hidden then sums.first end, 'latest', case when not sums.is_hidden then sums.latest end,
      'lastAt', coach.to_iso(sums.last_at), 'reasons', coalesce(sums.reasons, '[]')
    )
  from everybody left join sums on sums.learner_id = everybody.id
$$;
comment on function coach.learner_rows(coach.viewer, coach.console_filter) is
  'The learners that a viewer may see: those on the roster, and those with an official attempt.';

create function public.console_learners(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['coach', 'reviewer', 'admin']);
  v_viewer coach.viewer := v_entry.viewer;
  v_filter coach.console_filter := jsonb_populate_record(null::coach.console_filter, p_query);
  v_most integer := least(greatest(v_filter.most, 1), 100);
  v_skip bigint := greatest(coalesce(v_filter.skip, 0), 0);
  v_falling boolean := coalesce(v_filter."order" = 'desc', false);
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  return jsonb_build_object('outcome', 'ok', 'answer', (
    with found as materialized (
      select each.*, row_number() over (order by
        case when v_filter.sort = 'lastAt' and v_falling then each.last_at end desc nulls last,
        case when v_filter.sort = 'lastAt' and not v_falling then each.last_at end nulls last,
        case when v_filter.sort = 'attempts' and v_falling then each.attempts end desc nulls last,
        case when v_filter.sort = 'attempts' and not v_falling then each.attempts end nulls last,
        case when v_filter.sort = 'latest' and v_falling then each.latest end desc nulls last,
        case when v_filter.sort = 'latest' and not v_falling then each.latest end nulls last,
        case when coalesce(v_filter.sort, 'name') = 'name' and v_falling then lower(each.name) end desc nulls last,
        lower(each.name), each.learner_id
      ) as place
      from coach.learner_rows(v_viewer, v_filter) as each
    )
    select jsonb_build_object(
      'items', (
        select coalesce(jsonb_agg(entry order by place), '[]') from found where place > v_skip and place <= v_skip + v_most
      ),
      'next', case when (select count(*) from found) > v_skip + v_most then jsonb_build_object('skip', v_skip + v_most) end,
      'total', (select count(*) from found)
    )
  ));
end
$$;
comment on function public.console_learners(jsonb) is 'A page of the learners that a member sees, by name unless asked otherwise.';

create function public.console_learner(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['coach', 'reviewer', 'admin']);
  v_viewer coach.viewer := v_entry.viewer;
  v_filter coach.console_filter := jsonb_populate_record(
    null::coach.console_filter, jsonb_build_object('learner', p_query -> 'learner')
  );
  v_attempts jsonb;
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  if not coach.sees_learner(v_viewer, v_filter.learner) then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  v_attempts := public.console_attempts(p_query || jsonb_build_object('most', 100)) -> 'answer';
  return coalesce((
    select jsonb_build_object('outcome', 'ok', 'answer', jsonb_build_object(
      'learner', each.entry, 'attempts', v_attempts,
      'reasons', (
        select coalesce(jsonb_agg(reason), '[]') from coach.find_standings(v_viewer, v_filter) as standing
        cross join lateral jsonb_array_elements(coach.reasons_of(v_viewer, standing)) as reason
      )
    ))
    from coach.learner_rows(v_viewer, v_filter) as each
  ), jsonb_build_object('outcome', 'not_found'));
end
$$;
comment on function public.console_learner(jsonb) is 'One learner that a member sees, with official attempts, a hundred at most.';

create function coach.reviewed_criteria(p_attempt coach.official_attempts, p_report jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', criterion ->> 'id', 'title', criterion ->> 'title', 'description', coalesce(criterion ->> 'description', ''),
    'anchors', (
      select coalesce(jsonb_agg(jsonb_build_object('level', place - 1, 'text', anchor) order by place), '[]')
      from jsonb_array_elements_text(criterion -> 'anchors') with ordinality as each (anchor, place)
    ),
    'ai', (
      select jsonb_build_object(
        'level', scored -> 'level', 'reason', coalesce(scored -> 'reason', '""'), 'quotes', coalesce(scored -> 'quotes', '[]')
      )
      from jsonb_array_elements(p_report -> 'criteria') as scored where scored ->> 'id' = criterion ->> 'id'
    ),
    'human', null
  ) order by "order"), '[]')
  from coach.scenario_versions as version
  cross join lateral jsonb_array_elements(version.private_part -> 'rubric' -> 'criteria')
    with ordinality as each (criterion, "order")
  where version.id = p_attempt.version_id
$$;
comment on function coach.reviewed_criteria(coach.official_attempts, jsonb) is
  'The criteria of an attempt''s version with their anchors, and what a report, where there is one to show, says of each.';

create function public.console_attempt(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['coach', 'reviewer', 'admin']);
  v_viewer coach.viewer := v_entry.viewer;
  v_attempt coach.official_attempts;
  v_report jsonb;
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  select * into v_attempt from coach.official_attempts where session_id = (p_query ->> 'attempt')::uuid;
  if v_attempt.learner_id is null or not coach.sees_learner(v_viewer, v_attempt.learner_id) then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  select report into v_report from coach.reports where session_id = v_attempt.session_id;
  if coach.is_withheld(v_viewer, v_attempt) then
    v_report := null;
  end if;
  perform coach.audit('read_attempt', v_attempt.session_id::text, jsonb_build_object(
    'organization_id', v_viewer.organization_id, 'site_id', v_attempt.site_id, 'scores', v_report is not null
  ), 'member ' || v_viewer.member_id);
  return jsonb_build_object('outcome', 'ok', 'answer', jsonb_build_object(
    'attempt', coach.attempt_row(v_viewer, v_attempt), 'turns', coach.transcript(v_attempt.session_id),
    'timeline', v_report -> 'timeline',
    'criteria', (
      select coalesce(jsonb_agg(criterion || jsonb_build_object(
        'human', coach.human_level(v_viewer, v_attempt, criterion ->> 'id')
      ) order by place), '[]')
      from jsonb_array_elements(coach.reviewed_criteria(v_attempt, v_report)) with ordinality as each (criterion, place)
    ),
    'objectives', coalesce(v_report -> 'objectives', '[]'),
    'comments', coach.comments_json(v_viewer, v_attempt.session_id),
    'reviews', coach.reviews_json(v_viewer, v_attempt),
    'persona', (
      select version.public_part -> 'persona' ->> 'name' from coach.scenario_versions as version
      where version.id = v_attempt.version_id
    )
  ));
end
$$;
comment on function public.console_attempt(jsonb) is
  'An official attempt with what was said. Each look is written down; scores stay away from a reviewer who has not committed.';

create function public.console_scenarios(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['coach', 'reviewer', 'author', 'admin']);
  v_viewer coach.viewer := v_entry.viewer;
  v_filter coach.console_filter := jsonb_populate_record(null::coach.console_filter, p_query);
  v_sees_people boolean;
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  v_sees_people := v_viewer.roles && array['coach', 'reviewer', 'admin'];
  if not v_sees_people then
    -- Sums over choices of people, taken from one another, would show one of them.
    v_filter := jsonb_populate_record(null::coach.console_filter, jsonb_build_object(
      'scenario', v_filter.scenario, 'language', v_filter.language
    ));
  end if;
  return jsonb_build_object('outcome', 'ok', 'answer', (
    with figures as (
      select attempt.scenario_id, count(*) as attempts, count(distinct attempt.learner_id) as learners,
        avg(attempt.total) as mean, avg(attempt.passed::integer) as rate, bool_or(coach.is_withheld(v_viewer, attempt)) as is_hidden
      from coach.find_official(v_viewer, v_filter) as attempt
      where v_sees_people or v_viewer.cohort_ids is null
      group by attempt.scenario_id
    ), item as (
      select version.language, version.title, version.scenario_id, jsonb_build_object(
        'id', version.scenario_id, 'title', version.title, 'language', version.language,
        'attempts', coalesce(figures.attempts, 0),
        'learners', case when figures.learners >= 5 then figures.learners end,
        'mean', case when figures.learners >= 5 and not figures.is_hidden then round(figures.mean, 1) end,
        'passRate', case when figures.learners >= 5 and not figures.is_hidden then round(figures.rate, 3) end
      ) as entry
      from coach.scenarios as scenario
      join coach.scenario_versions as version on version.id = scenario.current_version_id
      left join figures on figures.scenario_id = scenario.id
      where coalesce(scenario.organization_id = v_viewer.organization_id, true)
        and (v_viewer.site_id is null or exists (
          select from coach.sites as site where site.id = v_viewer.site_id and coach.may_use(site, scenario)
        ))
        and (v_filter.scenario is null or scenario.id = v_filter.scenario)
        and (v_filter.language is null or version.language = v_filter.language)
    )
    select jsonb_build_object(
      'items', coalesce(jsonb_agg(entry order by language, title, scenario_id), '[]'), 'next', null, 'total', count(*)
    ) from item
  ));
end
$$;
comment on function public.console_scenarios(jsonb) is
  'What a member''s learners can practise, with figures of official attempts; none over fewer than five learners.';

create function public.console_audit(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['auditor', 'admin']);
  v_viewer coach.viewer := v_entry.viewer;
  v_filter coach.console_filter := jsonb_populate_record(null::coach.console_filter, p_query);
  v_most integer := least(greatest(v_filter.most, 1), 100);
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  return jsonb_build_object('outcome', 'ok', 'answer', (
    with found as (
      select event.id, event.created_at, event.action, event.subject, member.name
      from coach.members as member
      join coach.audit_events as event on event.actor = 'member ' || member.id
      where member.organization_id = v_viewer.organization_id
        and (v_viewer.site_id is null or member.site_id = v_viewer.site_id)
        and (v_filter."from" is null or event.created_at >= v_filter."from")
        and (v_filter.before is null or event.created_at < v_filter.before)
    ), page as (
      select * from found where v_filter.skip is null or id < v_filter.skip order by id desc limit v_most
    )
    select jsonb_build_object(
      'items', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'at', coach.to_iso(created_at), 'by', name, 'action', action, 'subject', subject
        ) order by id desc), '[]') from page
      ),
      'next', case
        when exists (select from found where id < (select min(id) from page))
        then jsonb_build_object('skip', (select min(id) from page)) end,
      'total', (select count(*) from found)
    )
  ));
end
$$;
comment on function public.console_audit(jsonb) is 'Who of a member''s organization or site looked at what and changed what, the latest first.';
create index audit_events_actor on coach.audit_events (actor, id);

select coach.expose(
  'coach.refresh_standing(uuid, text)', 'coach.record_official_attempt(uuid)', 'coach.has_reviewed(uuid, uuid)', 'coach.count_reviews(uuid)',
  'coach.is_withheld(coach.viewer, coach.official_attempts)', 'coach.find_official(coach.viewer, coach.console_filter)',
  'coach.attempt_row(coach.viewer, coach.official_attempts)', 'coach.reasons_of(coach.viewer, coach.standings)',
  'coach.find_standings(coach.viewer, coach.console_filter)', 'public.console_overview(jsonb)',
  'public.console_attempts(jsonb)', 'coach.learner_rows(coach.viewer, coach.console_filter)',
  'public.console_learners(jsonb)', 'public.console_learner(jsonb)',
  'coach.reviewed_criteria(coach.official_attempts, jsonb)', 'public.console_attempt(jsonb)',
  'public.console_scenarios(jsonb)', 'public.console_audit(jsonb)'
);
