-- How many minutes and calls there are, and how many are left.

-- The order is law twice: limits are checked in it, and the rows of `coach.usage_windows` are locked
-- in it, before any session, so that no two transactions can wait for each other.
create type coach.limit_name as enum (
  'organization_month', 'site_day', 'learner_day', 'site_concurrency', 'learner_concurrency'
);
revoke all on type coach.limit_name from public, anon, authenticated;
grant usage on type coach.limit_name to service_role;

-- Who asks, as far as limits go. An anonymous learner is held to two windows of the day, device and address.
create type coach.caller as (site_id uuid, learner_id uuid, address_id uuid, is_anonymous boolean);
revoke all on type coach.caller from public, anon, authenticated;
grant usage on type coach.caller to service_role;

create table coach.usage_windows (
  id bigint generated always as identity primary key,
  scope coach.limit_name not null,
  subject_id uuid not null,
  starts_on date not null,
  cap_seconds integer check (cap_seconds >= 0),
  max_live integer check (max_live >= 0),
  reserved_seconds integer not null default 0 check (reserved_seconds >= 0),
  used_seconds bigint not null default 0 check (used_seconds >= 0),
  live_sessions integer not null default 0 check (live_sessions >= 0),
  unique (scope, subject_id, starts_on),
  constraint usage_windows_allowance check (reserved_seconds + used_seconds <= cap_seconds),
  constraint usage_windows_concurrency check (live_sessions <= max_live),
  constraint usage_windows_kind check (
    case when scope in ('site_concurrency', 'learner_concurrency')
      then cap_seconds is null and max_live is not null
      else cap_seconds is not null and max_live is null
    end
  )
);
comment on table coach.usage_windows is
  'What one organization, site or learner holds and has used in one period. Caps are copied from the site at each grant.';
comment on column coach.usage_windows.starts_on is
  'First UTC day of the month or day; the epoch for calls at a time, which know no period.';
create index usage_windows_starts_on on coach.usage_windows (starts_on) where starts_on > date '1970-01-01';
alter table coach.usage_windows enable row level security;
revoke all on coach.usage_windows from public, anon, authenticated, service_role;
grant select, insert on coach.usage_windows to service_role;
grant update (cap_seconds, max_live, reserved_seconds, used_seconds, live_sessions) on coach.usage_windows to service_role;

create function coach.minimum_seconds() returns integer
language sql immutable set search_path = '' as $$ select 30 $$;
comment on function coach.minimum_seconds() is 'The shortest call worth granting.';

create function coach.limits_of(p_caller coach.caller)
returns table (
  scope coach.limit_name, subject_id uuid, starts_on date, resets_at timestamptz,
  cap_seconds integer, max_live integer
)
language plpgsql stable rows 6 set search_path = '' as $$
#variable_conflict use_column
begin
  return query select windows.scope::coach.limit_name, windows.subject_id, windows.starts_on,
    windows.ends_on::timestamp at time zone 'UTC', windows.cap_seconds, windows.max_live
  from coach.sites as site
  join coach.organizations as organization on organization.id = site.organization_id
  cross join (select (now() at time zone 'UTC')::date as today) as clock
  cross join (select date_trunc('month', now() at time zone 'UTC')::date as first_day) as month
  cross join lateral (
    select case when (p_caller).is_anonymous
      then least(site.learner_day_seconds, site.anonymous_day_seconds) else site.learner_day_seconds end as seconds
  ) as own
  cross join lateral (values
    ('organization_month', organization.id, first_day, (first_day + interval '1 month')::date,
      organization.month_seconds, null::integer, true),
    ('site_day', site.id, today, today + 1, site.day_seconds, null, true),
    ('learner_day', (p_caller).learner_id, today, today + 1, own.seconds, null, true),
    ('learner_day', (p_caller).address_id, today, today + 1,
      least(site.day_seconds, coalesce(site.address_day_seconds, 4 * own.seconds::bigint))::integer, null,
      (p_caller).is_anonymous and (p_caller).address_id is not null),
    ('site_concurrency', site.id, date 'epoch', null, null, site.max_live, true),
    ('learner_concurrency', (p_caller).learner_id, date 'epoch', null, null, site.learner_max_live::integer, true)
  ) as windows (scope, subject_id, starts_on, ends_on, cap_seconds, max_live, applies)
  where site.id = (p_caller).site_id and windows.applies;
end
$$;
comment on function coach.limits_of(coach.caller) is
  'The limits of a site''s learner now, as configured: five, and the address''s day where the learner is anonymous.';

