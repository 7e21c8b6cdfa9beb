-- A session may have several calls, one after the other: a connection breaks, a page is loaded again. The
-- minutes stay as they were granted. Whatever call there is ends before the next one is made.

create table coach.calls (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references coach.sessions on delete cascade,
  provider text not null check (char_length(provider) between 1 and 60),
  provider_call_id text check (char_length(provider_call_id) between 1 and 200),
  answer text check (char_length(answer) <= 131072),
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  unique (provider, provider_call_id)
);
comment on table coach.calls is 'One connection at the provider; a session may have several.';
comment on column coach.calls.answer is
  'The SDP answer, kept for a repeated start; gone once the call is over, since it holds addresses.';
create index calls_session_id on coach.calls (session_id);
-- The last wall behind the functions: whatever goes wrong before, a session never has two live calls.
create unique index calls_one_live_each_session on coach.calls (session_id) where ended_at is null;
alter table coach.calls enable row level security;
revoke all on coach.calls from public, anon, authenticated, service_role;
grant select, insert on coach.calls to service_role;
grant update (answer, ended_at) on coach.calls to service_role;

create table coach.call_attempts (
  session_id uuid not null references coach.sessions on delete cascade,
  attempt_key uuid not null,
  request_hash text not null check (char_length(request_hash) between 1 and 200),
  status text not null default 'making' check (status in ('making', 'made', 'failed')),
  call_id uuid references coach.calls on delete cascade,
  tries integer not null default 1 check (tries > 0),
  begun_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (session_id, attempt_key),
  constraint call_attempts_call check ((status = 'made') = (call_id is not null))
);
comment on table coach.call_attempts is
  'Requests for a further call of a session. One is being made at a time; a request that is repeated makes no second call.';
comment on column coach.call_attempts.expires_at is
  'When an attempt whose function was killed no longer stands in the way.';
create index call_attempts_call_id on coach.call_attempts (call_id);
alter table coach.call_attempts enable row level security;
revoke all on coach.call_attempts from public, anon, authenticated, service_role;
grant select, insert on coach.call_attempts to service_role;
grant update (status, call_id, tries, begun_at, expires_at) on coach.call_attempts to service_role;

create function coach.making_lease() returns interval
language sql immutable set search_path = '' as $$ select interval '40 seconds' $$;
comment on function coach.making_lease() is
  'How long a further call may be in the making: longer than hanging up the old one and the provider''s patience.';

create function coach.pause_window() returns interval
language sql immutable set search_path = '' as $$ select interval '30 seconds' $$;
comment on function coach.pause_window() is 'How long a session whose page closed waits for another call.';

create function coach.maximum_noted_pauses() returns integer
language sql immutable set search_path = '' as $$ select 20 $$;
comment on function coach.maximum_noted_pauses() is
  'How many pauses of a session are written down: nobody practises on a page that closes more often.';

create function coach.call_plan(p_session coach.sessions) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'seed', p_session.seed, 'variables', p_session.variables, 'learner_name', p_session.learner_name,
    'learner_key', (select key_hash from coach.learners where id = p_session.learner_id),
    'scenario', coach.scenario_json(p_session.scenario_version_id)
  )
$$;
comment on function coach.call_plan(coach.sessions) is
  'What a session''s calls are made from, the same for each of them.';

create function coach.call_clock(p_session coach.sessions) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'elapsed_ms', greatest(floor(extract(epoch from now() - p_session.attached_at) * 1000), 0),
    'remaining_seconds', greatest(floor(extract(epoch from p_session.deadline - now())), 0)
  )
$$;
comment on function coach.call_clock(coach.sessions) is
  'How far a running session is. The provider''s clock stands still no more than ours.';

