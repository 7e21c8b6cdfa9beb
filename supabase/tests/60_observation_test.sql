-- The watch over a call: leases, hand-overs, gaps, and what it all costs. Every function is called as service_role.
begin;
select no_plan();

create function pg_temp.call(p_call text) returns jsonb
language plpgsql as $$
declare
  v_answer jsonb;
begin
  set local role service_role;
  execute 'select public.' || p_call into v_answer;
  reset role;
  return v_answer;
end
$$;

select pg_temp.call($$publish_scenario('{
  "id": "selling", "title": "Selling", "language": "en", "difficulty": "easy", "duration_seconds": 600,
  "content_hash": "hash-of-one", "public": {}, "private": {}
}')$$);
select pg_temp.call($$save_site('{
  "organization": "Org", "name": "Lessons", "embed_key": "mk_observing", "origins": ["https://lms.example"],
  "organization_month_seconds": 100000, "site_day_seconds": 100000, "learner_day_seconds": 100000,
  "site_max_live": 100
}')$$);

create temporary table s (name text primary key, session_id uuid, call_id uuid);
grant all on s to service_role;

create function pg_temp.start(p_name text) returns text
language plpgsql as $$
declare
  v_session uuid := pg_temp.call(format('open_session(%L)', jsonb_build_object(
    'embed_key', 'mk_observing', 'origin', 'https://lms.example', 'scenario', 'selling',
    'attempt_key', gen_random_uuid(), 'request_hash', 'hash', 'learner_key', p_name, 'learner_name', null,
    'locale', 'en', 'consent', '{"version": "1", "locale": "en"}'::jsonb, 'variables', '{}'::jsonb,
    'handshake', 'relay', 'request_id', 'request', 'cap_seconds', null
  ))) ->> 'session_id';
  v_call uuid := pg_temp.call(format(
    'attach_call(%L, %L, %L, %L, %L)', v_session, 'rtc_' || p_name, 'openai', 'v=0', '{"model": "m"}'
  )) ->> 'call_id';
begin
  insert into s values (p_name, v_session, v_call);
  return p_name;
end
$$;

create function pg_temp.claim(p_name text, p_holder text, p_from text default null) returns text
language sql as $$
  select pg_temp.call(format(
    'claim_observation(%L, %L, %L)', call_id, md5(p_holder)::uuid, md5(p_from)::uuid
  )) ->> 'outcome' from s where name = p_name
$$;
create function pg_temp.record(p_name text, p_holder text, p_batch text) returns jsonb
language sql as $$
  select pg_temp.call(format('record_observation(%L, %L, %L)', call_id, md5(p_holder)::uuid, p_batch))
  from s where name = p_name
$$;
create function pg_temp.close(p_name text, p_holder text, p_ending text, p_reason text default null) returns jsonb
language sql as $$
  select pg_temp.call(format(
    'close_observation(%L, %L, %L, %L)', call_id, md5(p_holder)::uuid, p_ending, p_reason
  )) from s where name = p_name
$$;
create function pg_temp.item(p_id text, p_previous text, p_author text, p_text text) returns text
language sql as $$
  select jsonb_build_object(
    'isAttached', true, 'hasArrival', true, 'items', jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
      'itemId', p_id, 'author', p_author, 'isLinked', true, 'state', case when p_text is not null then 'final' end,
      'text', p_text, 'startedAtMs', 100, 'endedAtMs', 200
    )) || jsonb_build_object('previousItemId', p_previous))
  )::text
$$;
create function pg_temp.words(p_name text) returns text
language sql as $$
  select coalesce(string_agg(turn ->> 'text', ' ' order by place), '')
  from s, jsonb_array_elements(coach.transcript(session_id)) with ordinality as t (turn, place) where name = p_name
$$;
create function pg_temp.expire(p_name text) returns void
language sql as $$
  update coach.observations set lease_expires_at = now() - interval '1 second',
    predecessor_expires_at = case when predecessor is not null then now() - interval '1 second' end
  where call_id = (select call_id from s where name = p_name)
