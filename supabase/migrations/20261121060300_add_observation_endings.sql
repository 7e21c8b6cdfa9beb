create function coach.observation_fault(p_observation coach.observations) returns text
language sql stable set search_path = '' as $$
  with linked as (
    select * from coach.linked_items(p_observation.session_id) where call_id = p_observation.call_id
  )
  select case
    when not p_observation.is_anchored then 'tail_unseen'
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
$$;
comment on function coach.observation_fault(coach.observations) is
  'What of a call was not seen; null when every item is known, in its place, and was followed to its end.';

create function coach.settle_open_items(p_observation coach.observations) returns void
language plpgsql set search_path = '' as $$
declare
  v_item coach.observed_items;
begin
  for v_item in
    update coach.observed_items set is_settled = true
    where call_id = p_observation.call_id and not is_settled and author in ('learner', 'persona')
    returning *
  loop
    perform coach.keep_observed_turn(v_item, 'unrecognized', '');
  end loop;
end
$$;
comment on function coach.settle_open_items(coach.observations) is
  'Words that the provider never delivered: the learner''s turn keeps its place as not transcribed, a reply that was cut before its first word is none.';

create function public.close_observation(p_call_id uuid, p_holder uuid, p_ending text, p_reason text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_observation coach.observations := coach.lock_observation(p_call_id);
  v_fault text;
begin
  if v_observation.call_id is null then
    return jsonb_build_object('outcome', 'call_unknown');
  end if;
  if v_observation.closed_at is not null then
    return jsonb_build_object('outcome', 'closed', 'status', v_observation.status, 'reason', v_observation.reason);
  end if;
  if p_ending <> 'tampered' then
    if v_observation.holder is distinct from p_holder then
      return jsonb_build_object('outcome', 'lost');
    end if;
    if v_observation.predecessor_expires_at > now() then
      return jsonb_build_object('outcome', 'busy');
    end if;
    perform coach.drop_dead_predecessor(p_call_id);
    select * into v_observation from coach.observations where call_id = p_call_id;
  end if;
  v_fault := case p_ending
    when 'tampered' then p_reason
    when 'ended' then coach.observation_fault(v_observation)
    else case when v_observation.attached_at is null then 'never_attached' else 'sight_lost' end
  end;
  perform coach.settle_open_items(v_observation);
  perform coach.finish_observation(
    v_observation, case when p_ending = 'tampered' then 'tampered' when v_fault is null then 'complete' else 'incomplete' end, v_fault
  );
  return (
    select jsonb_build_object('outcome', 'closed', 'status', status, 'reason', reason)
    from coach.observations where call_id = p_call_id
  );
end
$$;
comment on function public.close_observation(uuid, uuid, text, text) is
  'Ends the watch over a call that is over (ended), out of reach (lost) or abused (tampered), and says whether all of it was seen. Busy while a predecessor may still write.';

create function coach.finish_observation(p_observation coach.observations, p_status text, p_reason text) returns void
language sql set search_path = '' as $$
  update coach.observations
  set status = p_status, reason = p_reason, closed_at = now(), holder = null, lease_expires_at = null,
      is_holder_attached = false, predecessor = null, predecessor_expires_at = null
  where call_id = p_observation.call_id;
  insert into coach.session_events (session_id, kind, detail)
  select p_observation.session_id, 'call_observed', jsonb_strip_nulls(jsonb_build_object(
    'status', p_status, 'reason', p_reason, 'segments', p_observation.segment_count, 'gaps', p_observation.epoch,
    'fetched', (select count(*) from coach.observed_items where call_id = p_observation.call_id and is_retrieved),
    'unobserved', (
      select count(distinct item_id) from coach.turns as turn
      where turn.session_id = p_observation.session_id and source = 'reported' and not exists (
        select from coach.observed_items as item
        where item.session_id = turn.session_id and item.item_id = turn.item_id and author <> 'absent'
      )
    ),
    'differing', (
      select count(*) from coach.turns as seen join coach.turns as told using (session_id, item_id)
      where session_id = p_observation.session_id and seen.source = 'observed' and told.source = 'reported'
        and regexp_replace(lower(seen.text), '[^[:alnum:]]+', ' ', 'g')
          <> regexp_replace(lower(told.text), '[^[:alnum:]]+', ' ', 'g')
    )
  ));
$$;
comment on function coach.finish_observation(coach.observations, text, text) is
  'Closes an observation and notes how far the browser''s account agrees with ours: turns that we never saw, and turns with other words.';

create function coach.abandon_observations(p_session_id uuid) returns void
language plpgsql set search_path = '' as $$
declare
  v_observation coach.observations;
begin
  for v_observation in
    select * from coach.observations
    where session_id = p_session_id and closed_at is null and (lease_expires_at is null or lease_expires_at <= now())
    order by call_id for update
  loop
    perform coach.settle_open_items(v_observation);
    perform coach.finish_observation(
      v_observation, 'incomplete', case when v_observation.attached_at is null then 'never_attached' else 'sight_lost' end
    );
  end loop;
end
$$;
comment on function coach.abandon_observations(uuid) is
  'After the end nothing can be fetched any more: what nobody watches is incomplete for good. The session is over.';

create function coach.is_being_observed(p_session_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from coach.observations
    where session_id = p_session_id and closed_at is null and lease_expires_at > now()
  )
$$;
comment on function coach.is_being_observed(uuid) is 'Whether a segment still writes down the last words. Its lease bounds the wait.';

create function coach.evidence_of(p_session_id uuid) returns text
language sql stable set search_path = '' as $$
  select case
    when count(*) = 0 then 'none'
    when bool_or(status = 'tampered') then 'tampered'
    when bool_and(status = 'complete') then 'complete'
    when bool_and(status = 'waiting' or reason = 'never_attached') then 'none'
    else 'incomplete' end
  from coach.observations where session_id = p_session_id
$$;
comment on function coach.evidence_of(uuid) is
  'What our server knows of a session: complete, incomplete, tampered, or none, when it never saw a call of it.';

create function public.list_unwatched_calls(p_session_id uuid, p_batch integer) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('calls', coalesce(jsonb_agg(call_id), '[]')) from (
    select observation.call_id
    from coach.observations as observation join coach.sessions as session on session.id = observation.session_id
    where observation.closed_at is null
      and (observation.lease_expires_at is null or observation.lease_expires_at <= now())
      and (p_session_id is null or observation.session_id = p_session_id)
      and session.status = 'active' and session.lapses_at > now()
    order by observation.lease_expires_at nulls first limit least(greatest(p_batch, 0), 200)
  ) as unwatched
$$;
comment on function public.list_unwatched_calls(uuid, integer) is
  'Running calls that no segment holds: of one session, or with null of all. Whoever asks starts a segment for each.';

create function public.get_pending_words(p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'is_observed', coach.is_being_observed(p_session_id),
    'pending', (
      select count(*) from coach.observed_items
      where session_id = p_session_id and author = 'learner' and not is_settled
    )
  )
$$;
comment on function public.get_pending_words(uuid) is
  'Whether a segment watches, and how many of the learner''s turns have no words yet: hanging up can wait for them a moment.';

revoke execute on function
  coach.observation_fault(coach.observations), coach.settle_open_items(coach.observations),
  coach.finish_observation(coach.observations, text, text), coach.abandon_observations(uuid),
  coach.is_being_observed(uuid), coach.evidence_of(uuid),
  public.close_observation(uuid, uuid, text, text), public.list_unwatched_calls(uuid, integer), public.get_pending_words(uuid)
from public, anon, authenticated;
grant execute on function
  coach.observation_fault(coach.observations), coach.settle_open_items(coach.observations),
  coach.finish_observation(coach.observations, text, text), coach.abandon_observations(uuid),
  coach.is_being_observed(uuid), coach.evidence_of(uuid),
  public.close_observation(uuid, uuid, text, text), public.list_unwatched_calls(uuid, integer), public.get_pending_words(uuid)
to service_role;
