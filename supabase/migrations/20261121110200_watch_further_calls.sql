-- The watch over several calls of one session: each ends by itself, and a call that was broken off and seen to
-- its end is as complete as any other.
alter table coach.observations add column wrap_up_at timestamptz;
comment on column coach.observations.wrap_up_at is 'When the call was told that little time is left; told once.';
grant update (wrap_up_at) on coach.observations to service_role;

create or replace function public.claim_observation(p_call_id uuid, p_holder uuid, p_predecessor uuid) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_observation coach.observations := coach.lock_observation(p_call_id);
  v_session coach.sessions;
  v_call coach.calls;
  v_is_handed boolean;
begin
  if v_observation.call_id is null then
    return jsonb_build_object('outcome', 'call_unknown');
  end if;
  select * into strict v_session from coach.sessions where id = v_observation.session_id;
  select * into strict v_call from coach.calls where id = p_call_id;
  if v_observation.closed_at is not null or v_session.status <> 'active' or v_call.ended_at is not null then
    return jsonb_build_object('outcome', 'over');
  end if;
  v_is_handed := coalesce(p_predecessor = v_observation.holder and v_observation.lease_expires_at > now(), false);
  if v_observation.lease_expires_at > now() and not v_is_handed then
    return jsonb_build_object('outcome', 'busy');
  end if;
  perform coach.drop_dead_predecessor(p_call_id);
  update coach.observations
  set status = 'watching', holder = p_holder, lease_expires_at = now() + coach.segment_lease(),
      predecessor = case when v_is_handed then holder end,
      predecessor_expires_at = case when v_is_handed then lease_expires_at end,
      segment_count = segment_count + 1,
      epoch = epoch + case when v_is_handed and is_holder_attached or segment_count = 0 then 0 else 1 end,
      is_anchored = v_is_handed and is_holder_attached and is_anchored,
      is_holder_attached = false
  where call_id = p_call_id;
  return jsonb_build_object(
    'outcome', 'claimed', 'session_id', v_session.id, 'provider_call_id', v_call.provider_call_id,
    'plan', v_observation.plan,
    'elapsed_ms', floor(extract(epoch from now() - v_session.attached_at) * 1000),
    'call_elapsed_ms', greatest(floor(extract(epoch from now() - v_call.created_at) * 1000), 0),
    'remaining_ms', greatest(floor(extract(epoch from v_session.deadline - now()) * 1000), 0)
  );
end
$$;

create function coach.grant_wrap_up(p_call_id uuid, p_holder uuid, p_batch jsonb) returns boolean
language plpgsql set search_path = '' as $$
begin
  update coach.observations as observation set wrap_up_at = now()
  from coach.calls as call join coach.sessions as session on session.id = call.session_id
  where observation.call_id = p_call_id and call.id = p_call_id and observation.holder = p_holder
    and p_batch -> 'isAttached' = 'true' and observation.wrap_up_at is null and observation.closed_at is null
    and call.ended_at is null and session.status = 'active' and session.limit_seconds >= 120
    and session.deadline between now() + interval '5 seconds' and now() + interval '40 seconds';
  return found;
end
$$;
comment on function coach.grant_wrap_up(uuid, uuid, jsonb) is
  'Whether the segment that writes is the one to tell the persona that the call comes to its end. True once a call.';

