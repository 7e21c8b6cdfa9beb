-- What cohorts are to do and what they did: assignments; levels by learner for whom may read single learners, in groups of
-- five or more for everybody else; and passes, appended, and revoked by a row beside.

create table coach.assignments (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references coach.organizations on delete cascade,
  cohort_id uuid not null references coach.cohorts on delete cascade,
  scenario_id text not null references coach.scenarios,
  due timestamp not null,
  time_zone text not null check (char_length(time_zone) between 1 and 64),
  attempts integer check (attempts between 1 and 100),
  pass_mark numeric check (pass_mark between 0 and 100),
  created_at timestamptz not null default now(),
  removed_at timestamptz
);
comment on table coach.assignments is 'A scenario for a cohort, with a deadline as clocks of a zone show it.';
comment on column coach.assignments.attempts is 'How often each may try; null: as often as one likes.';
comment on column coach.assignments.pass_mark is 'Null: as the scenario says.';
create index assignments_organization_id on coach.assignments (organization_id, created_at);
create index assignments_cohort_id on coach.assignments (cohort_id, scenario_id);
create index assignments_scenario_id on coach.assignments (scenario_id);
alter table coach.assignments enable row level security;
revoke all on coach.assignments from public, anon, authenticated, service_role;
grant select, insert on coach.assignments to service_role;
grant update (due, time_zone, attempts, pass_mark, removed_at) on coach.assignments to service_role;

create table coach.assignment_extras (
  assignment_id uuid not null references coach.assignments on delete cascade,
  learner_id uuid not null references coach.learners on delete cascade,
  days integer not null check (days between 0 and 365),
  attempts integer not null check (attempts between 0 and 100),
  primary key (assignment_id, learner_id)
);
comment on table coach.assignment_extras is 'More time or attempts for one learner than an assignment gives to all.';
create index assignment_extras_learner_id on coach.assignment_extras (learner_id);
alter table coach.assignment_extras enable row level security;
revoke all on coach.assignment_extras from public, anon, authenticated, service_role;
grant select, insert, delete on coach.assignment_extras to service_role;

create function coach.due_at(p_assignment coach.assignments, p_days integer) returns timestamptz
language sql stable set search_path = '' as $$
  -- Days are counted on the calendar of the zone: eight in the evening stays eight in the evening over a change of clocks.
  select (p_assignment.due + make_interval(days => coalesce(p_days, 0))) at time zone p_assignment.time_zone
$$;
comment on function coach.due_at(coach.assignments, integer) is 'The instant of a deadline, so many days later.';

create function coach.standing_at(p_viewer coach.viewer, p_assignment coach.assignments, p_learner_id uuid)
returns table (
  state text, used integer, allowed integer, due_at timestamptz, first_total numeric, latest_total numeric, last_at timestamptz
)
language sql stable set search_path = '' as $$
  with extra as (
    select max(days) as days, coalesce(max(attempts), 0) as attempts from coach.assignment_extras
    where assignment_id = p_assignment.id and learner_id = p_learner_id
  ), made as (
    select attempt.started_at, attempt.status, attempt.session_id,
      -- A score that is withheld tells nothing here either.
      case when attempt.status = 'ready' and coach.is_withheld(p_viewer, attempt) is not true then attempt.total end as total,
      coalesce(p_assignment.pass_mark, attempt.pass_mark) as mark,
      attempt.status in ('live', 'pending') or coach.is_withheld(p_viewer, attempt) is true as is_open
    from coach.official_attempts as attempt
    where attempt.learner_id = p_learner_id and attempt.scenario_id = p_assignment.scenario_id
      and attempt.started_at >= p_assignment.created_at
  ), sums as (
    select count(*)::integer as used, coalesce(bool_or(total >= mark), false) as passed, coalesce(bool_or(is_open), false) as is_open,
      max(started_at) as last_at,
      (array_agg(total order by started_at, session_id) filter (where total is not null))[1] as first_total,
      (array_agg(total order by started_at desc, session_id desc) filter (where total is not null))[1] as latest_total
    from made
  )
  select
    case
      when sums.passed then 'passed'
      when sums.used >= p_assignment.attempts + extra.attempts and not sums.is_open then 'not_passed'
      when coach.due_at(p_assignment, extra.days) <= now() and not sums.is_open then 'overdue'
      when sums.used > 0 then 'in_progress'
      else 'not_started'
    end,
    sums.used, p_assignment.attempts + extra.attempts, coach.due_at(p_assignment, extra.days),
    sums.first_total, sums.latest_total, sums.last_at
  from sums cross join extra