create function coach.usage_of(p_caller coach.caller)
returns table (
  scope coach.limit_name, cap integer, used bigint, resets_at timestamptz, seconds_left bigint, is_full boolean
)
language plpgsql stable rows 6 set search_path = '' as $$
#variable_conflict use_column
begin
  return query select l.scope, coalesce(l.cap_seconds, l.max_live),
    case when l.max_live is null
      then coalesce(w.reserved_seconds + w.used_seconds, 0) else coalesce(w.live_sessions, 0) end,
    l.resets_at,
    case when l.max_live is null
      then greatest(l.cap_seconds - coalesce(w.reserved_seconds + w.used_seconds, 0), 0) end,
    case when l.max_live is null
      then l.cap_seconds - coalesce(w.reserved_seconds + w.used_seconds, 0) < coach.minimum_seconds()
      else coalesce(w.live_sessions, 0) >= l.max_live end
  from coach.limits_of(p_caller) as l
  left join coach.usage_windows as w
    on w.scope = l.scope and w.subject_id = l.subject_id and w.starts_on = l.starts_on;
end
$$;
comment on function coach.usage_of(coach.caller) is
  'How much of each limit is taken; a learner who was never here (null) has used nothing.';

create function coach.refusal(p_caller coach.caller) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'outcome', 'limit_reached',
      'limit', jsonb_build_object(
        'name', scope, 'cap', cap, 'used', used, 'resets_at', coach.to_iso(resets_at)
      ),
      -- A call at a time frees itself when one ends: asking again after a beat is soon enough.
      'retry_after_seconds', case when resets_at is null then 15
        else greatest(ceil(extract(epoch from resets_at - now())), 1) end
    )
    from coach.usage_of(p_caller) where is_full order by scope, cap limit 1
  );
end
$$;
comment on function coach.refusal(coach.caller) is
  'The first limit that leaves no room, as a function''s answer; null when there is room. An address''s day is told as the learner''s.';

create function coach.ensure_windows(p_caller coach.caller) returns bigint[]
language plpgsql set search_path = '' as $$
declare
  v_limit record;
  v_id bigint;
  v_ids bigint[] := '{}';
begin
  for v_limit in select * from coach.limits_of(p_caller) order by scope, subject_id loop
    select id into v_id from coach.usage_windows as w
    where w.scope = v_limit.scope and w.subject_id = v_limit.subject_id and w.starts_on = v_limit.starts_on;
    if not found then
      insert into coach.usage_windows (scope, subject_id, starts_on, cap_seconds, max_live)
      values (v_limit.scope, v_limit.subject_id, v_limit.starts_on, v_limit.cap_seconds, v_limit.max_live)
      on conflict (scope, subject_id, starts_on) do nothing;
      select id into strict v_id from coach.usage_windows as w
      where w.scope = v_limit.scope and w.subject_id = v_limit.subject_id and w.starts_on = v_limit.starts_on;
    end if;
    v_ids := v_ids || v_id;
  end loop;
  return v_ids;
end
$$;
comment on function coach.ensure_windows(coach.caller) is
  'The ids of a learner''s windows of now, made where missing.';

create function coach.lock_windows(p_ids bigint[]) returns void
language plpgsql set search_path = '' as $$
begin
  perform id from coach.usage_windows where id = any(p_ids) order by scope, id for update;
end
$$;
comment on function coach.lock_windows(bigint[]) is
  'Locks windows in the one order. Every transaction that moves money calls it once, for all it needs, before it locks a session.';

create function coach.hold_seconds(p_window_ids bigint[], p_caller coach.caller, p_wanted integer)
returns integer
language plpgsql set search_path = '' as $$
declare
  v_hold integer;
  v_moved integer;
begin
  select least(p_wanted, min(seconds_left)) into v_hold from coach.usage_of(p_caller);
  -- Exact by itself: without the locks of the caller it would refuse, never exceed.
  update coach.usage_windows as w
  set reserved_seconds = w.reserved_seconds + v_hold,
      live_sessions = w.live_sessions + 1,
      cap_seconds = l.cap_seconds,
      max_live = l.max_live
  from coach.limits_of(p_caller) as l
  where w.id = any(p_window_ids) and w.scope = l.scope and w.subject_id = l.subject_id
    and (l.cap_seconds is null or w.reserved_seconds + w.used_seconds + v_hold <= l.cap_seconds)
    and (l.max_live is null or w.live_sessions < l.max_live);
  get diagnostics v_moved = row_count;
  if v_moved <> cardinality(p_window_ids) then
    raise exception 'windows changed while they were locked' using errcode = 'serialization_failure';
  end if;
  return v_hold;
end
$$;
comment on function coach.hold_seconds(bigint[], coach.caller, integer) is
  'Reserves the wanted seconds, or what is left, in all windows at once. The windows are locked and have room.';

select coach.expose(
  'coach.minimum_seconds()', 'coach.limits_of(coach.caller)', 'coach.usage_of(coach.caller)',
  'coach.refusal(coach.caller)', 'coach.ensure_windows(coach.caller)', 'coach.lock_windows(bigint[])',
  'coach.hold_seconds(bigint[], coach.caller, integer)'
);
