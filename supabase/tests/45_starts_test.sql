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
create function pg_temp.site(p_changes jsonb) returns void language sql as $$
  select pg_temp.call(format('save_site(%L)', jsonb_build_object(
    'organization', 'Acme', 'name', 'Lessons', 'embed_key', 'mk_lessons', 'origins', '["https://lms.example"]'::jsonb,
    'organization_month_seconds', 3600, 'site_day_seconds', 1800, 'learner_day_seconds', 600,
    'max_session_seconds', 300, 'site_max_live', 2, 'learner_max_live', 1
  ) || p_changes))
$$;
create function pg_temp.brief(p_origin text, p_learner text default null) returns jsonb language sql as $$
  select pg_temp.call(format('get_brief(%L, %L, %L, %L)', 'mk_lessons', p_origin, 'web-sales', p_learner))
$$;
-- Attempts are numbered; everything else has a value that a test may change.
create function pg_temp.open(p_attempt integer, p_changes jsonb default '{}') returns jsonb language sql as $$
  select pg_temp.call(format('open_session(%L)', jsonb_build_object(
    'embed_key', coalesce(p_changes ->> 'embed_key', 'mk_lessons'),
    'origin', coalesce(p_changes ->> 'origin', 'https://lms.example'),
    'scenario', coalesce(p_changes ->> 'scenario', 'web-sales'), 'attempt_key', md5('attempt ' || p_attempt)::uuid,
    'request_hash', coalesce(p_changes ->> 'hash', 'request'),
    'learner_key', coalesce(p_changes ->> 'learner', 'learner-a'), 'learner_name', 'Ann', 'locale', 'en',
    'consent', '{"version": "2026-11", "locale": "en"}'::jsonb, 'variables', '{"company": "Acme"}'::jsonb,
    'handshake', coalesce(p_changes ->> 'handshake', 'relay'), 'request_id', 'request-1',
    'cap_seconds', p_changes ->> 'cap_seconds'
  )))
$$;

