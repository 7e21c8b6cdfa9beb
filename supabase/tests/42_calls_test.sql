-- Several calls of one session, one after the other: attempts, hang-ups, pauses, and one transcript of all of them.
begin;
select no_plan();

create function pg_temp.call(p_call text) returns jsonb
language plpgsql as $$
declare
  v_answer jsonb;
begin
  execute 'select public.' || p_call into v_answer;
  return v_answer;
end
$$;
alter function pg_temp.call(text) set role = 'service_role';
select pg_temp.call(format('save_site(%L)', '{
  "organization": "Acme", "name": "Lessons", "embed_key": "mk_further", "origins": ["https://lms.example"],
  "organization_month_seconds": 100000, "site_day_seconds": 100000, "learner_day_seconds": 100000,
  "site_max_live": 50
}'));
select pg_temp.call(format('publish_scenario(%L)', '{
  "id": "web-sales", "title": "Selling", "language": "en", "difficulty": "easy", "duration_seconds": 240,
  "content_hash": "hash-of-one", "public": {}, "private": {}
}'));

create temporary table s (name text primary key, id uuid, first_call uuid);
create function pg_temp.start(p_name text, p_handshake text default 'relay') returns void
language plpgsql as $$
declare
  v_id uuid := pg_temp.call(format('open_session(%L)', jsonb_build_object(
    'embed_key', 'mk_further', 'origin', 'https://lms.example', 'scenario', 'web-sales',
    'attempt_key', md5(p_name)::uuid, 'request_hash', 'request', 'learner_key', p_name, 'learner_name', 'Ada',
    'locale', 'en', 'consent', '{"version": "2026-11", "locale": "en"}'::jsonb,
    'variables', '{"company": "Acme"}'::jsonb, 'handshake', p_handshake, 'request_id', 'request-1',
    'cap_seconds', null
  ))) ->> 'session_id';
begin
  insert into s values (p_name, v_id, (pg_temp.call(format(
    'attach_call(%L, %L, %L, %L, %L)', v_id, case when p_handshake = 'relay' then 'rtc_' || p_name end,
    'openai', 'v=0 first', '{"model": "m"}'
  )) ->> 'call_id')::uuid);
  perform pg_temp.age(p_name, 20);
end
$$;
-- A transaction's clock stands still: what lies back is moved back.
create function pg_temp.age(p_name text, p_seconds integer) returns void language plpgsql as $$
declare
  v_id uuid := (select id from s where name = p_name);
  v_by interval := make_interval(secs => p_seconds);
begin
  update coach.sessions set created_at = created_at - v_by, attached_at = attached_at - v_by,
    last_beat_at = last_beat_at - v_by, deadline = deadline - v_by, lapses_at = lapses_at - v_by,
    paused_at = paused_at - v_by
  where id = v_id;
  update coach.calls set created_at = created_at - v_by, ended_at = ended_at - v_by where session_id = v_id;
  update coach.call_attempts set begun_at = begun_at - v_by, expires_at = expires_at - v_by where session_id = v_id;
end
$$;
create function pg_temp.on_session(p_function text, p_name text, p_more text default '') returns jsonb language sql as $$
  select pg_temp.call(format('%I(%L%s)', p_function, id, p_more)) from s where name = p_name
$$;
create function pg_temp.open(p_name text, p_attempt text, p_hash text default 'offer') returns jsonb language sql as $$
  select pg_temp.on_session('open_call', p_name, format(', %L, %L', md5(p_attempt)::uuid, p_hash))
$$;
create function pg_temp.attach(p_name text, p_attempt text) returns jsonb language sql as $$
  select pg_temp.on_session('attach_further_call', p_name, format(
    ', %L, %L, %L, %L, %L', md5(p_attempt)::uuid, 'rtc_' || p_name || '_' || p_attempt, 'openai', 'v=0 ' || p_attempt,
    '{"model": "m"}'
  ))
$$;
create function pg_temp.confirm(p_opened jsonb) returns void language sql as $$
  select pg_temp.call(format('settle_hangup(%s, true, null)', hangup ->> 'id'))
  from jsonb_array_elements(p_opened -> 'hangups') as hangup
$$;
create function pg_temp.session(p_name text) returns coach.sessions language sql as $$
  select session from coach.sessions as session join s using (id) where s.name = p_name
$$;
create function pg_temp.live_calls(p_name text) returns bigint language sql as $$
  select count(*) from coach.calls join s on s.id = session_id where s.name = p_name and ended_at is null
$$;

-- One call after the other.
select pg_temp.start('plain');
create temporary table opened as select pg_temp.open('plain', 'a') as answer;
select is(answer ->> 'outcome', 'granted', 'open_call() grants a call of a running session') from opened;
select is(
  (select array_agg(hangup ->> 'provider_call_id') from opened, jsonb_array_elements(answer -> 'hangups') as hangup),
  array['rtc_plain'], 'and gives out the hang-up of the one that it had'
);
select is(
  (select answer - 'outcome' - 'hangups' - 'learner_key' - 'seed' - 'scenario' from opened),
  '{"variables": {"company": "Acme"}, "learner_name": "Ada"}', 'with what it was begun with'
);
select is(pg_temp.live_calls('plain'), 0::bigint, 'no call is live while the next one is made');
select is(
  pg_temp.call('claim_hangups(10, 30)') -> 'hangups', '[]', 'and nobody else hangs up what the caller hangs up'
);
select is(pg_temp.open('plain', 'a') ->> 'outcome', 'pending', 'the same attempt is being made');
select is(pg_temp.open('plain', 'b') ->> 'outcome', 'too_soon', 'another one has to wait');
select is(pg_temp.open('plain', 'a', 'other') ->> 'outcome', 'attempt_conflict', 'an attempt keeps its offer');
select pg_temp.confirm(answer) from opened;
select is(
  pg_temp.attach('plain', 'a') - 'call_id' - 'deadline' - 'is_sweep_due',
  '{"outcome": "active", "limit_seconds": 240, "elapsed_ms": 20000, "remaining_seconds": 220}',
  'attach_further_call() keeps the clock of the session'
);
select is(pg_temp.live_calls('plain'), 1::bigint, 'one call is live');
select is(
  pg_temp.open('plain', 'a') - 'scenario' - 'seed' - 'learner_key' - 'variables' - 'learner_name',
  '{"outcome": "replayed", "answer": "v=0 a", "elapsed_ms": 20000, "remaining_seconds": 220}',
  'a repeated attempt gets the answer again'
);
select is(
  pg_temp.call(format('open_session(%L)', jsonb_build_object(
    'embed_key', 'mk_further', 'origin', 'https://lms.example', 'scenario', 'web-sales',
    'attempt_key', md5('plain')::uuid, 'request_hash', 'request', 'learner_key', 'plain', 'learner_name', 'Ada',
    'locale', 'en', 'consent', '{"version": "2026-11", "locale": "en"}'::jsonb,
    'variables', '{"company": "Acme"}'::jsonb, 'handshake', 'relay', 'request_id', 'request-1', 'cap_seconds', null
  ))) -> 'answer', 'null', 'a repeated start is not given the call of another page'
);
select is((select hold_seconds from coach.reservations where session_id = (select id from s where name = 'plain')), 240,
  'nothing more is held');

-- Spacing, number, failures.
select is(pg_temp.open('plain', 'b') ->> 'outcome', 'too_soon', 'calls keep a distance');
select is(pg_temp.open('plain', 'b') ->> 'retry_after_seconds', '1', 'which is told');
select pg_temp.age('plain', 2);
select pg_temp.confirm(pg_temp.open('plain', 'b'));
select is(pg_temp.open('plain', 'a') ->> 'outcome', 'attempt_over', 'the attempt before is over by that');
select is(
  pg_temp.on_session('fail_call', 'plain', format(', %L', md5('b')::uuid)) ->> 'outcome', 'failed', 'an attempt may fail'
);
select is(pg_temp.attach('plain', 'b') ->> 'outcome', 'gone', 'its call is not taken any more');
select is(
  (select count(*) from coach.hangups where provider_call_id = 'rtc_plain_b' and status = 'pending'), 1::bigint,
  'but hung up'
);
select pg_temp.age('plain', 3);
select is(pg_temp.open('plain', 'b') ->> 'outcome', 'granted', 'and the same attempt may try again');
select pg_temp.age('plain', 41);
select is(pg_temp.attach('plain', 'b') ->> 'outcome', 'gone', 'an attempt of a function that was killed runs out');
select is((pg_temp.session('plain')).status, 'active', 'the session goes on');
select pg_temp.age('plain', 30);
select is(pg_temp.open('plain', 'c') ->> 'outcome', 'granted', 'and takes another');
select pg_temp.on_session('fail_call', 'plain', format(', %L', md5('c')::uuid));
update coach.call_attempts set tries = 30 where attempt_key = md5('c')::uuid;
select pg_temp.age('plain', 30);
select is(pg_temp.open('plain', 'd') ->> 'outcome', 'too_many', 'but not without end');
select pg_temp.start('calls');
insert into coach.calls (session_id, provider, provider_call_id, ended_at)
select id, 'openai', 'rtc_many_' || n, now() from s, generate_series(1, 7) as n where name = 'calls';
select is(pg_temp.open('calls', 'a') ->> 'outcome', 'too_many', 'eight calls are enough for a session');

-- Refusals.
select is(
  pg_temp.call(format('open_call(%L, %L, %L)', gen_random_uuid(), gen_random_uuid(), 'x')) ->> 'outcome',
  'session_unknown', 'open_call() of an unknown session'
);
select pg_temp.start('secret', 'ephemeral');
select is(pg_temp.open('secret', 'a') ->> 'outcome', 'over', 'a call that cannot be hung up is not replaced');
select pg_temp.start('late');
select pg_temp.age('late', 230);
select is(pg_temp.open('late', 'a') ->> 'outcome', 'over', 'no call is made past the deadline');
select pg_temp.start('ended');
select pg_temp.on_session('end_session', 'ended', $$, 'learner'$$);
select is(pg_temp.open('ended', 'a') ->> 'outcome', 'over', 'nor after the end');
select pg_temp.start('switched_off');
select pg_temp.call($$set_feature('voice', false, null, 'test')$$);
select is(pg_temp.open('switched_off', 'a') ->> 'outcome', 'feature_disabled', 'nor where voice is switched off');
select pg_temp.call($$set_feature('voice', null, null, 'test')$$);

-- A page that closes.
select pg_temp.start('closed');
create temporary table paused as select pg_temp.on_session('pause_session', 'closed', $$, 'page_closed'$$) as answer;
select is(answer - 'hangups', '{"outcome": "paused", "used_seconds": 20}', 'pause_session() says what was used') from paused;
select is(answer #>> '{hangups,0,provider_call_id}', 'rtc_closed', 'and gives out the hang-up') from paused;
select is((pg_temp.session('closed')).lapses_at, now() + interval '25 seconds', 'never lengthens the lease');
update coach.sessions set lapses_at = now() + interval '45 seconds', paused_at = null where id = (select id from s where name = 'closed');
select pg_temp.on_session('pause_session', 'closed', $$, 'page_closed'$$);
select is((pg_temp.session('closed')).lapses_at, now() + interval '30 seconds', 'shortens it to half a minute');
select pg_temp.age('closed', 10);
select is(
  pg_temp.on_session('pause_session', 'closed', $$, 'page_closed'$$) ->> 'used_seconds', '20', 'repeating bills no more'
);
select is((pg_temp.session('closed')).lapses_at, now() + interval '20 seconds', 'and does not lengthen it');
select pg_temp.age('closed', 25);
select pg_temp.call('reap_sessions(100)');
select is((pg_temp.session('closed')).status, 'ended', 'the reaper settles it');
select is((pg_temp.session('closed')).used_seconds, 20, 'billed until the page closed');
select is((pg_temp.session('closed')).end_reason, 'page_closed', 'and says why');
select is((select status from coach.reports join s on id = session_id where name = 'closed'), 'pending', 'its report is made');

select pg_temp.start('returned');
select pg_temp.on_session('pause_session', 'returned', $$, 'page_closed'$$);
select pg_temp.age('returned', 10);
select pg_temp.confirm(pg_temp.open('returned', 'a'));
select pg_temp.attach('returned', 'a');
select ok(not coach.is_paused(pg_temp.session('returned')), 'another call makes it live again');
select is((pg_temp.session('returned')).lapses_at, now() + interval '45 seconds', 'with a whole lease');
select is(
  pg_temp.on_session('end_session', 'returned', $$, 'learner'$$) ->> 'used_seconds', '30', 'billed with its pause'
);

-- Last words that come late.
create function pg_temp.close_page(p_name text, p_attempt uuid) returns text language sql as $$
  select pg_temp.on_session('pause_session', p_name, format(', ''page_closed'', %L', p_attempt)) ->> 'outcome'
$$;
select pg_temp.start('overtaken');
select is(pg_temp.close_page('overtaken', md5('overtaken')::uuid), 'paused', 'a page ends the call of the start');
select pg_temp.age('overtaken', 10);
select pg_temp.confirm(pg_temp.open('overtaken', 'a'));
select is(
  pg_temp.close_page('overtaken', md5('overtaken')::uuid), 'overtaken', 'not the call that another page is about to get'
);
select is(pg_temp.attach('overtaken', 'a') ->> 'outcome', 'active', 'which it gets');
select pg_temp.age('overtaken', 10);
select is(
  pg_temp.on_session('pause_session', 'overtaken', format(', ''page_closed'', %L', md5('overtaken')::uuid)),
  '{"outcome": "overtaken", "used_seconds": 40, "hangups": []}', 'nor the one that it has'
);
select ok(not coach.is_paused(pg_temp.session('overtaken')), 'so that the session goes on');
select is(pg_temp.close_page('overtaken', md5('a')::uuid), 'paused', 'the other page ends its own call');
select pg_temp.age('overtaken', 10);
select pg_temp.confirm(pg_temp.open('overtaken', 'b'));
select is(pg_temp.close_page('overtaken', md5('a')::uuid), 'overtaken', 'but not the next one');
select is(
  pg_temp.close_page('overtaken', gen_random_uuid()), 'paused', 'a call that the server never heard of ends what there is'
);

select pg_temp.start('beaten');
select pg_temp.on_session('pause_session', 'beaten', $$, 'page_closed'$$);
select pg_temp.age('beaten', 10);
select is(pg_temp.on_session('beat_session', 'beaten') ->> 'outcome', 'continue', 'so does a beat');
select ok(not coach.is_paused(pg_temp.session('beaten')), 'which ends the pause');
select is(pg_temp.on_session('end_session', 'beaten', $$, 'learner'$$) ->> 'used_seconds', '30', 'and counts to now');

select pg_temp.start('finished');
select pg_temp.on_session('pause_session', 'finished', $$, 'page_closed'$$);
select pg_temp.age('finished', 10);
select is(
  pg_temp.on_session('end_session', 'finished', $$, 'learner'$$) ->> 'used_seconds', '20',
  'who comes back to finish is billed until the page closed'
);
select pg_temp.start('reloading');
select pg_temp.open('reloading', 'a');
select pg_temp.on_session('pause_session', 'reloading', $$, 'page_closed'$$);
select is(pg_temp.attach('reloading', 'a') ->> 'outcome', 'gone', 'a page that closes wants no call that is being made');
select pg_temp.start('secret_closed', 'ephemeral');
select is(
  pg_temp.on_session('pause_session', 'secret_closed', $$, 'page_closed'$$) ->> 'outcome', 'not_pausable',
  'an ephemeral session does not wait'
);
select is(
  pg_temp.on_session('pause_session', 'ended', $$, 'page_closed'$$) ->> 'outcome', 'not_pausable', 'nor one that is over'
);

-- What was seen, call by call.
create function pg_temp.claim(p_call uuid) returns jsonb language sql as $$
  select pg_temp.call(format('claim_observation(%L, %L, null)', p_call, md5(p_call::text)::uuid))
$$;
create function pg_temp.record(p_call uuid, p_batch text) returns jsonb language sql as $$
  select pg_temp.call(format('record_observation(%L, %L, %L)', p_call, md5(p_call::text)::uuid, p_batch))
$$;
create function pg_temp.close(p_call uuid) returns jsonb language sql as $$
  select pg_temp.call(format('close_observation(%L, %L, %L, null)', p_call, md5(p_call::text)::uuid, 'ended'))
$$;
create function pg_temp.said(p_item text, p_previous text, p_author text, p_text text, p_at integer) returns text
language sql as $$
  select jsonb_build_object(
    'isAttached', true, 'hasArrival', true, 'isLearnerActive', p_author = 'learner',
    'items', jsonb_build_array(jsonb_build_object(
      'itemId', p_item, 'author', p_author, 'isLinked', true, 'previousItemId', p_previous, 'state', 'final',
      'text', p_text, 'startedAtMs', p_at, 'endedAtMs', p_at + 500
    ))
  )::text
$$;
create function pg_temp.words(p_name text) returns text language sql as $$
  select string_agg(turn ->> 'text', ' ' order by place)
  from s, jsonb_array_elements(pg_temp.call(format('get_talk(%L)', id)) -> 'transcript')
    with ordinality as t (turn, place)
  where name = p_name
$$;

select pg_temp.start('seen');
select is(pg_temp.claim(first_call) ->> 'outcome', 'claimed', 'a segment watches the first call') from s where name = 'seen';
select pg_temp.record(first_call, pg_temp.said('i1', null, 'persona', 'Hello.', 500)) from s where name = 'seen';
select pg_temp.record(first_call, pg_temp.said('i2', 'i1', 'learner', 'Good day.', 1500)) from s where name = 'seen';
select pg_temp.on_session('append_turns', 'seen', $$, '[{
  "sequence": 1, "itemId": "forged", "previousItemId": "i2", "speaker": "persona", "state": "final",
  "text": "I buy it all.", "startedAtMs": 2500, "endedAtMs": 2600
}]'$$) -> 'missing';
select is(pg_temp.words('seen'), 'Hello. Good day.', 'what our server sees needs no browser to be believed');
select is(pg_temp.on_session('get_talk', 'seen') - 'transcript',
  '{"outcome": "ok", "last_sequence": 1, "is_watched": true}', 'get_talk() says how far the browser''s numbers are');
select pg_temp.confirm(pg_temp.open('seen', 'a'));
select is(
  pg_temp.record(first_call, '{"isAttached": false, "isLearnerActive": true}') -> 'is_broken_off', 'true',
  'its segment is told that the call is over'
) from s where name = 'seen';
select is(pg_temp.claim(first_call) ->> 'outcome', 'over', 'nobody watches it any more') from s where name = 'seen';
select is(pg_temp.close(first_call) ->> 'status', 'complete', 'a call that was broken off and seen is complete')
from s where name = 'seen';
select is(pg_temp.on_session('get_talk', 'seen') -> 'is_watched', 'false', 'all of it is written down');
select is(pg_temp.words('seen'), 'Hello. Good day.', 'and is the talk so far');
create temporary table second as select (pg_temp.attach('seen', 'a') ->> 'call_id')::uuid as id;
select is(
  pg_temp.on_session('list_unwatched_calls', 'seen', ', 10') -> 'calls', jsonb_build_array(id), 'only the new call is to be watched'
) from second;
select is(
  pg_temp.claim(id) - 'session_id' - 'plan' - 'provider_call_id',
  '{"outcome": "claimed", "elapsed_ms": 20000, "call_elapsed_ms": 0, "remaining_ms": 220000}',
  'its segment counts on from where the session is'
) from second;
select pg_temp.record(id, pg_temp.said('j1', null, 'persona', 'Are you there?', 20500)) from second;
select pg_temp.record(id, pg_temp.said('j2', 'j1', 'learner', 'Yes.', 21500)) from second;
-- Looked up late: it was said in the first call all the same.
select pg_temp.age('seen', 0);
insert into coach.observed_items (session_id, item_id, call_id, author, is_linked, epoch, started_at_ms)
select s.id, 'i0', first_call, 'note', true, 0, 21000 from s where name = 'seen';
select is(pg_temp.words('seen'), 'Hello. Good day. Are you there? Yes.', 'the transcript is one, call by call');
select is(pg_temp.close(id) ->> 'status', 'complete', 'the second call is complete too') from second;
select is(coach.evidence_of(s.id), 'complete', 'and so is the session') from s where name = 'seen';

select pg_temp.start('silent');
select pg_temp.confirm(pg_temp.open('silent', 'a'));
create temporary table silent as select (pg_temp.attach('silent', 'a') ->> 'call_id')::uuid as id;
select pg_temp.claim(id) from silent;
select pg_temp.record(id, '{"isAttached": true}') from silent;
select is(pg_temp.close(id) ->> 'status', 'complete', 'a call in which nothing was said hides nothing') from silent;

select pg_temp.start('unseen');
select pg_temp.on_session('append_turns', 'unseen', $$, '[{
  "sequence": 1, "itemId": "told", "previousItemId": null, "speaker": "learner", "state": "final",
  "text": "Good day.", "startedAtMs": 500, "endedAtMs": 900
}]'$$) -> 'missing';
select is(pg_temp.words('unseen'), 'Good day.', 'where nothing was seen the browser''s account counts');

-- The last words of a call that was hung up keep no session alive.
select pg_temp.start('lingering');
select pg_temp.claim(first_call) from s where name = 'lingering';
select pg_temp.on_session('pause_session', 'lingering', $$, 'page_closed'$$);
select pg_temp.record(first_call, pg_temp.said('k1', null, 'learner', 'Bye.', 500)) from s where name = 'lingering';
select ok(coach.is_paused(pg_temp.session('lingering')), 'a segment''s last batch does not end a pause');

-- Wrapping up.
select pg_temp.start('ending');
select pg_temp.claim(first_call) from s where name = 'ending';
select is(pg_temp.record(first_call, '{"isAttached": true}') -> 'wraps_up', 'false', 'not before its time') from s where name = 'ending';
select pg_temp.age('ending', 181);
select pg_temp.on_session('beat_session', 'ending');
select is(pg_temp.record(first_call, '{"isAttached": false}') -> 'wraps_up', 'false', 'not by who hears nothing')
from s where name = 'ending';
select is(pg_temp.record(first_call, '{"isAttached": true}') -> 'wraps_up', 'true', 'forty seconds before the deadline')
from s where name = 'ending';
select is(pg_temp.record(first_call, '{"isAttached": true}') -> 'wraps_up', 'false', 'once') from s where name = 'ending';
select pg_temp.start('short');
update coach.sessions set limit_seconds = 60, deadline = now() + interval '30 seconds' where id = (select id from s where name = 'short');
select pg_temp.claim(first_call) from s where name = 'short';
select is(pg_temp.record(first_call, '{"isAttached": true}') -> 'wraps_up', 'false', 'a short call is not wrapped up')
from s where name = 'short';

select pg_temp.call(format('delete_learner(%L, %L)', learner_id, 'test')) from coach.sessions join s using (id) where name = 'seen';
select is((select count(*) from coach.call_attempts join s on s.id = session_id where name = 'seen'), 0::bigint,
  'what is known of calls goes with the learner');
select * from finish();
rollback;
