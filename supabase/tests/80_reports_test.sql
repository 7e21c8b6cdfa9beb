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
create function pg_temp.open(p_learner text) returns uuid language sql as $$
  select (pg_temp.call(format('open_session(%L)', jsonb_build_object(
    'embed_key', 'mk_lessons', 'origin', 'https://lms.example', 'scenario', 'web-sales',
    'attempt_key', md5(p_learner)::uuid, 'request_hash', 'request', 'learner_key', p_learner, 'learner_name', 'Ann',
    'locale', 'en', 'consent', '{"version": "2026-11", "locale": "en"}'::jsonb, 'variables', '{}'::jsonb,
    'handshake', 'relay', 'request_id', 'request-1', 'cap_seconds', null
  ))) ->> 'session_id')::uuid
$$;
create function pg_temp.says(p_session uuid, p_sequence integer, p_text text, p_state text default 'final')
returns text language sql as $$
  select pg_temp.call(format('append_turns(%L, %L)', p_session, jsonb_build_array(jsonb_build_object(
    'sequence', p_sequence, 'itemId', 'i' || p_sequence, 'previousItemId', null, 'speaker', 'learner',
    'state', p_state, 'text', p_text, 'startedAtMs', 0, 'endedAtMs', 0
  )))) ->> 'outcome'
$$;
create function pg_temp.claim(p_session uuid) returns jsonb language sql as $$
  select pg_temp.call(format('claim_report(%L, 30)', p_session))
$$;
create function pg_temp.report(p_session uuid) returns jsonb language sql as $$
  select pg_temp.call(format('get_report(%L)', p_session)) - 'transcript'
$$;
create function pg_temp.pass(p_seconds integer) returns void language sql as $$
  update coach.reports set available_at = available_at - make_interval(secs => p_seconds)
$$;