create function coach.call_refusal(p_session coach.sessions, p_attempt_key uuid) returns jsonb
language sql stable set search_path = '' as $$
  with attempts as (
    select coalesce(sum(tries), 0) as tries, max(begun_at) as last_at,
      bool_or(status = 'making' and expires_at > now() and attempt_key = p_attempt_key) as is_pending,
      bool_or(status = 'making' and expires_at > now() and attempt_key <> p_attempt_key) as is_busy
    from coach.call_attempts where session_id = p_session.id
  ), spaced as (
    select *, case when tries = 0 then 0 else ceil(extract(
      epoch from last_at + make_interval(secs => least(2 ^ (least(tries, 4) - 1), 8)) - now()
    )) end as wait_seconds
    from attempts
  )
  select case
    when is_pending then jsonb_build_object('outcome', 'pending')
    when p_session.handshake = 'ephemeral' then jsonb_build_object('outcome', 'over', 'end_reason', null)
    when not coach.has_voice(site) or site.status <> 'active' then jsonb_build_object('outcome', 'feature_disabled')
    when is_busy then jsonb_build_object('outcome', 'too_soon', 'retry_after_seconds', 2)
    when tries >= 24 or 8 <= (select count(*) from coach.calls where session_id = p_session.id)
      then jsonb_build_object('outcome', 'too_many')
    when wait_seconds > 0 then jsonb_build_object('outcome', 'too_soon', 'retry_after_seconds', wait_seconds)
  end
  from spaced, coach.sites as site where site.id = p_session.site_id
$$;
comment on function coach.call_refusal(coach.sessions, uuid) is
  'Why a session gets no further call now; null where it does. Eight calls and twenty-four tries a session, 1, 2, 4 and then 8 seconds apart. The call of an ephemeral session cannot be hung up, so that it stays its only one.';

create function coach.is_overtaken(p_session coach.sessions, p_attempt_key uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from coach.call_attempts as later
    where later.session_id = p_session.id and later.attempt_key <> p_attempt_key
      and later.begun_at > coalesce(
        (
          select begun_at from coach.call_attempts
          where session_id = p_session.id and attempt_key = p_attempt_key
        ),
        case when p_session.attempt_key = p_attempt_key then '-infinity'::timestamptz end
      )
  )
$$;
comment on function coach.is_overtaken(coach.sessions, uuid) is
  'Whether another call was asked for after that of this attempt. Never true of an attempt that is null or unknown.';

create function coach.line_quality_of(p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'samples', count(*),
    'mos', round(avg((detail ->> 'mos')::numeric), 2), 'worst_mos', min((detail ->> 'mos')::numeric),
    'round_trip_ms', round(avg((detail ->> 'round_trip_ms')::numeric)),
    'jitter_ms', round(avg((detail ->> 'jitter_ms')::numeric), 1),
    'loss_percent', round(avg((detail ->> 'loss_percent')::numeric), 2)
  )
  from coach.session_events where session_id = p_session_id and kind = 'line_quality'
$$;
comment on function coach.line_quality_of(uuid) is
  'What the browser said of a session''s connection, on average and at its worst.';