$$;
comment on function coach.standing_at(coach.viewer, coach.assignments, uuid) is
  'Where a learner stands with an assignment, from the official attempts since it was made.';

create function coach.refuse_assignment(p_learner_id uuid, p_scenario text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_assignment coach.assignments;
  v_standing record;
  v_begun integer := (
    -- Not an attempt of record yet, and yet one that was begun.
    select count(*) from coach.sessions as session
    join coach.scenario_versions as version on version.id = session.scenario_version_id
    where session.learner_id = p_learner_id and session.purpose = 'official' and session.status = 'reserved'
      and version.scenario_id = p_scenario
  );
  v_refusal jsonb;
begin
  for v_assignment in
    select assignment.* from coach.assignments as assignment
    join coach.roster as entry on entry.cohort_id = assignment.cohort_id
    where entry.learner_id = p_learner_id and assignment.scenario_id = p_scenario and assignment.removed_at is null
    order by assignment.created_at desc
  loop
    select * into v_standing from coach.standing_at(null, v_assignment, p_learner_id);
    if v_standing.due_at > now() and coalesce(v_standing.used + v_begun < v_standing.allowed, true) then
      return null;
    end if;
    v_refusal := coalesce(v_refusal, jsonb_build_object(
      'outcome', 'limit_reached', 'retry_after_seconds', null,
      'limit', jsonb_build_object(
        'name', 'learner_attempts', 'used', v_standing.used + v_begun, 'resets_at', null,
        -- After the deadline there are no more than were made.
        'cap', case when v_standing.due_at > now() then v_standing.allowed else v_standing.used + v_begun end
      )
    ));
  end loop;
  return v_refusal;
end
$$;
comment on function coach.refuse_assignment(uuid, text) is
  'Why a learner begins no further official attempt at a scenario: after the deadline or the last attempt of each assignment; null where one is open, or none was given.';

create function coach.assignment_json(p_viewer coach.viewer, p_assignment coach.assignments) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', p_assignment.id,
    'scenario', (
      select jsonb_build_object('id', version.scenario_id, 'title', version.title, 'language', version.language)
      from coach.scenario_versions as version where version.scenario_id = p_assignment.scenario_id
      order by version.id desc limit 1
    ),
    'cohort', (select jsonb_build_object('id', id, 'name', name) from coach.cohorts where id = p_assignment.cohort_id),
    'due', to_char(p_assignment.due, 'YYYY-MM-DD"T"HH24:MI'), 'timeZone', p_assignment.time_zone,
    'dueAt', coach.to_iso(coach.due_at(p_assignment, 0)), 'attempts', p_assignment.attempts, 'passMark', p_assignment.pass_mark,
    'states', jsonb '{"not_started": 0, "in_progress": 0, "passed": 0, "not_passed": 0, "overdue": 0}' || (
      select coalesce(jsonb_object_agg(state, learners), '{}') from (
        select standing.state, count(*) as learners
        from coach.roster as entry
        cross join lateral coach.standing_at(p_viewer, p_assignment, entry.learner_id) as standing
        where entry.cohort_id = p_assignment.cohort_id and coach.sees_learner(p_viewer, entry.learner_id)
        group by standing.state
      ) as counted
    ),
    'extra', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'learnerId', extra.learner_id, 'name', coach.console_learner(extra.learner_id) -> 'name',
        'days', extra.days, 'attempts', extra.attempts
      ) order by extra.learner_id), '[]')
      from coach.assignment_extras as extra
      where extra.assignment_id = p_assignment.id and coach.sees_learner(p_viewer, extra.learner_id)
    )
  )
