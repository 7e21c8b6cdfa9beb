-- What a site is told of a practice: by an event when the report is final and by a key of its own, under the learner's
-- name only where that was said.
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
select pg_temp.call(format('save_site(%L)', jsonb_build_object(
  'organization', 'Acme', 'name', name, 'embed_key', key, 'origins', '["https://lms.example"]'::jsonb,
  'site_max_live', 50, 'learner_max_live', 3, 'learner_day_seconds', 100000, 'site_day_seconds', 100000, 'learner_token_mode', 'optional'
))) from (values ('Lessons', 'mk_lessons'), ('Others', 'mk_others')) as site (name, key);
select pg_temp.call(format('publish_scenario(%L)', '{
  "id": "web-sales", "title": "Selling", "language": "en", "difficulty": "easy", "duration_seconds": 240,
  "content_hash": "hash-of-one", "private": {"rubric": "canary"}, "public": {"persona": {"name": "Ada", "role": "Buyer"}}
}'));
create temporary table s (name text primary key, id uuid);
create function pg_temp.id(p_name text) returns uuid language sql as $$ select id from s where name = p_name $$;
create function pg_temp.set(p_enabled boolean, p_site text default 'mk_lessons') returns text language sql as $$
  select pg_temp.call(format('set_feature(''results'', %L, %L, ''test'')', p_enabled, p_site)) ->> 'outcome'
$$;
create function pg_temp.brief() returns jsonb language sql as $$
  select pg_temp.call('get_brief(''mk_lessons'', ''https://lms.example'', ''web-sales'', ''ann'')')
$$;
-- A session of a learner who has a token, which lasted so long.
create function pg_temp.practise(
  p_name text, p_seconds integer, p_consent jsonb default '{"results": true, "subject": "lms-7"}',
  p_learner text default 'ann', p_has_words boolean default true, p_site text default 'mk_lessons'
) returns uuid language plpgsql as $$
declare
  v_id uuid := (pg_temp.call(format('open_session(%L)', jsonb_build_object(
    'embed_key', p_site, 'origin', 'https://lms.example', 'scenario', 'web-sales',
    'attempt_key', md5(p_name)::uuid, 'request_hash', 'request', 'learner_key', p_learner, 'learner_name', 'Ann',
    'locale', 'en', 'consent', '{"version": "2026-11", "locale": "en"}'::jsonb || p_consent,
    'variables', '{}'::jsonb, 'handshake', 'relay', 'request_id', 'request-1', 'cap_seconds', null,
    'address_key', null, 'token', case when p_consent ? 'subject' then jsonb_build_object('jti', p_name, 'expires_at', '2030-01-01') end
  ))) ->> 'session_id')::uuid;
begin
  perform pg_temp.call(format('attach_call(%L, %L, %L, %L)', v_id, 'rtc_' || p_name, 'openai', 'v=0'));
  if p_has_words then
    perform pg_temp.call(format('append_turns(%L, %L)', v_id, '[{
      "sequence": 1, "itemId": "i1", "previousItemId": null, "speaker": "learner", "state": "final", "text": "Hello",
      "startedAtMs": 0, "endedAtMs": 0
    }]'));
  end if;
  -- All of a test is one moment: each session is put a minute after the one before.
  update coach.sessions
  set attached_at = attached_at - make_interval(secs => p_seconds - 0.5),
      created_at = created_at - make_interval(mins => 50 - (select count(*) from s)::integer)
  where id = v_id;
  perform pg_temp.call(format('end_session(%L, %L)', v_id, 'learner'));
  insert into s values (p_name, v_id);
  return v_id;
end
$$;
create function pg_temp.report(p_name text, p_report jsonb) returns text language sql as $$
  select pg_temp.call(format('save_report(%L, %L)', pg_temp.id(p_name), p_report)) ->> 'outcome'
$$;
create function pg_temp.told(p_name text) returns setof jsonb language sql as $$
  select payload -> 'data' from coach.deliveries
  where session_id = pg_temp.id(p_name) and event = 'session.completed' order by created_at, payload #>> '{data,status}'
$$;

-- The switch
select is(pg_temp.brief() -> 'results', 'false', 'no site is told results of itself');
select pg_temp.call('set_webhook(''mk_lessons'', ''https://crm.example/hook'', false, 0, ''test'')');
select isnt(pg_temp.practise('before', 60), null, 'a practice');
select results_eq(
  $$select results, learner_subject from coach.consents where session_id = pg_temp.id('before')$$, $$values (false, null::text)$$,
  'a learner''s name at the site is not kept by what a page alone says'
);
select is(pg_temp.report('before', '{"total": 80}'), 'saved', 'a report is saved');
select is_empty($$select pg_temp.told('before')$$, 'and nobody told of it');
select is(pg_temp.set(true), 'updated', 'results are switched on');
select is(pg_temp.brief() -> 'results', 'true', 'then the brief says so');
select is(
  pg_temp.call('list_sites(null, ''mk_lessons'')') #> '{sites,0,offers}' -> 'results_in_effect', 'true', 'and the operator''s list'
);
select pg_temp.call('set_feature(''results'', false, null, ''test'')');
select is(pg_temp.brief() -> 'results', 'false', 'off for everybody wins');
select pg_temp.call('set_feature(''results'', null, null, ''test'')');

-- Who was told is named
select isnt(pg_temp.practise('told', 61), null, 'a practice');
select isnt(pg_temp.practise('untold', 60, '{"subject": "lms-7"}'), null, 'a practice');
select isnt(pg_temp.practise('anonymous', 60, '{"results": true}', 'bob'), null, 'a practice');
select results_eq(
  $$select s.name, results, learner_subject from coach.consents join s on s.id = session_id
    where s.name in ('told', 'untold', 'anonymous') order by s.name$$,
  $$values ('anonymous', true, null), ('told', true, 'lms-7'), ('untold', false, null)$$,
  'the name is kept of one who has a name and was told'
);
select is_empty($$select from coach.deliveries$$, 'nothing is told before the report is final');
select is(pg_temp.report('told', '{
  "total": 80, "passMark": 70, "reviewAdvised": true, "rehearsal": true, "summary": "canary", "transcript": [{"text": "canary"}],
  "criteria": [
    {"id": "need", "title": "Need", "weight": 2, "level": 4, "reason": "canary", "quotes": [{"text": "canary"}]},
    {"id": "price", "title": "Price", "weight": 1, "level": null, "reason": "canary", "quotes": []}
  ],
  "objectives": [{"id": "meet", "text": "Get a meeting", "reached": true}]
}'), 'saved', 'a report is saved');
select is(
  (select payload - 'data' - 'timestamp' from coach.deliveries), '{"type": "session.completed"}', 'its result is queued'
);
select is(
  told - 'startedAt' - 'completedAt', jsonb_build_object(
    'sessionId', pg_temp.id('told'), 'sub', 'lms-7', 'attempt', 2, 'seconds', 61, 'status', 'ready', 'evidence', 'none',
    'scenario', '{"id": "web-sales", "version": "hash-of-one", "title": "Selling", "language": "en"}'::jsonb,
    'notScoredReason', null, 'total', 80, 'passMark', 70, 'passed', true, 'decidedBy', 'scorer', 'reviewAdvised', true, 'rehearsal', true,
    'criteria', '[{"id": "need", "title": "Need", "level": 4}, {"id": "price", "title": "Price", "level": null}]'::jsonb,
    'objectives', '[{"id": "meet", "text": "Get a meeting", "reached": true}]'::jsonb
  ), 'with figures and levels, and no word that was said'
) from pg_temp.told('told') as told;
select is(pg_temp.report('told', '{"total": 81}'), 'unchanged', 'a second report changes nothing');
select is((select count(*) from pg_temp.told('told')), 1::bigint, 'and is not told');
select is(pg_temp.report('untold', '{"total": 10, "passMark": 70}'), 'saved', 'the result of one who was not told');
select is(
  jsonb_build_array(told -> 'sub', told -> 'passed'), '[null, false]', 'goes without a name'
) from pg_temp.told('untold') as told;
select is(pg_temp.report('anonymous', '{"total": null, "passMark": 70}'), 'saved', 'the result of a stranger');
select is(
  jsonb_build_array(told -> 'sub', told -> 'attempt', told -> 'passed', told -> 'total'), '[null, null, null, null]',
  'has no name and no attempt, and without a total nobody passed or failed'
) from pg_temp.told('anonymous') as told;

-- Without a score
select isnt(pg_temp.practise('silent', 60, p_has_words => false), null, 'a practice');
select is(pg_temp.call(format('claim_report(%L, 30)', pg_temp.id('silent'))) ->> 'outcome', 'none', 'there is nothing to score');
select is(
  jsonb_build_array(told -> 'status', told -> 'notScoredReason', told -> 'total', told -> 'criteria'),
  '["not_scored", "no_learner_turns", null, []]', 'and the site is told why'
) from pg_temp.told('silent') as told;
select isnt(pg_temp.call(format('append_turns(%L, %L)', pg_temp.id('silent'), '[{
  "sequence": 1, "itemId": "i1", "previousItemId": null, "speaker": "learner", "state": "final", "text": "Hello",
  "startedAtMs": 0, "endedAtMs": 0
}]')), null, 'the browser sends what was said');
select is(pg_temp.report('silent', '{"total": 50, "passMark": 40}'), 'saved', 'a day late');
select set_eq(
  $$select told ->> 'status' from pg_temp.told('silent') as told$$, array['not_scored', 'ready'], 'and its score is told too'
);
select isnt(pg_temp.practise('lost', 60), null, 'a practice');
select pg_temp.call(format('fail_report(%L, ''schema'', false)', pg_temp.id('lost')));
select is(
  jsonb_build_array(told -> 'status', told -> 'notScoredReason'), '["failed", null]', 'a report that cannot be made is told'
) from pg_temp.told('lost') as told;
select pg_temp.call('update_site(''mk_lessons'', ''{"attempts_per_scenario": 1000}'', ''test'')');
select isnt(pg_temp.practise('short', 5), null, 'a practice');
select is(
  jsonb_build_array(told -> 'notScoredReason', told -> 'attempt', told -> 'seconds'), '["too_short", null, 5]',
  'so is what was too short, which is no attempt'
) from pg_temp.told('short') as told;
select pg_temp.call(format('release_session(%L, ''failed'')', id)) from (
  select (pg_temp.call(format('open_session(%L)', jsonb_build_object(
    'embed_key', 'mk_lessons', 'origin', 'https://lms.example', 'scenario', 'web-sales', 'attempt_key', gen_random_uuid(),
    'request_hash', 'request', 'learner_key', 'eve', 'learner_name', null, 'locale', 'en',
    'consent', '{"version": "1", "locale": "en", "results": true}'::jsonb, 'variables', '{}'::jsonb, 'handshake', 'relay',
    'request_id', 'r', 'cap_seconds', null
  ))) ->> 'session_id')::uuid as id
) as released;
select is_empty(
  $$select from coach.deliveries join coach.sessions as session on session.id = session_id where session.status = 'released'$$,
  'a start without a call is none'
);

-- What ends it
select isnt(pg_temp.practise('elsewhere', 60, p_site => 'mk_others'), null, 'a practice');
select is(pg_temp.report('elsewhere', '{"total": 80}'), 'saved', 'another site has results off');
select is_empty($$select pg_temp.told('elsewhere')$$, 'and hears nothing');
-- Keys
create function pg_temp.hash(p_key text) returns text language sql as $$ select encode(sha256(convert_to(p_key, 'UTF8')), 'hex') $$;
create function pg_temp.rotate(p_key text, p_overlap integer default 3600, p_site text default 'mk_lessons') returns jsonb language sql as $$
  select pg_temp.call(format('rotate_result_key(%L, %L, %L, ''test'')', p_site, pg_temp.hash(p_key), p_overlap))
$$;
create function pg_temp.get(p_key text, p_name text) returns jsonb language sql as $$
  select pg_temp.call(format('get_result(%L, %L)', pg_temp.hash(p_key), pg_temp.id(p_name)))
$$;
create function pg_temp.list(p_query jsonb default '{}', p_key text default 'two') returns jsonb language sql as $$
  select pg_temp.call(format('list_results(%L)', '{"most": 100}'::jsonb || p_query || jsonb_build_object('key_hash', pg_temp.hash(p_key))))
$$;
create function pg_temp.names(p_query jsonb default '{}', p_key text default 'two') returns text[] language sql as $$
  select coalesce(array_agg(s.name order by place), '{}')
  from jsonb_array_elements(pg_temp.list(p_query, p_key) -> 'results') with ordinality as each (result, place)
  join s on s.id = (result ->> 'sessionId')::uuid
$$;
select is(pg_temp.rotate('one', p_site => 'mk_nobody') ->> 'outcome', 'site_unknown', 'rotate_result_key() needs a site');
select is(pg_temp.rotate('one') -> 'earlier_until', 'null', 'the first key replaces none');
select is(pg_temp.get('one', 'told') -> 'result', coach.result_of(pg_temp.id('told')), 'get_result() answers as the event tells');
select is(pg_temp.get('no key', 'told'), '{"outcome": "key_unknown"}', 'not to a stranger');
select isnt(pg_temp.rotate('two') -> 'earlier_until', 'null', 'a second key is made');
select is(pg_temp.get(key, 'told') ->> 'outcome', 'ok', 'both hold, ' || key) from unnest(array['one', 'two']) as key;
select is(pg_temp.rotate('three') ->> 'outcome', 'rotated', 'and a third');
select is(pg_temp.get('one', 'told') ->> 'outcome', 'key_unknown', 'two hold at a time');
select is(pg_temp.get(key, 'told') ->> 'outcome', 'ok', 'the latest, ' || key) from unnest(array['two', 'three']) as key;
select throws_ok(
  format('select pg_temp.call(%L)', 'rotate_result_key(''mk_lessons'', ''mr_plain'', 0, ''test'')'), '23514', null,
  'what is no hash is not kept'
);
select is(
  (select count(*) from jsonb_array_elements(pg_temp.call('list_result_keys(''mk_lessons'')') -> 'keys') as key
    where (key ->> 'is_valid')::boolean), 2::bigint, 'list_result_keys() says which hold'
);

-- Lists
select pg_temp.rotate('others', p_site => 'mk_others');
select is(pg_temp.names(), '{}', 'a result that was just made waits: another one may end before it');
-- Each a minute after the one before, by the order of their names.
update coach.reports as report set finished_at = timestamptz '2026-11-30 12:00:00.000001Z' + make_interval(mins => place::integer)
from (select id, row_number() over (order by name) as place from s where name <> 'elsewhere') as placed
where placed.id = report.session_id and report.finished_at is not null;
select is(
  pg_temp.names(), '{anonymous,before,lost,short,silent,told,untold}', 'list_results() lists in the order in which they became final'
);
select is(pg_temp.names(p_key => 'others'), '{}', 'of one site');
select is(pg_temp.get('others', 'told') ->> 'outcome', 'session_unknown', 'and another''s session does not exist');
select set_eq(
  $$select unnest(pg_temp.names('{"sub": "lms-7"}'))$$, array['told', 'silent', 'lost', 'short'], 'of one learner who was told'
);
select is(pg_temp.names('{"sub": "nobody"}'), '{}', 'of nobody');
select is(pg_temp.names('{"scenario": "web-sales"}'), pg_temp.names(), 'of one scenario');
select is(pg_temp.names('{"scenario": "other"}'), '{}', 'of none');
select is(
  pg_temp.names('{"completed_from": "2026-11-30T12:02:00.000001Z", "completed_before": "2026-11-30T12:04:00.000001Z"}'),
  '{before,lost}', 'from an instant on, and before another'
);
select is(pg_temp.list('{"most": 3}') -> 'has_more', 'true', 'a page says that there is more');
create function pg_temp.after(p_last jsonb, p_most integer) returns jsonb language sql as $$
  select pg_temp.list(jsonb_build_object('most', p_most, 'after_at', p_last -> 'at', 'after_id', p_last -> 'id'))
$$;
create temporary table pages as with recursive page (answer) as (
  select pg_temp.list('{"most": 2}') union all select pg_temp.after(answer -> 'last', 2) from page where answer -> 'last' <> 'null'
) select answer from page;
select is(
  array(select s.name from pages, jsonb_array_elements(answer -> 'results') as result join s on s.id = (result ->> 'sessionId')::uuid order by 1),
  '{anonymous,before,lost,short,silent,told,untold}', 'pages of two hold each once'
);
select is((select count(*) from pages), 5::bigint, 'and the last is empty');
update coach.reports set finished_at = timestamptz '2026-11-30 12:30:00Z';
select is(
  array(select jsonb_array_length(answer -> 'results') from (
    with recursive page (answer) as (
      select pg_temp.list('{"most": 2}') union all select pg_temp.after(answer -> 'last', 2) from page where answer -> 'last' <> 'null'
    ) select answer from page
  ) as same), '{2,2,2,1,0}', 'also where all became final in the same moment'
);
-- All of a test is one moment, so that a minute never ends.
select is(
  (select array_agg(distinct pg_temp.get('three', 'told') ->> 'outcome' order by pg_temp.get('three', 'told') ->> 'outcome')
    from generate_series(1, 125)), '{ok,too_many_requests}', 'a key is good for so many requests a minute'
);
select is(pg_temp.get('three', 'told') -> 'retry_after_seconds', '60', 'and says when it will be again');
update coach.result_keys set counted_from = now() - interval '61 seconds';
select is(pg_temp.get('three', 'told') ->> 'outcome', 'ok', 'which it is');
select is(pg_temp.call('revoke_result_keys(''mk_lessons'', ''test'')'), '{"outcome": "revoked", "revoked": 2}', 'revoke_result_keys() ends all');
select is(pg_temp.get('three', 'told') ->> 'outcome', 'key_unknown', 'at once');
select is(pg_temp.call('revoke_result_keys(''mk_nobody'', ''test'')') ->> 'outcome', 'site_unknown', 'of a site that exists');
select is(pg_temp.call('list_result_keys(''mk_nobody'')') ->> 'outcome', 'site_unknown', 'likewise');
select is(
  (select array_agg(action order by id) from coach.audit_events where action like '%result_key%' and subject = (
    select id::text from coach.sites where embed_key = 'mk_lessons'
  )), array['rotate_result_key', 'rotate_result_key', 'rotate_result_key', 'revoke_result_keys'], 'who did what is written down'
);

select pg_temp.set(false);
select is(coach.result_of(pg_temp.id('told')) -> 'sub', 'null', 'switched off, names are not told any more');
select is(coach.result_of(gen_random_uuid()), null, 'a session that nobody has is none');
select is(
  (select pg_temp.call(format('export_learner(%L, ''test'')', learner_id)) from coach.sessions where id = pg_temp.id('told'))
    @> '{"sessions": [{"consent": {"results": true, "learner_subject": "lms-7"}}]}', true,
  'export_learner() hands over that the learner was told, and by which name'
);
select pg_temp.call(format('delete_learner(%L, ''test'')', learner_id)) from coach.sessions where id = pg_temp.id('told');
select is_empty(
  $$select from coach.deliveries where payload #>> '{data,sub}' is not null
    union all select from coach.consents where learner_subject is not null$$,
  'delete_learner() leaves no name behind'
);
select * from finish();
rollback;
