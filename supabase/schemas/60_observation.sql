-- Our watch over calls, in segments that hand it over to each other. Each call's watch ends by itself, and a
-- call that was broken off and seen to its end is as complete as any other.

create table coach.observations (
  call_id uuid primary key references coach.calls on delete cascade,
  session_id uuid not null references coach.sessions on delete cascade,
  plan jsonb not null check (jsonb_typeof(plan) = 'object'),
  status text not null default 'waiting'
    check (status in ('waiting', 'watching', 'complete', 'incomplete', 'tampered')),
  reason text check (reason ~ '^[a-z_]{1,60}$'),
  holder uuid,
  lease_expires_at timestamptz,
  is_holder_attached boolean not null default false,
  predecessor uuid,
  predecessor_expires_at timestamptz,
  epoch integer not null default 0 check (epoch >= 0),
  is_anchored boolean not null default true,
  hears_tools boolean not null default false,
  segment_count integer not null default 0 check (segment_count >= 0),
  attached_at timestamptz,
  wrap_up_at timestamptz,
  closed_at timestamptz,
  created_at timestamptz not null default now(),
  constraint observations_lease check ((holder is null) = (lease_expires_at is null)),
  constraint observations_predecessor_lease check ((predecessor is null) = (predecessor_expires_at is null)),
  constraint observations_closed check ((status in ('waiting', 'watching')) = (closed_at is null)),
  constraint observations_reason check ((status in ('incomplete', 'tampered')) = (reason is not null))
);
comment on table coach.observations is
  'Our watch over one call: who holds it, and in the end whether everything of it was seen. No word that was spoken stands here.';
comment on column coach.observations.plan is
  'What the call was opened with: models, and digests by which a changed session is recognised.';
comment on column coach.observations.holder is
  'The segment that watches now. Its lease runs out by itself when its function is killed.';
comment on column coach.observations.predecessor is
  'The segment before, while both are attached. It leaves by a clean release; whatever else ends it is a gap.';
comment on column coach.observations.epoch is 'Counts the gaps in which something may have happened unseen.';
comment on column coach.observations.is_anchored is
  'False after a gap, until an item was seen to arrive: only its predecessors prove that none is missing.';
comment on column coach.observations.hears_tools is
  'Whether the watch writes down calls of tools: where it does not, none is missing.';
comment on column coach.observations.wrap_up_at is 'When the call was told that little time is left; told once.';
create index observations_session_id on coach.observations (session_id);
create index observations_unwatched on coach.observations (lease_expires_at nulls first) where closed_at is null;
alter table coach.observations enable row level security;
revoke all on coach.observations from public, anon, authenticated, service_role;
grant select, insert on coach.observations to service_role;
grant update (
  status, reason, holder, lease_expires_at, is_holder_attached, predecessor, predecessor_expires_at, epoch,
  is_anchored, hears_tools, segment_count, attached_at, wrap_up_at, closed_at
) on coach.observations to service_role;

create function coach.segment_lease() returns interval
language sql immutable set search_path = '' as $$ select interval '15 seconds' $$;
comment on function coach.segment_lease() is
  'How long a segment may be silent before another takes its call. It renews three times as often.';

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
comment on function coach.lock_observation(uuid) is
  'Locks the observations of a call''s session and returns the call''s own.';

create function coach.drop_dead_predecessor(p_call_id uuid) returns void
language sql set search_path = '' as $$
  update coach.observations
  set predecessor = null, predecessor_expires_at = null, epoch = epoch + 1, is_anchored = false
  where call_id = p_call_id and predecessor_expires_at <= now()
$$;
comment on function coach.drop_dead_predecessor(uuid) is
  'A segment that did not leave by itself may have seen what it never wrote down.';

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

create function coach.is_being_observed(p_session_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from coach.observations
    where session_id = p_session_id and closed_at is null and lease_expires_at > now()
  )
$$;
comment on function coach.is_being_observed(uuid) is
  'Whether a segment still writes down the last words. Its lease bounds the wait.';

create function public.claim_observation(p_call_id uuid, p_holder uuid, p_predecessor uuid) returns jsonb
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
comment on function public.claim_observation(uuid, uuid, uuid) is
  'Leases a running call to one segment: when nobody holds it, or from the segment that hands it over.';

create function public.record_observation(p_call_id uuid, p_holder uuid, p_batch jsonb) returns jsonb
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
  perform coach.note_replies(v_observation, coalesce(p_batch -> 'replies', '[]'));
  perform coach.note_usage(v_observation, coalesce(p_batch -> 'usage', '[]'));
  perform coach.note_heard_tools(v_observation, p_batch -> 'toolCalls');
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
      'is_over_cost', coalesce(session.cost_cap_micros <= (
        select micro_dollars from coach.session_costs where session_id = session.id
      ), false),
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
comment on function public.record_observation(uuid, uuid, jsonb) is
  'Stores what a segment saw, calls of tools included, renews its lease, and tells it what to fetch and whether to go on.';

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

create function public.list_unwatched_calls(p_session_id uuid, p_batch integer) returns jsonb
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
comment on function public.list_unwatched_calls(uuid, integer) is
  'Running calls that no segment holds: of one session, or with null of all. Whoever asks starts a segment for each.';

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

select coach.expose(
  'coach.segment_lease()', 'coach.lock_observation(uuid)', 'coach.drop_dead_predecessor(uuid)',
  'coach.renew_observation(coach.observations, uuid, jsonb)', 'coach.grant_wrap_up(uuid, uuid, jsonb)',
  'coach.is_being_observed(uuid)', 'public.claim_observation(uuid, uuid, uuid)',
  'public.record_observation(uuid, uuid, jsonb)', 'public.release_observation(uuid, uuid)',
  'public.list_unwatched_calls(uuid, integer)', 'public.get_talk(uuid)'
);