select pg_temp.site('{}');
select pg_temp.call(format('publish_scenario(%L)', '{
  "id": "web-sales", "title": "Selling", "language": "en", "difficulty": "easy", "duration_seconds": 240,
  "content_hash": "hash-of-one", "public": {"situation": "A shop."}, "private": {"secret": true}
}'));

-- get_brief
select is(pg_temp.brief('https://lms.example'), '{
  "outcome": "ok", "session_seconds": 240, "remaining_seconds": 600, "resets_at": null, "retention_days": 30, "voice": true,
  "facts": false, "results": false, "practice_url": null, "coaches": null, "purpose": "practice", "attempts": {"made": 0, "allowed": null, "best": null},
  "scenario": {
    "id": "web-sales", "version": "hash-of-one", "title": "Selling", "language": "en", "difficulty": "easy",
    "duration_seconds": 240, "public": {"situation": "A shop."}
  }
}', 'get_brief() answers the public part, the length of a call and what is left');
select is(
  pg_temp.brief(origin) ->> 'outcome', 'origin_forbidden', format('get_brief() refuses origin %L', origin)
)
from unnest(array[
  null, '', '*', 'null', 'https://LMS.example', 'https://lms.example:443', 'https://lms.example/',
  'http://lms.example', 'https://lms.example.evil.example', 'https://evil-lms.example', 'https://xlms.example'
]) as origin;
select is(
  pg_temp.call($$get_brief('mk_other', 'https://lms.example', 'web-sales', null)$$) ->> 'outcome',
  'site_unknown', 'get_brief() knows no other embed key'
);
select is(
  pg_temp.call($$get_brief('mk_lessons', 'https://lms.example', 'other', null)$$) ->> 'outcome',
  'scenario_unknown', 'get_brief() knows no other scenario'
);
select pg_temp.site('{"status": "disabled"}');
select is(pg_temp.brief('https://lms.example') ->> 'outcome', 'site_paused', 'a disabled site says so');
select is(pg_temp.brief('https://evil.example') ->> 'outcome', 'origin_forbidden', 'to its own pages alone');
select pg_temp.site('{"status": "active", "learner_day_seconds": 29}');
select is(pg_temp.brief('https://lms.example') ->> 'session_seconds', '0', 'less than 30 seconds are no call');
select is(
  (pg_temp.brief('https://lms.example') ->> 'resets_at')::timestamptz,
  date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' + interval '1 day', 'and there are more tomorrow'
);
select pg_temp.site('{"learner_day_seconds": 200}');
select is(pg_temp.brief('https://lms.example') ->> 'session_seconds', '200', 'a call is no longer than what is left');
select is(pg_temp.brief('https://lms.example') ->> 'resets_at', null, 'and where something is left nothing is awaited');
select pg_temp.site('{}');

-- open_session: refused
select is(pg_temp.open(1, jsonb_build_object(name, value)) ->> 'outcome', wanted, format('open_session() answers %s', wanted))
from (values
  ('embed_key', 'mk_other', 'site_unknown'), ('origin', 'https://evil.example', 'origin_forbidden'),
  ('origin', 'null', 'origin_forbidden'), ('scenario', 'other', 'scenario_unknown')
) as refused (name, value, wanted);
select is_empty('select id from coach.learners', 'a refused start leaves no learner behind');

-- open_session: what it is asked with
create temporary table whole as select '{
  "embed_key": "mk_lessons", "origin": "https://lms.example", "scenario": "web-sales", "request_hash": "request",
  "attempt_key": "00000000-0000-4000-8000-000000000001", "learner_key": "learner-a", "learner_name": null,
  "locale": "en", "consent": {"version": "2026-11", "locale": "en"}, "variables": {}, "handshake": "relay",
  "request_id": "request-1", "cap_seconds": null
}'::jsonb as request;
select throws_ok(
  format('select public.open_session(%L)', request - name), '22023',
  format('a start has too much or too little: %s', name), format('open_session() asks for %s', name)
)
from whole, jsonb_object_keys(request) as name;
select throws_ok(
  format('select public.open_session(%L)', request || '{"token_": null, "p_origin": "x"}'), '22023',
  'a start has too much or too little: p_origin, token_', 'open_session() takes no name that it does not know'
) from whole;
select throws_ok(
  format('select public.open_session(%L)', request || jsonb_build_object(name, 'x')), '22P02', null,
  format('open_session() reads %s by its type', name)
)
from whole, unnest(array['attempt_key', 'cap_seconds', 'is_known']) as name;
select is(to_jsonb(coach.read_start(request)) - array(select jsonb_object_keys(request)),
  '{"address_key": null, "token": null, "is_known": true}', 'what may be left out has a default') from whole;
select is(to_jsonb(coach.read_start(request || '{"is_known": null}')) -> 'is_known', 'null', 'which null takes away')
from whole;
select is((coach.read_start(request || '{"token": null}')).token, null, 'a token that is null is none') from whole;

-- open_session: granted
create temporary table first_answer as select pg_temp.open(1) as answer;
select is(
  (select answer - 'session_id' - 'seed' - 'learner_key' from first_answer), '{
    "outcome": "granted", "handshake": "relay", "limit_seconds": 240, "scenario": {
      "id": "web-sales", "version": "hash-of-one", "title": "Selling", "language": "en",
      "public": {"situation": "A shop."}, "private": {"secret": true}
    }
  }', 'open_session() grants the scenario''s length'
);
select ok(
  (answer ->> 'seed')::bigint between 0 and 281474976710655, 'with a seed that JSON carries exactly'
) from first_answer;
select results_eq(
  'select scope::text, reserved_seconds, used_seconds, live_sessions from coach.usage_windows as w order by w.scope',
  $$values ('organization_month', 240, 0::bigint, 1), ('site_day', 240, 0, 1), ('learner_day', 240, 0, 1),
    ('site_concurrency', 240, 0, 1), ('learner_concurrency', 240, 0, 1)$$,
  'it reserves in all five windows'
);
select results_eq(
  $$select status, limit_seconds, handshake, learner_name, variables ->> 'company', request_id from coach.sessions$$,
  $$values ('reserved', 240, 'relay', 'Ann', 'Acme', 'request-1')$$, 'it writes the session'
);
select results_eq(
  'select version, locale from coach.consents', $$values ('2026-11', 'en')$$, 'it writes the consent'
);

