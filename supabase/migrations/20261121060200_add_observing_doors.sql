create function coach.segment_lease() returns interval
language sql immutable set search_path = '' as $$ select interval '15 seconds' $$;
comment on function coach.segment_lease() is 'How long a segment may be silent before another takes its call. It renews three times as often.';

create function coach.linked_items(p_session_id uuid)
returns table (item_id text, call_id uuid, author text, previous_item_id text, is_linked boolean, is_open boolean)
language sql stable set search_path = '' as $$
  select item.item_id, item.call_id, item.author,
    case when item.is_linked then item.previous_item_id else claim.previous_item_id end,
    item.is_linked or (item.is_retrieved and claim.item_id is not null),
    not item.is_settled and item.epoch < observation.epoch and item.checked_epoch < observation.epoch
  from coach.observed_items as item
  join coach.observations as observation on observation.call_id = item.call_id
  left join lateral (
    select turn.item_id, turn.previous_item_id from coach.turns as turn
    where turn.session_id = item.session_id and turn.item_id = item.item_id and turn.source = 'reported'
    order by turn.sequence limit 1
  ) as claim on true
  where item.session_id = p_session_id and item.author is distinct from 'absent'
$$;
comment on function coach.linked_items(uuid) is
  'What each item follows. Of an item that was only fetched the provider does not say it, so there the browser is believed. Open: not whole before a gap, and not asked for since.';

