-- A start sweeps only where something is due, which it is told with its call.

create function coach.is_sweep_due() returns boolean
language plpgsql set search_path = '' as $$
begin
  perform coach.note_run();
  return exists (select from coach.sessions where lapses_at <= now())
    or exists (select from coach.hangups where status = 'pending' and available_at <= now());
end
$$;
comment on function coach.is_sweep_due() is
  'Whether anything waits for the reaper or for a hang-up. To ask counts as a run of it.';

select coach.expose('coach.is_sweep_due()');

create or replace function public.attach_call(
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
