-- Everything that is ours lives in `coach`, which the REST API does not expose. `public` holds the
-- doors: functions for `service_role` alone. Every object names each role that it refuses, because
-- older hosted projects grant new objects in `public` to all of them.
create schema if not exists coach;
revoke all on schema coach from public, anon, authenticated;
grant usage on schema coach to service_role;

-- The order is law twice: limits are checked in it, and the rows of `coach.usage_windows` are locked
-- in it, before any session, so that no two transactions can wait for each other.
create type coach.limit_name as enum (
  'organization_month', 'site_day', 'learner_day', 'site_concurrency', 'learner_concurrency'
);
revoke all on type coach.limit_name from public, anon, authenticated;
grant usage on type coach.limit_name to service_role;

create function coach.beat_lease() returns interval
language sql immutable set search_path = '' as $$ select interval '45 seconds' $$;
comment on function coach.beat_lease() is 'How long a call outlives its last beat.';

create function coach.attach_window() returns interval
language sql immutable set search_path = '' as $$ select interval '60 seconds' $$;
comment on function coach.attach_window() is 'How long minutes stay reserved for a call that is being made.';

create function coach.turns_window() returns interval
language sql immutable set search_path = '' as $$ select interval '24 hours' $$;
comment on function coach.turns_window() is 'How long after its end a session takes turns that a browser had kept.';

create function coach.minimum_seconds() returns integer
language sql immutable set search_path = '' as $$ select 30 $$;
comment on function coach.minimum_seconds() is 'The shortest call worth granting.';

create function coach.to_iso(p_instant timestamptz) returns text
language sql stable set search_path = '' as $$
  select to_char(p_instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;
comment on function coach.to_iso(timestamptz) is 'ISO 8601 in UTC, milliseconds, as the contract writes instants.';

create function coach.refuse_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'rows of % are never changed', tg_table_name using errcode = 'restrict_violation';
end
$$;
comment on function coach.refuse_change() is 'Trigger that keeps a table append-only, whoever asks.';

revoke execute on all functions in schema coach from public, anon, authenticated;
grant execute on function
  coach.beat_lease(), coach.attach_window(), coach.turns_window(), coach.minimum_seconds(),
  coach.to_iso(timestamptz)
to service_role;
