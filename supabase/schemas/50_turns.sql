-- What was said.

create table coach.turns (
  session_id uuid not null references coach.sessions on delete cascade,
  source text not null check (source in ('observed', 'reported')),
  sequence integer not null check (sequence between 1 and 10000),
  item_id text not null check (char_length(item_id) between 1 and 128),
  previous_item_id text check (char_length(previous_item_id) between 1 and 128),
  speaker text not null check (speaker in ('learner', 'persona')),
  state text not null check (state in ('final', 'interrupted', 'unrecognized')),
  text text not null check (char_length(text) <= 8000),
  started_at_ms integer not null check (started_at_ms between 0 and 86400000),
  ended_at_ms integer check (ended_at_ms between 0 and 86400000),
  received_at timestamptz not null default now(),
  primary key (session_id, source, sequence)
);
comment on table coach.turns is
  'Utterances as they arrived, one series of numbers a source; the first write of a number stands.';
comment on column coach.turns.started_at_ms is
  'When it began to sound, since the session''s first call was answered, on the clock of the source; when it was written or noted, where that is not known.';
comment on column coach.turns.ended_at_ms is
  'When it was heard no more. The same as its start for what took no time: typed, or never played. Null: it was spoken, and its sound was not measured.';
-- What was observed may still be completed: a late transcript, an interruption after the last word.
create unique index turns_one_observed_each_item on coach.turns (session_id, item_id) where source = 'observed';
create index turns_item_id on coach.turns (session_id, item_id);
alter table coach.turns enable row level security;
revoke all on coach.turns from public, anon, authenticated, service_role;
grant select, insert on coach.turns to service_role;
grant update (state, text, previous_item_id, started_at_ms, ended_at_ms) on coach.turns to service_role;

create function coach.turns_window() returns interval
language sql immutable set search_path = '' as $$ select interval '24 hours' $$;
comment on function coach.turns_window() is 'How long after its end a session takes turns that a browser had kept.';

create function coach.has_learner_words(p_session_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from coach.turns
    where session_id = p_session_id and speaker = 'learner' and state <> 'unrecognized' and text ~ '\S'
  )
$$;
comment on function coach.has_learner_words(uuid) is 'Whether there is anything to score.';

create function coach.received(p_session_id uuid, p_source text) returns jsonb
language sql stable set search_path = '' as $$
  with numbered as (
    select sequence, row_number() over (order by sequence) as place
    from coach.turns where session_id = p_session_id and source = p_source
  ), extent as (
    select coalesce(max(sequence) filter (where sequence = place), 0) as contiguous,
      coalesce(max(sequence), 0) as highest
    from numbered
  )
  select jsonb_build_object('contiguous', contiguous, 'missing', to_jsonb(array(
    select number from generate_series(contiguous + 1, highest) as number
    where not exists (select from numbered where sequence = number)
    order by number limit 100
  )))
  from extent
$$;
comment on function coach.received(uuid, text) is
  'How far the numbers of a source reach without a gap, and the first hundred that are absent after that.';

create function coach.ordered_turns(p_session_id uuid)
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
comment on function coach.ordered_turns(uuid) is
  'The conversation in order: along previous_item_id, whatever order the turns arrived in. Chains whose beginning is unknown stand by their time; cycles are cut.';

create function coach.longest_pause_ms() returns integer
language sql immutable set search_path = '' as $$ select 8000 $$;
comment on function coach.longest_pause_ms() is
  'How long the provider waits, after the last word, before it takes a turn of the learner for ended.';

create function coach.transcript(p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'itemId', turn.item_id, 'speaker', turn.speaker, 'state', turn.state, 'text', turn.text,
    'startedAtMs', turn.started_at_ms, 'endedAtMs', case
      when told.lasted_ms is null or turn.ended_at_ms is null then turn.ended_at_ms
      else greatest(
        least(turn.ended_at_ms, turn.started_at_ms + told.lasted_ms),
        turn.ended_at_ms - coach.longest_pause_ms(), turn.started_at_ms
      ) end,
    'source', turn.source
  ) order by place."position"), '[]')
  from coach.ordered_turns(p_session_id) as place
  join coach.turns as turn
    on turn.session_id = p_session_id and turn.source = place.source and turn.sequence = place.sequence
  left join lateral (
    select reported.ended_at_ms - reported.started_at_ms as lasted_ms from coach.turns as reported
    where reported.session_id = turn.session_id and reported.item_id = turn.item_id
      and reported.source = 'reported' and turn.source = 'observed' and turn.speaker = 'learner'
      and reported.speaker = 'learner' and reported.ended_at_ms > reported.started_at_ms
    order by reported.sequence limit 1
  ) as told on true
$$;
comment on function coach.transcript(uuid) is
  'The turns in order, under the contract''s names. The provider ends a turn of the learner after a pause whose length it does not tell; only the browser hears when the voice ended, so its word may take up to that pause away, and nothing else.';

create function public.append_turns(p_session_id uuid, p_turns jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_is_open boolean := coach.takes_turns(p_session_id);
  v_is_new boolean;
  v_received jsonb;
begin
  if jsonb_array_length(p_turns) > 200 then
    raise exception 'at most 200 turns at a time' using errcode = 'invalid_parameter_value';
  end if;
  if v_is_open is null then
    return jsonb_build_object('outcome', 'session_unknown');
  end if;
  if not v_is_open then
    return jsonb_build_object('outcome', 'closed');
  end if;
  -- In the order of the numbers, so that two flushes of the same turns cannot wait for each other.
  insert into coach.turns (
    session_id, source, sequence, item_id, previous_item_id, speaker, state, text, started_at_ms, ended_at_ms
  )
  select p_session_id, 'reported', turn.sequence, turn."itemId", turn."previousItemId", turn.speaker,
    turn.state, turn.text, turn."startedAtMs", turn."endedAtMs"
  from jsonb_to_recordset(p_turns) as turn (
    sequence integer, "itemId" text, "previousItemId" text, speaker text, state text, text text,
    "startedAtMs" integer, "endedAtMs" integer
  )
  order by turn.sequence
  on conflict (session_id, source, sequence) do nothing;
  v_is_new := found;
  v_received := coach.received(p_session_id, 'reported');
  if v_is_new then
    perform coach.reopen_report(p_session_id, v_received -> 'missing' = '[]');
  end if;
  return jsonb_build_object('outcome', 'ok') || v_received;
end
$$;
comment on function public.append_turns(uuid, jsonb) is
  'Stores what the browser reports. A number that is there already is left as it is; the answer names the gaps.';

select coach.expose(
  'coach.turns_window()', 'coach.has_learner_words(uuid)', 'coach.received(uuid, text)',
  'coach.ordered_turns(uuid)', 'coach.longest_pause_ms()', 'coach.transcript(uuid)', 'public.append_turns(uuid, jsonb)'
);
