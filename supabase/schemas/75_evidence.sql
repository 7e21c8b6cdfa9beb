-- What our server saw of a talk, item by item, what it proves, and the order in which things were said.

create table coach.observed_items (
  session_id uuid not null references coach.sessions on delete cascade,
  item_id text not null check (char_length(item_id) between 1 and 128),
  call_id uuid not null references coach.calls on delete cascade,
  author text check (author in ('learner', 'persona', 'note', 'absent')),
  is_linked boolean not null default false,
  previous_item_id text check (char_length(previous_item_id) between 1 and 128),
  is_settled boolean not null default false,
  is_interrupted boolean not null default false,
  epoch integer not null,
  checked_epoch integer not null default 0,
  is_retrieved boolean not null default false,
  started_at_ms integer not null check (started_at_ms between 0 and 86400000),
  is_written boolean not null default false,
  reply_id text check (char_length(reply_id) between 1 and 128),
  sound_started_at_ms integer check (sound_started_at_ms between 0 and 86400000),
  sound_ended_at_ms integer check (sound_ended_at_ms between 0 and 86400000),
  primary key (session_id, item_id)
);
comment on table coach.observed_items is
  'Every item of a call that our server saw or fetched, spoken or not, and what it follows. The words of the spoken ones are in coach.turns.';
comment on column coach.observed_items.author is
  'Null while only a later event named it; absent: the provider knows no such item.';
comment on column coach.observed_items.is_linked is
  'Whether its predecessor was seen; previous_item_id is null for the first item of a call.';
comment on column coach.observed_items.checked_epoch is 'The last gap after which the provider was asked for it.';
comment on column coach.observed_items.started_at_ms is
  'When it was first noted, which is not when it was heard.';
comment on column coach.observed_items.sound_started_at_ms is
  'When it was heard to begin, by the provider''s voice detector or by what it played; null where nobody saw that.';
create index observed_items_call_id on coach.observed_items (call_id);
alter table coach.observed_items enable row level security;
revoke all on coach.observed_items from public, anon, authenticated, service_role;
grant select, insert on coach.observed_items to service_role;
grant update (
  author, is_linked, previous_item_id, is_settled, is_interrupted, checked_epoch, is_retrieved, started_at_ms,
  is_written, reply_id, sound_started_at_ms, sound_ended_at_ms
) on coach.observed_items to service_role;

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

create function coach.note_items(p_observation coach.observations, p_items jsonb) returns void
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
    perform coach.date_observed_turns(v_item.session_id, array[v_item.item_id]);
  end loop;
end
$$;
comment on function coach.settle_open_items(coach.observations) is
  'Words that the provider never delivered: the learner''s turn keeps its place as not transcribed, a reply that was cut before its first word is none.';

create function coach.observation_fault(p_observation coach.observations) returns text
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
    -- A talk only grows: where two follow one, a page has put something between what was said, or before it.
    when exists (
      select from linked where author in ('learner', 'persona') group by previous_item_id having count(*) > 1
    ) then 'item_misplaced'
    when exists (select from linked where is_open and author is distinct from 'note') then 'words_missing'
    when exists (
      select from coach.observed_items as item
      where item.call_id = p_observation.call_id and item.author = 'persona' and (item.epoch > 0 or not item.is_linked)
    ) then 'reply_unseen'
  end
  from call
$$;
comment on function coach.observation_fault(coach.observations) is
  'What of a call was not seen; null when every item is known, in its place, and was followed to its end. A reply that nobody heard being made, or that came after a gap, may have been made under other instructions, or after words that a page put where nobody looks.';

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

create function coach.evidence_of(p_session_id uuid) returns text
language sql stable set search_path = '' as $$
  select case
    when count(*) = 0 then 'none'
    when bool_or(status = 'tampered') then 'tampered'
    when bool_and(status = 'complete') then case
      when bool_and(hears_tools) and coach.has_unheard_tools(p_session_id) then 'tampered' else 'complete' end
    when bool_and(status = 'waiting' or reason = 'never_attached') then 'none'
    else 'incomplete' end
  from coach.observations where session_id = p_session_id
$$;
comment on function coach.evidence_of(uuid) is
  'What our server knows of a session: complete, incomplete, tampered, or none, when it never saw a call of it.';

create function coach.is_unserved(p_session_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from coach.session_events where session_id = p_session_id and kind = 'reply_failed'
  ) and not exists (
    select from coach.turns where session_id = p_session_id and speaker = 'persona' and text ~ '\S'
  )
$$;
comment on function coach.is_unserved(uuid) is
  'Whether our server heard replies fail in a session whose customer never said a word. A learner who is silent, or hangs up, makes none fail.';

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

create function coach.conversation_nodes(p_session_id uuid)
returns table (item_id text, source text, previous_item_id text, started_at_ms integer, sequence integer)
language sql stable set search_path = '' as $$
  with evidence as (
    select coach.evidence_of(p_session_id) in ('complete', 'tampered') or coach.is_seen_so_far(p_session_id) as is_ours
  ), turns as (
    select distinct on (turn.item_id) turn.*
    from evidence cross join coach.turns as turn
    where session_id = p_session_id and (source = 'observed' or not is_ours)
    -- A browser that hears better words later reports the turn again.
    order by turn.item_id, turn.source = 'observed' desc, turn.sequence desc
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
comment on function coach.conversation_nodes(uuid) is
  'What the order of a conversation is made of: one node an item, what was observed before what was reported. Where our server saw the whole call, or somebody meddled with it, its browser''s claims count for nothing.';

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

select coach.expose(
  'coach.linked_items(uuid)', 'coach.wanted_items(uuid)',
  'coach.keep_observed_turn(coach.observed_items, text, text)', 'coach.date_observed_turns(uuid, text[])', 'coach.note_replies(coach.observations, jsonb)',
  'coach.note_items(coach.observations, jsonb)',
  'coach.settle_open_items(coach.observations)', 'coach.observation_fault(coach.observations)',
  'coach.finish_observation(coach.observations, text, text)', 'coach.abandon_observations(uuid)',
  'coach.evidence_of(uuid)', 'coach.is_unserved(uuid)', 'coach.is_seen_so_far(uuid)', 'coach.conversation_nodes(uuid)',
  'public.close_observation(uuid, uuid, text, text)', 'public.get_pending_words(uuid)'
);