create function coach.wanted_items(p_call_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  with observation as (
    select * from coach.observations where call_id = p_call_id
  ), linked as (
    select item.* from observation, coach.linked_items(observation.session_id) as item
  ), wanted as (
    select previous_item_id as item_id from linked where previous_item_id is not null
    union
    select item_id from linked where is_open and author in ('learner', 'persona')
    union
    select item.item_id from coach.observed_items as item
    where item.call_id = p_call_id and item.author is null and not item.is_retrieved
    union
    select turn.item_id from observation join coach.turns as turn using (session_id)
    where observation.epoch > 0 and turn.source = 'reported'
  )
  select coalesce(jsonb_agg(item_id order by item_id), '[]') from (
    select wanted.item_id from wanted
    where not exists (
      select from coach.observed_items as known, observation
      where known.session_id = observation.session_id and known.item_id = wanted.item_id
        and (known.author is not null or known.is_retrieved)
        and not exists (select from linked where linked.item_id = known.item_id and linked.is_open)
    )
    order by item_id limit 20
  ) as first_ones
$$;
comment on function coach.wanted_items(uuid) is
  'Up to twenty items that must exist and were not seen: predecessors, those cut by a gap, and after a gap what the browser names.';

create function coach.keep_observed_turn(p_item coach.observed_items, p_state text, p_text text) returns void
language plpgsql set search_path = '' as $$
declare
  v_sequence integer;
begin
  if p_item.author = 'persona' and p_text = '' then
    return;
  end if;
  select coalesce(
    max(sequence) filter (where item_id = p_item.item_id), max(sequence) + 1, 1
  ) into v_sequence
  from coach.turns where session_id = p_item.session_id and source = 'observed';
  if v_sequence > 10000 then
    return;
  end if;
  insert into coach.turns as turn (
    session_id, source, sequence, item_id, previous_item_id, speaker, state, text, started_at_ms, ended_at_ms
  ) values (
    p_item.session_id, 'observed', v_sequence, p_item.item_id, p_item.previous_item_id, p_item.author,
    case when p_item.is_interrupted and p_state = 'final' then 'interrupted' else p_state end,
    p_text, p_item.started_at_ms, p_item.ended_at_ms
  )
  on conflict (session_id, item_id) where source = 'observed' do update
  set state = case when excluded.state = 'unrecognized' then turn.state else excluded.state end,
      text = case when excluded.text = '' then turn.text else excluded.text end,
      previous_item_id = coalesce(excluded.previous_item_id, turn.previous_item_id),
      started_at_ms = excluded.started_at_ms, ended_at_ms = excluded.ended_at_ms;
end
$$;
comment on function coach.keep_observed_turn(coach.observed_items, text, text) is
  'Writes down the words of a finished item; later and better knowledge replaces earlier. The caller has locked the session''s observations.';

create function coach.note_items(p_observation coach.observations, p_items jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_new record;
  v_item coach.observed_items;
begin
  for v_new in
    select * from jsonb_to_recordset(p_items) as item (
      "itemId" text, author text, "previousItemId" text, "isLinked" boolean, state text, text text,
      "isInterrupted" boolean, "isRetrieved" boolean, "startedAtMs" integer, "endedAtMs" integer
    )
  loop
    insert into coach.observed_items as known (
      session_id, item_id, call_id, author, is_linked, previous_item_id, is_settled, is_interrupted, epoch,
      checked_epoch, is_retrieved, started_at_ms, ended_at_ms
    ) values (
      p_observation.session_id, v_new."itemId", p_observation.call_id, v_new.author,
      coalesce(v_new."isLinked", false), v_new."previousItemId", v_new.state is not null,
      coalesce(v_new."isInterrupted", false), p_observation.epoch,
      case when v_new."isRetrieved" then p_observation.epoch else 0 end,
      coalesce(v_new."isRetrieved", false), v_new."startedAtMs", v_new."endedAtMs"
    )
    on conflict (session_id, item_id) do update
    set author = case when excluded.author = 'absent' then coalesce(known.author, 'absent')
          else coalesce(excluded.author, known.author) end,
        is_linked = known.is_linked or excluded.is_linked,
        previous_item_id = case when known.is_linked then known.previous_item_id else excluded.previous_item_id end,
        is_settled = known.is_settled or excluded.is_settled,
        is_interrupted = known.is_interrupted or excluded.is_interrupted,
        checked_epoch = greatest(known.checked_epoch, excluded.checked_epoch),
        is_retrieved = known.is_retrieved or excluded.is_retrieved,
        started_at_ms = least(known.started_at_ms, excluded.started_at_ms),
        ended_at_ms = greatest(known.ended_at_ms, excluded.ended_at_ms)
    returning * into v_item;
    if v_new.state is not null and v_item.author in ('learner', 'persona') then
      perform coach.keep_observed_turn(v_item, v_new.state, coalesce(v_new.text, ''));
    elsif v_item.is_interrupted then
      update coach.turns set state = 'interrupted'
      where session_id = v_item.session_id and source = 'observed' and item_id = v_item.item_id
        and state = 'final';
    end if;
  end loop;
end
$$;
comment on function coach.note_items(coach.observations, jsonb) is
  'Adds what was seen of items to what is known of them; saying the same twice changes nothing.';

create function coach.note_usage(p_observation coach.observations, p_usage jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  insert into coach.usage_events (session_id, call_id, event_key, kind, model, amounts)
  select p_observation.session_id, p_observation.call_id, used.key, used.kind, used.model, used.amounts
  from jsonb_to_recordset(p_usage) as used (key text, kind text, model text, amounts jsonb)
  order by used.key
  on conflict (call_id, event_key) do nothing;
  if found then
    perform coach.update_cost(p_observation.session_id);
  end if;
end
$$;
comment on function coach.note_usage(coach.observations, jsonb) is 'Meters each response and transcription once.';

create function coach.lock_observation(p_call_id uuid) returns coach.observations
language plpgsql set search_path = '' as $$
declare
  v_observation coach.observations;
begin
  -- All of a session, in one order: its turns share one series of numbers.
  perform from coach.observations where session_id = (
    select session_id from coach.observations where call_id = p_call_id
  ) order by call_id for update;
  select * into v_observation from coach.observations where call_id = p_call_id;
  return v_observation;
end
$$;
comment on function coach.lock_observation(uuid) is 'Locks the observations of a call''s session and returns the call''s own.';

create function coach.drop_dead_predecessor(p_call_id uuid) returns void
language sql set search_path = '' as $$
  update coach.observations
  set predecessor = null, predecessor_expires_at = null, epoch = epoch + 1, is_anchored = false
  where call_id = p_call_id and predecessor_expires_at <= now()
$$;
comment on function coach.drop_dead_predecessor(uuid) is
  'A segment that did not leave by itself may have seen what it never wrote down.';

create function public.claim_observation(p_call_id uuid, p_holder uuid, p_predecessor uuid) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_observation coach.observations := coach.lock_observation(p_call_id);
  v_session coach.sessions;
  v_is_handed boolean;
begin
  if v_observation.call_id is null then
    return jsonb_build_object('outcome', 'call_unknown');
  end if;
  select * into strict v_session from coach.sessions where id = v_observation.session_id;
  if v_observation.closed_at is not null or v_session.status <> 'active' then
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
  return (
    select jsonb_build_object(
      'outcome', 'claimed', 'session_id', v_session.id, 'provider_call_id', call.provider_call_id,
      'plan', v_observation.plan,
      'elapsed_ms', floor(extract(epoch from now() - v_session.attached_at) * 1000),
      'remaining_ms', greatest(floor(extract(epoch from v_session.deadline - now()) * 1000), 0)
    )
    from coach.calls as call where call.id = p_call_id
  );
end
$$;
comment on function public.claim_observation(uuid, uuid, uuid) is
  'Leases a running call to one segment: when nobody holds it, or from the segment that hands it over.';

create function coach.renew_observation(p_observation coach.observations, p_holder uuid, p_batch jsonb) returns void
language sql set search_path = '' as $$
  update coach.observations
  set lease_expires_at = case when holder = p_holder then now() + coach.segment_lease() else lease_expires_at end,
      predecessor_expires_at = case when predecessor = p_holder then now() + coach.segment_lease()
        else predecessor_expires_at end,
      attached_at = case when p_batch -> 'isAttached' = 'true' then coalesce(attached_at, now()) else attached_at end,
      is_holder_attached = case when holder = p_holder
        then is_holder_attached or coalesce((p_batch -> 'isAttached')::boolean, false) else is_holder_attached end,
      epoch = epoch + case when p_batch -> 'hasGap' = 'true' then 1 else 0 end,
      is_anchored = case
        when p_batch -> 'hasGap' = 'true' then false
        when holder = p_holder and p_batch -> 'hasArrival' = 'true' then true
        else is_anchored end
  where call_id = p_observation.call_id
$$;
comment on function coach.renew_observation(coach.observations, uuid, jsonb) is
  'Renews the lease of whoever writes, and notes a gap, or the arrival that proves that one is known from end to end.';

create function public.record_observation(p_call_id uuid, p_holder uuid, p_batch jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_observation coach.observations := coach.lock_observation(p_call_id);
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
  if p_batch -> 'isLearnerActive' = 'true' then
    perform public.beat_session(v_observation.session_id);
  end if;
  return (
    select jsonb_build_object(
      'outcome', case when p_holder = v_observation.holder then 'holding'
        when p_holder = v_observation.predecessor then 'superseded' else 'lost' end,
      'is_over', session.status <> 'active',
      'is_lapsed', session.status = 'active' and session.lapses_at <= now(),
      'remaining_ms', greatest(floor(extract(epoch from session.deadline - now()) * 1000), 0),
      'is_anchored', v_observation.is_anchored,
      'epoch', v_observation.epoch,
      'is_holder_attached', v_observation.is_holder_attached,
      'wanted', coach.wanted_items(p_call_id)
    )
    from coach.sessions as session where session.id = v_observation.session_id
  );
end
$$;
comment on function public.record_observation(uuid, uuid, jsonb) is
  'Stores what a segment saw, renews its lease, and tells it what to fetch and whether to go on.';

create function public.release_observation(p_call_id uuid, p_holder uuid) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_observation coach.observations := coach.lock_observation(p_call_id);
  v_is_clean boolean;
begin
  if v_observation.closed_at is not null or p_holder not in (v_observation.holder, v_observation.predecessor)
    is not false then
    return jsonb_build_object('outcome', 'unchanged');
  end if;
  v_is_clean := coalesce(p_holder = v_observation.predecessor, false) and v_observation.is_holder_attached;
  update coach.observations
  set holder = nullif(holder, p_holder),
      lease_expires_at = case when holder = p_holder then null else lease_expires_at end,
      is_holder_attached = is_holder_attached and holder <> p_holder,
      predecessor = nullif(predecessor, p_holder),
      predecessor_expires_at = case when predecessor = p_holder then null else predecessor_expires_at end,
      epoch = epoch + case when v_is_clean then 0 else 1 end,
      is_anchored = is_anchored and v_is_clean
  where call_id = p_call_id;
  return jsonb_build_object('outcome', 'released');
end
$$;
comment on function public.release_observation(uuid, uuid) is
  'A segment leaves a running call, all that it saw being stored. No gap only when its successor was attached before.';

revoke execute on function
  coach.segment_lease(), coach.linked_items(uuid), coach.wanted_items(uuid),
  coach.keep_observed_turn(coach.observed_items, text, text), coach.note_items(coach.observations, jsonb),
  coach.note_usage(coach.observations, jsonb), coach.lock_observation(uuid), coach.drop_dead_predecessor(uuid),
  coach.renew_observation(coach.observations, uuid, jsonb), public.claim_observation(uuid, uuid, uuid),
  public.record_observation(uuid, uuid, jsonb), public.release_observation(uuid, uuid)
from public, anon, authenticated;
grant execute on function
  coach.segment_lease(), coach.linked_items(uuid), coach.wanted_items(uuid),
  coach.keep_observed_turn(coach.observed_items, text, text), coach.note_items(coach.observations, jsonb),
  coach.note_usage(coach.observations, jsonb), coach.lock_observation(uuid), coach.drop_dead_predecessor(uuid),
  coach.renew_observation(coach.observations, uuid, jsonb), public.claim_observation(uuid, uuid, uuid),
  public.record_observation(uuid, uuid, jsonb), public.release_observation(uuid, uuid)
to service_role;