$$;

-- Leases.
select pg_temp.start(name) from unnest(array[
  'whole', 'handed', 'killed', 'tail', 'tampered', 'reported', 'unseen', 'cost', 'dead_predecessor'
]) as name;
select is(pg_temp.claim('whole', 'a'), 'claimed', 'a segment claims a running call');
select is(pg_temp.claim('whole', 'b'), 'busy', 'another does not get it');
select is(pg_temp.claim('whole', 'b', 'c'), 'busy', 'nor by naming a predecessor that does not hold it');
select is(
  pg_temp.call(format('claim_observation(%L, %L, null)', gen_random_uuid(), gen_random_uuid())) ->> 'outcome',
  'call_unknown', 'an unknown call is refused'
);
select ok(
  not pg_temp.call('list_unwatched_calls(null, 200)') -> 'calls' ? (select call_id::text from s where name = 'whole'),
  'a watched call is not listed'
);
select ok(
  pg_temp.call('list_unwatched_calls(null, 200)') -> 'calls' ? (select call_id::text from s where name = 'unseen'),
  'an unwatched one is'
);

-- A whole call, told out of order.
select is(
  pg_temp.record('whole', 'a', pg_temp.item('i2', 'i1', 'learner', null)) -> 'wanted', '["i1"]',
  'a predecessor that was not seen is wanted'
);
select is(
  pg_temp.record('whole', 'a', pg_temp.item('i1', null, 'persona', 'Hello.')) -> 'wanted', '[]', 'until it is known'
);
select is(pg_temp.words('whole'), 'Hello.', 'a turn without words is none yet');
select is(
  pg_temp.call(format('get_pending_words(%L)', session_id)), '{"is_observed": true, "pending": 1}',
  'its words are waited for'
) from s where name = 'whole';
select pg_temp.record('whole', 'a', '{"items": [
  {"itemId": "i2", "author": "learner", "state": "final", "text": "Good day.", "startedAtMs": 50, "endedAtMs": 900}
]}');
select pg_temp.record('whole', 'a', pg_temp.item('tool', 'i2', 'note', null));
select pg_temp.record('whole', 'a', pg_temp.item('i3', 'tool', 'persona', 'Well,'));
select pg_temp.record('whole', 'a', '{"items": [{"itemId": "i3", "isInterrupted": true, "startedAtMs": 1, "endedAtMs": 1}]}');
select pg_temp.record('whole', 'a', '{"items": [
  {"itemId": "i3", "author": "persona", "state": "final", "text": "Well,", "startedAtMs": 950, "endedAtMs": 990}
]}');
select is(
  pg_temp.close('whole', 'b', 'ended'), '{"outcome": "lost"}', 'only the holder closes'
);
select is(
  pg_temp.close('whole', 'a', 'ended') - 'outcome', '{"status": "complete", "reason": null}', 'all was seen'
);
select is(pg_temp.words('whole'), 'Hello. Good day. Well,', 'every turn has its place, past the tool call');
select is(
  (select string_agg(turn ->> 'state', ' ') from s, jsonb_array_elements(coach.transcript(session_id)) as turn
   where name = 'whole'),
  'final final interrupted', 'an interruption stands, whatever is said later'
);
select is(
  pg_temp.record('whole', 'a', pg_temp.item('i4', 'i3', 'learner', 'Late.')) ->> 'outcome', 'closed',
  'nothing is added after the end'
);
select is(pg_temp.claim('whole', 'd'), 'over', 'and nobody watches again');

