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
    'attempt_key', md5(p_learner)::uuid, 'request_hash', 'request', 'learner_key', p_learner, 'learner_name', null,
    'locale', 'en', 'consent', '{"version": "2026-11", "locale": "en"}'::jsonb, 'variables', '{}'::jsonb,
    'handshake', 'relay', 'request_id', 'request-1', 'cap_seconds', null
  ))) ->> 'session_id')::uuid
$$;
create function pg_temp.pass(p_seconds integer) returns void language sql as $$
  update coach.hangups set available_at = available_at - make_interval(secs => p_seconds)
$$;

select pg_temp.call(format('save_site(%L)', '{
  "organization": "Acme", "name": "Lessons", "embed_key": "mk_lessons", "origins": ["https://lms.example"]
}'));
select pg_temp.call(format('publish_scenario(%L)', '{
  "id": "web-sales", "title": "Selling", "language": "en", "difficulty": "easy", "duration_seconds": 240,
  "content_hash": "hash-of-one", "public": {}, "private": {}
}'));
create temporary table s as select pg_temp.open(learner) as id, learner from unnest(array['a', 'b']) as learner;
select pg_temp.call(format('attach_call(%L, %L, %L, %L)', id, 'rtc_' || learner, 'openai', 'v=0')) from s;
select pg_temp.call(format('end_session(%L, %L)', id, 'learner')) from s order by learner;

select is(
  pg_temp.call('claim_hangups(10, 5)'), '{"hangups": []}', 'who ended a session has its hang-ups for 15 seconds'
);
select pg_temp.pass(15);
select is(pg_temp.call('claim_hangups(0, 5)'), '{"hangups": []}', 'claim_hangups() takes no more than its batch');
create temporary table claimed as
  select (h ->> 'id')::bigint as id, h ->> 'provider_call_id' as call, (h ->> 'attempts')::integer as attempts
  from jsonb_array_elements(pg_temp.call('claim_hangups(10, 5)') -> 'hangups') as h;
select results_eq('select call, attempts from claimed order by call', $$values ('rtc_a', 2), ('rtc_b', 2)$$,
  'after that anybody may claim them');
select is(pg_temp.call('claim_hangups(10, 5)'), '{"hangups": []}', 'one at a time');
select is(
  pg_temp.call(format('settle_hangup(%s, true, null)', id)), '{"outcome": "done"}', 'settle_hangup() confirms one'
) from claimed where call = 'rtc_a';
select is(
  pg_temp.call(format('settle_hangup(%s, false, %L)', id, 'away')), '{"outcome": "done"}', 'which stays confirmed'
) from claimed where call = 'rtc_a';
select is(
  pg_temp.call(format('settle_hangup(%s, false, %L)', id, 'provider away')), '{"outcome": "queued"}', 'or puts it back'
) from claimed where call = 'rtc_b';
select results_eq(
  $$select available_at - now(), last_error from coach.hangups where provider_call_id = 'rtc_b'$$,
  $$values (interval '2 seconds', 'provider away')$$, 'with a pause that doubles'
);
update coach.hangups set attempts = 19, available_at = now() where provider_call_id = 'rtc_b';
select is(
  pg_temp.call('claim_hangups(10, 5)') #>> '{hangups,0,attempts}', '20', 'twenty times'
);
select is(
  pg_temp.call(format('settle_hangup(%s, false, %L)', id, repeat('x', 900))), '{"outcome": "failed"}', 'and then no more'
) from claimed where call = 'rtc_b';
select pg_temp.pass(100000);
select is(pg_temp.call('claim_hangups(10, 5)'), '{"hangups": []}', 'what is given up is not claimed');
select is(
  pg_temp.call('settle_hangup(-1, true, null)'), '{"outcome": "hangup_unknown"}', 'an unknown hang-up settles nothing'
);

select * from finish();
rollback;