$$;
comment on function coach.assignment_json(coach.viewer, coach.assignments) is
  'An assignment under the names of the contract, with the learners that a viewer sees counted by state.';

create function coach.find_assignments(p_viewer coach.viewer) returns setof coach.assignments
language sql stable set search_path = '' as $$
  select assignment.* from coach.assignments as assignment
  where assignment.organization_id = p_viewer.organization_id and assignment.removed_at is null
    and (p_viewer.cohort_ids is null or assignment.cohort_id = any(p_viewer.cohort_ids))
$$;
comment on function coach.find_assignments(coach.viewer) is 'The assignments of the cohorts that a viewer sees.';

create function public.console_assignments(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['coach', 'reviewer', 'admin']);
  v_viewer coach.viewer := v_entry.viewer;
  v_filter coach.console_filter := jsonb_populate_record(null::coach.console_filter, p_query);
  v_most integer := least(greatest(v_filter.most, 1), 100);
  v_skip bigint := coalesce(v_filter.skip, 0);
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  return jsonb_build_object('outcome', 'ok', 'answer', (
    with found as (
      select assignment as row, assignment.created_at, assignment.id from coach.find_assignments(v_viewer) as assignment
      where (v_filter.scenario is null or assignment.scenario_id = v_filter.scenario)
        and (v_filter.cohort is null or assignment.cohort_id = v_filter.cohort)
    ), page as (
      select * from found order by created_at desc, id offset v_skip limit v_most
    )
    select jsonb_build_object(
      'items', (
        select coalesce(jsonb_agg(coach.assignment_json(v_viewer, page.row) order by created_at desc, id), '[]') from page
      ),
      'next', case when (select count(*) from found) > v_skip + v_most then jsonb_build_object('skip', v_skip + v_most) end,
      'total', (select count(*) from found)
    )
  ));
end
$$;
comment on function public.console_assignments(jsonb) is 'A page of the assignments that a member sees, the newest first.';

create function public.console_assign(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['coach', 'admin']);
  v_viewer coach.viewer := v_entry.viewer;
  v_given coach.assignments := jsonb_populate_record(null::coach.assignments, p_query - 'id');
  v_assignment coach.assignments;
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  if p_query ->> 'id' is null then
    if not exists (
      select from coach.cohorts where id = v_given.cohort_id and organization_id = v_viewer.organization_id
        and (v_viewer.cohort_ids is null or id = any(v_viewer.cohort_ids))
    ) or not exists (
      select from coach.scenarios as scenario where scenario.id = v_given.scenario_id and current_version_id is not null
        and coalesce(scenario.organization_id = v_viewer.organization_id, true)
    ) then
      return jsonb_build_object('outcome', 'not_found');
    end if;
    v_given.organization_id := v_viewer.organization_id;
  else
    select * into v_assignment from coach.find_assignments(v_viewer) where id = (p_query ->> 'id')::uuid;
    if v_assignment.id is null then
      return jsonb_build_object('outcome', 'not_found');
    end if;
    -- What a change does not name stays; what it names as null becomes so.
    v_given := jsonb_populate_record(v_assignment, p_query - array['id', 'cohort_id', 'scenario_id', 'created_at', 'removed_at']);
  end if;
  if not coach.is_time_zone(v_given.time_zone) then
    return jsonb_build_object('outcome', 'zone_unknown');
  end if;
  if p_query -> 'extra' is not null and exists (
    select from jsonb_array_elements(p_query -> 'extra') as extra
    where not exists (
      select from coach.roster as entry where entry.learner_id = (extra ->> 'learner_id')::uuid
        and entry.cohort_id = v_given.cohort_id and coach.sees_learner(v_viewer, entry.learner_id)
    )
  ) then
    return jsonb_build_object('outcome', 'learner_unknown');
  end if;
  if v_assignment.id is null then
    insert into coach.assignments (organization_id, cohort_id, scenario_id, due, time_zone, attempts, pass_mark)
    values (
      v_given.organization_id, v_given.cohort_id, v_given.scenario_id, v_given.due, v_given.time_zone, v_given.attempts,
      v_given.pass_mark
    ) returning * into v_assignment;
  else
    update coach.assignments set due = v_given.due, time_zone = v_given.time_zone, attempts = v_given.attempts,
      pass_mark = v_given.pass_mark
    where id = v_assignment.id returning * into v_assignment;
  end if;
  if p_query -> 'extra' is not null then
    delete from coach.assignment_extras
    where assignment_id = v_assignment.id and coach.sees_learner(v_viewer, learner_id);
    insert into coach.assignment_extras (assignment_id, learner_id, days, attempts)
    select v_assignment.id, (extra ->> 'learner_id')::uuid, max((extra ->> 'days')::integer), max((extra ->> 'attempts')::integer)
    from jsonb_array_elements(p_query -> 'extra') as extra group by 2;
  end if;
  perform coach.audit('assign', v_assignment.id::text, (p_query - 'session_hash') || jsonb_build_object(
    'organization_id', v_viewer.organization_id
  ), 'member ' || v_viewer.member_id);
  return jsonb_build_object('outcome', 'ok', 'answer', coach.assignment_json(v_viewer, v_assignment));
