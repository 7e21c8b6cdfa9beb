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
comment on column coach.usage_windows.starts_on is 'First UTC day of the month or day; the epoch for calls at a time, which know no period.';

create table coach.reservations (
  session_id uuid primary key references coach.sessions,
  hold_seconds integer not null check (hold_seconds > 0),
  window_ids bigint[] not null check (cardinality(window_ids) = 5),
  state text not null default 'held' check (state in ('held', 'settled', 'released')),
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  constraint reservations_close check ((state = 'held') = (closed_at is null))
);
comment on table coach.reservations is
  'The hold of one session on its five windows; it stays on the period in which it was made.';

create table coach.ledger_entries (
  session_id uuid primary key,
  organization_id uuid not null,
  site_id uuid not null,
  learner_id uuid not null,
  window_ids bigint[] not null,
  used_seconds integer not null check (used_seconds > 0),
  reason text not null,
  settled_at timestamptz not null default now()
);
comment on table coach.ledger_entries is
  'One row for each session that was billed, appended at its settlement. No foreign keys: it outlives what it names.';
create trigger ledger_entries_append_only before update or delete on coach.ledger_entries
  for each row execute function coach.refuse_change();
create trigger ledger_entries_keep before truncate on coach.ledger_entries
  for each statement execute function coach.refuse_change();

alter table coach.usage_windows enable row level security;
alter table coach.reservations enable row level security;
alter table coach.ledger_entries enable row level security;
revoke all on coach.usage_windows, coach.reservations, coach.ledger_entries
  from public, anon, authenticated, service_role;
grant select, insert on coach.usage_windows, coach.reservations, coach.ledger_entries to service_role;
grant update (cap_seconds, max_live, reserved_seconds, used_seconds, live_sessions)
  on coach.usage_windows to service_role;
grant update (state, closed_at) on coach.reservations to service_role;

create function coach.limits_of(p_site_id uuid, p_learner_id uuid)
returns table (
  scope coach.limit_name, subject_id uuid, starts_on date, resets_at timestamptz,
  cap_seconds integer, max_live integer
)
language sql stable set search_path = '' as $$
  select windows.scope::coach.limit_name, windows.subject_id, windows.starts_on,
    windows.ends_on::timestamp at time zone 'UTC', windows.cap_seconds, windows.max_live
  from coach.sites as site
  join coach.organizations as organization on organization.id = site.organization_id
  cross join (select (now() at time zone 'UTC')::date as today) as clock
  cross join (select date_trunc('month', now() at time zone 'UTC')::date as first_day) as month
  cross join lateral (values
    ('organization_month', organization.id, first_day, (first_day + interval '1 month')::date,
      organization.month_seconds, null::integer),
    ('site_day', site.id, today, today + 1, site.day_seconds, null),
    ('learner_day', p_learner_id, today, today + 1, site.learner_day_seconds, null),
    ('site_concurrency', site.id, date 'epoch', null, null, site.max_live),
    ('learner_concurrency', p_learner_id, date 'epoch', null, null, site.learner_max_live::integer)
  ) as windows (scope, subject_id, starts_on, ends_on, cap_seconds, max_live)
  where site.id = p_site_id
$$;
comment on function coach.limits_of(uuid, uuid) is 'The five limits of a site''s learner now, as configured.';

create function coach.usage_of(p_site_id uuid, p_learner_id uuid)
returns table (
  scope coach.limit_name, cap integer, used bigint, resets_at timestamptz, seconds_left bigint, is_full boolean
)
language sql stable set search_path = '' as $$
  select l.scope, coalesce(l.cap_seconds, l.max_live),
    case when l.max_live is null
      then coalesce(w.reserved_seconds + w.used_seconds, 0) else coalesce(w.live_sessions, 0) end,
    l.resets_at,
    case when l.max_live is null
      then greatest(l.cap_seconds - coalesce(w.reserved_seconds + w.used_seconds, 0), 0) end,
    case when l.max_live is null
      then l.cap_seconds - coalesce(w.reserved_seconds + w.used_seconds, 0) < coach.minimum_seconds()
      else coalesce(w.live_sessions, 0) >= l.max_live end
  from coach.limits_of(p_site_id, p_learner_id) as l
  left join coach.usage_windows as w
    on w.scope = l.scope and w.subject_id = l.subject_id and w.starts_on = l.starts_on
$$;
comment on function coach.usage_of(uuid, uuid) is
  'How much of each limit is taken; a learner who was never here (null) has used nothing.';

create function coach.refusal(p_site_id uuid, p_learner_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'outcome', 'limit_reached',
    'limit', jsonb_build_object(
      'name', scope, 'cap', cap, 'used', used, 'resets_at', coach.to_iso(resets_at)
    ),
    -- A call at a time frees itself when one ends: asking again after a beat is soon enough.
    'retry_after_seconds', case when resets_at is null then 15
      else greatest(ceil(extract(epoch from resets_at - now())), 1) end
  )
  from coach.usage_of(p_site_id, p_learner_id) where is_full order by scope limit 1
$$;
comment on function coach.refusal(uuid, uuid) is 'The first limit that leaves no room, as a door''s answer; null when there is room.';

create function coach.ensure_windows(p_site_id uuid, p_learner_id uuid) returns bigint[]
language plpgsql set search_path = '' as $$
declare
  v_limit record;
  v_id bigint;
  v_ids bigint[] := '{}';
begin
  for v_limit in select * from coach.limits_of(p_site_id, p_learner_id) order by scope loop
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
comment on function coach.ensure_windows(uuid, uuid) is 'The ids of a learner''s five windows of now, made where missing.';

