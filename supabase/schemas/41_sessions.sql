-- A practice attempt and its minutes: held at the start, billed once at the end, whoever ends it.

create function coach.beat_lease() returns interval
language sql immutable set search_path = '' as $$ select interval '45 seconds' $$;
comment on function coach.beat_lease() is 'How long a call outlives its last beat.';

create function coach.attach_window() returns interval
language sql immutable set search_path = '' as $$ select interval '60 seconds' $$;
comment on function coach.attach_window() is 'How long minutes stay reserved for a call that is being made.';

create function coach.counted_seconds() returns integer
language sql immutable set search_path = '' as $$ select 10 $$;
comment on function coach.counted_seconds() is
  'How long a call lasts before it counts as an attempt; where attempts are limited, a shorter one is not scored.';

create function coach.unserved_seconds() returns integer
language sql immutable set search_path = '' as $$ select 180 $$;
comment on function coach.unserved_seconds() is
  'How long a call may last that is not billed because its customer never spoke: our page gives up within one minute.';

create table coach.sessions (
  id uuid primary key default gen_random_uuid(),
  site_id uuid not null references coach.sites,
  learner_id uuid not null references coach.learners on delete cascade,
  learner_slot smallint not null check (learner_slot > 0),
  scenario_version_id bigint not null references coach.scenario_versions,
  attempt_key uuid not null,
  request_hash text not null check (char_length(request_hash) between 1 and 200),
  request_id text not null check (char_length(request_id) <= 200),
  handshake text not null check (handshake in ('relay', 'ephemeral')),
  status text not null default 'reserved' check (status in ('reserved', 'active', 'ended', 'released')),
  locale text not null check (char_length(locale) <= 35),
  learner_name text check (char_length(learner_name) <= 200),
  variables jsonb not null default '{}' check (jsonb_typeof(variables) = 'object'),
  seed bigint not null check (seed between 0 and 281474976710655),
  limit_seconds integer not null check (limit_seconds > 0),
  used_seconds integer not null default 0 check (used_seconds between 0 and limit_seconds),
  created_at timestamptz not null default now(),
  attached_at timestamptz,
  last_beat_at timestamptz,
  paused_at timestamptz,
  deadline timestamptz,
  lapses_at timestamptz default now() + coach.attach_window(),
  ended_at timestamptz,
  end_reason text check (end_reason ~ '^[a-z_]{1,40}$'),
  address_id uuid,
  cost_cap_micros bigint check (cost_cap_micros >= 0),
  cost_charged_micros bigint not null default 0 check (cost_charged_micros >= 0),
  purpose text not null default 'practice' check (purpose in ('practice', 'official')),
  unique (site_id, attempt_key),
  constraint sessions_live_lapse check ((status in ('reserved', 'active')) = (lapses_at is not null)),
  constraint sessions_over_end check ((status in ('ended', 'released')) = (ended_at is not null)),
  constraint sessions_called_deadline check ((status in ('active', 'ended')) = (attached_at is not null)),
  constraint sessions_attached_deadline check ((attached_at is null) = (deadline is null)),
  constraint sessions_unattached_free check (attached_at is not null or used_seconds = 0)
);
comment on table coach.sessions is
  'One practice attempt. reserved: its call is being made; active: billed; ended: settled; released: no call came about.';
comment on column coach.sessions.learner_slot is
  'Which of the learner''s simultaneous calls this is, from 1; one unless the site allows more.';
comment on column coach.sessions.seed is
  'Draws the scenario''s variables, so that an attempt can be replayed. 48 bits, safe as a JSON number.';
comment on column coach.sessions.paused_at is
  'When its page closed and its call was hung up. It counts until the next sign of life.';
comment on column coach.sessions.lapses_at is
  'When it counts as abandoned: lease or deadline, whichever comes first. Null once over.';
comment on column coach.sessions.address_id is
  'Counts the starts behind one address: a hash, of anonymous learners alone, forgotten after a day.';
comment on column coach.sessions.cost_cap_micros is
  'What it may cost at the provider, in millionths of a dollar; held on its site''s day. Null: begun before there were caps.';
comment on column coach.sessions.cost_charged_micros is
  'What of its cost stands in coach.site_costs already.';
comment on column coach.sessions.purpose is
  'official: the site''s coaches may read it, as the learner was told before. practice: nobody but the learner does.';