end
$$;
comment on function public.console_assign(jsonb) is
  'Makes an assignment (scenario_id, cohort_id, due, time_zone, attempts, pass_mark, extra), or, with id, changes what is named.';

create function public.console_unassign(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['coach', 'admin']);
  v_viewer coach.viewer := v_entry.viewer;
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  update coach.assignments set removed_at = now()
  where id in (select id from coach.find_assignments(v_viewer)) and id = (p_query ->> 'id')::uuid;
  if not found then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  perform coach.audit('unassign', p_query ->> 'id', jsonb_build_object(
    'organization_id', v_viewer.organization_id
  ), 'member ' || v_viewer.member_id);
  return jsonb_build_object('outcome', 'ok', 'answer', jsonb_build_object('removed', true));
end
$$;
comment on function public.console_unassign(jsonb) is 'Takes an assignment back; what was practised stays.';

create function public.console_assignment_learners(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['coach', 'reviewer', 'admin']);
  v_viewer coach.viewer := v_entry.viewer;
  v_filter coach.console_filter := jsonb_populate_record(null::coach.console_filter, p_query);
  v_most integer := least(greatest(v_filter.most, 1), 100);
  v_skip bigint := coalesce(v_filter.skip, 0);
  v_assignment coach.assignments;
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  select * into v_assignment from coach.find_assignments(v_viewer) where id = (p_query ->> 'id')::uuid;
  if v_assignment.id is null then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  return jsonb_build_object('outcome', 'ok', 'answer', (
    with found as (
      select entry.learner_id, coach.console_learner(entry.learner_id) as learner from coach.roster as entry
      where entry.cohort_id = v_assignment.cohort_id and coach.sees_learner(v_viewer, entry.learner_id)
        and (v_filter.q is null or strpos(lower(entry.name), lower(v_filter.q)) > 0)
    ), page as (
      select * from found order by learner ->> 'name', learner_id offset v_skip limit v_most
    )
    select jsonb_build_object(
      'assignment', coach.assignment_json(v_viewer, v_assignment),
      'items', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'learner', page.learner - 'cohort', 'state', standing.state, 'attemptsUsed', standing.used,
          'attempts', standing.allowed, 'dueAt', coach.to_iso(standing.due_at), 'first', standing.first_total,
          'latest', standing.latest_total, 'lastAt', coach.to_iso(standing.last_at)
        ) order by page.learner ->> 'name', page.learner_id), '[]')
        from page cross join lateral coach.standing_at(v_viewer, v_assignment, page.learner_id) as standing
      ),
      'next', case when (select count(*) from found) > v_skip + v_most then jsonb_build_object('skip', v_skip + v_most) end,
      'total', (select count(*) from found)
    )
  ));
end
$$;
comment on function public.console_assignment_learners(jsonb) is 'Where the learners of an assignment stand that a member sees.';

