-- A closing page's last words travel by themselves and may arrive after the page that follows has its call: they
-- name the call that they end, and leave a later one alone.
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

drop function public.pause_session(uuid, text);
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
      insert into coach.session_events (session_id, kind, detail)
      values (p_session_id, 'paused', jsonb_build_object('reason', p_reason));
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

revoke execute on function public.pause_session(uuid, text, uuid), coach.is_overtaken(coach.sessions, uuid)
from public, anon, authenticated;
grant execute on function public.pause_session(uuid, text, uuid), coach.is_overtaken(coach.sessions, uuid)
to service_role;