create or replace function public.record_observation(p_call_id uuid, p_holder uuid, p_batch jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_observation coach.observations := coach.lock_observation(p_call_id);
  v_is_live boolean;
begin
  if v_observation.call_id is null then
    return jsonb_build_object('outcome', 'call_unknown');
  end if;
  if v_observation.closed_at is not null then
    return jsonb_build_object('outcome', 'closed');
  end if;
  perform coach.drop_dead_predecessor(p_call_id);
  perform coach.renew_observation(v_observation, p_holder, p_batch);
  select * into v_observation from coach.observations where call_id = p_call_id;
  -- Also from a segment that lost its lease: what it saw is true all the same.
  perform coach.note_items(v_observation, coalesce(p_batch -> 'items', '[]'));
  perform coach.note_usage(v_observation, coalesce(p_batch -> 'usage', '[]'));
  insert into coach.session_events (session_id, kind, detail)
  select v_observation.session_id, event.kind, coalesce(event.detail, '{}')
  from jsonb_to_recordset(coalesce(p_batch -> 'events', '[]')) as event (kind text, detail jsonb);
  select ended_at is null into v_is_live from coach.calls where id = p_call_id;
  -- Last words of a call that was hung up keep no session alive.
  if p_batch -> 'isLearnerActive' = 'true' and v_is_live then
    perform public.beat_session(v_observation.session_id);
  end if;
  return (
    select jsonb_build_object(
      'outcome', case when p_holder = v_observation.holder then 'holding'
        when p_holder = v_observation.predecessor then 'superseded' else 'lost' end,
      'is_over', session.status <> 'active' or not v_is_live,
      'is_broken_off', session.status = 'active' and not v_is_live,
      'is_lapsed', session.status = 'active' and session.lapses_at <= now(),
      'remaining_ms', greatest(floor(extract(epoch from session.deadline - now()) * 1000), 0),
      'wraps_up', coach.grant_wrap_up(p_call_id, p_holder, p_batch),
      'is_anchored', v_observation.is_anchored,
      'epoch', v_observation.epoch,
      'is_holder_attached', v_observation.is_holder_attached,
      'wanted', coach.wanted_items(p_call_id)
    )
    from coach.sessions as session where session.id = v_observation.session_id
  );
end
$$;

create or replace function public.list_unwatched_calls(p_session_id uuid, p_batch integer) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('calls', coalesce(jsonb_agg(call_id), '[]')) from (
    select observation.call_id
    from coach.observations as observation
    join coach.sessions as session on session.id = observation.session_id
    join coach.calls as call on call.id = observation.call_id
    where observation.closed_at is null and call.ended_at is null
      and (observation.lease_expires_at is null or observation.lease_expires_at <= now())
      and (p_session_id is null or observation.session_id = p_session_id)
      and session.status = 'active' and session.lapses_at > now()
    order by observation.lease_expires_at nulls first limit least(greatest(p_batch, 0), 200)
  ) as unwatched
$$;

create or replace function coach.observation_fault(p_observation coach.observations) returns text
language sql stable set search_path = '' as $$
  with linked as (
    select * from coach.linked_items(p_observation.session_id) where call_id = p_observation.call_id
  ), call as (
    -- Joined before its browser had the answer, watched without a gap, and nothing came: nothing was said.
    select p_observation.epoch = 0 and p_observation.segment_count = 1
      and coalesce(p_observation.attached_at <= created_at + interval '3 seconds', false)
      and not exists (select from coach.observed_items where call_id = p_observation.call_id) as was_silent
    from coach.calls where id = p_observation.call_id
  )
  select case
    when not p_observation.is_anchored and not call.was_silent then 'tail_unseen'
    when exists (select from linked where not is_linked) then 'item_unlinked'
    when exists (
      select from linked as item where item.previous_item_id is not null and not exists (
        select from coach.observed_items as known
        where known.session_id = p_observation.session_id and known.item_id = item.previous_item_id
          and known.author in ('learner', 'persona', 'note')
      )
    ) then 'item_missing'
    when exists (select from linked where is_open and author is distinct from 'note') then 'words_missing'
  end
  from call
$$;

create function coach.is_seen_so_far(p_session_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select count(*) > 0 and bool_and(
    status in ('complete', 'tampered')
    or closed_at is null and attached_at is not null and epoch = 0 and is_anchored and lease_expires_at > now()
  )
  from coach.observations where session_id = p_session_id
$$;
comment on function coach.is_seen_so_far(uuid) is
  'Whether our server has seen all that was said in a session until now, so that no browser needs to be believed.';

create or replace function coach.conversation_nodes(p_session_id uuid)
returns table (item_id text, source text, previous_item_id text, started_at_ms integer, sequence integer)
language sql stable set search_path = '' as $$
  with evidence as (
    select coach.evidence_of(p_session_id) in ('complete', 'tampered') or coach.is_seen_so_far(p_session_id) as is_ours
  ), turns as (
    select distinct on (turn.item_id) turn.*
    from evidence cross join coach.turns as turn
    where session_id = p_session_id and (source = 'observed' or not is_ours)
    order by turn.item_id, turn.source = 'observed' desc, turn.sequence
  ), spans as (
    -- What was looked up later than it was said stays within its own call.
    select id,
      case when lag(created_at) over by_age is not null
        then extract(epoch from created_at - answered_at) * 1000 end as from_ms,
      extract(epoch from lead(created_at) over by_age - answered_at) * 1000 as to_ms
    from (
      select call.id, call.created_at, session.attached_at as answered_at
      from coach.calls as call join coach.sessions as session on session.id = call.session_id
      where call.session_id = p_session_id
    ) as call
    window by_age as (order by created_at, id)
  ), items as (
    select item.item_id, greatest(least(item.started_at_ms, spans.to_ms), spans.from_ms, 0)::integer as started_at_ms
    from coach.observed_items as item join spans on spans.id = item.call_id
    where item.session_id = p_session_id
  )
  select turn.item_id, turn.source, case when turn.source = 'reported' then turn.previous_item_id
      else coalesce(item.previous_item_id, turn.previous_item_id) end,
    coalesce(items.started_at_ms, turn.started_at_ms), turn.sequence
  from turns as turn
  left join coach.linked_items(p_session_id) as item using (item_id)
  left join items on items.item_id = turn.item_id and turn.source = 'observed'
  union all
  select note.item_id, 'note', link.previous_item_id, items.started_at_ms, 0
  from coach.observed_items as note
  join coach.linked_items(p_session_id) as link using (item_id)
  join items on items.item_id = note.item_id
  where note.session_id = p_session_id and not exists (select from turns where turns.item_id = note.item_id)
$$;

revoke execute on function coach.grant_wrap_up(uuid, uuid, jsonb), coach.is_seen_so_far(uuid)
from public, anon, authenticated;
grant execute on function coach.grant_wrap_up(uuid, uuid, jsonb), coach.is_seen_so_far(uuid)
to service_role;