create function public.console_cohorts(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['coach', 'reviewer', 'author', 'auditor', 'admin']);
  v_viewer coach.viewer := v_entry.viewer;
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  return jsonb_build_object('outcome', 'ok', 'answer', (
    select jsonb_build_object(
      'items', coalesce(jsonb_agg(jsonb_build_object('id', cohort.id, 'name', cohort.name, 'learners', (
        select count(*) from coach.roster as entry
        where entry.cohort_id = cohort.id and coach.sees_learner(v_viewer, entry.learner_id)
      )) order by cohort.name, cohort.id), '[]'), 'next', null, 'total', count(*)
    )
    from coach.cohorts as cohort
    where cohort.organization_id = v_viewer.organization_id
      and (v_viewer.cohort_ids is null or cohort.id = any(v_viewer.cohort_ids))
  ));
end
$$;
comment on function public.console_cohorts(jsonb) is 'The cohorts that a member sees.';

select coach.expose(
  'coach.due_at(coach.assignments, integer)', 'coach.standing_at(coach.viewer, coach.assignments, uuid)',
  'coach.refuse_assignment(uuid, text)', 'coach.assignment_json(coach.viewer, coach.assignments)',
  'coach.find_assignments(coach.viewer)', 'public.console_assignments(jsonb)', 'public.console_assign(jsonb)',
  'public.console_unassign(jsonb)', 'public.console_assignment_learners(jsonb)', 'public.console_cohorts(jsonb)'
);

create function coach.smallest_group() returns integer
language sql immutable set search_path = '' as $$ select 5 $$;
comment on function coach.smallest_group() is 'A group of fewer learners is told nothing of.';

create function coach.latest_levels(p_viewer coach.viewer, p_scenario text)
returns table (learner_id uuid, cohort_id uuid, criterion text, title text, first numeric, latest numeric, n integer)
language sql stable set search_path = '' as $$
  with level as (
    select attempt.learner_id, entry.cohort_id, criterion ->> 'id' as criterion, criterion ->> 'title' as title,
      (criterion ->> 'level')::numeric as level, attempt.started_at, attempt.session_id
    from coach.find_official(
      p_viewer, jsonb_populate_record(null::coach.console_filter, jsonb_build_object('scenario', p_scenario))
    ) as attempt
    left join coach.roster as entry on entry.learner_id = attempt.learner_id
    cross join lateral jsonb_array_elements(attempt.criteria) as criterion
    where attempt.learner_id is not null and attempt.status = 'ready' and not coach.is_withheld(p_viewer, attempt)
      and jsonb_typeof(criterion -> 'level') = 'number'
  )
  select learner_id, (array_agg(cohort_id))[1], criterion, (array_agg(title order by started_at desc))[1],
    (array_agg(level order by started_at, session_id))[1],
    (array_agg(level order by started_at desc, session_id desc))[1], count(*)::integer
  from level group by learner_id, criterion
$$;
comment on function coach.latest_levels(coach.viewer, text) is
  'First and latest level of each learner of a viewer at each criterion of a scenario; what is withheld counts as none.';

create function coach.group_mean(p_levels numeric[]) returns jsonb
language sql immutable set search_path = '' as $$
  -- Below five nothing, and 1.96 standard errors on both sides within the scale.
  select case when count(*) >= 5 then jsonb_build_object(
    'n', count(*), 'mean', round(avg(level), 2), 'interval', jsonb_build_array(
      round(greatest(avg(level) - 1.96 * stddev_samp(level) / sqrt(count(*)::numeric), 0), 2),
      round(least(avg(level) + 1.96 * stddev_samp(level) / sqrt(count(*)::numeric), 5), 2)
    )
  ) end
  from unnest(p_levels) as level
$$;
comment on function coach.group_mean(numeric[]) is 'A mean with its interval; null for a group that is too small.';

