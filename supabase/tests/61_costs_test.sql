-- Money: what a call may cost, what a site may spend, and what does not count.
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
create function pg_temp.site(p_changes jsonb) returns void language sql as $$
  select pg_temp.call(format('save_site(%L)', jsonb_build_object(
    'organization', 'Org', 'name', 'Lessons', 'embed_key', 'mk_lessons', 'origins', '["https://lms.example"]'::jsonb,
    'organization_month_seconds', 36000, 'site_day_seconds', 3600, 'learner_day_seconds', 1800,
    'max_session_seconds', 300, 'learner_token_mode', 'optional'
  ) || p_changes))
$$;
create function pg_temp.open(p_learner text, p_address text, p_changes jsonb default '{}') returns jsonb
language sql as $$
  select pg_temp.call(format('open_session(%L)', jsonb_build_object(
    'embed_key', 'mk_lessons', 'origin', 'https://lms.example', 'scenario', 'selling',
    'attempt_key', gen_random_uuid(), 'request_hash', 'hash', 'learner_key', p_learner, 'learner_name', null,
    'locale', 'en', 'consent', '{"version": "1", "locale": "en"}'::jsonb, 'variables', '{}'::jsonb,
    'handshake', 'relay', 'request_id', 'request', 'cap_seconds', null, 'address_key', p_address
  ) || p_changes))
$$;
create function pg_temp.limit_of(p_answer jsonb) returns text language sql as $$
  select coalesce(p_answer -> 'limit' ->> 'name', p_answer ->> 'outcome')
