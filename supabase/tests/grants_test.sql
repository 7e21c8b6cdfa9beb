-- Who may do what, read from the catalogue, so that a new table or function cannot be forgotten here.
begin;
select no_plan();

create function pg_temp.refusal_as(p_role text, p_query text) returns text
language plpgsql as $$
begin
  execute format('set local role %I', p_role);
  execute p_query;
  execute 'reset role';
  return 'allowed';
exception when others then
  return sqlstate;
end
$$;

create temporary view doors as
  select p.oid, p.proname::text collate "default" as name, p.pronargs as arity from pg_proc as p
  where p.pronamespace = 'public'::regnamespace
    and not exists (select from pg_depend where objid = p.oid and deptype = 'e');
create temporary view inner_functions as
  select p.oid, p.oid::regprocedure::text collate "default" as name from pg_proc as p where p.pronamespace = 'coach'::regnamespace;
create temporary view coach_tables as
  select c.oid, c.relname::text collate "default" as name, c.relrowsecurity from pg_class as c
  where c.relnamespace = 'coach'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f');
create temporary view callers as select unnest(array['anon', 'authenticated']) collate "default" as role;

select set_eq(
  'select name from doors',
  array[
    'append_turns', 'attach_call', 'beat_session', 'check_database', 'claim_hangups', 'claim_report',
    'end_session', 'fail_report', 'get_brief', 'get_report', 'mark_not_scored', 'open_session',
    'publish_scenario', 'reap_sessions', 'release_session', 'save_report', 'save_site', 'settle_hangup'
  ],
  'public holds the doors and no other function'
);
select is_empty(
  $$select relname from pg_class as c where relnamespace = 'public'::regnamespace
    and not exists (select from pg_depend where objid = c.oid and deptype = 'e')$$,
  'public holds no table, view or sequence'
);
select is_empty('select name from doors group by name having count(*) > 1', 'no door is overloaded');
select is_empty(
  'select name from doors join pg_proc as p using (oid)
   where p.prosecdef or p.prorettype <> ''jsonb''::regtype or p.proretset',
  'every door runs as its caller and returns one jsonb'
);
select is_empty(
  $$select d.name from doors as d join pg_proc as p using (oid), unnest(p.proargnames) as argument
    where argument !~ '^p_[a-z_]+$'$$,
  'every argument of a door has a name'
);
select is_empty(
  $$select oid::regprocedure from pg_proc
    where pronamespace in ('coach'::regnamespace, (select oid from pg_namespace where nspname = 'public'))
      and oid in (select oid from doors union select oid from inner_functions)
      and not coalesce('search_path=""' = any(proconfig), false)$$,
  'every function of ours has an empty search path'
);
select set_eq(
  'select name from inner_functions join pg_proc as p using (oid) where p.prosecdef',
  array['coach.latest_migration()'],
  'one function runs as its owner, outside the exposed schema'
);

-- Functions × callers.
select ok(not has_function_privilege(c.role, f.oid, 'execute'), format('%s may not execute %s', c.role, f.name))
from callers as c, (select oid, name from doors union all select oid, name from inner_functions) as f
order by f.name, c.role;
select is_empty(
  $$select f.name from (select oid, name from doors union all select oid, name from inner_functions) as f
    join pg_proc as p using (oid), aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as acl
    where acl.grantee = 0$$,
  'nothing is granted to everybody'
);
select ok(has_function_privilege('service_role', oid, 'execute'), 'service_role may execute ' || name)
from doors order by name;
select is(
  pg_temp.refusal_as(c.role, format(
    'select public.%I(%s)', d.name, array_to_string(array_fill('null'::text, array[d.arity::integer]), ', ')
  )), '42501', format('%s calling %s is refused', c.role, d.name)
)
from callers as c, doors as d order by d.name, c.role;

-- Tables × commands × callers.
select ok(not has_schema_privilege(role, 'coach', 'usage'), role || ' may not look into coach') from callers;
select ok(
  not has_table_privilege(c.role, t.oid, command) and not has_any_column_privilege(c.role, t.oid, 'update'),
  format('%s may not %s coach.%s', c.role, command, t.name)
)
from callers as c, coach_tables as t, unnest(array[
  'select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger'
]) as command
order by t.name, c.role, command;
select is(
  pg_temp.refusal_as(c.role, format('select from coach.%I', t.name)), '42501',
  format('%s reading coach.%s is refused', c.role, t.name)
)
from callers as c, coach_tables as t order by t.name, c.role;
select is_empty('select name from coach_tables where not relrowsecurity', 'row security is on for every table');
select is_empty($$select policyname from pg_policies where schemaname in ('coach', 'public')$$, 'no policy lets anybody in');

select results_eq(
  $$select t.name || ':' || string_agg(command, ',' order by command)
    from coach_tables as t, unnest(array['select', 'insert', 'update', 'delete', 'truncate']) as command
    where has_table_privilege('service_role', t.oid, command)
    group by t.name order by t.name$$,
  $$values
    ('audit_events:insert,select'), ('calls:insert,select'), ('consents:insert,select'),
    ('hangups:insert,select'), ('learners:insert,select'), ('ledger_entries:insert,select'),
    ('organizations:insert,select'), ('reports:insert,select'), ('reservations:insert,select'),
    ('scenario_versions:insert,select'), ('scenarios:insert,select'), ('session_events:insert,select'),
    ('sessions:insert,select'), ('sites:insert,select'), ('turns:insert,select'),
    ('usage_windows:insert,select')$$,
  'service_role reads and adds rows; it deletes none and changes no whole row'
);
select results_eq(
  $$select t.name || '.' || a.attname::text collate "default" from coach_tables as t join pg_attribute as a on a.attrelid = t.oid
    where a.attnum > 0 and not a.attisdropped and has_column_privilege('service_role', t.oid, a.attname, 'update')
    order by 1$$,
  $$values
    ('calls.answer'), ('calls.ended_at'), ('hangups.attempts'), ('hangups.available_at'),
    ('hangups.finished_at'), ('hangups.last_error'), ('hangups.status'),
    ('organizations.month_seconds'), ('organizations.retention_days'), ('organizations.updated_at'),
    ('reports.attempts'), ('reports.available_at'), ('reports.finished_at'), ('reports.reason'),
    ('reports.report'), ('reports.status'), ('reservations.closed_at'), ('reservations.state'),
    ('scenarios.current_version_id'), ('sessions.attached_at'), ('sessions.deadline'),
    ('sessions.end_reason'), ('sessions.ended_at'), ('sessions.lapses_at'), ('sessions.last_beat_at'),
    ('sessions.status'), ('sessions.used_seconds'), ('sites.day_seconds'), ('sites.learner_day_seconds'),
    ('sites.learner_max_live'), ('sites.learner_token_mode'), ('sites.max_live'),
    ('sites.max_session_seconds'), ('sites.name'), ('sites.origins'), ('sites.status'),
    ('sites.updated_at'), ('sites.voice_enabled'), ('usage_windows.cap_seconds'),
    ('usage_windows.live_sessions'), ('usage_windows.max_live'), ('usage_windows.reserved_seconds'),
    ('usage_windows.used_seconds')$$,
  'service_role changes these columns and no other'
);

select * from finish();
rollback;