-- The third wall, behind the conditional update and the CHECKs of the ledger.
create unique index sessions_one_live_each_slot on coach.sessions (learner_id, learner_slot)
  where status in ('reserved', 'active');
create index sessions_lapses_at on coach.sessions (lapses_at) where lapses_at is not null;
create index sessions_site_lapses_at on coach.sessions (site_id, lapses_at) where lapses_at is not null;
create index sessions_learner_created_at on coach.sessions (learner_id, created_at);
create index sessions_site_created_at on coach.sessions (site_id, created_at) where status <> 'released';
create index sessions_address_created_at on coach.sessions (address_id, created_at) where address_id is not null;
create index sessions_address_known on coach.sessions (created_at) where address_id is not null;
create index sessions_site_ended_at on coach.sessions (site_id, ended_at) where ended_at is not null;
alter table coach.sessions enable row level security;
revoke all on coach.sessions from public, anon, authenticated, service_role;
grant select, insert on coach.sessions to service_role;
grant update (
  status, used_seconds, attached_at, last_beat_at, paused_at, deadline, lapses_at, ended_at, end_reason,
  cost_cap_micros, cost_charged_micros
) on coach.sessions to service_role;

create table coach.consents (
  session_id uuid primary key references coach.sessions on delete cascade,
  learner_id uuid not null references coach.learners on delete cascade,
  version text not null check (char_length(version) between 1 and 32),
  locale text not null check (char_length(locale) <= 35),
  facts boolean not null default false,
  learner_subject text check (char_length(learner_subject) between 1 and 255),
  consented_at timestamptz not null default now(),
  results boolean not null default false,
  constraint consents_subject check (facts or results or learner_subject is null)
);
comment on table coach.consents is 'Which text a learner agreed to before the call.';
comment on column coach.consents.facts is
  'The learner agreed that contacts and commitments are noted and handed to the site.';
comment on column coach.consents.results is
  'The learner was told, before agreeing, that the result goes to the site.';
comment on column coach.consents.learner_subject is
  'The learner as the site''s tokens name one, kept only where facts or the result go to that site; everywhere else there is a hash alone.';
create index consents_learner_id on coach.consents (learner_id);
alter table coach.consents enable row level security;
revoke all on coach.consents from public, anon, authenticated, service_role;
grant select, insert on coach.consents to service_role;

create table coach.session_events (
  id bigint generated always as identity primary key,
  session_id uuid not null references coach.sessions on delete cascade,
  kind text not null check (kind ~ '^[a-z_]{1,60}$'),
  detail jsonb not null default '{}',
  created_at timestamptz not null default now()
);
comment on table coach.session_events is 'What happened to a session, without any word that was spoken.';
create index session_events_session_id on coach.session_events (session_id);
create index session_events_line_quality on coach.session_events (created_at) where kind = 'line_quality';
alter table coach.session_events enable row level security;
revoke all on coach.session_events from public, anon, authenticated, service_role;
grant select, insert on coach.session_events to service_role;

create table coach.reservations (
  session_id uuid primary key references coach.sessions on delete cascade,
  hold_seconds integer not null check (hold_seconds > 0),
  window_ids bigint[] not null check (cardinality(window_ids) between 5 and 6),
  state text not null default 'held' check (state in ('held', 'settled', 'released')),
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  constraint reservations_close check ((state = 'held') = (closed_at is null))
);
comment on table coach.reservations is
  'The hold of one session on its windows; it stays on the period in which it was made.';
create index reservations_closed_at on coach.reservations (closed_at) where closed_at is not null;
alter table coach.reservations enable row level security;
revoke all on coach.reservations from public, anon, authenticated, service_role;
grant select, insert on coach.reservations to service_role;
grant update (state, closed_at) on coach.reservations to service_role;

create table coach.ledger_entries (
  session_id uuid primary key,
  organization_id uuid not null,
  site_id uuid not null,
  learner_id uuid not null,
  window_ids bigint[] not null,
  used_seconds integer not null check (used_seconds >= 0),
  reason text not null,
  settled_at timestamptz not null default now()
);
comment on table coach.ledger_entries is
  'One row for each session that had a call, appended at its settlement; 0 where its provider owed all of it. No foreign keys: it outlives what it names.';
create index ledger_entries_settled_at on coach.ledger_entries (settled_at);
create trigger ledger_entries_append_only before update or delete on coach.ledger_entries
  for each row execute function coach.refuse_change();
