-- Assignments and their deadlines, groups that are told of, and passes.
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
select pg_temp.call(format('save_site(%L)', '{
  "organization": "Acme", "name": "Lessons", "embed_key": "mk_lessons", "origins": ["https://lms.example"],
  "learner_token_mode": "optional"
}'));
select pg_temp.call(format('publish_scenario(%L)', '{
  "id": "web-sales", "title": "Selling", "language": "en", "difficulty": "easy", "duration_seconds": 240,
  "content_hash": "hash-of-one", "public": {"persona": {"name": "Ada", "role": "Buyer"}}, "private": {"rubric": {"criteria": [
    {"id": "needs", "title": "Needs", "description": "Asks", "weight": 100, "anchors": ["0", "1", "2", "3", "4", "5"]}
  ]}}
}'));
select pg_temp.call('set_console(''mk_lessons'', ''{"roles": ["coach", "reviewer", "author", "admin"], "time_zone": "Europe/Paris"}'', ''test'')');
create function pg_temp.enter(p_name text, p_roles text, p_cohorts jsonb default null) returns text language sql as $$
  select pg_temp.call(format('open_console_session(%L)', jsonb_build_object(
    'embed_key', 'mk_lessons', 'subject_key', p_name, 'name', p_name, 'roles', to_jsonb(string_to_array(p_roles, ' ')),
    'cohorts', p_cohorts, 'jti', p_name || p_roles || coalesce(p_cohorts::text, ''), 'token_expires_at', '2030-01-01',
    'token_hash', encode(sha256(p_name::bytea), 'hex')
  ))) ->> 'outcome'
$$;
create function pg_temp.ask(p_function text, p_who text, p_query jsonb default '{}') returns jsonb language sql as $$
  select pg_temp.call(format('console_%s(%L)', p_function,
    '{"most": 50}'::jsonb || p_query || jsonb_build_object('session_hash', encode(sha256(p_who::bytea), 'hex'))))
$$;

-- Cohorts of 6, 3 and 5, and one learner of none.
select pg_temp.call(format('import_roster(''mk_lessons'', %L, ''test'')', (
  select jsonb_agg(jsonb_build_object(
    'learner_key', 'l' || n, 'name', 'Learner ' || n,
    'cohort', case when n <= 6 then 'North' when n <= 9 then 'South' when n <= 14 then 'West' end
  )) from generate_series(1, 15) as n
)));
create function pg_temp.learner(p_n integer) returns uuid language sql as $$
  select learner_id from coach.roster where name = 'Learner ' || p_n
$$;
create function pg_temp.cohort(p_name text) returns uuid language sql as $$ select id from coach.cohorts where name = p_name $$;
select is(pg_temp.enter('Cleo', 'coach'), 'opened', 'a coach enters');
select is(pg_temp.enter('Art', 'author'), 'opened', 'and an author');
select is(pg_temp.enter('Abe', 'author', '["North", "South"]'), 'opened', 'and one whom a token narrows to two cohorts');
select is(pg_temp.enter('Rita', 'reviewer'), 'opened', 'and a reviewer');

create function pg_temp.assign(p_change jsonb default '{}') returns jsonb language sql as $$
  select pg_temp.ask('assign', 'Cleo', jsonb_build_object(
    'scenario_id', 'web-sales', 'cohort_id', pg_temp.cohort('North'), 'due', '2126-03-31T18:00', 'time_zone', 'Europe/Paris',
    'attempts', 2, 'pass_mark', 70, 'extra', '[]'::jsonb
  ) || p_change)
$$;
-- Two hours after the clocks were changed, or had been: the wall's six in the evening, in each zone.
select is(
  (select array_agg(pg_temp.assign(jsonb_build_object('due', due, 'time_zone', zone)) #>> '{answer,dueAt}' order by place)
   from (values
     (1, '2027-03-27T18:00', 'Europe/Paris'), (2, '2027-03-28T18:00', 'Europe/Paris'),
     (3, '2027-11-06T18:00', 'America/New_York'), (4, '2027-11-07T18:00', 'America/New_York'),
     (5, '2027-04-03T18:00', 'Australia/Sydney'), (6, '2027-04-04T18:00', 'Australia/Sydney'),
     (7, '2027-03-28T18:00', 'Asia/Bangkok')
   ) as given (place, due, zone)),
  array[
    '2027-03-27T17:00:00.000Z', '2027-03-28T16:00:00.000Z', '2027-11-06T22:00:00.000Z', '2027-11-07T23:00:00.000Z',
    '2027-04-03T07:00:00.000Z', '2027-04-04T08:00:00.000Z', '2027-03-28T11:00:00.000Z'
  ], 'a deadline is what the wall shows, over a change of clocks'
);
select is(
  (select array_agg(coach.to_iso(coach.due_at(row(null, null, null, 'x', due, zone, null, null, now(), null)::coach.assignments, 1))
     order by zone)
   from (values
     (timestamp '2027-03-27 18:00', 'Europe/Paris'), ('2027-11-06 18:00', 'America/New_York'),
     ('2027-04-03 18:00', 'Australia/Sydney'), ('2027-03-27 18:00', 'Asia/Bangkok')
   ) as given (due, zone)),
  array['2027-11-07T23:00:00.000Z', '2027-03-28T11:00:00.000Z', '2027-04-04T08:00:00.000Z', '2027-03-28T16:00:00.000Z'],
  'and so is one a day later'
);
select is(pg_temp.assign('{"time_zone": "Moon/Crater"}') ->> 'outcome', 'zone_unknown', 'a zone is one that there is');
select is(pg_temp.assign('{"cohort_id": null}') ->> 'outcome', 'not_found', 'a cohort is one that the member sees');
select is(
  pg_temp.assign(jsonb_build_object('extra', jsonb_build_array(jsonb_build_object(
    'learner_id', pg_temp.learner(15), 'days', 1, 'attempts', 0
  )))) ->> 'outcome', 'learner_unknown', 'more is given to learners of the cohort'
);
delete from coach.assignments;
select is(
  pg_temp.assign(jsonb_build_object('extra', jsonb_build_array(jsonb_build_object(
    'learner_id', pg_temp.learner(2), 'days', 7, 'attempts', 1
  )))) #> '{answer,states,not_started}', '6', 'at first nobody has begun'
);
update coach.assignments set created_at = now() - interval '10 days';

create function pg_temp.attempt(p_n integer, p_level integer, p_advised boolean default false) returns uuid
language plpgsql as $$
declare
  v_id uuid;
begin
  insert into coach.sessions (
    site_id, learner_id, learner_slot, scenario_version_id, attempt_key, request_hash, request_id, handshake, status, locale,
    seed, limit_seconds, used_seconds, created_at, attached_at, deadline, lapses_at, ended_at, end_reason, purpose
  )
  select learner.site_id, learner.id, 1, version.id, gen_random_uuid(), 'r', 'r', 'relay', 'ended', 'en', 1, 240, 100,
    now() - interval '1 day' + make_interval(secs => (select count(*) from coach.sessions)), now(), now(), null, now(), 'learner',
    'official'
  from coach.learners as learner, coach.scenario_versions as version where learner.id = pg_temp.learner(p_n)
  returning id into v_id;
  insert into coach.reports (session_id, site_id, status, report, finished_at)
  select v_id, site_id, 'ready', jsonb_build_object(
    'total', p_level * 20, 'passMark', 70, 'reviewAdvised', p_advised,
    'criteria', jsonb_build_array(jsonb_build_object('id', 'needs', 'title', 'Needs', 'level', p_level))
  ), now() from coach.sessions where id = v_id;
  return v_id;
end
$$;
select pg_temp.attempt(1, 4), pg_temp.attempt(2, 1), pg_temp.attempt(2, 2), pg_temp.attempt(3, 1), pg_temp.attempt(3, 2),
  pg_temp.attempt(4, 3);
create function pg_temp.states() returns jsonb language sql as $$
  select pg_temp.ask('assignments', 'Cleo') #> '{answer,items,0,states}'
$$;
select is(
  pg_temp.states(), '{"passed": 1, "in_progress": 2, "not_passed": 1, "not_started": 2, "overdue": 0}',
  'states follow attempts, the mark and what was given in addition'
);
select is(coach.refuse_assignment(pg_temp.learner(4), 'web-sales'), null, 'with an attempt left one begins');
select is(coach.refuse_assignment(pg_temp.learner(2), 'web-sales'), null, 'and with one given in addition');
select is(
  coach.refuse_assignment(pg_temp.learner(3), 'web-sales') #>> '{limit,name}', 'learner_attempts',
  'after the last attempt nobody does'
);
select is(coach.refuse_assignment(pg_temp.learner(9), 'web-sales'), null, 'who was given nothing is refused nothing');
select is(
  pg_temp.ask('assign', 'Cleo', jsonb_build_object(
    'id', (select id from coach.assignments), 'due', to_char(now() - interval '2 days', 'YYYY-MM-DD"T"HH24:MI'), 'time_zone', 'UTC'
  )) #> '{answer,passMark}', '70', 'a change leaves what it does not name'
);
select is(
  pg_temp.states(), '{"passed": 1, "in_progress": 1, "not_passed": 1, "not_started": 0, "overdue": 3}',
  'after the deadline who has not passed is overdue, but whom days were given'
);
select is(
  coach.refuse_assignment(pg_temp.learner(4), 'web-sales') -> 'limit',
  '{"name": "learner_attempts", "cap": 1, "used": 1, "resets_at": null}', 'and begins nothing'
);
create function pg_temp.start(p_n integer, p_purpose text) returns jsonb language sql as $$
  select pg_temp.call(format('open_session(%L)', jsonb_build_object(
    'embed_key', 'mk_lessons', 'origin', 'https://lms.example', 'scenario', 'web-sales',
    'attempt_key', md5(p_n || p_purpose)::uuid, 'request_hash', 'request', 'learner_key', 'l' || p_n, 'learner_name', 'Ann',
    'locale', 'en', 'consent', jsonb_build_object('version', '2026-11', 'locale', 'en', 'purpose', p_purpose),
    'variables', '{}'::jsonb, 'handshake', 'relay', 'request_id', 'request-1', 'cap_seconds', null, 'address_key', null,
    'token', jsonb_build_object('jti', p_n || p_purpose, 'expires_at', '2030-01-01', 'purpose', p_purpose)
  )))
$$;
select is(pg_temp.start(4, 'official') #>> '{limit,name}', 'learner_attempts', 'a start of an official attempt is refused so');
select is(pg_temp.start(4, 'practice') ->> 'outcome', 'granted', 'and a practice is not');
select is(pg_temp.start(2, 'official') ->> 'outcome', 'granted', 'nor who has days left');
select is(
  coach.refuse_assignment(pg_temp.learner(2), 'web-sales') #> '{limit,used}', '3', 'whose start is counted before its call'
);
delete from coach.sessions where status = 'reserved';
select is(coach.refuse_assignment(pg_temp.learner(2), 'web-sales'), null, 'but with days given in addition');
select is(
  pg_temp.ask('assignment_learners', 'Cleo', jsonb_build_object('id', (select id from coach.assignments)))
    #> '{answer,items,1}' #- '{learner}' #- '{dueAt}' #- '{lastAt}',
  '{"state": "in_progress", "attemptsUsed": 2, "attempts": 3, "first": 20, "latest": 40}', 'each learner stands there'
);
select is(pg_temp.ask('unassign', 'Cleo', jsonb_build_object('id', (select id from coach.assignments))) ->> 'outcome', 'ok',
  'an assignment is taken back');
select is(pg_temp.ask('assignments', 'Cleo') #> '{answer,total}', '0', 'and is no more');
select is(pg_temp.ask('cohorts', 'Abe') #> '{answer,total}', '2', 'a member lists the cohorts within the scope');

-- Groups.
create function pg_temp.map(p_who text, p_cohort text default null) returns jsonb language sql as $$
  select pg_temp.ask('heat_map', p_who, jsonb_build_object('scenario', 'web-sales', 'cohort', pg_temp.cohort(p_cohort))) -> 'answer'
$$;
select is(
  pg_temp.map('Cleo') #> '{rows,1,cells,0}', '{"first": 1, "latest": 2, "n": 2}', 'a coach sees first and latest of a learner'
);
select is(pg_temp.map('Cleo') #> '{means,0}', 'null', 'and no mean of four');
select is(pg_temp.map('Art') -> 'rows', '[]', 'an author sees no learner');
select pg_temp.attempt(n, n % 5 + 1) from generate_series(5, 15) as n;
select is(pg_temp.map('Art') #> '{means,0}', 'null', 'nor all, where those without a told cohort are four');
select is(pg_temp.map('Art', 'North') #> '{means,0,n}', '6', 'but a cohort of six');
select is(pg_temp.map('Art', 'South') #> '{means,0}', 'null', 'and not one of three');
select is(pg_temp.map('Abe') #> '{means,0}', 'null', 'nor a choice of cohorts');
select is(
  pg_temp.ask('scenarios', 'Art', jsonb_build_object('learner', pg_temp.learner(1))) #> '{answer,items,0,attempts}',
  pg_temp.ask('scenarios', 'Art') #> '{answer,items,0,attempts}', 'to an author no choice of people narrows a sum'
);
insert into coach.roster (learner_id, name)
select id, 'Learner ' || 16 from coach.learner_of((select id from coach.sites), 'l16', 'token') as id;
select pg_temp.attempt(16, 3);
select is(pg_temp.map('Art') #> '{means,0,n}', '16', 'all are told of where the rest is five');
select is(coach.group_mean(array[1, 2, 3, 4]), null, 'four make no mean');
select is(
  coach.group_mean(array[1, 2, 3, 4, 5]), '{"n": 5, "mean": 3.00, "interval": [1.61, 4.39]}', 'five do, with its interval'
);

-- Passes.
create temporary table s as select pg_temp.attempt(7, 5, true) as id;
create function pg_temp.pass() returns jsonb language sql as $$
  select pg_temp.ask('pass', 'Rita', jsonb_build_object('attempt', (select id from s), 'expires', '2126-07-31'))
$$;
select is(pg_temp.pass() ->> 'reason', 'human_review_missing', 'without a person''s levels nothing passes');
select is(pg_temp.ask('review', 'Rita', jsonb_build_object(
  'attempt', (select id from s), 'verdict', 'passed', 'next', '', 'levels', '[{"criterionId": "needs", "level": 4, "reason": ""}]'::jsonb
)) #> '{answer,total}', '80', 'a person judges');
update coach.reports set report = report || '{"breaches": [{"text": "x"}]}' where session_id = (select id from s);
select is(pg_temp.pass() ->> 'reason', 'breach', 'what was forbidden and said never passes');
update coach.reports set report = report - 'breaches' where session_id = (select id from s);
select is(
  (pg_temp.pass() -> 'answer') - 'id' - 'at' - 'attemptId' - 'learner', '{
    "scenario": {"id": "web-sales", "title": "Selling", "version": "hash-of-one"}, "by": "Rita",
    "rule": {"passMark": 70, "total": 80, "decidedBy": "human"}, "expiresAt": "2126-07-31T22:00:00.000Z", "revoked": null,
    "state": "valid"
  }', 'a pass names rule, evidence and person, until the end of a day of the site''s zone'
);
select is(pg_temp.pass() ->> 'reason', 'already_passed', 'once');
select is(
  pg_temp.ask('revoke_pass', 'Rita', jsonb_build_object('id', (select id from coach.passes), 'reason', 'Wrong person'))
    #>> '{answer,state}', 'revoked', 'it is revoked with a reason'
);
select is(pg_temp.pass() #>> '{answer,state}', 'valid', 'after which it can be given again');
select is(pg_temp.ask('passes', 'Cleo') #> '{answer,total}', '2', 'both stay on the list');
select throws_ok('delete from coach.passes', '23001', null, 'nothing is taken from it');
select is(
  (select jsonb_agg(to_jsonb(pass) order by number)::text from coach.passes as pass),
  (select jsonb_agg(detail -> 'pass' order by id)::text from coach.audit_events where action = 'pass'),
  'the list is made again from the records, byte for byte'
);

select * from finish();
rollback;