-- A hand-over.
select pg_temp.claim('handed', 'a');
select pg_temp.record('handed', 'a', pg_temp.item('i1', null, 'learner', 'One.'));
select is(pg_temp.claim('handed', 'b', 'a'), 'claimed', 'a successor takes over from the holder');
select is(pg_temp.record('handed', 'a', '{}') ->> 'outcome', 'superseded', 'which hears of it');
select is(pg_temp.record('handed', 'a', '{}') ->> 'is_holder_attached', 'false', 'and stays until it is attached');
select pg_temp.record('handed', 'b', '{"isAttached": true}');
select is(pg_temp.close('handed', 'b', 'ended'), '{"outcome": "busy"}', 'while both watch, nobody closes');
select is(
  pg_temp.call(format('release_observation(%L, %L)', call_id, md5('a')::uuid)), '{"outcome": "released"}', 'it leaves'
) from s where name = 'handed';
select is(
  pg_temp.close('handed', 'b', 'ended') ->> 'status', 'complete', 'a clean hand-over leaves no gap'
);

-- A predecessor that dies in the middle of a hand-over.
select pg_temp.claim('dead_predecessor', 'a');
select pg_temp.record('dead_predecessor', 'a', pg_temp.item('i1', null, 'learner', 'One.'));
select pg_temp.claim('dead_predecessor', 'b', 'a');
select pg_temp.expire('dead_predecessor');
select is(
  pg_temp.record('dead_predecessor', 'b', '{"isAttached": true}') ->> 'is_anchored', 'false',
  'what it saw last, nobody knows'
);
select is(
  pg_temp.close('dead_predecessor', 'b', 'ended') ->> 'reason', 'tail_unseen', 'so the call is incomplete'
);

