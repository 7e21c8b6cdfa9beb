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
create function pg_temp.on_session(p_function text, p_session uuid, p_more text default '') returns jsonb language sql as $$
  select pg_temp.call(format('%I(%L%s)', p_function, p_session, p_more))
$$;
create function pg_temp.open(p_learner text, p_handshake text default 'relay') returns uuid language sql as $$
  select (pg_temp.call(format('open_session(%L)', jsonb_build_object(
    'embed_key', 'mk_lessons', 'origin', 'https://lms.example', 'scenario', 'web-sales',
    'attempt_key', md5(p_learner)::uuid, 'request_hash', 'request', 'learner_key', p_learner, 'learner_name', null,
    'locale', 'en', 'consent', '{"version": "2026-11", "locale": "en"}'::jsonb, 'variables', '{}'::jsonb,
    'handshake', p_handshake, 'request_id', 'request-1', 'cap_seconds', null
  ))) ->> 'session_id')::uuid
$$;
create function pg_temp.attach(p_session uuid, p_call text) returns jsonb language sql as $$
  select pg_temp.on_session('attach_call', p_session, format(', %L, %L, %L', p_call, 'openai', 'v=0'))
$$;
-- A transaction's clock stands still: what lies back is moved back.
create function pg_temp.age(p_session uuid, p_seconds integer) returns void language sql as $$
  update coach.sessions set
    created_at = created_at - make_interval(secs => p_seconds),
    attached_at = attached_at - make_interval(secs => p_seconds),
    last_beat_at = last_beat_at - make_interval(secs => p_seconds),
    deadline = deadline - make_interval(secs => p_seconds),
    lapses_at = lapses_at - make_interval(secs => p_seconds)
  where id = p_session
$$;
create temporary view faults as
  select w.id, w.scope from coach.usage_windows as w
  cross join lateral (
    select coalesce(sum(hold_seconds), 0) as held, count(*) as live
    from coach.reservations where state = 'held' and w.id = any(window_ids)
  ) as r
  cross join lateral (
    select coalesce(sum(used_seconds), 0) as billed from coach.ledger_entries where w.id = any(window_ids)
  ) as l
  where (w.reserved_seconds, w.live_sessions, w.used_seconds) is distinct from (r.held, r.live, l.billed);

