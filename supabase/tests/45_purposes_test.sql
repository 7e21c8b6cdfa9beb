-- What an attempt is for: official only where a token says so, coaches can look, and the learner was told.
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
  'organization', 'Acme', 'name', 'Lessons', 'embed_key', 'mk_lessons', 'origins', '["https://lms.example"]'::jsonb,
  'site_max_live', 50, 'learner_max_live', 9, 'learner_day_seconds', 100000, 'site_day_seconds', 100000,
  'learner_token_mode', 'optional'
)));
select pg_temp.call(format('publish_scenario(%L)', '{
  "id": "web-sales", "title": "Selling", "language": "en", "difficulty": "easy", "duration_seconds": 240,
  "content_hash": "hash-of-one", "private": {}, "public": {"persona": {"name": "Ada", "role": "Buyer"}}
}'));
create function pg_temp.brief() returns jsonb language sql as $$
  select jsonb_build_array(brief -> 'purpose', brief -> 'coaches')
  from pg_temp.call('get_brief(''mk_lessons'', ''https://lms.example'', ''web-sales'', ''ann'')') as brief
$$;
-- A start with a token that claims one purpose (null: no token), of a learner who was told another.
create function pg_temp.open(p_name text, p_claimed text, p_told text) returns jsonb language sql as $$
  select pg_temp.call(format('open_session(%L)', jsonb_build_object(
    'embed_key', 'mk_lessons', 'origin', 'https://lms.example', 'scenario', 'web-sales',
    'attempt_key', md5(p_name)::uuid, 'request_hash', 'request', 'learner_key', 'ann', 'learner_name', 'Ann',
    'locale', 'en', 'variables', '{}'::jsonb, 'handshake', 'relay', 'request_id', 'request-1', 'cap_seconds', null,
    'consent', jsonb_strip_nulls(jsonb_build_object('version', '2026-11', 'locale', 'en', 'purpose', p_told)),
    'token', case when p_claimed is not null then jsonb_build_object(
      'jti', p_name, 'expires_at', '2030-01-01', 'purpose', p_claimed
    ) end
  )))
$$;
create function pg_temp.outcome(p_name text, p_claimed text, p_told text) returns text language sql as $$
  select pg_temp.open(p_name, p_claimed, p_told) ->> 'outcome'
$$;
create function pg_temp.purpose(p_name text) returns text language sql as $$
  select purpose from coach.sessions where attempt_key = md5(p_name)::uuid
$$;

-- Nobody can look
select is(pg_temp.brief(), '["practice", null]', 'where no coach can look, nothing is official');
select is(pg_temp.outcome('early', 'official', null), 'granted', 'whatever a token says');
select is(pg_temp.purpose('early'), 'practice', 'such an attempt stays a practice');
select is(pg_temp.outcome('eager', 'official', 'official'), 'purpose_changed', 'and may not be announced as more');

-- Coaches can look
select pg_temp.call('set_console(''mk_lessons'', ''{"roles": ["coach"]}'', ''test'')');
select is(pg_temp.brief(), '["practice", "Acme"]', 'then the brief says whose coaches they are');
select is(
  pg_temp.outcome(coalesce(claimed, 'none') || '/' || coalesce(told, 'none'), claimed, told), outcome,
  format('a token that claims %s of a learner who was told %s', coalesce(claimed, 'nothing'), coalesce(told, 'nothing'))
) from (values
  (null, null, 'granted'), (null, 'practice', 'granted'), (null, 'official', 'purpose_changed'),
  ('practice', null, 'granted'), ('practice', 'practice', 'granted'), ('practice', 'official', 'purpose_changed'),
  ('official', null, 'purpose_changed'), ('official', 'practice', 'purpose_changed'), ('official', 'official', 'granted')
) as start (claimed, told, outcome);
select results_eq(
  $$select distinct purpose from coach.sessions where attempt_key <> md5('official/official')::uuid$$, $$values ('practice')$$,
  'everything else is a practice'
);
select is(pg_temp.purpose('official/official'), 'official', 'but what was claimed and told is official');
select is(
  (select count(*) from coach.used_tokens where jti in ('official/none', 'official/practice')), 0::bigint,
  'a refused start spends no token'
);
select is(pg_temp.outcome('official/official', 'official', 'official'), 'replayed', 'a repetition is the same attempt');

-- Coaches cannot look any more
select pg_temp.call('set_console(''mk_lessons'', ''{"roles": ["auditor"]}'', ''test'')');
select is(pg_temp.brief(), '["practice", null]', 'an auditor reads no talk, and is no coach');
select pg_temp.call('set_console(''mk_lessons'', ''{"roles": []}'', ''test'')');
select is(pg_temp.outcome('late', 'official', 'official'), 'purpose_changed', 'no attempt is official from then on');
select is(pg_temp.purpose('official/official'), 'official', 'what was, stays so');
select throws_ok(
  $$update coach.sessions set purpose = 'graded'$$, '23514', null, 'a purpose is one of two'
);
select is(
  has_column_privilege('service_role', 'coach.sessions', 'purpose', 'update'), false, 'and nobody changes one'
);

select * from finish();
rollback;