create function public.console_heat_map(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['coach', 'reviewer', 'author', 'auditor', 'admin']);
  v_viewer coach.viewer := v_entry.viewer;
  v_cohort uuid := (p_query ->> 'cohort')::uuid;
  v_scenario text := p_query ->> 'scenario';
  v_sees_people boolean;
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  v_sees_people := v_viewer.roles && array['coach', 'reviewer', 'admin'];
  return jsonb_build_object('outcome', 'ok', 'answer', (
    with level as materialized (
      select * from coach.latest_levels(v_viewer, v_scenario)
    ), criterion as (
      select level.criterion as id, max(level.title) as title from level group by level.criterion
    ), cohort as (
      select level.criterion, level.cohort_id, count(*) as n from level group by 1, 2
    ), rest as (
      -- Learners of no cohort that is told of: what all less those cohorts would show.
      select criterion, sum(n) filter (where cohort_id is null or n < coach.smallest_group()) as n from cohort group by 1
    ), mean as (
      select criterion.id, case
        when v_cohort is not null or v_sees_people then coach.group_mean(array(
          select latest from level
          where level.criterion = criterion.id and (v_cohort is null or level.cohort_id = v_cohort)
        ))
        -- Narrower or wider sets of cohorts, taken from one another, would show a small one.
        when v_viewer.cohort_ids is null and coalesce(rest.n, 0) not between 1 and coach.smallest_group() - 1
        then coach.group_mean(array(select latest from level where level.criterion = criterion.id))
      end as told
      from criterion left join rest on rest.criterion = criterion.id
    )
    select jsonb_build_object(
      'scenario', (
        select jsonb_build_object('id', version.scenario_id, 'title', version.title)
        from coach.scenario_versions as version where version.scenario_id = v_scenario order by version.id desc limit 1
      ),
      'criteria', (
        select coalesce(jsonb_agg(jsonb_build_object('id', id, 'title', title) order by id), '[]') from criterion
      ),
      'rows', case when v_sees_people then (
        select coalesce(jsonb_agg(jsonb_build_object(
          'learner', shown.learner - 'cohort',
          'cells', (
            select jsonb_agg(case when level.n is not null then jsonb_build_object(
              'first', level.first, 'latest', level.latest, 'n', level.n
            ) end order by criterion.id)
            from criterion left join level on level.criterion = criterion.id and level.learner_id = shown.learner_id
          )
        ) order by shown.learner ->> 'name', shown.learner_id), '[]')
        from (
          select learner_id, coach.console_learner(learner_id) as learner from (
            select distinct learner_id from level where v_cohort is null or cohort_id = v_cohort
          ) as whose order by coach.console_learner(learner_id) ->> 'name', learner_id limit 500
        ) as shown
      ) else jsonb '[]' end,
      'means', (select coalesce(jsonb_agg(told order by id), '[]') from mean),
      'suppressed', (select coalesce(bool_or(told is null), false) from mean)
    )
  ));
end
$$;
comment on function public.console_heat_map(jsonb) is
  'Criterion by learner, first and latest, of a scenario and perhaps a cohort. Who may not read single learners gets means alone, by whole cohorts or over all, where no subtraction leaves fewer than five.';

select coach.expose(
  'coach.smallest_group()', 'coach.latest_levels(coach.viewer, text)', 'coach.group_mean(numeric[])',
  'public.console_heat_map(jsonb)'
);

