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
create function pg_temp.site(p_changes jsonb) returns jsonb language sql as $$
  select pg_temp.call(format('save_site(%L)',
    jsonb_build_object('organization', 'Acme', 'name', 'Lessons', 'embed_key', 'mk_lessons') || p_changes))
$$;
create function pg_temp.publish(p_changes jsonb) returns jsonb language sql as $$
  select pg_temp.call(format('publish_scenario(%L)', jsonb_build_object(
    'id', 'web-sales', 'title', 'Selling', 'language', 'en', 'difficulty', 'easy', 'duration_seconds', 300,
    'content_hash', 'hash-of-one', 'public', '{"a": 1}'::jsonb, 'private', '{"b": 2}'::jsonb
  ) || p_changes))
$$;

-- save_site
select is(pg_temp.site('{}') ->> 'outcome', 'created', 'save_site() creates a site');
select results_eq(
  $$select origins, day_seconds, max_live, learner_max_live::integer, status, learner_token_mode
    from coach.sites where embed_key = 'mk_lessons'$$,
  $$values ('{}'::text[], 3600, 3, 1, 'active', 'none')$$,
  'a new site admits no origin and has small limits'
);
select is(
  pg_temp.site('{"origins": ["https://lms.example"], "site_day_seconds": 600, "retention_days": 7}') ->> 'outcome',
  'updated', 'save_site() changes the site with that embed key'
);
select results_eq(
  $$select origins, day_seconds, max_live, retention_days
    from coach.sites join coach.organizations as o on o.id = organization_id where embed_key = 'mk_lessons'$$,
  $$values (array['https://lms.example'], 600, 3, 7)$$,
  'what is not named keeps its value'
);
select is(
  pg_temp.site('{"organization": "Other"}') ->> 'outcome', 'organization_conflict',
  'save_site() does not move a site to another organization'
);
select throws_ok(
  $$select pg_temp.site('{"site_day_secs": 60}')$$, '22023', 'a site has no setting site_day_secs',
  'save_site() refuses a misspelt setting'
);
select is(
  (select count(*) from coach.audit_events where action = 'save_site'), 2::bigint, 'each change leaves an audit event'
);

select is(
  pg_temp.site(jsonb_build_object('origins', jsonb_build_array(origin))) ->> 'outcome', 'updated',
  'save_site() accepts ' || origin
)
from unnest(array[
  'https://lms.example', 'https://lms.example:8443', 'https://xn--bcher-kva.example', 'https://a.b-c.example',
  'http://localhost:5173', 'http://127.0.0.1:5173', 'http://[::1]:5173', 'http://app.localhost'
]) as origin;
select is(
  pg_temp.site(jsonb_build_object('origins', jsonb_build_array(origin))) ->> 'outcome', 'origin_invalid',
  format('save_site() refuses %s as an origin', coalesce(origin, 'null'))
)
from unnest(array[
  '*', 'null', null, '', 'https://*', 'https://*.example', 'https://LMS.example', 'HTTPS://lms.example',
  'https://lms.example/', 'https://lms.example/page', 'https://lms.example:443', 'http://localhost:80',
  'http://lms.example', 'https://user@lms.example', 'https://lms.example:', 'https://lms.example:0',
  'https://lms.example.', 'https://.example', 'https://lms..example', 'https://lms_.example#',
  'https://bücher.example', 'lms.example', '//lms.example', 'file://', ' https://lms.example',
  'https://lms.example ', E'https://lms.example\nhttps://evil.example', 'https://-lms.example',
  'http://127.0.0.1.evil.example', 'http://localhost.evil.example', 'capacitor://localhost'
]) as origin;
select throws_ok(
  $$update coach.sites set origins = '{*}'$$, '23514', null, 'the table itself accepts no wildcard'
);

-- publish_scenario
select is(pg_temp.publish('{}'), '{"outcome": "published", "version": "hash-of-one"}', 'publish_scenario() adds a version');
select is(pg_temp.publish('{}') ->> 'outcome', 'unchanged', 'the same hash again changes nothing');
select is(pg_temp.publish('{"content_hash": "hash-of-two"}') ->> 'outcome', 'published', 'another hash is another version');
select is(pg_temp.publish('{}') ->> 'outcome', 'published', 'an earlier version can be made current again');
select results_eq(
  $$select content_hash from coach.scenarios as s join coach.scenario_versions as v on v.id = s.current_version_id
    where s.id = 'web-sales'$$,
  array['hash-of-one'], 'and is the current one then'
);
select is((select count(*) from coach.scenario_versions), 2::bigint, 'without being stored twice');
select throws_ok(
  $$select pg_temp.publish('{"id": "../etc"}')$$, '23514', null, 'a scenario''s name is lower-case words and hyphens'
);
select throws_ok(
  $$update coach.scenario_versions set title = 'x'$$, '23001', null, 'a published version is never edited'
);
select throws_ok($$delete from coach.scenario_versions$$, '23001', null, 'nor deleted');
select throws_ok($$truncate coach.scenario_versions cascade$$, '23001', null, 'nor emptied');
select throws_ok($$update coach.audit_events set action = 'x'$$, '23001', null, 'an audit event is never edited');
select throws_ok($$delete from coach.audit_events$$, '23001', null, 'nor deleted');

-- check_database
select is(pg_temp.call('check_database()') ->> 'ok', 'true', 'check_database() answers');
select matches(
  pg_temp.call('check_database()') ->> 'now', '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$', 'with the time in ISO 8601'
);

select * from finish();
rollback;
