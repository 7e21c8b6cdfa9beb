create function coach.activate(p_session_id uuid) returns void
language sql set search_path = '' as $$
  update coach.sessions
  set status = 'active', attached_at = now(), last_beat_at = now(),
      deadline = now() + make_interval(secs => limit_seconds),
      lapses_at = now() + least(make_interval(secs => limit_seconds), coach.beat_lease())
  where id = p_session_id and status = 'reserved';
  insert into coach.session_events (session_id, kind) values (p_session_id, 'active');
$$;
comment on function coach.activate(uuid) is 'Starts the clock of a reserved session.';

create function public.attach_call(
  p_session_id uuid, p_provider_call_id text, p_provider text, p_answer text
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
  v_is_live boolean;
  v_owner uuid;
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
  select session_id into v_owner from coach.calls
  where provider = p_provider and provider_call_id = p_provider_call_id;
  if v_owner <> p_session_id then
    return jsonb_build_object('outcome', 'gone');
  end if;
  if not v_is_live then
    insert into coach.hangups (call_id, provider_call_id)
    select id, provider_call_id from coach.calls
    where provider = p_provider and provider_call_id = p_provider_call_id
    on conflict (call_id) do nothing;
    return jsonb_build_object('outcome', 'gone');
  end if;
  if v_session.status = 'reserved' then
    perform coach.activate(p_session_id);
  end if;
  return (
    select jsonb_build_object(
      'outcome', 'active', 'deadline', coach.to_iso(deadline), 'limit_seconds', limit_seconds
    ) from coach.sessions where id = p_session_id
  );
end
$$;
comment on function public.attach_call(uuid, text, text, text) is
  'The answer is about to leave: money starts here. A further call of an active session keeps its deadline.';

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
  return jsonb_build_object('outcome', 'stop', 'remaining_seconds', 0);
end
$$;
comment on function public.beat_session(uuid) is
  'Renews the lease of a call. A late beat before anybody reaped it revives it: a database that was away ends no call.';

create function coach.ending_of(p_session_id uuid, p_hangups jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'outcome', 'ended', 'used_seconds', session.used_seconds,
    'report', case report.status when 'not_scored' then 'not_scored' else 'pending' end,
    'hangups', p_hangups
  )
  from coach.sessions as session join coach.reports as report on report.session_id = session.id
  where session.id = p_session_id
$$;
comment on function coach.ending_of(uuid, jsonb) is 'The figures of a session that is over, as a door''s answer.';

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
  if not coach.settle(p_session_id, now(), p_reason) then
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

create function public.reap_sessions(p_batch integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_overdue uuid[] := array(
    select id from coach.sessions where lapses_at <= now()
    order by lapses_at limit least(greatest(p_batch, 0), 200)
  );
begin
  perform coach.lock_windows(coach.windows_of(v_overdue));
  return coach.reap(v_overdue);
end
$$;
comment on function public.reap_sessions(integer) is
  'Ends sessions past their lease or deadline, and reservations whose call never came; at most 200 at a time.';

revoke execute on function
  coach.activate(uuid), coach.ending_of(uuid, jsonb),
  public.attach_call(uuid, text, text, text), public.release_session(uuid, text),
  public.beat_session(uuid), public.end_session(uuid, text), public.reap_sessions(integer)
from public, anon, authenticated;
grant execute on function
  coach.activate(uuid), coach.ending_of(uuid, jsonb),
  public.attach_call(uuid, text, text, text), public.release_session(uuid, text),
  public.beat_session(uuid), public.end_session(uuid, text), public.reap_sessions(integer)
to service_role;
