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
create function pg_temp.change(p_changes jsonb) returns text language sql as $$
  select pg_temp.call(format('update_site(%L, %L, %L)', 'mk_lessons', p_changes, 'tester')) ->> 'outcome'
$$;
create function pg_temp.open(p_attempt integer, p_learner text, p_address text default null, p_jti text default null)
returns jsonb language sql as $$
  select pg_temp.call(format('open_session(%L)', jsonb_build_object(
    'embed_key', 'mk_lessons', 'origin', 'https://lms.example', 'scenario', 'web-sales',
    'attempt_key', md5('attempt ' || p_attempt)::uuid, 'request_hash', 'request', 'learner_key', p_learner,
    'learner_name', null, 'locale', 'en', 'consent', '{"version": "2026-11", "locale": "en"}'::jsonb,
    'variables', '{}'::jsonb, 'handshake', 'relay', 'request_id', 'request-1', 'cap_seconds', null,
    'address_key', p_address,
    'token', case when p_jti is not null then jsonb_build_object('jti', p_jti, 'expires_at', now() + interval '1 minute') end
  )))
$$;
create function pg_temp.brief(p_learner text, p_address text, p_anonymous boolean) returns integer language sql as $$
  select (pg_temp.call(format('get_brief(%L, %L, %L, %L, %L, %L)',
    'mk_lessons', 'https://lms.example', 'web-sales', p_learner, p_address, p_anonymous)) ->> 'remaining_seconds')::integer
$$;
create function pg_temp.end_all() returns void language sql as $$
  select pg_temp.call(format('release_session(%L, %L)', id, 'start_failed')) from coach.sessions where status = 'reserved'
$$;

