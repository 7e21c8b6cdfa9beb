-- A call is watched from the moment at which its answer leaves. Replaced, not added: doors are not overloaded.
drop function public.attach_call(uuid, text, text, text);
create function public.attach_call(
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
  if v_call.id is not null and p_plan is not null then
    insert into coach.observations (call_id, session_id, plan) values (v_call.id, p_session_id, p_plan)
    on conflict (call_id) do nothing;
  end if;
  return (
    select jsonb_build_object(
      'outcome', 'active', 'deadline', coach.to_iso(deadline), 'limit_seconds', limit_seconds,
      'call_id', v_call.id
    ) from coach.sessions where id = p_session_id
  );
end
$$;
comment on function public.attach_call(uuid, text, text, text, jsonb) is
  'The answer is about to leave: money starts here, and with a plan our watch over the call. A further call of an active session keeps its deadline.';
revoke execute on function public.attach_call(uuid, text, text, text, jsonb) from public, anon, authenticated;
grant execute on function public.attach_call(uuid, text, text, text, jsonb) to service_role;

-- Every item is a node of the chain, also one without words: a tool call keeps the place of what follows it.
create function coach.conversation_nodes(p_session_id uuid)
returns table (item_id text, source text, previous_item_id text, started_at_ms integer, sequence integer)
language sql stable set search_path = '' as $$
  with evidence as (
    select coach.evidence_of(p_session_id) in ('complete', 'tampered') as is_ours
  ), turns as (
    select distinct on (turn.item_id) turn.*
    from evidence cross join coach.turns as turn
    where session_id = p_session_id and (source = 'observed' or not is_ours)
    order by turn.item_id, turn.source = 'observed' desc, turn.sequence
  )
  select turn.item_id, turn.source, case when turn.source = 'reported' then turn.previous_item_id
      else coalesce(item.previous_item_id, turn.previous_item_id) end,
    turn.started_at_ms, turn.sequence
  from turns as turn
  left join coach.linked_items(p_session_id) as item using (item_id)
  union all
  select note.item_id, 'note', link.previous_item_id, note.started_at_ms, 0
  from coach.observed_items as note join coach.linked_items(p_session_id) as link using (item_id)
  where note.session_id = p_session_id and not exists (select from turns where turns.item_id = note.item_id)
$$;
comment on function coach.conversation_nodes(uuid) is
  'What the order of a conversation is made of: one node an item, what was observed before what was reported. Where our server saw the whole call, or somebody meddled with it, its browser''s claims count for nothing.';
revoke execute on function coach.conversation_nodes(uuid) from public, anon, authenticated;
grant execute on function coach.conversation_nodes(uuid) to service_role;

create or replace function coach.ordered_turns(p_session_id uuid)
returns table ("position" integer, source text, sequence integer)
language plpgsql stable set search_path = '' as $$
declare
  v_sources text[];
  v_sequences integer[];
  v_parents integer[];
  v_first_child integer[];
  v_next_sibling integer[];
  v_is_placed boolean[];
  v_count integer;
  v_current integer;
begin
  -- Numbered by the time of speech, which decides wherever the chain does not: between chains, and
  -- between followers of the same turn.
  with numbered as (
    select node.*, row_number() over (order by node.started_at_ms, node.sequence, node.item_id)::integer as n
    from coach.conversation_nodes(p_session_id) as node
  )
  select array_agg(child.source order by child.n), array_agg(child.sequence order by child.n),
    array_agg(coalesce(parent.n, 0) order by child.n)
  into v_sources, v_sequences, v_parents
  from numbered as child
  left join numbered as parent on parent.item_id = child.previous_item_id and parent.n <> child.n;

  v_count := coalesce(cardinality(v_sources), 0);
  v_first_child := array_fill(0, array[v_count]);
  v_next_sibling := array_fill(0, array[v_count]);
  v_is_placed := array_fill(false, array[v_count]);
  for i in reverse v_count..1 loop
    if v_parents[i] > 0 then
      v_next_sibling[i] := v_first_child[v_parents[i]];
      v_first_child[v_parents[i]] := i;
    end if;
  end loop;

  "position" := 0;
  -- First every chain from its head; the second round begins somewhere in what only cycles are left.
  for v_round in 1..2 loop
    for v_head in 1..v_count loop
      continue when v_is_placed[v_head] or (v_round = 1 and v_parents[v_head] > 0);
      v_current := v_head;
      while v_current > 0 loop
        if not v_is_placed[v_current] then
          v_is_placed[v_current] := true;
          "position" := "position" + 1;
          source := v_sources[v_current];
          sequence := v_sequences[v_current];
          return next;
          if v_first_child[v_current] > 0 then
            v_current := v_first_child[v_current];
            continue;
          end if;
        end if;
        -- Nothing below: the next follower of the same turn, or of the nearest turn above that has one.
        while v_current <> v_head and v_next_sibling[v_current] = 0 loop
          v_current := v_parents[v_current];
        end loop;
        v_current := case when v_current = v_head then 0 else v_next_sibling[v_current] end;
      end loop;
    end loop;
  end loop;
end
$$;

create or replace function public.claim_report(p_session_id uuid, p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_job coach.reports;
begin
  -- Jobs without anything to score are closed on the way, a bounded number of them.
  for i in 1..20 loop
    select * into v_job from coach.reports
    where status = 'pending' and available_at <= now()
      and (p_session_id is null or session_id = p_session_id)
      and not coach.is_being_observed(session_id)
    order by available_at limit 1 for update skip locked;
    exit when not found;
    perform coach.abandon_observations(v_job.session_id);
    if not coach.has_learner_words(v_job.session_id) then
      perform coach.finish_report(v_job.session_id, 'not_scored', 'no_learner_turns', null);
    elsif v_job.attempts >= 5 then
      perform coach.finish_report(v_job.session_id, 'failed', 'attempts_exhausted', null);
    else
      update coach.reports
      set attempts = attempts + 1, available_at = now() + make_interval(secs => p_lease_seconds)
      where session_id = v_job.session_id;
      return (
        select jsonb_build_object(
          'outcome', 'claimed', 'session_id', session.id,
          'scenario', coach.scenario_json(session.scenario_version_id),
          'learner_name', session.learner_name, 'handshake', session.handshake,
          'turns', coach.transcript(session.id), 'evidence', coach.evidence_of(session.id),
          'missing', coach.received(session.id, 'reported') -> 'missing',
          'attempts', v_job.attempts + 1
        )
        from coach.sessions as session where session.id = v_job.session_id
      );
    end if;
  end loop;
  return jsonb_build_object('outcome', 'none');
end
$$;
