-- A page that closes may come back: its call ends at once, its session half a minute later, billed until it closed.
create function public.pause_session(p_session_id uuid, p_reason text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
begin
  select * into v_session from coach.sessions where id = p_session_id for no key update;
  if not found then
    return jsonb_build_object('outcome', 'session_unknown');
  end if;
  if v_session.status <> 'active' or v_session.deadline <= now() or v_session.handshake = 'ephemeral' then
    return jsonb_build_object('outcome', 'not_pausable');
  end if;
  if not coach.is_paused(v_session) then
    update coach.sessions
    set paused_at = now(), lapses_at = least(lapses_at, now() + coach.pause_window())
    where id = p_session_id returning * into v_session;
    insert into coach.session_events (session_id, kind, detail)
    values (p_session_id, 'paused', jsonb_build_object('reason', p_reason));
  end if;
  update coach.call_attempts set status = 'failed', expires_at = now()
  where session_id = p_session_id and status = 'making';
  return jsonb_build_object(
    'outcome', 'paused',
    'used_seconds', least(
      v_session.limit_seconds, greatest(1, ceil(extract(epoch from v_session.paused_at - v_session.attached_at)))
    ),
    'hangups', coach.hang_up_calls(p_session_id)
  );
end
$$;
comment on function public.pause_session(uuid, text) is
  'Ends the call of a session whose page closed. The session waits for another one, the shorter of half a minute and its lease; repeating does not lengthen it. Whoever is told not_pausable ends the session instead.';

create function coach.lasted_until(p_session coach.sessions, p_otherwise timestamptz) returns timestamptz
language sql stable set search_path = '' as $$
  select case when coach.is_paused(p_session) then p_session.paused_at else p_otherwise end
$$;
comment on function coach.lasted_until(coach.sessions, timestamptz) is
  'Until when a session is billed: while it is paused nobody talks.';

create or replace function public.end_session(p_session_id uuid, p_reason text) returns jsonb
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

create or replace function coach.reap(p_session_ids uuid[]) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
  v_silent_since timestamptz;
  v_reaped integer := 0;
  v_released integer := 0;
begin
  if cardinality(p_session_ids) = 0 then
    return jsonb_build_object('reaped', 0, 'released', 0);
  end if;
  v_silent_since := coach.note_run();
  for v_session in
    select * from coach.sessions where id = any(p_session_ids) and lapses_at <= now()
      -- Alive when the silence began and not due by now: its next beat decides.
      and not coalesce(status = 'active' and lapses_at > v_silent_since and deadline > now(), false)
    order by id for no key update skip locked
  loop
    perform coach.settle(v_session.id, coach.lasted_until(v_session, v_session.lapses_at), case
      when v_session.status = 'reserved' then 'never_attached'
      when coach.is_paused(v_session) then 'page_closed'
      when v_session.lapses_at >= v_session.deadline then 'deadline'
      else 'lapsed' end);
    if v_session.status = 'reserved' then
      v_released := v_released + 1;
    else
      v_reaped := v_reaped + 1;
    end if;
  end loop;
  return jsonb_build_object('reaped', v_reaped, 'released', v_released);
end
$$;

revoke execute on function public.pause_session(uuid, text), coach.lasted_until(coach.sessions, timestamptz)
from public, anon, authenticated;
grant execute on function public.pause_session(uuid, text), coach.lasted_until(coach.sessions, timestamptz)
to service_role;