-- A killed segment, and the browser's ids.
select pg_temp.claim('killed', 'a');
select pg_temp.record('killed', 'a', pg_temp.item('i1', null, 'learner', 'One.'));
select pg_temp.record('killed', 'a', pg_temp.item('i2', 'i1', 'learner', null));
select pg_temp.expire('killed');
select is(pg_temp.claim('killed', 'b'), 'claimed', 'an expired lease is free');
select is(
  pg_temp.record('killed', 'b', pg_temp.item('i4', 'i3', 'learner', 'Four.')) -> 'wanted', '["i2", "i3"]',
  'what was cut and what is missing are wanted'
);
select pg_temp.record('killed', 'b', '{"items": [
  {"itemId": "i2", "author": "learner", "state": "final", "text": "Two.", "isRetrieved": true, "startedAtMs": 300, "endedAtMs": 300},
  {"itemId": "i3", "author": "learner", "state": "final", "text": "Three.", "isRetrieved": true, "startedAtMs": 300, "endedAtMs": 300}
]}');
select is(
  (pg_temp.call(format('append_turns(%L, %L)', session_id, '[
    {"sequence": 1, "itemId": "i3", "previousItemId": "i2", "speaker": "learner", "state": "final", "text": "Lies.", "startedAtMs": 1, "endedAtMs": 2},
    {"sequence": 2, "itemId": "i9", "previousItemId": "i3", "speaker": "learner", "state": "final", "text": "More lies.", "startedAtMs": 1, "endedAtMs": 2}
  ]')) ->> 'outcome'), 'ok', 'the browser says what followed what'
) from s where name = 'killed';
select is(pg_temp.record('killed', 'b', '{}') -> 'wanted', '["i9"]', 'its ids are asked for after a gap');
select pg_temp.record('killed', 'b', '{"items": [
  {"itemId": "i9", "author": "absent", "isRetrieved": true, "startedAtMs": 1, "endedAtMs": 1}
]}');
select is(pg_temp.record('killed', 'b', '{}') -> 'wanted', '[]', 'once');
select is(pg_temp.close('killed', 'b', 'ended') ->> 'status', 'complete', 'the gap is closed');
select is(pg_temp.words('killed'), 'One. Two. Three. Four.', 'by the provider''s words, not by the browser''s');

-- What the customer said after a gap, or before anybody listened, may have been ordered where nobody looked.
select pg_temp.start('doubted');
select pg_temp.claim('doubted', 'a');
select pg_temp.record('doubted', 'a', pg_temp.item('i1', null, 'learner', 'One.'));
select pg_temp.expire('doubted');
select pg_temp.claim('doubted', 'b');
select pg_temp.record('doubted', 'b', pg_temp.item('i2', 'i1', 'persona', 'Two.'));
select is(pg_temp.close('doubted', 'b', 'ended') ->> 'reason', 'reply_unseen', 'a reply after a gap proves nothing');
select pg_temp.start('unheard');
select pg_temp.claim('unheard', 'a');
select pg_temp.record('unheard', 'a', pg_temp.item('i2', 'i1', 'learner', 'Two.'));
select pg_temp.record('unheard', 'a', '{"items": [
  {"itemId": "i1", "author": "persona", "state": "final", "text": "One.", "isRetrieved": true, "startedAtMs": 1, "endedAtMs": 2}
]}');
select is(
  pg_temp.call(format('append_turns(%L, %L)', session_id, '[
  {"sequence": 1, "itemId": "i1", "previousItemId": null, "speaker": "persona", "state": "final", "text": "One.", "startedAtMs": 1, "endedAtMs": 2}
]')) ->> 'outcome', 'ok', 'a browser says that it was the first'
) from s where name = 'unheard';
select is(pg_temp.close('unheard', 'a', 'ended') ->> 'reason', 'reply_unseen', 'nor one that nobody heard');

select is(
  pg_temp.call(format('append_turns(%L, %L)', session_id, '[
  {"sequence": 1, "itemId": "i1", "previousItemId": null, "speaker": "learner", "state": "final", "text": "Lies.", "startedAtMs": 1, "endedAtMs": 2}
]')) ->> 'outcome', 'ok', 'a browser tells it otherwise'
) from s where name = 'doubted';
select is(pg_temp.words('doubted'), 'One. Two.', 'where both know a turn, the provider''s words stand');

-- A link that was cut and made again.
select pg_temp.start('relinked');
select pg_temp.claim('relinked', 'a');
select pg_temp.record('relinked', 'a', pg_temp.item('i1', null, 'learner', 'One.'));
create function pg_temp.gap(p_batch jsonb) returns jsonb
language sql as $$
  select jsonb_build_array(answer -> 'epoch', answer -> 'is_anchored')
  from pg_temp.record('relinked', 'a', p_batch::text) as answer
$$;
select is(pg_temp.gap('{"isAttached": true, "hasGap": true}'), '[1, false]', 'leaves a gap');
select is(pg_temp.gap('{"hasArrival": true}'), '[1, true]', 'whose end an arrival shows');
select is(pg_temp.gap('{"hasGap": true, "hasArrival": true}'), '[2, false]', 'but none that may have come before it');

-- What else keeps a call from being complete.
select pg_temp.start('unlinked');
select pg_temp.claim('unlinked', 'a');
select pg_temp.record('unlinked', 'a', pg_temp.item('i2', 'i1', 'learner', 'Two.'));
select pg_temp.record('unlinked', 'a', '{"items": [
  {"itemId": "i1", "author": "learner", "state": "final", "text": "One.", "isRetrieved": true, "startedAtMs": 1, "endedAtMs": 2}
]}');
select is(pg_temp.close('unlinked', 'a', 'ended') ->> 'reason', 'item_unlinked', 'an item of which nobody says what it follows');
select pg_temp.start('missing');
select pg_temp.claim('missing', 'a');
select pg_temp.record('missing', 'a', pg_temp.item('i2', 'i1', 'learner', 'Two.'));
select is(pg_temp.close('missing', 'a', 'ended') ->> 'reason', 'item_missing', 'an item that was never seen');
select pg_temp.start('between');
select pg_temp.claim('between', 'a');
select pg_temp.record('between', 'a', pg_temp.item('i1', null, 'learner', 'One.'));
select pg_temp.record('between', 'a', pg_temp.item('i2', 'i1', 'persona', 'Two.'));
select pg_temp.record('between', 'a', pg_temp.item('i3', 'i1', 'learner', 'Put between.'));
select is(pg_temp.close('between', 'a', 'ended') ->> 'reason', 'item_misplaced', 'an item that was put between two');
select pg_temp.start('before');
select pg_temp.claim('before', 'a');
select pg_temp.record('before', 'a', pg_temp.item('i1', null, 'persona', 'One.'));
select pg_temp.record('before', 'a', pg_temp.item('i2', null, 'learner', 'Put before.'));
select is(pg_temp.close('before', 'a', 'ended') ->> 'reason', 'item_misplaced', 'an item that was put before all others');
select pg_temp.start('wordless');
select pg_temp.claim('wordless', 'a');
select pg_temp.record('wordless', 'a', pg_temp.item('i1', null, 'learner', null));
select pg_temp.expire('wordless');
select pg_temp.claim('wordless', 'b');
select pg_temp.record('wordless', 'b', pg_temp.item('i2', 'i1', 'learner', 'Two.'));
select is(pg_temp.close('wordless', 'b', 'ended') ->> 'reason', 'words_missing', 'words that may have come in a gap');

-- Killed at the end.
select pg_temp.claim('tail', 'a');
select pg_temp.record('tail', 'a', pg_temp.item('i1', null, 'learner', 'One.'));
select pg_temp.expire('tail');
select pg_temp.call(format('end_session(%L, %L)', session_id, 'learner')) from s where name = 'tail';
select is(pg_temp.claim('tail', 'b'), 'over', 'a call that is over is not watched');
select is(
  pg_temp.call(format('claim_report(%L, 30)', session_id)) ->> 'evidence', 'incomplete', 'it is marked'
) from s where name = 'tail';

-- Tampering; a call that nobody saw; a report that waits for the last words.
select pg_temp.claim('tampered', 'a');
select pg_temp.record('tampered', 'a', pg_temp.item('i1', null, 'learner', 'One.'));
select pg_temp.call(format('end_session(%L, %L)', session_id, 'tampered')) from s where name = 'tampered';
select is(
  pg_temp.call(format('claim_report(%L, 30)', session_id)), '{"outcome": "none"}', 'a report waits for its observer'
) from s where name = 'tampered';
select is(
  pg_temp.close('tampered', 'a', 'tampered', 'settings_changed') - 'outcome',
  '{"status": "tampered", "reason": "settings_changed"}', 'the offence is kept'
);
select is(
  pg_temp.call(format('claim_report(%L, 30)', session_id)) ->> 'evidence', 'tampered', 'and told'
) from s where name = 'tampered';
select is(
  pg_temp.call(format('append_turns(%L, %L)', session_id, '[
  {"sequence": 1, "itemId": "i1", "previousItemId": null, "speaker": "learner", "state": "final", "text": "Hello.", "startedAtMs": 1, "endedAtMs": 2}
]')) ->> 'outcome', 'ok', 'its browser reports all the same'
) from s where name = 'unseen';
select pg_temp.call(format('end_session(%L, %L)', session_id, 'learner')) from s where name = 'unseen';
select is(
  pg_temp.call(format('claim_report(%L, 30)', session_id)) ->> 'evidence', 'none', 'a call that nobody joined is unobserved'
) from s where name = 'unseen';

-- Cost.
insert into coach.prices (model, unit, valid_from, usd_per_million)
values ('gpt-realtime-2.1', 'input_text', current_date + 1, 1000);
select pg_temp.claim('cost', 'a');
select pg_temp.record('cost', 'a', format('{"usage": [
  {"key": "r1", "kind": "response", "model": "gpt-realtime-2.1", "amounts": {"input_text": 1000, "cached_text": 500, "output_audio": 200}},
  {"key": "t1", "kind": "transcription", "model": "gpt-live-transcribe-2026-08-01", "amounts": {"seconds": 60}}
]}'));
select pg_temp.record('cost', 'a', '{"usage": [
  {"key": "r1", "kind": "response", "model": "gpt-realtime-2.1", "amounts": {"input_text": 1000}},
  {"key": "r2", "kind": "response", "model": "gpt-unheard-of", "amounts": {"input_text": 7}}
]}');
-- 1,000 · 4 + 500 · 0.40 + 200 · 64 + 60 s · 0.017 $ a minute = 4,000 + 200 + 12,800 + 17,000 millionths.
select is(
  pg_temp.call(format('get_session_cost(%L)', session_id)) - 'used_seconds', '{
    "outcome": "ok", "micro_dollars": 34000, "unpriced_models": ["gpt-unheard-of"],
    "amounts": {"input_text": 1007, "cached_text": 500, "output_audio": 200, "seconds": 60}
  }', 'each event is billed once, at the price of its day, a snapshot like its model'
) from s where name = 'cost';
select is(
  pg_temp.call(format('get_session_cost(%L)', gen_random_uuid())), '{"outcome": "session_unknown"}', 'of a known session'
);

