-- A turn's times are those of its sound: what the provider played, and where it heard a voice. The words are made at
-- other times, so that a turn without a measured sound has no end.

alter table coach.turns alter column ended_at_ms drop not null;
alter table coach.observed_items
  drop column ended_at_ms,
  add column is_written boolean not null default false,
  add column reply_id text check (char_length(reply_id) between 1 and 128),
  add column sound_started_at_ms integer check (sound_started_at_ms between 0 and 86400000),
  add column sound_ended_at_ms integer check (sound_ended_at_ms between 0 and 86400000);
grant update (is_written, reply_id, sound_started_at_ms, sound_ended_at_ms) on coach.observed_items to service_role;
comment on column coach.turns.started_at_ms is
  'When it began to sound, since the session''s first call was answered, on the clock of the source; when it was written or noted, where that is not known.';
comment on column coach.turns.ended_at_ms is
  'When it was heard no more. The same as its start for what took no time: typed, or never played. Null: it was spoken, and its sound was not measured.';
comment on column coach.observed_items.started_at_ms is
  'When it was first noted, which is not when it was heard.';
comment on column coach.observed_items.sound_started_at_ms is
  'When it was heard to begin, by the provider''s voice detector or by what it played; null where nobody saw that.';

create function coach.longest_pause_ms() returns integer
language sql immutable set search_path = '' as $$ select 8000 $$;
comment on function coach.longest_pause_ms() is
  'How long the provider waits, after the last word, before it takes a turn of the learner for ended.';

create or replace function coach.transcript(p_session_id uuid) returns jsonb
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

create or replace function coach.keep_observed_turn(p_item coach.observed_items, p_state text, p_text text) returns void
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
    session_id, source, sequence, item_id, previous_item_id, speaker, state, text, started_at_ms
  ) values (
    p_item.session_id, 'observed', v_sequence, p_item.item_id, p_item.previous_item_id, p_item.author,
    case when p_item.is_interrupted and p_state = 'final' then 'interrupted' else p_state end,
    p_text, p_item.started_at_ms
  )
  on conflict (session_id, item_id) where source = 'observed' do update
  set state = case when excluded.state = 'unrecognized' then turn.state else excluded.state end,
      text = case when excluded.text = '' then turn.text else excluded.text end,
      previous_item_id = coalesce(excluded.previous_item_id, turn.previous_item_id);
end
$$;
comment on function coach.keep_observed_turn(coach.observed_items, text, text) is
  'Writes down the words of a finished item; later and better knowledge replaces earlier. When it was heard is written by date_observed_turns(). The caller has locked the session''s observations.';

create function coach.date_observed_turns(p_session_id uuid, p_item_ids text[]) returns void
language sql set search_path = '' as $$
  update coach.turns as turn
  set started_at_ms = coalesce(item.sound_started_at_ms, item.started_at_ms),
      ended_at_ms = case when item.is_written then coalesce(item.sound_started_at_ms, item.started_at_ms)
        else greatest(item.sound_ended_at_ms, item.sound_started_at_ms) end
  from coach.observed_items as item
  where turn.session_id = p_session_id and turn.source = 'observed' and turn.item_id = any (p_item_ids)
    and item.session_id = turn.session_id and item.item_id = turn.item_id
    and (item.is_written or (item.sound_started_at_ms is null) = (item.sound_ended_at_ms is null))
$$;
comment on function coach.date_observed_turns(uuid, text[]) is
  'Says of turns when they were heard, as far as both ends of the sound are known; of what was written, when that was.';