create trigger ledger_entries_keep before truncate on coach.ledger_entries
  for each statement execute function coach.refuse_change();
alter table coach.ledger_entries enable row level security;
revoke all on coach.ledger_entries from public, anon, authenticated, service_role;
grant select, insert on coach.ledger_entries to service_role;

create function coach.wants_facts(p_session_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select coalesce((
    select consent.facts and coach.has_facts(site)
    from coach.sessions as session
    join coach.consents as consent on consent.session_id = session.id
    join coach.sites as site on site.id = session.site_id
    where session.id = p_session_id
  ), false)
$$;
comment on function coach.wants_facts(uuid) is
  'Whether a session''s report notes facts: the learner agreed at the start, and the site asks for them still.';

create function coach.windows_of(p_session_ids uuid[]) returns bigint[]
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(array_agg(distinct window_id), '{}')
    from coach.reservations, unnest(window_ids) as window_id
    where session_id = any(p_session_ids)
  );
end
$$;
comment on function coach.windows_of(uuid[]) is 'The windows on which sessions hold minutes.';

create function coach.is_paused(p_session coach.sessions) returns boolean
language sql immutable set search_path = '' as $$
  select coalesce(p_session.paused_at >= p_session.last_beat_at, false)
$$;
comment on function coach.is_paused(coach.sessions) is 'Whether its page closed and nothing was heard of it since.';

create function coach.lasted_until(p_session coach.sessions, p_otherwise timestamptz) returns timestamptz
language sql stable set search_path = '' as $$
  select case when coach.is_paused(p_session) then p_session.paused_at else p_otherwise end
$$;
comment on function coach.lasted_until(coach.sessions, timestamptz) is
  'Until when a session is billed: while it is paused nobody talks.';

create function coach.activate(p_session_id uuid) returns void
language plpgsql set search_path = '' as $$
begin
  update coach.sessions
  set status = 'active', attached_at = now(), last_beat_at = now(),
      deadline = now() + make_interval(secs => limit_seconds),
      lapses_at = now() + least(make_interval(secs => limit_seconds), coach.beat_lease())
  where id = p_session_id and status = 'reserved';
  insert into coach.session_events (session_id, kind) values (p_session_id, 'active');
end
$$;
comment on function coach.activate(uuid) is 'Starts the clock of a reserved session.';

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
    -- Nobody hears when an ephemeral call ends: its browser's word for it is worth nothing.
    v_used := case when v_session.handshake = 'ephemeral' then v_reservation.hold_seconds else least(
      v_reservation.hold_seconds,
      greatest(1, ceil(extract(epoch from p_until - v_session.attached_at)))
    ) end;
    if v_used <= coach.unserved_seconds() and p_reason <> 'tampered' and coach.is_unserved(p_session_id) then
      v_used := 0;
    end if;
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
  set state = case v_session.status when 'active' then 'settled' else 'released' end, closed_at = now()
  where session_id = p_session_id;
  update coach.sessions
  set status = case v_session.status when 'active' then 'ended' else 'released' end,
      used_seconds = v_used, ended_at = now(), lapses_at = null, end_reason = p_reason
  where id = p_session_id;
  perform coach.close_session(p_session_id, case
    when v_session.status <> 'active' then 'no_learner_turns'
    when v_session.handshake = 'ephemeral' then 'unobserved'
    -- Where attempts are counted, what does not count is not scored: it could be repeated until it pleases.
    when v_used between 1 and coach.counted_seconds() - 1 and exists (
      select from coach.sites where id = v_session.site_id and attempts_per_scenario is not null
    ) then 'too_short'
  end);
  return true;
end
$$;
comment on function coach.settle(uuid, timestamptz, text) is
  'Ends a session once: bills from the attached call to the given instant, an ephemeral one its whole hold, or gives the hold back where no call came about. Of a call whose provider owed every reply nothing is billed. The caller has locked the windows.';

