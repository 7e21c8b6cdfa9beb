-- A page may close and come back as often as it likes; the records of it are a few.
create function coach.maximum_noted_pauses() returns integer
language sql immutable set search_path = '' as $$ select 20 $$;
comment on function coach.maximum_noted_pauses() is
  'How many pauses of a session are written down: nobody practises on a page that closes more often.';

create or replace function public.pause_session(p_session_id uuid, p_reason text, p_attempt_key uuid default null) returns jsonb
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

revoke execute on function coach.maximum_noted_pauses() from public, anon, authenticated;
grant execute on function coach.maximum_noted_pauses() to service_role;