create table coach.passes (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity,
  session_id uuid not null references coach.official_attempts,
  member_id uuid not null references coach.members,
  pass_mark numeric not null check (pass_mark between 0 and 100),
  total numeric not null check (total >= pass_mark),
  expires_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table coach.passes is 'That an official attempt passes, and which person stands for it. Never changed.';
create index passes_session_id on coach.passes (session_id);
create index passes_member_id on coach.passes (member_id);
create trigger passes_append_only before update or delete on coach.passes
  for each row execute function coach.refuse_change();
create trigger passes_keep before truncate on coach.passes
  for each statement execute function coach.refuse_change();
alter table coach.passes enable row level security;
revoke all on coach.passes from public, anon, authenticated, service_role;
grant select, insert on coach.passes to service_role;

create table coach.pass_revocations (
  pass_id uuid primary key references coach.passes,
  member_id uuid not null references coach.members,
  reason text not null check (char_length(reason) between 1 and 500),
  created_at timestamptz not null default now()
);
comment on table coach.pass_revocations is 'Why a pass holds no longer, and who said so. Never changed.';
create index pass_revocations_member_id on coach.pass_revocations (member_id);
create trigger pass_revocations_append_only before update or delete on coach.pass_revocations
  for each row execute function coach.refuse_change();
create trigger pass_revocations_keep before truncate on coach.pass_revocations
  for each statement execute function coach.refuse_change();
alter table coach.pass_revocations enable row level security;
revoke all on coach.pass_revocations from public, anon, authenticated, service_role;
grant select, insert on coach.pass_revocations to service_role;

create function coach.pass_json(p_attempt coach.official_attempts, p_pass coach.passes) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', p_pass.id, 'learner', coach.console_learner(p_attempt.learner_id) - 'cohort',
    'scenario', jsonb_build_object('id', version.scenario_id, 'title', version.title, 'version', version.content_hash),
    'attemptId', p_pass.session_id,
    'rule', jsonb_build_object('passMark', p_pass.pass_mark, 'total', p_pass.total, 'decidedBy', 'human'),
    'by', member.name, 'at', coach.to_iso(p_pass.created_at), 'expiresAt', coach.to_iso(p_pass.expires_at),
    'revoked', case when revocation.pass_id is not null then jsonb_build_object(
      'by', (select name from coach.members where id = revocation.member_id),
      'at', coach.to_iso(revocation.created_at), 'reason', revocation.reason
    ) end,
    'state', case
      when revocation.pass_id is not null then 'revoked' when p_pass.expires_at <= now() then 'expired' else 'valid'
    end
  )
  from coach.members as member
  join coach.scenario_versions as version on version.id = p_attempt.version_id
  left join coach.pass_revocations as revocation on revocation.pass_id = p_pass.id
  where member.id = p_pass.member_id
$$;
comment on function coach.pass_json(coach.official_attempts, coach.passes) is 'A pass under the names of the contract.';

create function coach.refuse_pass(p_attempt coach.official_attempts) returns text
language plpgsql stable set search_path = '' as $$
declare
  v_report jsonb := (select report from coach.reports where session_id = p_attempt.session_id);
  v_review coach.reviews;
begin
  select * into v_review from coach.reviews where session_id = p_attempt.session_id order by number desc limit 1;
  return case
    -- Without the report nobody can say that nothing forbidden was said.
    when p_attempt.status <> 'ready' or v_report is null or p_attempt.pass_mark is null then 'not_scored'
    when jsonb_array_length(coalesce(v_report -> 'breaches', '[]')) > 0 then 'breach'
    when v_review.id is null or v_review.verdict <> 'passed' then 'human_review_missing'
    when coalesce(v_review.total < p_attempt.pass_mark, true) then 'below_pass_mark'
    when exists (
      select from coach.passes as pass where pass.session_id = p_attempt.session_id
        and not exists (select from coach.pass_revocations where pass_id = pass.id)
    ) then 'already_passed'
  end;
end
$$;
comment on function coach.refuse_pass(coach.official_attempts) is
  'Why an attempt cannot pass; null where it can: a person reviewed it last as passed, with levels that reach the mark, and nothing forbidden was said.';