create function coach.lock_windows(p_ids bigint[]) returns void
language plpgsql set search_path = '' as $$
begin
  perform id from coach.usage_windows where id = any(p_ids) order by scope, id for update;
end
$$;
comment on function coach.lock_windows(bigint[]) is
  'Locks windows in the one order. Every transaction that moves money calls it once, for all it needs, before it locks a session.';

create function coach.hold_seconds(p_window_ids bigint[], p_site_id uuid, p_learner_id uuid, p_wanted integer)
returns integer
language plpgsql set search_path = '' as $$
declare
  v_hold integer;
  v_moved integer;
begin
  select least(p_wanted, min(seconds_left)) into v_hold from coach.usage_of(p_site_id, p_learner_id);
  -- Exact by itself: without the locks of the caller it would refuse, never exceed.
  update coach.usage_windows as w
  set reserved_seconds = w.reserved_seconds + v_hold,
      live_sessions = w.live_sessions + 1,
      cap_seconds = l.cap_seconds,
      max_live = l.max_live
  from coach.limits_of(p_site_id, p_learner_id) as l
  where w.id = any(p_window_ids) and w.scope = l.scope
    and (l.cap_seconds is null or w.reserved_seconds + w.used_seconds + v_hold <= l.cap_seconds)
    and (l.max_live is null or w.live_sessions < l.max_live);
  get diagnostics v_moved = row_count;
  if v_moved <> 5 then
    raise exception 'windows changed while they were locked' using errcode = 'serialization_failure';
  end if;
  return v_hold;
end
$$;
comment on function coach.hold_seconds(bigint[], uuid, uuid, integer) is
  'Reserves the wanted seconds, or what is left, in all five windows at once. The windows are locked and have room.';

create function coach.settle(p_session_id uuid, p_until timestamptz, p_reason text) returns boolean
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
  v_reservation coach.reservations;
  v_used integer := 0;
begin
  select * into v_session from coach.sessions where id = p_session_id for no key update;
  if v_session.status is null or v_session.status not in ('reserved', 'active') then
    return false;
  end if;
  select * into strict v_reservation from coach.reservations where session_id = p_session_id;
  if v_session.status = 'active' then
    v_used := least(
      v_reservation.hold_seconds,
      greatest(1, ceil(extract(epoch from p_until - v_session.attached_at)))
    );
    insert into coach.ledger_entries
      (session_id, organization_id, site_id, learner_id, window_ids, used_seconds, reason)
    select p_session_id, organization_id, v_session.site_id, v_session.learner_id,
      v_reservation.window_ids, v_used, p_reason
    from coach.sites where id = v_session.site_id;
  end if;
  update coach.usage_windows
  set reserved_seconds = reserved_seconds - v_reservation.hold_seconds,
      used_seconds = used_seconds + v_used,
      live_sessions = live_sessions - 1
  where id = any(v_reservation.window_ids);
  update coach.reservations
  set state = case when v_used > 0 then 'settled' else 'released' end, closed_at = now()
  where session_id = p_session_id;
  update coach.sessions
  set status = case when v_used > 0 then 'ended' else 'released' end,
      used_seconds = v_used, ended_at = now(), lapses_at = null, end_reason = p_reason
  where id = p_session_id;
  perform coach.close_session(p_session_id, v_used > 0, v_session.handshake = 'relay');
  return true;
end
$$;
comment on function coach.settle(uuid, timestamptz, text) is
  'Ends a session once: bills from the attached call to the given instant, or gives the hold back where no call came about. The caller has locked the windows.';

create function coach.close_session(p_session_id uuid, p_had_call boolean, p_is_observable boolean) returns void
language plpgsql set search_path = '' as $$
begin
  update coach.calls set ended_at = now(), answer = null where session_id = p_session_id and ended_at is null;
  insert into coach.hangups (call_id, provider_call_id)
  select id, provider_call_id from coach.calls
  where session_id = p_session_id and provider_call_id is not null
  on conflict (call_id) do nothing;
  if p_had_call and p_is_observable then
    insert into coach.reports (session_id) values (p_session_id);
  else
    insert into coach.reports (session_id, status, reason, finished_at)
    values (p_session_id, 'not_scored', case when p_had_call then 'unobserved' else 'no_learner_turns' end, now());
  end if;
  insert into coach.session_events (session_id, kind, detail)
  select id, status, jsonb_build_object('reason', end_reason, 'used_seconds', used_seconds)
  from coach.sessions where id = p_session_id;
end
$$;
comment on function coach.close_session(uuid, boolean, boolean) is
  'What follows a settlement in the same transaction: calls closed, hang-ups queued, the report asked for.';

revoke execute on function
  coach.limits_of(uuid, uuid), coach.usage_of(uuid, uuid), coach.refusal(uuid, uuid),
  coach.ensure_windows(uuid, uuid), coach.lock_windows(bigint[]),
  coach.hold_seconds(bigint[], uuid, uuid, integer), coach.settle(uuid, timestamptz, text),
  coach.close_session(uuid, boolean, boolean)
from public, anon, authenticated;
grant execute on function
  coach.limits_of(uuid, uuid), coach.usage_of(uuid, uuid), coach.refusal(uuid, uuid),
  coach.ensure_windows(uuid, uuid), coach.lock_windows(bigint[]),
  coach.hold_seconds(bigint[], uuid, uuid, integer), coach.settle(uuid, timestamptz, text),
  coach.close_session(uuid, boolean, boolean)
to service_role;