-- open_session: repeated
select is(pg_temp.open(1) ->> 'outcome', 'replayed', 'the same attempt is answered again');
select is(
  pg_temp.open(1) -> 'session_id', (select answer -> 'session_id' from first_answer), 'with the same session'
);
select is(pg_temp.open(1) -> 'seed', (select answer -> 'seed' from first_answer), 'and the same seed');
select is(pg_temp.open(1) ->> 'answer', null, 'and no answer while the call is being made');
select is(
  pg_temp.open(1, '{"hash": "another"}'), '{"outcome": "attempt_conflict"}',
  'the same key with another request tells nothing'
);
select is((select count(*) from coach.sessions), 1::bigint, 'nothing was started twice');

-- open_session: limits
select is(
  pg_temp.open(2), '{
    "outcome": "limit_reached", "retry_after_seconds": 15,
    "limit": {"name": "learner_concurrency", "cap": 1, "used": 1, "resets_at": null}
  }', 'a learner has one call at a time'
);
select is(pg_temp.open(3, '{"learner": "learner-b"}') ->> 'outcome', 'granted', 'another learner has one too');
select is(
  pg_temp.open(4, '{"learner": "learner-c"}') #>> '{limit,name}', 'site_concurrency', 'the site has two at a time'
);
select pg_temp.site('{"site_max_live": 10, "site_day_seconds": 509}');
select is(
  (pg_temp.open(5, '{"learner": "learner-c"}') -> 'limit') - 'resets_at',
  '{"name": "site_day", "cap": 509, "used": 480}', 'the site''s day leaves less than 30 seconds'
);
select is(
  (pg_temp.open(5, '{"learner": "learner-c"}') #>> '{limit,resets_at}')::timestamptz,
  (date_trunc('day', now() at time zone 'UTC') + interval '1 day') at time zone 'UTC',
  'and says that it begins anew at midnight UTC'
);
select pg_temp.site('{"site_max_live": 10, "organization_month_seconds": 500}');
select is(
  pg_temp.open(5, '{"learner": "learner-c"}') #>> '{limit,name}', 'organization_month', 'so does the organization''s month'
);
select ok(
  (pg_temp.open(5, '{"learner": "learner-c"}') ->> 'retry_after_seconds')::integer between 1 and 31 * 86400,
  'and says when to ask again'
);
select pg_temp.site('{"site_max_live": 10, "learner_day_seconds": 29}');
select is(
  pg_temp.open(5, '{"learner": "learner-c"}') #>> '{limit,name}', 'learner_day', 'so does the learner''s day'
);
select is_empty(
  $$select learner.id from coach.learners as learner where key_hash = coach.stored_key(site_id, 'learner-c')$$, 'a learner who got nothing is not remembered'
);
select pg_temp.site('{"site_max_live": 10, "learner_day_seconds": 100}');
select is(
  pg_temp.open(6, '{"learner": "learner-d"}') ->> 'limit_seconds', '100', 'what is left shortens the call'
);
select pg_temp.site('{"site_max_live": 10, "max_session_seconds": 90}');
select is(
  pg_temp.open(7, '{"learner": "learner-e"}') ->> 'limit_seconds', '90', 'so does the site''s longest call'
);
select is(
  pg_temp.open(8, '{"learner": "learner-f", "cap_seconds": 60}') ->> 'limit_seconds', '60', 'so does the caller'
);
select pg_temp.site('{"voice": false}');
select is(
  pg_temp.open(9, '{"learner": "learner-g"}') ->> 'outcome', 'feature_disabled', 'a site may have its voice off'
);
select is(pg_temp.brief('https://lms.example') ->> 'voice', 'false', 'and says so beforehand');
select pg_temp.site('{"voice": true, "learner_max_live": 2, "site_max_live": 50}');
select is(pg_temp.open(10) ->> 'outcome', 'granted', 'a site may allow a learner two calls at a time');
select is(
  pg_temp.open(11) #>> '{limit,name}', 'learner_concurrency', 'and then refuses the third'
);
select throws_ok(
  $$insert into coach.sessions (site_id, learner_id, learner_slot, scenario_version_id, attempt_key, request_hash,
      request_id, handshake, locale, seed, limit_seconds)
    select site_id, learner_id, 1, scenario_version_id, gen_random_uuid(), 'h', 'r', 'relay', 'en', 1, 60
    from coach.sessions where attempt_key = md5('attempt 1')::uuid$$,
  '23505', null, 'the index refuses a second call in the same slot'
);

select * from finish();
rollback;