create function public.attach_call(
  p_session_id uuid, p_provider_call_id text, p_provider text, p_answer text, p_plan jsonb default null
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
  v_is_live boolean;
  v_call coach.calls;
begin
  select * into v_session from coach.sessions where id = p_session_id for no key update;
  if not found then
    return jsonb_build_object('outcome', 'gone');
  end if;
  v_is_live := v_session.status in ('reserved', 'active');
  -- A call that comes too late is noted all the same, so that the queue ends what its caller forgets.
  insert into coach.calls (session_id, provider, provider_call_id, answer, ended_at)
  select p_session_id, p_provider, p_provider_call_id, case when v_is_live then p_answer end,
    case when not v_is_live then now() end
  where p_provider_call_id is not null or v_session.status = 'reserved'
  on conflict (provider, provider_call_id) do nothing;
  select * into v_call from coach.calls
  where provider = p_provider and provider_call_id = p_provider_call_id;
  if v_call.session_id <> p_session_id then
    return jsonb_build_object('outcome', 'gone');
  end if;
  if not v_is_live then
    insert into coach.hangups (call_id, provider_call_id)
    select v_call.id, v_call.provider_call_id where v_call.id is not null
    on conflict (call_id) do nothing;
    return jsonb_build_object('outcome', 'gone');
  end if;
  if v_session.status = 'reserved' then
    perform coach.activate(p_session_id);
  end if;
  if not coach.is_metered(p_plan) then
    perform coach.charge(p_session_id, v_session.cost_cap_micros);
  end if;
  if v_call.id is not null and p_plan is not null then
    insert into coach.observations (call_id, session_id, plan) values (v_call.id, p_session_id, p_plan)
    on conflict (call_id) do nothing;
  end if;
  return (
    select jsonb_build_object(
      'outcome', 'active', 'deadline', coach.to_iso(deadline), 'limit_seconds', limit_seconds,
      'call_id', v_call.id, 'is_sweep_due', coach.is_sweep_due()
    ) from coach.sessions where id = p_session_id
  );
end
$$;
comment on function public.attach_call(uuid, text, text, text, jsonb) is
  'The answer is about to leave: money starts here, and with a plan our watch over the call. A further call of an active session keeps its deadline.';

create function public.open_call(p_session_id uuid, p_attempt_key uuid, p_request_hash text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
  v_attempt coach.call_attempts;
  v_refusal jsonb;
begin
  select * into v_session from coach.sessions where id = p_session_id for no key update;
  if not found then
    return jsonb_build_object('outcome', 'session_unknown');
  end if;
  select * into v_attempt from coach.call_attempts
  where session_id = p_session_id and attempt_key = p_attempt_key;
  if v_attempt.request_hash <> p_request_hash then
    return jsonb_build_object('outcome', 'attempt_conflict');
  end if;
  if v_session.status <> 'active' or v_session.deadline <= now() then
    return jsonb_build_object('outcome', 'over', 'end_reason', v_session.end_reason);
  end if;
  if v_attempt.status = 'made' then
    return coalesce((
      select jsonb_build_object('outcome', 'replayed', 'answer', answer)
        || coach.call_clock(v_session) || coach.call_plan(v_session)
      from coach.calls where id = v_attempt.call_id and ended_at is null
    ), jsonb_build_object('outcome', 'attempt_over'));
  end if;
  v_refusal := coach.call_refusal(v_session, p_attempt_key);
  if v_refusal is not null then
    return v_refusal;
  end if;
  insert into coach.call_attempts as attempt (session_id, attempt_key, request_hash, expires_at)
  values (p_session_id, p_attempt_key, p_request_hash, now() + coach.making_lease())
  on conflict (session_id, attempt_key) do update
  set status = 'making', tries = attempt.tries + 1, begun_at = now(), expires_at = excluded.expires_at;
  update coach.sessions
  set last_beat_at = now(), lapses_at = least(now() + coach.beat_lease(), deadline), paused_at = null
  where id = p_session_id;
  return jsonb_build_object('outcome', 'granted', 'hangups', coach.hang_up_calls(p_session_id))
    || coach.call_plan(v_session);
end
$$;
comment on function public.open_call(uuid, uuid, text) is
  'Begins a further call of a running session and ends the one it has: the caller hangs up what it is given before it makes a new one. One at a time; a repeated request is told of the call that it has.';

create function public.fail_call(p_session_id uuid, p_attempt_key uuid) returns jsonb
language plpgsql set search_path = '' as $$
begin
  update coach.call_attempts set status = 'failed', expires_at = now()
  where session_id = p_session_id and attempt_key = p_attempt_key and status = 'making';
  return jsonb_build_object('outcome', case when found then 'failed' else 'unchanged' end);
end
$$;
comment on function public.fail_call(uuid, uuid) is
  'No call came about: the same attempt, or another, may try again. The session goes on without a call until its lease runs out.';

create function public.attach_further_call(
  p_session_id uuid, p_attempt_key uuid, p_provider_call_id text, p_provider text, p_answer text, p_plan jsonb
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
  v_is_wanted boolean;
  v_attached jsonb;
begin
  select * into v_session from coach.sessions where id = p_session_id for no key update;
  v_is_wanted := v_session.status = 'active' and v_session.deadline > now() and exists (
    select from coach.call_attempts
    where session_id = p_session_id and attempt_key = p_attempt_key and status = 'making' and expires_at > now()
  );
  if v_session.id is null then
    return jsonb_build_object('outcome', 'gone');
  end if;
  if not v_is_wanted then
    -- Its page closed, or another attempt went before it: noted all the same, so that the queue ends it.
    with late as (
      insert into coach.calls (session_id, provider, provider_call_id, ended_at)
      values (p_session_id, p_provider, p_provider_call_id, now())
      on conflict (provider, provider_call_id) do nothing
      returning id, provider_call_id
    )
    insert into coach.hangups (call_id, provider_call_id) select id, provider_call_id from late;
    return jsonb_build_object('outcome', 'gone');
  end if;
  v_attached := public.attach_call(p_session_id, p_provider_call_id, p_provider, p_answer, p_plan);
  if v_attached ->> 'outcome' = 'active' then
    update coach.call_attempts set status = 'made', call_id = (v_attached ->> 'call_id')::uuid
    where session_id = p_session_id and attempt_key = p_attempt_key;
    insert into coach.session_events (session_id, kind, detail)
    select p_session_id, 'call_replaced', jsonb_build_object('calls', count(*))
    from coach.calls where session_id = p_session_id;
  end if;
  return v_attached || coach.call_clock(v_session);
end
$$;
comment on function public.attach_further_call(uuid, uuid, text, text, text, jsonb) is
  'The answer of a further call is about to leave. Gone: the session is over or nobody waits for this call any more, so hang it up.';

create function public.pause_session(p_session_id uuid, p_reason text, p_attempt_key uuid default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
  v_hangups jsonb := '[]';
  v_outcome text := 'paused';
begin
  select * into v_session from coach.sessions where id = p_session_id for no key update;
  if not found then
    return jsonb_build_object('outcome', 'session_unknown');
  end if;
  if v_session.status <> 'active' or v_session.deadline <= now() or v_session.handshake = 'ephemeral' then
    return jsonb_build_object('outcome', 'not_pausable');
  end if;
  if coach.is_overtaken(v_session, p_attempt_key) then
    v_outcome := 'overtaken';
  else
    if not coach.is_paused(v_session) then
      update coach.sessions
      set paused_at = now(), lapses_at = least(lapses_at, now() + coach.pause_window())
      where id = p_session_id returning * into v_session;
      -- A beat ends a pause: whoever closes and beats in turns could write without end.
      insert into coach.session_events (session_id, kind, detail)
      select p_session_id, 'paused', jsonb_build_object('reason', p_reason)
      where coach.maximum_noted_pauses() > (
        select count(*) from coach.session_events where session_id = p_session_id and kind = 'paused'
      );
    end if;
    update coach.call_attempts set status = 'failed', expires_at = now()
    where session_id = p_session_id and status = 'making';
    v_hangups := coach.hang_up_calls(p_session_id);
  end if;
  return jsonb_build_object(
    'outcome', v_outcome,
    'used_seconds', least(
      v_session.limit_seconds,
      greatest(1, ceil(extract(epoch from coach.lasted_until(v_session, now()) - v_session.attached_at)))
    ),
    'hangups', v_hangups
  );
end
$$;
comment on function public.pause_session(uuid, text, uuid) is
  'Ends the call of a session whose page closed. The session waits for another one, the shorter of half a minute and its lease; repeating does not lengthen it. Overtaken: a later call took the place of the attempt''s own, and goes on. Whoever is told not_pausable ends the session instead.';

create function public.note_line_quality(p_session_id uuid, p_quality jsonb) returns jsonb
language plpgsql set search_path = '' as $$
begin
  -- The row is locked, so that of two samples at once only one is near nothing.
  perform from coach.sessions where id = p_session_id and status = 'active' for no key update;
  if not found or exists (
    select from coach.session_events
    where session_id = p_session_id and kind = 'line_quality' and created_at > now() - interval '10 seconds'
  ) then
    return jsonb_build_object('outcome', 'unchanged');
  end if;
  insert into coach.session_events (session_id, kind, detail) values (p_session_id, 'line_quality', jsonb_build_object(
    'round_trip_ms', round((p_quality ->> 'round_trip_ms')::numeric),
    'jitter_ms', round((p_quality ->> 'jitter_ms')::numeric, 1),
    'loss_percent', round((p_quality ->> 'loss_percent')::numeric, 2),
    'mos', round((p_quality ->> 'mos')::numeric, 2)
  ));
  return jsonb_build_object('outcome', 'noted');
end
$$;
comment on function public.note_line_quality(uuid, jsonb) is
  'Keeps how the browser judges its connection, of a running session and at most every ten seconds: a call of an hour has 360 rows at most.';

select coach.expose(
  'coach.making_lease()', 'coach.pause_window()', 'coach.maximum_noted_pauses()', 'coach.call_plan(coach.sessions)',
  'coach.call_clock(coach.sessions)', 'coach.call_refusal(coach.sessions, uuid)',
  'coach.is_overtaken(coach.sessions, uuid)', 'coach.line_quality_of(uuid)',
  'public.attach_call(uuid, text, text, text, jsonb)', 'public.open_call(uuid, uuid, text)',
  'public.fail_call(uuid, uuid)', 'public.attach_further_call(uuid, uuid, text, text, text, jsonb)',
  'public.pause_session(uuid, text, uuid)', 'public.note_line_quality(uuid, jsonb)'
);
