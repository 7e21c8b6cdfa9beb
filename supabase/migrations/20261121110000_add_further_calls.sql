-- A session may have several calls, one after the other: a connection breaks, a page is loaded again. The
-- minutes stay as they were granted. Whatever call there is ends before the next one is made.
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
comment on column coach.call_attempts.expires_at is 'When an attempt whose function was killed no longer stands in the way.';
create index call_attempts_call_id on coach.call_attempts (call_id);

alter table coach.sessions add column paused_at timestamptz;
comment on column coach.sessions.paused_at is
  'When its page closed and its call was hung up. It counts until the next sign of life.';

alter table coach.call_attempts enable row level security;
revoke all on coach.call_attempts from public, anon, authenticated, service_role;
grant select, insert on coach.call_attempts to service_role;
grant update (status, call_id, tries, begun_at, expires_at) on coach.call_attempts to service_role;
grant update (paused_at) on coach.sessions to service_role;

create function coach.making_lease() returns interval
language sql immutable set search_path = '' as $$ select interval '40 seconds' $$;
comment on function coach.making_lease() is
  'How long a further call may be in the making: longer than hanging up the old one and the provider''s patience.';

create function coach.pause_window() returns interval
language sql immutable set search_path = '' as $$ select interval '30 seconds' $$;
comment on function coach.pause_window() is 'How long a session whose page closed waits for another call.';

create function coach.is_paused(p_session coach.sessions) returns boolean
language sql immutable set search_path = '' as $$
  select coalesce(p_session.paused_at >= p_session.last_beat_at, false)
$$;
comment on function coach.is_paused(coach.sessions) is 'Whether its page closed and nothing was heard of it since.';

create function coach.hang_up_calls(p_session_id uuid) returns jsonb
language sql set search_path = '' as $$
  with over as (
    update coach.calls set ended_at = coalesce(ended_at, now()), answer = null
    where session_id = p_session_id and ended_at is null
    returning id, provider_call_id
  ), queued as (
    insert into coach.hangups (call_id, provider_call_id, attempts, available_at)
    select id, provider_call_id, 1, now() + interval '15 seconds' from over where provider_call_id is not null
    on conflict (call_id) do nothing
    returning id, call_id, provider_call_id
  ), unconfirmed as (
    update coach.hangups as hangup set attempts = attempts + 1, available_at = now() + interval '15 seconds'
    from coach.calls as call
    where call.id = hangup.call_id and call.session_id = p_session_id and hangup.status = 'pending'
    returning hangup.id, hangup.call_id, hangup.provider_call_id
  )
  select coalesce(jsonb_agg(to_jsonb(leased) order by id), '[]')
  from (select * from queued union all select * from unconfirmed) as leased
$$;
comment on function coach.hang_up_calls(uuid) is
  'Ends what calls a session has and leases their hang-ups to the caller, also those that wait since before. The session is locked.';

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
    when p_session.handshake = 'ephemeral' then jsonb_build_object('outcome', 'over')
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

create function coach.call_plan(p_session coach.sessions) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'seed', p_session.seed, 'variables', p_session.variables, 'learner_name', p_session.learner_name,
    'learner_key', (select key_hash from coach.learners where id = p_session.learner_id),
    'scenario', coach.scenario_json(p_session.scenario_version_id)
  )
$$;
comment on function coach.call_plan(coach.sessions) is 'What a session''s calls are made from, the same for each of them.';

create function coach.call_clock(p_session coach.sessions) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'elapsed_ms', greatest(floor(extract(epoch from now() - p_session.attached_at) * 1000), 0),
    'remaining_seconds', greatest(floor(extract(epoch from p_session.deadline - now())), 0)
  )
$$;
comment on function coach.call_clock(coach.sessions) is 'How far a running session is. The provider''s clock stands still no more than ours.';

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
    return jsonb_build_object('outcome', 'over');
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

create function public.get_talk(p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce((
    select jsonb_build_object(
      'outcome', 'ok', 'transcript', coach.transcript(session.id),
      'last_sequence', coalesce((
        select max(sequence) from coach.turns where session_id = session.id and source = 'reported'
      ), 0),
      'is_watched', coach.is_being_observed(session.id)
    )
    from coach.sessions as session where session.id = p_session_id
  ), jsonb_build_object('outcome', 'session_unknown'))
$$;
comment on function public.get_talk(uuid) is
  'What is known of the talk of a session so far, and whether a segment still writes it down.';

-- A repeated start is told of the call that it made, not of one that another page made later.
create or replace function coach.replay(p_site_id uuid, p_attempt_key uuid, p_request_hash text) returns jsonb
language sql stable set search_path = '' as $$
  select case when session.request_hash <> p_request_hash
    then jsonb_build_object('outcome', 'attempt_conflict')
    else jsonb_build_object(
      'outcome', 'replayed',
      'session_id', session.id, 'status', session.status, 'handshake', session.handshake,
      'limit_seconds', session.limit_seconds,
      'seconds_left', case session.status
        when 'reserved' then session.limit_seconds
        when 'active' then greatest(floor(extract(epoch from session.deadline - now())), 0)
        else 0 end,
      'deadline', coach.to_iso(session.deadline),
      'answer', (
        select answer from coach.calls as call where call.session_id = session.id
        order by created_at, call.id limit 1
      ),
      'seed', session.seed,
      'scenario', coach.scenario_json(session.scenario_version_id)
    ) end
  from coach.sessions as session
  where session.site_id = p_site_id and session.attempt_key = p_attempt_key
$$;

revoke execute on function
  coach.making_lease(), coach.pause_window(), coach.is_paused(coach.sessions), coach.hang_up_calls(uuid),
  coach.call_refusal(coach.sessions, uuid), coach.call_plan(coach.sessions), coach.call_clock(coach.sessions),
  public.open_call(uuid, uuid, text), public.fail_call(uuid, uuid),
  public.attach_further_call(uuid, uuid, text, text, text, jsonb), public.get_talk(uuid)
from public, anon, authenticated;
grant execute on function
  coach.making_lease(), coach.pause_window(), coach.is_paused(coach.sessions), coach.hang_up_calls(uuid),
  coach.call_refusal(coach.sessions, uuid), coach.call_plan(coach.sessions), coach.call_clock(coach.sessions),
  public.open_call(uuid, uuid, text), public.fail_call(uuid, uuid),
  public.attach_further_call(uuid, uuid, text, text, text, jsonb), public.get_talk(uuid)
to service_role;
