-- Everything of ours lives in the schema `coach`, which the REST API does not expose. `public` holds only
-- functions, and those for `service_role` alone.

create schema if not exists coach;
revoke all on schema coach from public, anon, authenticated;
grant usage on schema coach to service_role;

-- What is made from here on starts closed, also in older hosted projects, which grant every new object in
-- `public` to all API roles.
alter default privileges revoke execute on functions from public;
alter default privileges revoke usage on types from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke execute on functions from anon, authenticated, service_role;

create function coach.expose(variadic p_functions regprocedure[]) returns void
language plpgsql set search_path = '' as $$
declare
  v_function regprocedure;
begin
  foreach v_function in array p_functions loop
    execute format('revoke execute on function %s from public, anon, authenticated', v_function);
    execute format('grant execute on function %s to service_role', v_function);
  end loop;
end
$$;
comment on function coach.expose(regprocedure[]) is
  'Opens functions to `service_role` and refuses them to everybody else by name.';
revoke execute on function coach.expose(regprocedure[]) from public, anon, authenticated, service_role;

create function coach.refuse_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'rows of % are never changed', tg_table_name using errcode = 'restrict_violation';
end
$$;
comment on function coach.refuse_change() is 'Trigger that keeps a table append-only, whoever asks.';
revoke execute on function coach.refuse_change() from public, anon, authenticated;

create table coach.audit_events (
  id bigint generated always as identity primary key,
  action text not null check (action ~ '^[a-z_]{1,60}$'),
  subject text not null,
  detail jsonb not null default '{}',
  actor text not null default 'unknown' check (char_length(actor) between 1 and 120),
  created_at timestamptz not null default now()
);
comment on table coach.audit_events is 'Acts of administration, appended and never changed.';
create index audit_events_subject on coach.audit_events (subject, id);
create trigger audit_events_append_only before update or delete on coach.audit_events
  for each row execute function coach.refuse_change();
create trigger audit_events_keep before truncate on coach.audit_events
  for each statement execute function coach.refuse_change();
alter table coach.audit_events enable row level security;
revoke all on coach.audit_events from public, anon, authenticated, service_role;
grant select, insert on coach.audit_events to service_role;

create function coach.audit(p_action text, p_subject text, p_detail jsonb, p_actor text) returns void
language sql set search_path = '' as $$
  insert into coach.audit_events (action, subject, detail, actor)
  values (p_action, p_subject, p_detail, coalesce(nullif(left(btrim(p_actor), 120), ''), 'unknown'))
$$;
comment on function coach.audit(text, text, jsonb, text) is 'Writes down an act of administration and who did it.';

create function coach.to_iso(p_instant timestamptz) returns text
language sql stable set search_path = '' as $$
  select to_char(p_instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;
comment on function coach.to_iso(timestamptz) is 'ISO 8601 in UTC, milliseconds, as the contract writes instants.';

create function coach.latest_migration() returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  v_version text;
begin
  if to_regclass('supabase_migrations.schema_migrations') is not null then
    execute 'select max(version) from supabase_migrations.schema_migrations' into v_version;
  end if;
  return v_version;
end
$$;
comment on function coach.latest_migration() is
  'The newest applied migration. Runs as its owner, since the bookkeeping of the Supabase CLI is closed to API roles; takes nothing and tells one number.';

create function public.check_database() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'ok', true, 'migration', coach.latest_migration(), 'now', coach.to_iso(now())
  )
$$;
comment on function public.check_database() is 'Answers when the database does, and with which migrations.';

select coach.expose(
  'coach.audit(text, text, jsonb, text)', 'coach.to_iso(timestamptz)', 'coach.latest_migration()',
  'public.check_database()'
);
