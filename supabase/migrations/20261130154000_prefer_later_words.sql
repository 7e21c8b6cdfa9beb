-- Some services transcribe a turn twice, the second time with more of it: the browser reports it again.
create or replace function coach.conversation_nodes(p_session_id uuid)
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
