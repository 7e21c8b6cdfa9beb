-- What a site is told of a practice: by an event when the report is final, under the learner's name only where that was said.
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
  select payload -> 'data' from coach.webhook_deliveries
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
select is_empty($$select from coach.webhook_deliveries$$, 'nothing is told before the report is final');
select is(pg_temp.report('told', '{
  "total": 80, "passMark": 70, "reviewAdvised": true, "rehearsal": true, "summary": "canary", "transcript": [{"text": "canary"}],
  "criteria": [
    {"id": "need", "title": "Need", "weight": 2, "level": 4, "reason": "canary", "quotes": [{"text": "canary"}]},
    {"id": "price", "title": "Price", "weight": 1, "level": null, "reason": "canary", "quotes": []}
  ],
  "objectives": [{"id": "meet", "text": "Get a meeting", "reached": true}]
}'), 'saved', 'a report is saved');
select is(
  (select payload - 'data' - 'timestamp' from coach.webhook_deliveries), '{"type": "session.completed"}', 'its result is queued'
);
select is(
  told - 'startedAt' - 'completedAt', jsonb_build_object(
    'sessionId', pg_temp.id('told'), 'sub', 'lms-7', 'attempt', 2, 'seconds', 61, 'status', 'ready', 'evidence', 'none',
    'scenario', '{"id": "web-sales", "version": "hash-of-one", "title": "Selling", "language": "en"}'::jsonb,
    'notScoredReason', null, 'total', 80, 'passMark', 70, 'passed', true, 'reviewAdvised', true, 'rehearsal', true,
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
  $$select from coach.webhook_deliveries join coach.sessions as session on session.id = session_id where session.status = 'released'$$,
  'a start without a call is none'
);

-- What ends it
select isnt(pg_temp.practise('elsewhere', 60, p_site => 'mk_others'), null, 'a practice');
select is(pg_temp.report('elsewhere', '{"total": 80}'), 'saved', 'another site has results off');
select is_empty($$select pg_temp.told('elsewhere')$$, 'and hears nothing');
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
  $$select from coach.webhook_deliveries where payload #>> '{data,sub}' is not null
    union all select from coach.consents where learner_subject is not null$$,
  'delete_learner() leaves no name behind'
);
select * from finish();
rollback;