create function coach.close_session(p_session_id uuid, p_unscored text) returns void
language plpgsql set search_path = '' as $$
begin
  update coach.calls set ended_at = now(), answer = null where session_id = p_session_id and ended_at is null;
  insert into coach.hangups (call_id, provider_call_id)
  select id, provider_call_id from coach.calls
  where session_id = p_session_id and provider_call_id is not null
  on conflict (call_id) do nothing;
  insert into coach.reports (session_id, site_id, status, reason, finished_at)
  select id, site_id, case when p_unscored is null then 'pending' else 'not_scored' end, p_unscored,
    case when p_unscored is not null then now() end
  from coach.sessions where id = p_session_id;
  if p_unscored is not null then
    perform coach.queue_result(p_session_id);
  end if;
  insert into coach.session_events (session_id, kind, detail)
  select id, status, jsonb_build_object('reason', end_reason, 'used_seconds', used_seconds)
  from coach.sessions where id = p_session_id;
end
$$;
comment on function coach.close_session(uuid, text) is
  'What follows a settlement in the same transaction: calls closed, hang-ups queued, and the report asked for, unless there is a reason why it is not scored, which the site is told.';

create function public.beat_session(p_session_id uuid) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
begin
  update coach.sessions
  set last_beat_at = now(), lapses_at = least(now() + coach.beat_lease(), deadline)
  where id = p_session_id and status = 'active' and deadline > now()
  returning * into v_session;
  if found then
    return jsonb_build_object(
      'outcome', 'continue', 'remaining_seconds', floor(extract(epoch from v_session.deadline - now()))
    );
  end if;
  select * into v_session from coach.sessions where id = p_session_id;
  if not found then
    return jsonb_build_object('outcome', 'session_unknown');
  end if;
  if v_session.status = 'reserved' then
    return jsonb_build_object('outcome', 'continue', 'remaining_seconds', v_session.limit_seconds);
  end if;
  return jsonb_build_object('outcome', 'stop', 'remaining_seconds', 0, 'end_reason', v_session.end_reason);
end
$$;
comment on function public.beat_session(uuid) is
  'Renews the lease of a call. A late beat before anybody reaped it revives it: a database that was away ends no call.';

create function public.release_session(p_session_id uuid, p_reason text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_status text;
begin
  perform coach.lock_windows(coach.windows_of(array[p_session_id]));
  select status into v_status from coach.sessions where id = p_session_id for no key update;
  if v_status is distinct from 'reserved' then
    return jsonb_build_object('outcome', 'unchanged');
  end if;
  perform coach.settle(p_session_id, now(), p_reason);
  return jsonb_build_object('outcome', 'released');
end
$$;
comment on function public.release_session(uuid, text) is
  'No call came about: the whole hold goes back and nothing is billed. An attached call is not touched.';

create function public.end_session(p_session_id uuid, p_reason text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
  v_hangups jsonb;
begin
  select * into v_session from coach.sessions where id = p_session_id;
  if not found then
    return jsonb_build_object('outcome', 'session_unknown');
  end if;
  if v_session.ended_at is not null then
    return coach.ending_of(p_session_id, '[]');
  end if;
  perform coach.lock_windows(coach.windows_of(array[p_session_id]));
  select * into v_session from coach.sessions where id = p_session_id for no key update;
  if not coach.settle(p_session_id, coach.lasted_until(v_session, now()), p_reason) then
    return coach.ending_of(p_session_id, '[]');
  end if;
  -- Whoever ends the session hangs up at once; the lease keeps the queue's drain away meanwhile.
  with leased as (
    update coach.hangups as hangup
    set attempts = 1, available_at = now() + interval '15 seconds'
    from coach.calls as call
    where call.id = hangup.call_id and call.session_id = p_session_id and hangup.status = 'pending'
    returning hangup.id, hangup.call_id, hangup.provider_call_id
  )
  select coalesce(jsonb_agg(to_jsonb(leased) order by id), '[]') into v_hangups from leased;
  return coach.ending_of(p_session_id, v_hangups);
end
$$;
comment on function public.end_session(uuid, text) is
  'Settles exactly once, with the seconds since the call was attached. Repeated, it answers the same figures and no hang-ups.';

select coach.expose(
  'coach.beat_lease()', 'coach.attach_window()', 'coach.counted_seconds()', 'coach.unserved_seconds()',
  'coach.wants_facts(uuid)', 'coach.windows_of(uuid[])',
  'coach.is_paused(coach.sessions)', 'coach.lasted_until(coach.sessions, timestamptz)', 'coach.activate(uuid)',
  'coach.settle(uuid, timestamptz, text)', 'coach.close_session(uuid, text)',
  'public.beat_session(uuid)', 'public.release_session(uuid, text)', 'public.end_session(uuid, text)'
);
