-- What a page puts between older items right after a hand-over, no segment sees out of place.

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