create function coach.note_replies(p_observation coach.observations, p_replies jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_item_ids text[];
begin
  -- What was played is known by the reply. Its first spoken item stands for all of it: the others take no time of their own.
  with reply as (
    select * from jsonb_to_recordset(p_replies) as reply (
      "replyId" text, "soundStartedAtMs" integer, "soundEndedAtMs" integer
    )
  ), placed as (
    select item.item_id, reply."soundStartedAtMs" as started, reply."soundEndedAtMs" as ended,
      row_number() over (partition by item.reply_id order by item.started_at_ms, item.item_id) = 1 as is_first
    from reply join coach.observed_items as item
      on item.session_id = p_observation.session_id and item.reply_id = reply."replyId" and item.author = 'persona'
  ), dated as (
    update coach.observed_items as item
    set sound_started_at_ms = coalesce(
          case when placed.is_first then placed.started else coalesce(placed.ended, placed.started) end,
          item.sound_started_at_ms
        ),
        sound_ended_at_ms = coalesce(
          case when placed.is_first then placed.ended else coalesce(placed.ended, placed.started) end,
          item.sound_ended_at_ms
        )
    from placed where item.session_id = p_observation.session_id and item.item_id = placed.item_id
    returning item.item_id
  )
  select array_agg(item_id) into v_item_ids from dated;
  perform coach.date_observed_turns(p_observation.session_id, v_item_ids);
end
$$;
comment on function coach.note_replies(coach.observations, jsonb) is
  'Adds when replies of the persona were played to what is known of their items, which must have been noted before.';

create or replace function coach.note_items(p_observation coach.observations, p_items jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_new record;
  v_item coach.observed_items;
begin
  for v_new in
    select * from jsonb_to_recordset(p_items) as item (
      "itemId" text, author text, "previousItemId" text, "isLinked" boolean, state text, text text,
      "isInterrupted" boolean, "isRetrieved" boolean, "isWritten" boolean, "replyId" text, "startedAtMs" integer,
      "soundStartedAtMs" integer, "soundEndedAtMs" integer
    )
  loop
    insert into coach.observed_items as known (
      session_id, item_id, call_id, author, is_linked, previous_item_id, is_settled, is_interrupted, epoch,
      checked_epoch, is_retrieved, is_written, reply_id, started_at_ms, sound_started_at_ms, sound_ended_at_ms
    ) values (
      p_observation.session_id, v_new."itemId", p_observation.call_id, v_new.author,
      coalesce(v_new."isLinked", false), v_new."previousItemId", v_new.state is not null,
      coalesce(v_new."isInterrupted", false), p_observation.epoch,
      case when v_new."isRetrieved" then p_observation.epoch else 0 end,
      coalesce(v_new."isRetrieved", false), coalesce(v_new."isWritten", false), v_new."replyId",
      v_new."startedAtMs", v_new."soundStartedAtMs", v_new."soundEndedAtMs"
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
        is_written = known.is_written or excluded.is_written,
        reply_id = coalesce(known.reply_id, excluded.reply_id),
        started_at_ms = least(known.started_at_ms, excluded.started_at_ms),
        sound_started_at_ms = coalesce(excluded.sound_started_at_ms, known.sound_started_at_ms),
        sound_ended_at_ms = coalesce(excluded.sound_ended_at_ms, known.sound_ended_at_ms)
    returning * into v_item;
    if v_new.state is not null and v_item.author in ('learner', 'persona') then
      perform coach.keep_observed_turn(v_item, v_new.state, coalesce(v_new.text, ''));
    elsif v_item.is_interrupted then
      update coach.turns set state = 'interrupted'
      where session_id = v_item.session_id and source = 'observed' and item_id = v_item.item_id
        and state = 'final';
    end if;
  end loop;
  perform coach.date_observed_turns(p_observation.session_id, array(
    select item."itemId" from jsonb_to_recordset(p_items) as item ("itemId" text)
  ));
end
$$;
comment on function coach.note_items(coach.observations, jsonb) is
  'Adds what was seen of items to what is known of them; saying the same twice changes nothing.';

create or replace function coach.settle_open_items(p_observation coach.observations) returns void
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
    perform coach.date_observed_turns(v_item.session_id, array[v_item.item_id]);
  end loop;
end
$$;
comment on function coach.settle_open_items(coach.observations) is
  'Words that the provider never delivered: the learner''s turn keeps its place as not transcribed, a reply that was cut before its first word is none.';

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

select coach.expose(
  'coach.longest_pause_ms()', 'coach.date_observed_turns(uuid, text[])',
  'coach.note_replies(coach.observations, jsonb)'
);