create function public.console_pass(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['reviewer']);
  v_viewer coach.viewer := v_entry.viewer;
  v_attempt coach.official_attempts;
  v_pass coach.passes;
  v_refusal text;
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  v_attempt := coach.find_attempt(v_viewer, (p_query ->> 'attempt')::uuid);
  if v_attempt.session_id is null or coach.is_withheld(v_viewer, v_attempt) then
    return jsonb_build_object('outcome', case when v_attempt.session_id is null then 'not_found' else 'pass_refused' end,
      'reason', 'human_review_missing');
  end if;
  perform from coach.official_attempts where session_id = v_attempt.session_id for no key update;
  v_refusal := coach.refuse_pass(v_attempt);
  if v_refusal is not null then
    return jsonb_build_object('outcome', 'pass_refused', 'reason', v_refusal);
  end if;
  insert into coach.passes (session_id, member_id, pass_mark, total, expires_at)
  select v_attempt.session_id, v_viewer.member_id, v_attempt.pass_mark, review.total,
    ((p_query ->> 'expires')::date + 1)::timestamp at time zone coalesce((
      select time_zone from coach.console_settings where site_id = v_attempt.site_id
    ), 'UTC')
  from coach.reviews as review where review.session_id = v_attempt.session_id order by review.number desc limit 1
  returning * into v_pass;
  perform coach.audit('pass', v_attempt.session_id::text, jsonb_build_object(
    'organization_id', v_viewer.organization_id, 'site_id', v_attempt.site_id, 'pass', to_jsonb(v_pass)
  ), 'member ' || v_viewer.member_id);
  return jsonb_build_object('outcome', 'ok', 'answer', coach.pass_json(v_attempt, v_pass));
end
$$;
comment on function public.console_pass(jsonb) is
  'Keeps that an attempt passes, by the word of the member who asks: attempt, expires (a date of the site''s zone, or null).';

create function public.console_revoke_pass(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['reviewer', 'admin']);
  v_viewer coach.viewer := v_entry.viewer;
  v_pass coach.passes;
  v_attempt coach.official_attempts;
  v_revocation coach.pass_revocations;
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  select * into v_pass from coach.passes where id = (p_query ->> 'id')::uuid;
  v_attempt := coach.find_attempt(v_viewer, v_pass.session_id);
  if v_attempt.session_id is null then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  insert into coach.pass_revocations (pass_id, member_id, reason)
  values (v_pass.id, v_viewer.member_id, p_query ->> 'reason')
  on conflict (pass_id) do nothing returning * into v_revocation;
  if v_revocation.pass_id is not null then
    perform coach.audit('revoke_pass', v_attempt.session_id::text, jsonb_build_object(
      'organization_id', v_viewer.organization_id, 'site_id', v_attempt.site_id, 'revocation', to_jsonb(v_revocation)
    ), 'member ' || v_viewer.member_id);
  end if;
  return jsonb_build_object('outcome', 'ok', 'answer', coach.pass_json(v_attempt, v_pass));
end
$$;
comment on function public.console_revoke_pass(jsonb) is 'Ends a pass, once: id, reason.';

create function public.console_passes(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['coach', 'reviewer', 'auditor', 'admin']);
  v_viewer coach.viewer := v_entry.viewer;
  v_filter coach.console_filter := jsonb_populate_record(null::coach.console_filter, p_query);
  v_most integer := least(greatest(v_filter.most, 1), 100);
  v_skip bigint := coalesce(v_filter.skip, 0);
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  return jsonb_build_object('outcome', 'ok', 'answer', (
    with found as (
      select attempt as row, pass as pass_row, pass.number
      from coach.find_official(v_viewer, v_filter) as attempt
      join coach.passes as pass on pass.session_id = attempt.session_id
      -- A pass tells its total: a reviewer who is to judge by the talk alone sees it afterwards.
      where attempt.learner_id is not null and not coach.is_withheld(v_viewer, attempt)
    ), page as (
      select * from found order by number desc offset v_skip limit v_most
    )
    select jsonb_build_object(
      'items', (select coalesce(jsonb_agg(coach.pass_json(page.row, page.pass_row) order by number desc), '[]') from page),
      'next', case when (select count(*) from found) > v_skip + v_most then jsonb_build_object('skip', v_skip + v_most) end,
      'total', (select count(*) from found)
    )
  ));
end
$$;
comment on function public.console_passes(jsonb) is 'A page of the passes of learners that a member sees, the newest first, revoked and expired ones included.';

select coach.expose(
  'coach.pass_json(coach.official_attempts, coach.passes)', 'coach.refuse_pass(coach.official_attempts)',
  'public.console_pass(jsonb)', 'public.console_revoke_pass(jsonb)', 'public.console_passes(jsonb)'
);