$$;
select pg_temp.call($$publish_scenario('{
  "id": "selling", "title": "Selling", "language": "en", "difficulty": "easy", "duration_seconds": 240,
  "content_hash": "hash-of-one", "public": {}, "private": {}
}')$$);

create function pg_temp.start(p_learner text, p_plan jsonb, p_changes jsonb default '{}') returns uuid
language plpgsql as $$
declare
  v_session uuid := pg_temp.open(p_learner, p_learner, p_changes) ->> 'session_id';
begin
  perform pg_temp.call(format('attach_call(%L, %L, %L, %L, %L)', v_session, 'rtc_' || v_session, 'openai', 'v=0', p_plan));
  return v_session;
end
$$;
create function pg_temp.spend(p_session uuid, p_key text, p_amounts jsonb) returns jsonb
language plpgsql as $$
declare
  v_call uuid := (select id from coach.calls where session_id = p_session);
begin
  perform pg_temp.call(format('claim_observation(%L, %L, null)', v_call, md5('holder')::uuid));
  return pg_temp.call(format('record_observation(%L, %L, %L)', v_call, md5('holder')::uuid, jsonb_build_object(
    'usage', jsonb_build_array(jsonb_build_object(
      'key', p_key, 'kind', 'response', 'model', 'gpt-realtime-2.1', 'amounts', p_amounts
    ))
  )));
end
$$;
create function pg_temp.used() returns numeric language sql as $$
  select used from coach.sites as site, coach.cost_windows_of(site) order by resets_at limit 1
$$;

select pg_temp.site('{"site_max_live": 20}');
create temporary table one as select pg_temp.start('a', '{"model": "gpt-realtime-2.1"}') as id;
select is(
  (select cost_cap_micros from coach.sessions, one where sessions.id = one.id), 240 * 7000::bigint,
  'a call may cost forty-two cents a minute'
);
select is(pg_temp.used(), 240 * 7000::numeric, 'which are held on its site''s day');
select is(pg_temp.spend(id, 'r1', '{"input_text": 100000}') ->> 'is_over_cost', 'false', 'forty cents are within') from one;
select is(pg_temp.used(), 240 * 7000::numeric, 'and part of what is held');
select is(
  pg_temp.spend(id, 'r1', '{"input_text": 100000}') ->> 'is_over_cost', 'false', 'what is told twice counts once'
) from one;
select is(
  pg_temp.spend(id, 'r2', '{"cached_text": 3100000}') ->> 'is_over_cost', 'false', 'cached tokens cost a tenth'
) from one;
select is(
  pg_temp.spend(id, 'r3', '{"input_audio": 2000}') ->> 'is_over_cost', 'true', 'more than it may is over'
) from one;
select is(pg_temp.used(), 1704000::numeric, 'and counts in full');
select is(pg_temp.call(format('end_session(%L, %L)', id, 'cost_limit')) ->> 'outcome', 'ended', 'whoever watches ends it') from one;
select is(
  pg_temp.call(format('beat_session(%L)', id)), '{"outcome": "stop", "remaining_seconds": 0, "end_reason": "cost_limit"}',
  'and its page is told why'
) from one;
select is(
  pg_temp.call(format('open_call(%L, %L, %L)', id, gen_random_uuid(), 'hash')) ->> 'end_reason', 'cost_limit',
  'also where it asks for another call'
) from one;
select is(
  (select status from coach.reports, one where session_id = id), 'pending', 'what was heard is kept and scored'
);

-- A site's day and month.
select pg_temp.site('{"day_cost_micros": 2000000, "session_cost_micros": 200000}');
create temporary table two as select pg_temp.start('b', '{"model": "gpt-realtime-2.1"}') as id;
select is(cost_cap_micros, 200000::bigint, 'a site says what a call may cost') from coach.sessions join two using (id);
select is(pg_temp.limit_of(pg_temp.open('c', 'c')), 'site_cost', 'with less than one call''s money left nobody starts');
select is(
  (pg_temp.open('c', 'c') -> 'limit') - 'resets_at', '{"name": "site_cost", "cap": 100, "used": 95}',
  'told in per cent, since what is spent is no page''s business'
);
select ok((pg_temp.open('c', 'c') ->> 'retry_after_seconds')::integer between 1 and 86400, 'until the day is over');
select pg_temp.site('{"day_cost_micros": 100000000, "month_cost_micros": 1000000}');
select is(pg_temp.limit_of(pg_temp.open('c', 'c')), 'site_cost', 'a month has an end of its own');
select pg_temp.site('{"month_cost_micros": null}');
select is(pg_temp.limit_of(pg_temp.open('c', 'c')), 'granted', 'or none');
select pg_temp.site('{"day_cost_micros": 0}');
select is(pg_temp.limit_of(pg_temp.open('d', 'd')), 'site_cost', 'nothing is nothing');

-- What nobody meters counts as what it might cost.
select pg_temp.site('{"day_cost_micros": null, "session_cost_micros": 500000}');
create temporary table before as select pg_temp.used() as used;
create temporary table unmetered as
select pg_temp.start('e', '{"model": "somebody-elses"}') as id
union all select pg_temp.start('f', null, '{"handshake": "ephemeral"}');
select is(cost_charged_micros, 500000::bigint, 'a call of a model without a price, or without a watch, is charged whole')
from coach.sessions join unmetered using (id);
select pg_temp.call(format('end_session(%L, %L)', id, 'learner')) from unmetered;
select is(pg_temp.used() - used, 1000000::numeric, 'and stays so when it is over') from before;
select is(
  (select string_agg(used_seconds::text, ' ' order by used_seconds) from coach.sessions join unmetered using (id)), '1 240',
  'of both, only the one that nobody can hang up is billed its whole hold'
);

-- What does not count is not scored.
create function pg_temp.try_for(p_learner text, p_seconds integer) returns text
language plpgsql as $$
declare
  v_session uuid := pg_temp.start(p_learner, '{"model": "gpt-realtime-2.1"}');
begin
  update coach.sessions set attached_at = attached_at - make_interval(secs => p_seconds) where id = v_session;
  perform pg_temp.call(format('end_session(%L, %L)', v_session, 'learner'));
  return (select coalesce(reason, status) from coach.reports where session_id = v_session);
end
$$;
select pg_temp.site('{"attempts_per_scenario": 1}');
select is(pg_temp.try_for('g', 9), 'too_short', 'where attempts are limited, nine seconds are not scored');
select is(pg_temp.try_for('g', 1), 'too_short', 'however often');
select is(pg_temp.try_for('g', 10), 'pending', 'ten are');
select is(pg_temp.limit_of(pg_temp.open('g', 'g')), 'learner_attempts', 'and were the one attempt');
select pg_temp.site('{"attempts_per_scenario": null}');
select is(pg_temp.try_for('h', 1), 'pending', 'where nobody counts, all is scored');

select * from finish();
rollback;