select pg_temp.call(format('save_site(%L)', '{
  "organization": "Acme", "name": "Lessons", "embed_key": "mk_lessons", "origins": ["https://lms.example"],
  "site_max_live": 50
}'));
select pg_temp.call(format('publish_scenario(%L)', '{
  "id": "web-sales", "title": "Selling", "language": "en", "difficulty": "easy", "duration_seconds": 240,
  "content_hash": "hash-of-one", "public": {}, "private": {}
}'));
create temporary table s as select learner, pg_temp.open(learner, handshake) as id from (values
  ('plain', 'relay'), ('failed', 'relay'), ('early', 'relay'), ('overrun', 'relay'), ('vanished', 'relay'),
  ('late', 'relay'), ('never', 'relay'), ('secret', 'ephemeral'), ('beating', 'relay'), ('orphan', 'relay')
) as v (learner, handshake);
create function pg_temp.id(p_learner text) returns uuid language sql as $$ select id from s where learner = p_learner $$;

-- attach_call
select is(
  pg_temp.attach(pg_temp.id('plain'), 'rtc_plain') - 'call_id' - 'is_sweep_due', jsonb_build_object(
    'outcome', 'active', 'limit_seconds', 240, 'deadline', coach.to_iso(now() + interval '240 seconds')
  ), 'attach_call() starts the clock'
);
select is(
  pg_temp.attach(pg_temp.id('plain'), 'rtc_plain') ->> 'outcome', 'active', 'attach_call() may be repeated'
);
select is(
  (select count(*) from coach.calls where session_id = pg_temp.id('plain')), 1::bigint, 'without a second call'
);
select is(
  pg_temp.attach(pg_temp.id('failed'), 'rtc_plain') ->> 'outcome', 'gone', 'no session takes the call of another one'
);
select is((select status from coach.sessions where id = pg_temp.id('failed')), 'reserved', 'nor starts by it');
select is(
  pg_temp.attach(gen_random_uuid(), 'rtc_nobody') ->> 'outcome', 'gone', 'attach_call() of an unknown session is gone'
);
select results_eq(
  $$select answer ->> 'status', answer ->> 'answer', answer ->> 'seconds_left' from (
    select coach.replay((select id from coach.sites), md5('plain')::uuid, 'request') as answer) as r$$,
  $$values ('active', 'v=0', '240')$$, 'a repeated start gets the answer again'
);

-- release_session
select is(
  pg_temp.on_session('release_session', pg_temp.id('failed'), ', ''start_failed'''), '{"outcome": "released"}',
  'release_session() gives the hold back'
);
select is(
  pg_temp.on_session('release_session', pg_temp.id('failed'), ', ''start_failed'''), '{"outcome": "unchanged"}',
  'once'
);
select is(
  pg_temp.on_session('release_session', pg_temp.id('plain'), ', ''start_failed'''), '{"outcome": "unchanged"}',
  'release_session() does not touch a call that was answered'
);
select is(
  pg_temp.on_session('release_session', gen_random_uuid(), ', ''start_failed'''), '{"outcome": "unchanged"}',
  'nor a session that is none'
);
select is_empty(
  $$select session_id from coach.ledger_entries$$, 'nothing is billed for it'
);
select is(
  pg_temp.attach(pg_temp.id('failed'), 'rtc_failed') ->> 'outcome', 'gone', 'a call that comes after that is turned away'
);
select is(
  (select count(*) from coach.hangups where provider_call_id = 'rtc_failed'), 1::bigint, 'and queued to be hung up'
);
select is_empty('select * from faults', 'the books balance');

-- beat_session
select pg_temp.attach(id, 'rtc_' || learner) from s where learner not in ('failed', 'plain', 'never', 'early', 'secret');
select pg_temp.age(pg_temp.id('beating'), 40);
select is(
  pg_temp.on_session('beat_session', pg_temp.id('beating')), '{"outcome": "continue", "remaining_seconds": 200}',
  'beat_session() says what is left'
);
select is(
  (select lapses_at from coach.sessions where id = pg_temp.id('beating')), now() + interval '45 seconds',
  'and renews the lease'
);
select pg_temp.age(pg_temp.id('beating'), 60);
select is(
  pg_temp.on_session('beat_session', pg_temp.id('beating')) ->> 'outcome', 'continue',
  'a late beat revives a call that nobody reaped'
);
select pg_temp.age(pg_temp.id('beating'), 110);
select pg_temp.on_session('beat_session', pg_temp.id('beating'));
select is(
  (select lapses_at from coach.sessions where id = pg_temp.id('beating')),
  (select deadline from coach.sessions where id = pg_temp.id('beating')), 'no lease reaches beyond the deadline'
);
select pg_temp.age(pg_temp.id('beating'), 30);
select is(
  pg_temp.on_session('beat_session', pg_temp.id('beating')), '{"outcome": "stop", "remaining_seconds": 0, "end_reason": null}',
  'at the deadline it says stop'
);
select is(
  pg_temp.on_session('beat_session', pg_temp.id('failed')) ->> 'outcome', 'stop', 'as to a session that is over'
);
select is(
  pg_temp.on_session('beat_session', gen_random_uuid()) ->> 'outcome', 'session_unknown', 'an unknown session has no beat'
);

-- end_session
select pg_temp.age(pg_temp.id('plain'), 61);
create temporary table ending as select pg_temp.on_session('end_session', pg_temp.id('plain'), ', ''learner''') as answer;
select is(
  (select answer - 'hangups' from ending), '{"outcome": "ended", "used_seconds": 61, "report": "pending"}',
  'end_session() bills the seconds since the call was attached'
);
select results_eq(
  $$select h ->> 'provider_call_id', (h ->> 'call_id')::uuid, (h ->> 'id')::bigint
    from ending, jsonb_array_elements(answer -> 'hangups') as h$$,
  $$select provider_call_id, call_id, id from coach.hangups
    where call_id in (select id from coach.calls where session_id = pg_temp.id('plain'))$$,
  'and hands out the call to hang up'
);
select is(
  pg_temp.on_session('end_session', pg_temp.id('plain'), ', ''left'''),
  '{"outcome": "ended", "used_seconds": 61, "report": "pending", "hangups": []}', 'repeated, it settles nothing twice'
);
select results_eq(
  $$select used_seconds, reason from coach.ledger_entries where session_id = pg_temp.id('plain')$$,
  $$values (61, 'learner')$$, 'the ledger holds one row'
);
select is(
  (select answer from coach.calls where session_id = pg_temp.id('plain')), null, 'the SDP answer is forgotten'
);
select pg_temp.age(pg_temp.id('overrun'), 1000);
select is(
  pg_temp.on_session('end_session', pg_temp.id('overrun'), ', ''learner''') ->> 'used_seconds', '240',
  'no more than the hold is billed'
);
select is(
  pg_temp.on_session('end_session', pg_temp.id('early'), ', ''left''') - 'hangups',
  '{"outcome": "ended", "used_seconds": 0, "report": "not_scored"}', 'ended before it was answered, nothing is billed'
);
select is(
  pg_temp.on_session('end_session', gen_random_uuid(), ', ''left''') ->> 'outcome', 'session_unknown',
  'end_session() of an unknown session says so'
);
select is(
  pg_temp.on_session('end_session', pg_temp.id('late'), ', ''learner''') ->> 'used_seconds', '1',
  'an answered call costs a second at least'
);
select is_empty('select * from faults', 'the books balance');

-- Ephemeral handshake: unobserved, never scored.
select is(
  pg_temp.on_session('attach_call', pg_temp.id('secret'), ', null, ''openai'', null') ->> 'outcome', 'active',
  'a call without a provider''s id can be attached'
);
select is(
  pg_temp.on_session('attach_call', pg_temp.id('secret'), ', null, ''openai'', null') ->> 'outcome', 'active', 'twice'
);
select is(
  pg_temp.on_session('end_session', pg_temp.id('secret'), ', ''learner'''),
  '{"outcome": "ended", "used_seconds": 240, "report": "not_scored", "hangups": []}',
  'it is billed whole, since nobody hears when it ends, and neither scored nor hung up'
);
select is(
  (select reason from coach.reports where session_id = pg_temp.id('secret')), 'unobserved', 'for the reason that nobody heard it'
);

-- reap_sessions
select is(
  pg_temp.call('reap_sessions(0)'), '{"reaped": 0, "released": 0}', 'reap_sessions() takes no more than its batch'
);
select pg_temp.age(pg_temp.id('vanished'), 100);
select pg_temp.age(pg_temp.id('never'), 59);
select is(
  pg_temp.call('reap_sessions(1)'), '{"reaped": 1, "released": 0}', 'the longest overdue comes first'
);
select pg_temp.age(pg_temp.id('never'), 1);
select is(
  pg_temp.call('reap_sessions(100)'), '{"reaped": 1, "released": 1}',
  'reap_sessions() ends what was abandoned and releases what was never answered'
);
select is(
  pg_temp.call('reap_sessions(100)'), '{"reaped": 0, "released": 0}', 'once'
);
select results_eq(
  $$select s.learner, t.status, t.end_reason, t.used_seconds from coach.sessions as t join s using (id)
    where s.learner in ('vanished', 'never', 'beating', 'orphan') order by s.learner$$,
  $$values ('beating', 'ended', 'deadline', 240), ('never', 'released', 'never_attached', 0),
    ('orphan', 'active', null, 0), ('vanished', 'ended', 'lapsed', 45)$$,
  'billed to the end of the lease or the deadline; who is there is left alone'
);
select is(
  (select count(*) from coach.hangups join coach.calls as c on c.id = call_id
   where c.session_id in (pg_temp.id('vanished'), pg_temp.id('beating')) and attempts = 0),
  2::bigint, 'their calls wait to be hung up'
);
select is(
  (select status from coach.reports where session_id = pg_temp.id('vanished')), 'pending', 'and their reports to be made'
);
select pg_temp.age(pg_temp.id('orphan'), 50);
select isnt(pg_temp.open('newcomer'), null, 'a start makes room by itself');
select is(
  (select status from coach.sessions where id = pg_temp.id('orphan')), 'ended', 'by ending what was abandoned on its site'
);
select is_empty('select * from faults', 'the books balance');

-- A provider that owes every reply
create function pg_temp.owed(p_learner text, p_seconds integer, p_fails boolean, p_speaker text, p_reason text)
returns jsonb language plpgsql as $$
declare
  v_id uuid := pg_temp.open(p_learner);
begin
  perform pg_temp.attach(v_id, 'rtc_' || replace(p_learner, ' ', '_'));
  perform pg_temp.age(v_id, p_seconds);
  if p_fails then
    insert into coach.session_events (session_id, kind, detail)
    values (v_id, 'reply_failed', '{"status": "failed", "reason": "rate_limit_exceeded"}');
  end if;
  if p_speaker is not null then
    perform pg_temp.call(format('append_turns(%L, %L)', v_id, jsonb_build_array(jsonb_build_object(
      'sequence', 1, 'itemId', 'i1', 'previousItemId', null, 'speaker', p_speaker, 'state', 'final',
      'text', 'Hello?', 'startedAtMs', 0, 'endedAtMs', 0
    ))));
  end if;
  perform pg_temp.on_session('end_session', v_id, format(', %L', p_reason));
  return pg_temp.on_session('end_session', v_id, ', ''left''') - 'hangups';
end
$$;
select is(
  pg_temp.owed(learner, seconds, fails, speaker, reason),
  jsonb_build_object('outcome', 'ended', 'used_seconds', billed, 'report', 'pending'), about
) from (values
  ('owed', 40, true, null, 'failed', 0, 'a call whose provider owed every reply is not billed'),
  ('owed and spoke', 40, true, 'learner', 'learner', 0, 'whatever the learner said into it, and whoever ended it'),
  ('recovered', 40, true, 'persona', 'learner', 40, 'one that went well in the end is, with the dumb time'),
  ('quiet', 40, false, null, 'learner', 40, 'a learner who is silent, or hangs up, earns nothing by it'),
  ('lingering', 181, true, null, 'learner', 181, 'nor one who stays where nobody answers'),
  ('cheating', 40, true, null, 'tampered', 40, 'nor one who meddled')
) as v (learner, seconds, fails, speaker, reason, billed, about);
select results_eq(
  $$select session.status, session.used_seconds, entry.used_seconds, hold.state
    from coach.sessions as session join coach.ledger_entries as entry on entry.session_id = session.id
    join coach.reservations as hold on hold.session_id = session.id
    where session.attempt_key = md5('owed')::uuid$$,
  $$values ('ended', 0, 0, 'settled')$$, 'it is a call that ended, with a row of nothing in the ledger'
);
select is_empty('select * from faults', 'and the books balance');

-- Walls.
select throws_ok(
  $$update coach.usage_windows set reserved_seconds = cap_seconds + 1 where scope = 'site_day'$$, '23514', null,
  'no window holds more than its cap'
);
select throws_ok(
  $$update coach.usage_windows set live_sessions = max_live + 1 where scope = 'site_concurrency'$$, '23514', null,
  'nor more calls than it may'
);
select throws_ok($$update coach.ledger_entries set used_seconds = 1$$, '23001', null, 'the ledger is never edited');
select throws_ok($$delete from coach.ledger_entries$$, '23001', null, 'nor shortened');
select throws_ok(
  $$update coach.sessions set used_seconds = limit_seconds + 1 where id = pg_temp.id('plain')$$, '23514', null,
  'no session is billed more than its hold'
);
select is(
  (pg_temp.call(format('save_site(%L)', '{
    "organization": "Acme", "name": "Lessons", "embed_key": "mk_lessons", "site_day_seconds": 1, "site_max_live": 0
  }')) ->> 'outcome'), 'updated', 'limits may be lowered below what is used'
);
select is(
  pg_temp.on_session('end_session', (
    select id from coach.sessions where status = 'reserved' limit 1
  ), ', ''left''') ->> 'outcome', 'ended', 'and running sessions still end'
);

select * from finish();
rollback;
