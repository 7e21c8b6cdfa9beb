-- Scores for courses: what is queued, what is said when it goes, and that no two say the same time.
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
create function pg_temp.scope(variadic p_names text[]) returns text[] language sql as $$
  select array_agg('https://purl.imsglobal.org/spec/lti-ags/scope/' || name) from unnest(p_names) as name
$$;

select pg_temp.call(format('save_site(%L)', '{
  "organization": "Acme", "name": "Course", "embed_key": "mk_course", "origins": ["https://tool.example"],
  "site_max_live": 50, "learner_max_live": 3, "learner_token_mode": "optional"
}'));
select public.publish_scenario('{"id": "web-sales", "title": "Selling", "language": "en", "difficulty": "easy",
  "duration_seconds": 60, "content_hash": "hash-of-sales", "public": {}, "private": {}}');
select is(pg_temp.call(format('save_lti_platform(%L, %L, %L)', 'mk_course', '{
  "name": "Moodle", "issuer": "https://lms.example", "client_id": "abc", "deployments": ["1"],
  "auth_url": "https://lms.example/auth", "token_url": "https://lms.example/token",
  "jwks_url": "https://lms.example/certs", "page_url": "https://tool.example/lti.html"
}'::jsonb, 'tester')) ->> 'outcome', 'saved', 'a platform');

-- Which course takes scores.
create function pg_temp.takes(p_line_item text, p_line_items text, p_scopes text[]) returns boolean language sql as $$
  select coach.takes_scores(jsonb_populate_record(null::coach.lti_score_targets, jsonb_build_object(
    'line_item', p_line_item, 'line_items', p_line_items, 'scopes', to_jsonb(p_scopes)
  )))
$$;
select is(pg_temp.takes('i', null, pg_temp.scope('score')), true, 'a course with a column takes scores');
select is(pg_temp.takes('i', 'l', pg_temp.scope('lineitem')), false, 'where that is granted');
select is(pg_temp.takes(null, null, pg_temp.scope('score', 'lineitem')), false, 'not without any');
select is(pg_temp.takes(null, 'l', pg_temp.scope('score')), false, 'nor where none may be looked for');
select is(pg_temp.takes(null, 'l', pg_temp.scope('score', 'lineitem.readonly')), true, 'one may be found');

-- Practices.
create temporary table t (name text primary key, id uuid);
create temporary table s (name text primary key, id uuid);
create function pg_temp.enrol(p_name text, p_scopes text[] default pg_temp.scope('score')) returns void language sql as $$
  with made as (
    insert into coach.lti_score_targets
      (platform_id, deployment_id, resource_link_id, subject, key_hash, line_item, line_items, scopes)
    select id, '1', 'link', p_name, p_name, 'https://lms.example/' || p_name, null, p_scopes from coach.lti_platforms
    returning id
  )
  insert into t select p_name, id from made
$$;
create function pg_temp.practise(p_name text, p_learner text, p_total jsonb) returns void language plpgsql as $$
declare
  v_id uuid := (pg_temp.call(format('open_session(%L)', jsonb_build_object(
    'embed_key', 'mk_course', 'origin', 'https://tool.example', 'scenario', 'web-sales', 'attempt_key', gen_random_uuid(),
    'request_hash', 'h', 'learner_key', p_name, 'learner_name', null, 'locale', 'de',
    'consent', '{"version": "1", "locale": "de"}'::jsonb, 'variables', '{}'::jsonb, 'handshake', 'relay',
    'request_id', 'r', 'cap_seconds', null
  ))) ->> 'session_id')::uuid;
begin
  insert into s values (p_name, v_id);
  insert into coach.lti_sessions select v_id, id from t where name = p_learner;
  perform pg_temp.call(format('attach_call(%L, %L, %L, %L)', v_id, 'rtc_' || p_name, 'openai', 'v=0'));
  update coach.sessions set attached_at = attached_at - interval '30 seconds' where id = v_id;
  perform pg_temp.call(format('end_session(%L, %L)', v_id, 'learner'));
  update coach.reports set status = 'pending', reason = null, finished_at = null where session_id = v_id;
  perform pg_temp.call(format('save_report(%L, %L)', v_id, jsonb_build_object('total', p_total, 'passMark', 70)));
end
$$;
create function pg_temp.claim() returns setof jsonb language sql as $$
  select jsonb_array_elements(pg_temp.call('claim_deliveries(''ags'', 10, 40)') -> 'deliveries')
$$;
create function pg_temp.settle(p_id jsonb, p_done boolean default true) returns text language sql as $$
  select pg_temp.call(format('settle_delivery(%L, %L, %L, true)', p_id #>> '{}', p_done, 'status_503')) ->> 'outcome'
$$;
select pg_temp.enrol('ann');
select pg_temp.enrol('bob', pg_temp.scope('lineitem'));
select pg_temp.practise('first', 'ann', '60');
select pg_temp.practise('second', 'ann', '82');
select pg_temp.practise('void', 'ann', 'null');
select pg_temp.practise('ungraded', 'bob', '90');
select pg_temp.practise('alone', 'nobody', '90');
select results_eq(
  $$select s.name from coach.deliveries join s on s.id = session_id where channel = 'ags' order by number$$,
  $$values ('first'), ('second')$$, 'queue_score() queues what has a score and a course that takes one'
);
create temporary table c as select * from pg_temp.claim() as claimed;
select is((select count(*) from c), 1::bigint, 'one of a learner is on its way at a time');
select is(
  (select claimed -> 'payload' from c) - 'timestamp' - 'submittedAt' - 'sessionId',
  '{"score": 60, "was": null, "passMark": 70, "title": "Selling", "locale": "de"}', 'and says its score'
);
select is(
  (select claimed -> 'course' from c) - 'platform_id', jsonb_build_object(
    'client_id', 'abc', 'token_url', 'https://lms.example/token', 'token_audience', 'https://lms.example/token',
    'scopes', pg_temp.scope('score'), 'subject', 'ann', 'line_item', 'https://lms.example/ann', 'line_items', null,
    'is_own_line_item', false, 'resource_link_id', 'link'
  ), 'and where it goes'
);
select pg_temp.settle((select claimed -> 'id' from c), false);
update coach.deliveries set available_at = now();
select is(
  (select claimed #>> '{payload,timestamp}' from pg_temp.claim() as claimed), (select claimed #>> '{payload,timestamp}' from c),
  'another attempt says the time of the first'
);
select is(
  (pg_temp.call(format('renew_score_time(%L)', (select claimed ->> 'id' from c))) ->> 'timestamp')::timestamptz,
  (select (claimed #>> '{payload,timestamp}')::timestamptz + interval '1 second' from c), 'unless another time is asked for, a second later'
);
select is(pg_temp.call(format('renew_score_time(%L)', gen_random_uuid())) ->> 'outcome', 'delivery_unknown', 'for a score that waits');
select is(pg_temp.settle((select claimed -> 'id' from c)), 'done', 'it is taken');
select is((select best_score from coach.lti_score_targets where subject = 'ann'), 60::numeric, 'which is noted');
truncate c;
insert into c select * from pg_temp.claim();
select is((select (claimed #>> '{payload,timestamp}')::timestamptz from c), (
  select scored_at from coach.lti_score_targets where subject = 'ann'
), 'the next has a time of its own');
select is((select claimed #> '{payload,was}' from c), '60', 'and knows what is there');
select pg_temp.settle((select claimed -> 'id' from c));
select pg_temp.practise('worse', 'ann', '70');
truncate c;
insert into c select * from pg_temp.claim();
select is((select claimed #> '{payload,timestamp}' from c), null, 'a score that is no better has nothing to say');
select pg_temp.settle((select claimed -> 'id' from c));
select is((select best_score from coach.lti_score_targets where subject = 'ann'), 82::numeric, 'and changes nothing');

-- Corrections.
create function pg_temp.correct(p_name text, p_total integer) returns jsonb language plpgsql as $$
declare
  v_id uuid := (select id from s where name = p_name);
  v_claimed jsonb;
begin
  update coach.reports set report = report || jsonb_build_object('total', p_total) where session_id = v_id;
  perform coach.queue_result(v_id);
  v_claimed := pg_temp.claim();
  perform pg_temp.settle(v_claimed -> 'id');
  return v_claimed #> '{payload,score}';
end
$$;
select is(pg_temp.correct('first', 10), '10', 'a correction of another session');
select is((select best_score from coach.lti_score_targets where subject = 'ann'), 82::numeric, 'does not touch the grade');
select is(pg_temp.correct('second', 40), '70', 'one of the session that gave it leaves the best of all');
select is((select s.name from coach.lti_score_targets join s on s.id = best_session_id where subject = 'ann'), 'worse', 'which gives it now');
select is(pg_temp.correct('second', 75), '75', 'and upwards');

-- Columns that have to be looked for.
create function pg_temp.lease(p_seconds integer default 60) returns jsonb language sql as $$
  select pg_temp.call(format('lease_lti_line_item(%L, %L)', (select claimed ->> 'id' from c), p_seconds))
$$;
select is(pg_temp.lease() ->> 'outcome', 'leased', 'lease_lti_line_item() lets one look');
select is(pg_temp.lease() ->> 'outcome', 'busy', 'and nobody beside');
update coach.lti_line_items set leased_until = now();
select is(pg_temp.lease() ->> 'outcome', 'leased', 'until the lease is over');
create function pg_temp.keep(p_url text) returns text language sql as $$
  select pg_temp.call(format('keep_lti_line_item(%L, %L)', (select claimed ->> 'id' from c), p_url)) ->> 'outcome'
$$;
select is(pg_temp.keep('https://lms.example/made'), 'kept', 'keep_lti_line_item() keeps what was found');
select is(pg_temp.lease() ->> 'url', 'https://lms.example/made', 'for everybody');
update coach.lti_score_targets set line_item = null where subject = 'ann';
select is(
  (select coach.score_address(delivery) #>> '{course,line_item}' from coach.deliveries as delivery where id = (select (claimed ->> 'id')::uuid from c)),
  'https://lms.example/made', 'where launches name none'
);
select pg_temp.keep(null);
select is(pg_temp.lease() ->> 'outcome', 'leased', 'until it is gone');
select is(pg_temp.call(format('lease_lti_line_item(%L, 60)', gen_random_uuid())) ->> 'outcome', 'delivery_unknown', 'for a score that waits');

-- What the learner is told.
insert into coach.lti_launches (
  login_id, platform_id, deployment_id, kind, target_id, key_hash, token_subject, cookie_hash, code_hash, pass_hash
)
select gen_random_uuid(), platform.id, '1', 'resource_link', target_id, who, who, repeat('a', 64),
  encode(sha256(convert_to(who, 'UTF8')), 'hex'), encode(sha256(convert_to('pass ' || who, 'UTF8')), 'hex')
from coach.lti_platforms as platform, (select name, id from t union all select 'teacher', null) as learner (who, target_id);
create function pg_temp.state(p_name text) returns text language sql as $$
  select coalesce(answer ->> 'state', answer ->> 'outcome') from pg_temp.call(format(
    'read_lti_score(%L)', encode(sha256(convert_to('pass ' || p_name, 'UTF8')), 'hex')
  )) as answer
$$;
update coach.lti_score_targets set line_item = 'https://lms.example/ann' where subject = 'ann';
select is(pg_temp.state('nobody'), 'pass_unknown', 'read_lti_score() wants a pass');
select is(pg_temp.state('teacher'), 'ungraded', 'who is no learner has no grade');
select is(pg_temp.state('bob'), 'ungraded', 'nor where the course takes none');
select is(pg_temp.state('ann'), 'taken', 'it says that the course has a score');
select pg_temp.practise('last', 'ann', '99');
select is(pg_temp.state('ann'), 'sending', 'that one is on its way');
truncate c;
insert into c select * from pg_temp.claim();
select pg_temp.settle((select claimed -> 'id' from c), false);
select is(pg_temp.state('ann'), 'waiting', 'that it waits');
select pg_temp.call(format('settle_delivery(%L, false, %L, false)', (select claimed ->> 'id' from c), 'score_refused_400'));
select is(pg_temp.state('ann'), 'refused', 'that it was refused');
select coach.resend_scores((select id from t where name = 'ann'));
select is(pg_temp.state('ann'), 'waiting', 'and that another launch sends it again');
select pg_temp.call(format('settle_delivery(%L, false, %L, false)', (select claimed ->> 'id' from c), 'score_refused_400'));
select pg_temp.enrol('cleo');
update coach.lti_launches set target_id = (select id from t where name = 'cleo') where token_subject = 'teacher';
select is(pg_temp.state('teacher'), 'none', 'and that there is none yet');

-- What is kept goes.
delete from coach.lti_score_targets where subject = 'ann';
update coach.deliveries set status = 'pending', finished_at = null, available_at = now() where status = 'failed';
select is((select claimed -> 'course' from pg_temp.claim() as claimed), 'null', 'a score whose learner is gone goes nowhere');
delete from coach.lti_score_targets;
select pg_temp.call('purge_records(100)');
select is_empty('select from coach.lti_line_items', 'columns go with the last learner of their place');

select * from finish();
rollback;