select pg_temp.call(format('save_site(%L)', '{
  "organization": "Acme", "name": "Lessons", "embed_key": "mk_lessons", "origins": ["https://lms.example"],
  "site_max_live": 50
}'));
select pg_temp.call(format('publish_scenario(%L)', '{
  "id": "web-sales", "title": "Selling", "language": "en", "difficulty": "easy", "duration_seconds": 240,
  "content_hash": "hash-of-one", "public": {"a": 1}, "private": {"b": 2}
}'));
create temporary table s as select name, pg_temp.open(name) as id from unnest(array[
  'good', 'silent', 'blank', 'unserved', 'unserved quiet', 'failing', 'given up', 'crashing', 'marked', 'running'
]) as name;
create function pg_temp.id(p_name text) returns uuid language sql as $$ select id from s where name = p_name $$;
select pg_temp.call(format('attach_call(%L, %L, %L, %L)', id, 'rtc_' || name, 'openai', 'v=0')) from s;
do $$ begin perform pg_temp.says(id, 1, 'Good morning') from s where name not in ('silent', 'blank', 'unserved quiet'); end $$;
do $$ begin perform pg_temp.says(pg_temp.id('good'), 3, 'Goodbye'); end $$;
do $$ begin perform pg_temp.says(pg_temp.id('marked'), 4, 'Four'); end $$;
do $$ begin perform pg_temp.says(pg_temp.id('blank'), 1, '', 'unrecognized'); end $$;
do $$ begin perform pg_temp.says(pg_temp.id('blank'), 2, E' \n'); end $$;

-- get_report before the end
select is(
  pg_temp.report(pg_temp.id('running')),
  '{"outcome": "ok", "status": "none", "reason": null, "report": null, "lease_expired": false}',
  'get_report() knows none while the session runs'
);
select is(pg_temp.report(gen_random_uuid()), '{"outcome": "session_unknown"}', 'get_report() of an unknown session');
select is(pg_temp.claim(pg_temp.id('running')), '{"outcome": "none"}', 'claim_report() finds none while the session runs');
select pg_temp.call(format('end_session(%L, %L)', id, 'learner')) from s where name <> 'running' order by name;
select is(
  pg_temp.report(pg_temp.id('good')),
  '{"outcome": "ok", "status": "pending", "reason": null, "report": null, "lease_expired": true}',
  'after the end it waits for whoever claims it'
);

-- claim_report and save_report
select is(
  pg_temp.claim(pg_temp.id('good')) - 'turns', jsonb_build_object(
    'outcome', 'claimed', 'session_id', pg_temp.id('good'), 'learner_name', 'Ann', 'handshake', 'relay',
    'attempts', 1, 'evidence', 'none', 'missing', '[2]'::jsonb, 'progress', '{"objectives": [], "moods": [], "moments": []}'::jsonb,
    'seed', (select seed from coach.sessions where id = pg_temp.id('good')),
    'variables', (select variables from coach.sessions where id = pg_temp.id('good')),
    'facts_wanted', false, 'scenario', '{
      "id": "web-sales", "version": "hash-of-one", "title": "Selling", "language": "en",
      "public": {"a": 1}, "private": {"b": 2}
    }'::jsonb
  ), 'claim_report() leases it with the scenario and the gaps'
);
select is(pg_temp.claim(pg_temp.id('good')), '{"outcome": "none"}', 'to one caller');
select is(pg_temp.report(pg_temp.id('good')) ->> 'lease_expired', 'false', 'get_report() tells that somebody works on it');
select is(
  pg_temp.call(format('save_report(%L, %L)', pg_temp.id('good'), '{"total": 80}')), '{"outcome": "saved"}',
  'save_report() stores it'
);
select is(
  pg_temp.call(format('save_report(%L, %L)', pg_temp.id('good'), '{"total": 90}')), '{"outcome": "unchanged"}', 'once'
);
select is(
  pg_temp.report(pg_temp.id('good')),
  '{"outcome": "ok", "status": "ready", "reason": null, "report": {"total": 80}, "lease_expired": false}',
  'get_report() answers it'
);
select is(pg_temp.says(pg_temp.id('good'), 4, 'Too late'), 'closed', 'no words are added to a session that has its report');
select is(
  pg_temp.call(format('fail_report(%L, %L, true)', pg_temp.id('good'), 'late')), '{"outcome": "unchanged"}',
  'a report that is there does not fail any more'
);
select is(
  pg_temp.call(format('mark_not_scored(%L, %L)', pg_temp.id('good'), 'unobserved')), '{"outcome": "unchanged"}',
  'nor is it taken back'
);

-- A customer who never spoke
insert into coach.session_events (session_id, kind) select id, 'reply_failed' from s where name like 'unserved%';
select is(pg_temp.claim(id), '{"outcome": "none"}', format('an %s learner gets no score', name))
from s where name like 'unserved%';
select is(
  pg_temp.report(id) - 'lease_expired',
  '{"outcome": "ok", "status": "not_scored", "reason": "persona_silent", "report": null}',
  'since the customer never spoke'
) from s where name like 'unserved%';

-- Nothing to score
select is(pg_temp.claim(id), '{"outcome": "none"}', format('a %s learner gets no score', name))
from s where name in ('silent', 'blank');
select is(
  pg_temp.report(pg_temp.id('silent')) - 'report',
  '{"outcome": "ok", "status": "not_scored", "reason": "no_learner_turns", "lease_expired": false}',
  'because there are no words'
);
select is(pg_temp.says(pg_temp.id('silent'), 1, 'I was there'), 'ok', 'words that arrive after that');
select is(
  pg_temp.claim(pg_temp.id('silent')) ->> 'outcome', 'claimed', 'bring the report back'
);
select pg_temp.call(format('save_report(%L, %L)', pg_temp.id('silent'), '{}'));

-- fail_report
select is(pg_temp.claim(pg_temp.id('failing')) ->> 'attempts', '1', 'a report is tried');
select is(
  pg_temp.call(format('fail_report(%L, %L, true)', pg_temp.id('failing'), 'provider away')), '{"outcome": "queued"}',
  'fail_report() puts it back'
);
select is(pg_temp.claim(pg_temp.id('failing')), '{"outcome": "none"}', 'with a pause');
select pg_temp.pass(5);
select is(pg_temp.claim(pg_temp.id('failing')) ->> 'attempts', '2', 'and it is tried again');
update coach.reports set attempts = 5 where session_id = pg_temp.id('failing');
select is(
  pg_temp.call(format('fail_report(%L, %L, true)', pg_temp.id('failing'), 'provider away')), '{"outcome": "failed"}',
  'five times'
);
select is(
  pg_temp.report(pg_temp.id('failing')) - 'report',
  '{"outcome": "ok", "status": "failed", "reason": "provider away", "lease_expired": false}', 'and then given up'
);
select is(
  pg_temp.call(format('save_report(%L, %L)', pg_temp.id('failing'), '{"total": 1}')), '{"outcome": "saved"}',
  'a late answer is still the learner''s report'
);
select pg_temp.claim(pg_temp.id('given up'));
select is(
  pg_temp.call(format('fail_report(%L, %L, false)', pg_temp.id('given up'), repeat('x', 900))), '{"outcome": "failed"}',
  'fail_report() without retry gives it up at once'
);
select is(
  char_length(pg_temp.report(pg_temp.id('given up')) ->> 'reason'), 200, 'with a reason of bounded length'
);

-- Leases
select pg_temp.claim(pg_temp.id('crashing'));
select pg_temp.pass(30);
select is(pg_temp.report(pg_temp.id('crashing')) ->> 'lease_expired', 'true', 'a lease runs out');
select is(pg_temp.claim(pg_temp.id('crashing')) ->> 'attempts', '2', 'and somebody else takes over');
update coach.reports set attempts = 5, available_at = now() where session_id = pg_temp.id('crashing');
select is(pg_temp.claim(pg_temp.id('crashing')), '{"outcome": "none"}', 'not for ever');
select is(pg_temp.report(pg_temp.id('crashing')) ->> 'reason', 'attempts_exhausted', 'and says why');

-- The oldest job, and mark_not_scored
select is(
  pg_temp.call('claim_report(null, 30)') ->> 'session_id', pg_temp.id('marked')::text,
  'claim_report() without a session takes the oldest that is due'
);
select is(pg_temp.call('claim_report(null, 30)'), '{"outcome": "none"}', 'if there is one');
select is(
  pg_temp.call(format('mark_not_scored(%L, %L)', pg_temp.id('marked'), 'transcript_incomplete')), '{"outcome": "marked"}',
  'mark_not_scored() closes it'
);
select is(
  pg_temp.call(format('save_report(%L, %L)', pg_temp.id('marked'), '{}')), '{"outcome": "unchanged"}', 'to reports'
);
do $$ begin perform pg_temp.says(pg_temp.id('marked'), 3, 'and three'); end $$;
select is(
  pg_temp.report(pg_temp.id('marked')) ->> 'status', 'not_scored', 'a transcript that still has a gap is not scored'
);
do $$ begin perform pg_temp.says(pg_temp.id('marked'), 2, 'two'); end $$;
select is(
  pg_temp.report(pg_temp.id('marked')) ->> 'status', 'pending', 'a gap that was filled brings the report back'
);
select is(
  pg_temp.call(format('%s)', call)), '{"outcome": "unchanged"}', 'an unknown session changes nothing: ' || call
)
from unnest(array[
  'save_report(gen_random_uuid(), ''{}''', 'fail_report(gen_random_uuid(), ''x'', true', 'mark_not_scored(gen_random_uuid(), ''x'''
]) as call;

select * from finish();
rollback;