-- Times of sound.
select pg_temp.start('heard');
select pg_temp.claim('heard', 'a');
create function pg_temp.heard() returns jsonb
language sql as $$
  select jsonb_object_agg(turn ->> 'itemId', jsonb_build_array(turn -> 'startedAtMs', turn -> 'endedAtMs'))
  from s, jsonb_array_elements(coach.transcript(session_id)) as turn where name = 'heard'
$$;
select pg_temp.record('heard', 'a', '{"isAttached": true, "hasArrival": true, "items": [
  {"itemId": "p1", "author": "persona", "isLinked": true, "previousItemId": null, "state": "final", "text": "Hello?",
   "replyId": "r1", "startedAtMs": 900},
  {"itemId": "p2", "author": "persona", "isLinked": true, "previousItemId": "p1", "state": "final", "text": "Well.",
   "replyId": "r1", "startedAtMs": 950},
  {"itemId": "l1", "author": "learner", "isLinked": true, "previousItemId": "p2", "state": "final", "text": "Good day.",
   "startedAtMs": 9000, "soundStartedAtMs": 9000, "soundEndedAtMs": 13000},
  {"itemId": "l2", "author": "learner", "isLinked": true, "previousItemId": "l1", "state": "final", "text": "Typed.",
   "isWritten": true, "startedAtMs": 15000}
], "replies": [{"replyId": "r1", "soundStartedAtMs": 1000}]}');
select is(
  pg_temp.heard(), '{"p1": [900, null], "p2": [1000, 1000], "l1": [9000, 13000], "l2": [15000, 15000]}',
  'what was spoken has no end until its sound was over, what was typed takes no time'
);
-- By a segment that was not there when it began.
select pg_temp.claim('heard', 'b', 'a');
select pg_temp.record('heard', 'b', '{"isAttached": true, "replies": [{"replyId": "r1", "soundEndedAtMs": 8000}]}');
select is(
  pg_temp.heard() - 'l1' - 'l2', '{"p1": [1000, 8000], "p2": [8000, 8000]}',
  'a reply is heard from when it was played to when it was no more, whoever saw which; its first item stands for it'
);
create function pg_temp.reported(p_from integer, p_to integer) returns jsonb
language plpgsql as $$
begin
  delete from coach.turns using s
  where turns.session_id = s.session_id and s.name = 'heard' and source = 'reported';
  insert into coach.turns (session_id, source, sequence, item_id, speaker, state, text, started_at_ms, ended_at_ms)
  select session_id, 'reported', n, item, case n when 1 then 'learner' else 'persona' end, 'final', '', p_from, p_to
  from s, (values (1, 'l1'), (2, 'p1')) as told (n, item) where name = 'heard';
  return pg_temp.heard();
end
$$;
select is(
  pg_temp.reported(70000, 73100) - 'l2' - 'p2', '{"p1": [1000, 8000], "l1": [9000, 12100]}',
  'the pause after the last word is the browser''s to tell'
);
select is(pg_temp.reported(70000, 79000) -> 'l1', '[9000, 13000]', 'it makes no turn longer');
select is(
  pg_temp.record('heard', 'b', '{"items": [{"itemId": "l1", "startedAtMs": 9000, "soundEndedAtMs": 30000}]}') ->> 'outcome',
  'holding', 'a long turn'
);
select is(pg_temp.reported(70000, 70001) -> 'l1', '[9000, 22000]', 'is shortened by eight seconds at most');

select * from finish();
rollback;