select pg_temp.call(format('save_site(%L, %L)', '{
  "organization": "Acme", "name": "Lessons", "embed_key": "mk_lessons", "origins": ["https://lms.example"],
  "organization_month_seconds": 36000, "site_day_seconds": 36000, "learner_day_seconds": 600,
  "max_session_seconds": 300, "site_max_live": 20, "learner_max_live": 5
}', 'tester'));
select pg_temp.call(format('publish_scenario(%L)', '{
  "id": "web-sales", "title": "Selling", "language": "en", "difficulty": "easy", "duration_seconds": 240,
  "content_hash": "hash-of-one", "public": {}, "private": {}
}'));

-- Modes
select is(pg_temp.open(1, 'ann', null, 'token-00001') ->> 'outcome', 'token_refused', 'a site in mode none takes no token');
select pg_temp.change('{"learner_token_mode": "required"}');
select is(pg_temp.open(1, 'ann') ->> 'outcome', 'token_required', 'a site in mode required starts for nobody unknown');
select is(pg_temp.brief('ann', 'here', true), 600, 'and tells what a known learner has');
select is_empty('select id from coach.sessions', 'nothing was begun');

-- Tokens
select is(pg_temp.open(1, 'ann', null, 'token-00001') ->> 'outcome', 'granted', 'a token starts a session');
select is(pg_temp.open(1, 'ann', null, 'token-00001') ->> 'outcome', 'replayed', 'the same attempt finds it again');
select is(pg_temp.open(2, 'ann', null, 'token-00001') ->> 'outcome', 'token_used', 'another attempt does not');
select is(
  coach.spent_token(gen_random_uuid(), '{"jti": "token-00001"}'), null, 'another site''s token of that name is not used'
);
select is(pg_temp.open(3, 'ann', null, 'token-00002') ->> 'outcome', 'granted', 'a fresh token starts another');
select results_eq('select kind from coach.learners', array['token'], 'a learner is remembered with its kind');
select pg_temp.change('{"learner_day_seconds": 480}');
select is(pg_temp.open(4, 'ann', null, 'token-00003') ->> 'outcome', 'limit_reached', 'limits hold for known learners');
select pg_temp.change('{"learner_day_seconds": 600, "learner_token_mode": "optional"}');
select is(pg_temp.open(4, 'ann', null, 'token-00003') ->> 'outcome', 'granted', 'and a refusal does not use the token up');
select pg_temp.end_all();
select is(pg_temp.open(5, 'ann', null, 'token-00001') ->> 'outcome', 'token_used', 'a token stays used when its call failed');
update coach.used_tokens set expires_at = now() - interval '2 hours';
select pg_temp.call('purge_records(100)');
select is_empty('select jti from coach.used_tokens', 'tokens that nobody can show any more are forgotten');
select throws_ok(
  $$insert into coach.used_tokens select id, repeat('x', 129), gen_random_uuid(), now() from coach.sites$$,
  '23514', null, 'a token''s name has a length'
);

-- Anonymous allowances
select pg_temp.change('{"anonymous_day_seconds": 100, "address_day_seconds": 250}');
select is(pg_temp.brief('device-1', 'here', true), 100, 'an anonymous learner has the smaller day');
select is(pg_temp.brief('ann', null, false), 600, 'a known one has the other');
select is((pg_temp.open(10, 'device-1', 'here') ->> 'limit_seconds')::integer, 100, 'a first device gets its day');
select is(pg_temp.brief('device-1', 'here', true), 0, 'which is spent then');
select is((pg_temp.open(11, 'device-2', 'here') ->> 'limit_seconds')::integer, 100, 'a second device gets its own');
select is(pg_temp.brief('device-3', 'here', true), 50, 'a third is told what the address has left');
select is((pg_temp.open(12, 'device-3', 'here') ->> 'limit_seconds')::integer, 50, 'and gets it');
select is(pg_temp.open(13, 'device-4', 'here') #>> '{limit,name}', 'learner_day', 'a fourth gets none');
select is((pg_temp.open(13, 'device-4', 'there') ->> 'limit_seconds')::integer, 100, 'unless it is elsewhere');
select is(pg_temp.open(14, 'device-1', 'elsewhere') #>> '{limit,name}', 'learner_day', 'a device cannot move on');
select results_eq(
  $$select cardinality(window_ids), count(*)::integer from coach.reservations group by 1 order by 1$$,
  $$values (5, 3), (6, 4)$$, 'an anonymous session holds one window more, that of its address'
);
select pg_temp.end_all();
select is(pg_temp.brief('device-1', 'here', true), 100, 'what was held comes back to device and address');
select is_empty(
  $$select id from coach.usage_windows where reserved_seconds <> 0 or live_sessions <> 0$$, 'and nothing stays held'
);
select pg_temp.change('{"anonymous_day_seconds": 9999}');
select is(pg_temp.brief('device-1', null, true), 600, 'an anonymous learner never has more than a known one');
select pg_temp.change('{"anonymous_day_seconds": null, "address_day_seconds": null}');
select is(pg_temp.brief('device-9', 'far', true), 600, 'without a setting both have the same');
select is_empty(
  $$select key_hash from coach.learners where key_hash in ('ann', 'device-1')$$, 'no key is stored as it came'
);

-- What hangs on a session goes with it.
select is_empty(
  $$select conrelid::regclass || '.' || conname from pg_constraint
    where contype = 'f' and confrelid in ('coach.sessions'::regclass, 'coach.calls'::regclass)
      and confdeltype not in ('c', 'n')$$,
  'no table can keep a session from being erased'
);
select is(pg_temp.open(20, 'bob', null, 'token-00020') ->> 'outcome', 'granted', 'a session runs');
select throws_ok(
  $$select coach.erase_sessions(array(select id from coach.sessions where lapses_at is not null))$$,
  '55006', 'a running session is not erased', 'erase_sessions() refuses it'
);
select is(
  pg_temp.call(format('delete_learner(%L, %L)', learner_id, 'tester')) ->> 'live_sessions', '1',
  'delete_learner() ends it first'
) from coach.sessions where lapses_at is not null;
select is_empty('select id from coach.sessions where lapses_at is not null', 'and it is gone');
select is_empty(
  $$select id from coach.usage_windows where reserved_seconds <> 0 or live_sessions <> 0$$, 'with what it held'
);
select is(
  pg_temp.call(format('delete_learner(%L, %L)', gen_random_uuid(), 'tester')) ->> 'outcome', 'learner_unknown',
  'a learner who is not there is not deleted'
);
select is(
  (select actor from coach.audit_events where action = 'delete_learner'), 'tester', 'the audit trail says who did it'
);

-- Where keys may be published
select ok(coach.is_key_url(url), 'keys may be at ' || url) from unnest(array[
  'https://lms.example/jwks.json', 'https://a.b-c.example/.well-known/jwks.json', 'https://lms.example/'
]) as url;
select ok(not coalesce(coach.is_key_url(url), false), format('keys may not be at %s', url)) from unnest(array[
  'http://lms.example/jwks', 'https://lms.example', 'https://localhost/jwks', 'https://127.0.0.1/jwks',
  'https://[::1]/jwks', 'https://2130706433/jwks', 'https://0x7f.0.0.1/jwks', 'https://lms.example:8443/jwks',
  'https://user@lms.example/jwks', 'https://lms.example/jwks?x=1', 'https://lms.example/jwks#x', 'https://lms/jwks',
  'https://db.internal/jwks', 'https://printer.local/jwks', 'https://app.localhost/jwks', 'https://lms.example./jwks',
  'https://LMS.example/jwks', 'https://lms.example\jwks', 'https://169.254.169.254/latest', 'file:///etc/passwd', ''
]) as url;

select * from finish();
rollback;
