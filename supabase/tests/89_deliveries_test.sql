-- Deliveries, whatever their channel: nothing overtakes within a lane, and no channel takes another's.
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

insert into coach.organizations (name) values ('Acme');
insert into coach.sites (organization_id, name, embed_key, origins)
select id, 'Course', 'mk_course', '{https://lms.example}' from coach.organizations;
select public.publish_scenario('{"id": "web-sales", "title": "t", "language": "en", "difficulty": "easy",
  "duration_seconds": 300, "content_hash": "hash-of-sales", "public": {}, "private": {}}');
create temporary table s as select (public.open_session(jsonb_build_object(
  'embed_key', 'mk_course', 'origin', 'https://lms.example', 'scenario', 'web-sales', 'attempt_key', gen_random_uuid(),
  'request_hash', 'h', 'learner_key', 'key', 'learner_name', null, 'locale', 'en',
  'consent', '{"version": "1", "locale": "en"}'::jsonb, 'variables', '{}'::jsonb, 'handshake', 'relay',
  'request_id', 'r', 'cap_seconds', null
)) ->> 'session_id')::uuid as id;
select isnt(id, null, 'a practice') from s;

create function pg_temp.add(p_channel text, p_lane uuid, p_name text) returns void language sql as $$
  insert into coach.deliveries (channel, site_id, session_id, lane, event, payload)
  select p_channel, site_id, s.id, p_lane, case p_channel when 'webhook' then 'session.completed' else 'statement' end,
    jsonb_build_object('name', p_name)
  from s join coach.sessions as session on session.id = s.id
$$;
create function pg_temp.claim(p_channel text) returns text[] language sql as $$
  select array(
    select each #>> '{payload,name}' from jsonb_array_elements(
      pg_temp.call(format('claim_deliveries(%L, 10, 40)', p_channel)) -> 'deliveries'
    ) with ordinality as list (each, place) order by place
  )
$$;
create function pg_temp.settle(p_name text, p_done boolean) returns text language sql as $$
  select pg_temp.call(format('settle_delivery(%L, %L, %L, %L)', id, p_done, 'status_400', false)) ->> 'outcome'
  from coach.deliveries where payload ->> 'name' = p_name
$$;
select pg_temp.add('lrs', md5('lane')::uuid, 'first');
select pg_temp.add('lrs', md5('lane')::uuid, 'second');
select pg_temp.add('lrs', md5('other')::uuid, 'third');
select pg_temp.add('lrs', null, 'free');
select pg_temp.add('lrs', null, 'free too');
select pg_temp.add('webhook', md5('lane')::uuid, 'hook');
select is(pg_temp.claim('webhook'), '{hook}', 'claim_deliveries() gives of one channel alone');
select is(pg_temp.claim('lrs'), '{first,third,free,free too}', 'and of a lane the oldest');
select is(pg_temp.claim('lrs'), '{}', 'while it is on its way the next waits');
select is(pg_temp.settle('third', false), 'failed', 'one is given up');
update coach.deliveries set available_at = now() where payload ->> 'name' = 'first';
select is(pg_temp.claim('lrs'), '{first}', 'or has to go again');
select is(pg_temp.settle('first', true), 'done', 'once it was taken');
select is(pg_temp.claim('lrs'), '{second}', 'the next goes');
select is(
  (select jsonb_agg(figure - 'oldest_seconds') from jsonb_array_elements(pg_temp.call('read_metrics()') -> 'deliveries') as figure),
  '[
    {"channel": "lrs", "status": "failed", "reason": "status_400", "count": 1},
    {"channel": "lrs", "status": "pending", "reason": "none", "count": 3},
    {"channel": "webhook", "status": "pending", "reason": "none", "count": 1}
  ]', 'read_metrics() tells what waits and what was given up, by channel'
);
select is(
  (select array_agg(each ->> 'channel') from jsonb_array_elements(
    pg_temp.call('list_deliveries(''{"channel": "webhook", "most": 10}'')') -> 'deliveries'
  ) as each), '{webhook}', 'list_deliveries() shows those of a channel'
);
select is(
  pg_temp.call('retry_deliveries(''mk_course'', ''webhook'', null, ''test'')') ->> 'retried', '0', 'retry_deliveries() too'
);
select is(
  pg_temp.call('retry_deliveries(''mk_course'', ''lrs'', null, ''test'')') ->> 'retried', '1', 'tries what was given up of it'
);
select throws_ok($$select pg_temp.add('fax', null, 'x')$$, '23514', null, 'there are three channels');
select throws_ok(
  $$insert into coach.deliveries (channel, site_id, session_id, event, payload)
    select 'webhook', site_id, session_id, 'statement', '{}' from coach.deliveries limit 1$$, '23514', null,
  'each with events of its own'
);

select * from finish();
rollback;
