-- What a site's learning record store is told: each thing once, a changed score instead of the one before, and nobody by a
-- name that the learner or the site does not let be told.
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
create function pg_temp.queued(p_name text) returns setof text language sql as $$
  select event || case status when 'pending' then '' else ' ' || status end
  from coach.deliveries where channel = 'lrs' and session_id = pg_temp.id(p_name) order by number
$$;
-- A score that somebody changed, as whoever changes one does it.
create function pg_temp.correct(p_name text, p_total numeric) returns void language sql as $$
  update coach.reports set report = report || jsonb_build_object('total', p_total) where session_id = pg_temp.id(p_name);
  select coach.queue_result(pg_temp.id(p_name))
$$;
create function pg_temp.take_all() returns integer language sql as $$
  select count(pg_temp.call(format('settle_delivery(%L, true, null, false)', each ->> 'id')))::integer
  from jsonb_array_elements(pg_temp.call('claim_deliveries(''lrs'', 100, 40)') -> 'deliveries') as each
$$;
create function pg_temp.store(p_endpoint text, p_site text default 'mk_lessons') returns text language sql as $$
  select pg_temp.call(format('set_record_store(%L, %L, ''test'')', p_site, jsonb_build_object(
    'endpoint', p_endpoint, 'home_page', 'https://lms.example', 'activity_base', 'https://coach.example/functions/v1',
    'sealed_credentials', 'sealed'
  ))) ->> 'outcome'
$$;

-- Settings
select is(pg_temp.store('https://lrs.example/xapi/', 'mk_nobody'), 'site_unknown', 'a site has to be there');
select is(pg_temp.store(url), 'url_invalid', 'no records go to ' || coalesce(url, 'nowhere')) from unnest(array[
  'http://lrs.example/xapi/', 'https://10.0.0.1/xapi/', 'https://lrs.example/xapi', 'https://lrs.example/?x=/', null
]) as url;
select is(
  pg_temp.call('find_record_store(''mk_lessons'')'), '{"outcome": "store_unknown"}', 'a site keeps no records of itself'
);
select is(pg_temp.call('remove_record_store(''mk_lessons'', ''test'')') ->> 'outcome', 'store_unknown', 'nor can that be removed');
select pg_temp.set(true);
select isnt(pg_temp.practise('unkept', 60), null, 'a practice');
select is(pg_temp.report('unkept', '{"total": 80, "passMark": 70}'), 'saved', 'that is scored');
select is_empty($$select pg_temp.queued('unkept')$$, 'is not told where no records are kept');
select is(pg_temp.store('https://lrs.example/xapi/'), 'updated', 'then they are');
select is(pg_temp.store('https://lrs.example/xapi/v2/'), 'updated', 'or elsewhere');
select is(
  pg_temp.call('find_record_store(''mk_lessons'')') ->> 'endpoint', 'https://lrs.example/xapi/v2/', 'which can be looked up'
);
select is_empty(
  $$select from coach.audit_events where action = 'set_record_store' and detail::text like '%sealed%'$$,
  'without the credentials in the audit trail'
);

