-- Strangers: starts within an hour, calls at a time and the day of one address.
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

create function pg_temp.finish_all() returns void language sql as $$
  select pg_temp.call(format('release_session(%L, %L)', id, 'done')) from coach.sessions where status = 'reserved'
$$;
create function pg_temp.age(p_by interval) returns void language sql as $$
  update coach.sessions set created_at = created_at - p_by
$$;

-- Calls at a time: three vanished starts of one address do not take all three lines.
select pg_temp.site('{"site_max_live": 3}');
select is(pg_temp.limit_of(pg_temp.open('a' || i, 'one')), 'granted', 'a line for ' || i) from generate_series(1, 2) as i;
select is(
  pg_temp.open('a3', 'one') -> 'limit', '{"name": "site_concurrency", "cap": 2, "used": 2, "resets_at": null}',
  'an address takes half of the lines'
);
select is(pg_temp.limit_of(pg_temp.open('b', 'two')), 'granted', 'the rest is for others');
select is(
  pg_temp.limit_of(pg_temp.open('c', 'one', '{"token": {"jti": "t", "expires_at": "2099-01-01T00:00:00Z"}}')),
  'site_concurrency', 'whom the site vouches for is held to its lines alone'
);
select pg_temp.finish_all();
select pg_temp.site('{"address_max_live": 1}');
select pg_temp.open('a1', 'one');
select is(pg_temp.limit_of(pg_temp.open('a2', 'one')), 'site_concurrency', 'or as many as the site says');
select pg_temp.finish_all();
update coach.sessions set created_at = now() - interval '2 hours';

-- Starts within an hour.
select pg_temp.site('{"site_max_live": 300, "address_max_live": null, "learner_max_live": 50}');
create table pg_temp.answers as
select i, pg_temp.open('d' || i, 'three') as answer from generate_series(1, 14) as i;
select is(count(*)::integer, 12, 'of one address twelve start within an hour')
from pg_temp.answers where answer ->> 'outcome' = 'granted';
select is(answer -> 'limit' ->> 'name', 'hour_starts', 'then it waits')
from pg_temp.answers where i = 13;
select ok((answer ->> 'retry_after_seconds')::integer between 3590 and 3600, 'until the first is an hour old')
from pg_temp.answers where i = 14;
select pg_temp.finish_all();
select is(pg_temp.limit_of(pg_temp.open('d99', 'three')), 'hour_starts', 'starts that came to nothing count');
select pg_temp.age('59 minutes');
select is(pg_temp.limit_of(pg_temp.open('d99', 'three')), 'hour_starts', 'for the whole hour');
select pg_temp.age('2 minutes');
select is(pg_temp.limit_of(pg_temp.open('d99', 'three')), 'granted', 'and no longer');
select pg_temp.finish_all();
create table pg_temp.learners as
select i, pg_temp.open('same', 'four' || i, '{"cap_seconds": 30}') as answer from generate_series(1, 13) as i;
select is(count(*)::integer, 12, 'a learner who changes the address has twelve, too')
from pg_temp.learners where answer ->> 'outcome' = 'granted';
select pg_temp.finish_all();
update coach.sessions set created_at = now() - interval '2 hours';

-- One key, many addresses.
select pg_temp.site('{"site_hour_starts": 20}');
create table pg_temp.crowd as
select i, pg_temp.open('e' || i, 'five' || i, '{"cap_seconds": 30}') as answer from generate_series(1, 25) as i;
select is(count(*)::integer, 20, 'a key has an end, however many addresses there are')
from pg_temp.crowd where answer ->> 'outcome' = 'granted';
select is(
  pg_temp.limit_of(pg_temp.open('f', 'six', '{"token": {"jti": "u", "expires_at": "2099-01-01T00:00:00Z"}}')),
  'granted', 'a learner with a token starts all the same'
);
select pg_temp.finish_all();
select is(
  pg_temp.limit_of(pg_temp.open('g', 'seven')), 'granted', 'what came to nothing at the provider does not close the site'
);
select pg_temp.finish_all();
select pg_temp.site('{"site_hour_starts": null, "address_hour_starts": 1}');
select pg_temp.open('h1', 'eight');
select is(pg_temp.limit_of(pg_temp.open('h2', 'eight')), 'hour_starts', 'a site may say less');

-- The day of an address.
select pg_temp.site('{"address_hour_starts": null, "address_day_seconds": 999999, "site_day_seconds": 100}');
select is(cap_seconds, 100, 'an address has no longer day than its site')
from coach.sites as site, coach.limits_of(row(site.id, gen_random_uuid(), gen_random_uuid(), true)::coach.caller)
where embed_key = 'mk_lessons' and scope = 'learner_day' order by cap_seconds limit 1;

-- Which address it was is forgotten.
select isnt((select count(*) from coach.sessions where address_id is not null), 0::bigint, 'addresses are known by a hash');
update coach.sessions set created_at = now() - interval '25 hours';
select coach.erase_expired(1000);
select is((select count(*) from coach.sessions where address_id is not null), 0::bigint, 'for a day');

select * from finish();
rollback;