-- Told once
select isnt(pg_temp.practise('first', 60), null, 'a practice');
select is_empty($$select pg_temp.queued('first')$$, 'is told once its report is final');
select is(pg_temp.report('first', '{"total": 62, "passMark": 70}'), 'saved', 'that it is');
select results_eq($$select pg_temp.queued('first')$$, $$values ('practice.started'), ('practice.scored')$$, 'as started and as scored');
select coach.queue_result(pg_temp.id('first'));
select results_eq(
  $$select pg_temp.queued('first')$$, $$values ('practice.started'), ('practice.scored')$$, 'each once, however often it is final'
);
select is(
  (select payload #>> '{result,sub}' from coach.deliveries where session_id = pg_temp.id('first') and event = 'practice.scored'),
  'lms-7', 'under the name that the site knows'
);

-- Corrected
select pg_temp.correct('first', 65);
select results_eq(
  $$select event, (payload #>> '{result,total}')::integer, payload ? 'was' from coach.deliveries
    where channel = 'lrs' and session_id = pg_temp.id('first') and event <> 'practice.started'$$,
  $$values ('practice.scored', 65, false)$$, 'what nobody was told yet is told as it is now'
);
select is(pg_temp.take_all(), 2, 'both are taken');
select pg_temp.correct('first', 80);
select coach.queue_result(pg_temp.id('first'));
select results_eq(
  $$select pg_temp.queued('first')$$, $$values ('practice.started done'), ('practice.scored done'), ('practice.corrected')$$,
  'a score that changes afterwards is corrected, once'
);
select results_eq(
  $$select (payload #>> '{was,score,total}')::integer, (payload #>> '{result,total}')::integer,
      (payload #>> '{was,deliveryId}')::uuid = (
        select id from coach.deliveries where session_id = pg_temp.id('first') and event = 'practice.scored'
      )
    from coach.deliveries where session_id = pg_temp.id('first') and event = 'practice.corrected'$$,
  $$values (65, 80, true)$$, 'by what was said before, and where'
);
select pg_temp.correct('first', 90);
select results_eq(
  $$select (payload #>> '{was,score,total}')::integer, (payload #>> '{result,total}')::integer from coach.deliveries
    where session_id = pg_temp.id('first') and event = 'practice.corrected'$$,
  $$values (65, 90)$$, 'and twice at once is one correction of what was told'
);
-- While the first correction is on its way, another comes.
create temporary table claimed as select pg_temp.call('claim_deliveries(''lrs'', 100, 40)') -> 'deliveries' -> 0 as one;
select is((select one -> 'is_superseded' from claimed), 'false', 'a correction on its way');
select pg_temp.correct('first', 50);
select is(
  coach.record_store_address(delivery) -> 'is_superseded', 'true', 'is replaced by a later one'
) from coach.deliveries as delivery where id = (select (one ->> 'id')::uuid from claimed);
select is(pg_temp.call('claim_deliveries(''lrs'', 100, 40)') -> 'deliveries', '[]', 'which waits for it');
select is(
  pg_temp.call(format('settle_delivery(%L, true, null, false)', one ->> 'id')) ->> 'outcome', 'done', 'until it was taken'
) from claimed;
select is(pg_temp.take_all(), 1, 'and goes then');
update coach.reports set status = 'not_scored', report = null, reason = 'tampered' where session_id = pg_temp.id('first');
select coach.queue_result(pg_temp.id('first'));
select is(
  (select payload #>> '{was,score,total}' from coach.deliveries where session_id = pg_temp.id('first') and status = 'pending'),
  '50', 'a score that is taken back altogether is corrected too'
);

-- Not scored
select isnt(pg_temp.practise('silent', 60, p_has_words => false), null, 'a practice without a word');
select pg_temp.call(format('claim_report(%L, 60)', pg_temp.id('silent')));
select results_eq($$select pg_temp.queued('silent')$$, $$values ('practice.started')$$, 'was, and has no score');

-- Nobody is named against learner or site
select isnt(pg_temp.practise('untold', 60, '{"subject": "lms-7"}'), null, 'a learner whom the page told nothing');
select is(pg_temp.report('untold', '{"total": 80}'), 'saved', 'has a score');
select is_empty($$select pg_temp.queued('untold')$$, 'and no record');
select pg_temp.set(false);
select pg_temp.correct('first', 70);
select is(
  (select count(*)::integer from pg_temp.queued('first') as each where each like 'practice.corrected%'), 3,
  'nothing is queued while results are off'
);
select pg_temp.set(true);

-- Asked to wait
select pg_temp.call(format('postpone_delivery(%L, 600)', id)) from coach.deliveries
where session_id = pg_temp.id('silent');
select is(
  available_at, now() + interval '10 minutes', 'a delivery waits as long as its receiver asks'
) from coach.deliveries where session_id = pg_temp.id('silent');

-- Removed
select is(pg_temp.call('remove_record_store(''mk_nobody'', ''test'')') ->> 'outcome', 'site_unknown', 'no other site''s');
select is(pg_temp.call('remove_record_store(''mk_lessons'', ''test'')') ->> 'outcome', 'removed', 'a store is removed');
select is(
  coach.record_store_address(delivery) -> 'endpoint', 'null', 'and what waits goes nowhere'
) from coach.deliveries as delivery where channel = 'lrs' and status = 'pending' limit 1;
select ok(
  count(pg_temp.call(format('delete_learner(%L, ''test'')', learner_id))) > 0, 'learners go'
) from (select distinct learner_id from coach.sessions) as each;
select is_empty($$select from coach.deliveries$$, 'with all that was queued about them');
select is_empty($$select from coach.stated_scores$$, 'and what was stated');
select * from finish();
rollback;
