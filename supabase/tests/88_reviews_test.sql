-- Reviews, comments and disputes: blind before the commit, never changed after it, and answered by another person.
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
  'organization', organization, 'name', name, 'embed_key', key, 'origins', '["https://lms.example"]'::jsonb,
  'learner_token_mode', 'optional'
))) from (values ('Acme', 'Lessons', 'mk_lessons'), ('Other', 'Others', 'mk_others')) as site (organization, name, key);
select pg_temp.call(format('publish_scenario(%L)', '{
  "id": "web-sales", "title": "Selling", "language": "en", "difficulty": "easy", "duration_seconds": 240,
  "content_hash": "hash-of-one", "public": {"persona": {"name": "Ada", "role": "Buyer"}}, "private": {"rubric": {"criteria": [
    {"id": "needs", "title": "Needs", "description": "Asks", "weight": 60, "anchors": ["0", "1", "2", "3", "4", "5"]},
    {"id": "close", "title": "Close", "description": "Ends", "weight": 40, "anchors": ["0", "1", "2", "3", "4", "5"]}
  ]}}
}'));
select pg_temp.call(format('set_console(%L, %L, ''test'')', key, '{"roles": ["coach", "reviewer"]}'))
from (values ('mk_lessons'), ('mk_others')) as site (key);
create function pg_temp.enter(p_name text, p_roles text, p_site text default 'mk_lessons') returns text language sql as $$
  select pg_temp.call(format('open_console_session(%L)', jsonb_build_object(
    'embed_key', p_site, 'subject_key', p_name, 'name', p_name, 'roles', to_jsonb(string_to_array(p_roles, ' ')),
    'jti', p_name || p_roles, 'token_expires_at', '2030-01-01', 'token_hash', encode(sha256((p_name || p_roles)::bytea), 'hex')
  ))) ->> 'outcome'
$$;
create function pg_temp.ask(p_function text, p_who text, p_query jsonb default '{}') returns jsonb language sql as $$
  select pg_temp.call(format('console_%s(%L)', p_function,
    '{"most": 50}'::jsonb || p_query || jsonb_build_object('session_hash', encode(sha256(p_who::bytea), 'hex'))))
$$;
select is(pg_temp.enter('Rita', 'reviewer'), 'opened', 'a reviewer enters');
select is(pg_temp.enter('Rob', 'reviewer'), 'opened', 'another one, too');
select is(pg_temp.enter('Rob', 'coach'), 'opened', 'and the same as a coach');
select is(pg_temp.enter('Cleo', 'coach'), 'opened', 'and a coach');
select is(pg_temp.enter('Eve', 'reviewer', 'mk_others'), 'opened', 'and somebody of another organization');

-- An official attempt that a person should judge, and a practice.
create temporary table s (name text primary key, id uuid);
insert into coach.learners (site_id, key_hash, kind)
select id, coach.stored_key(id, 'ann'), 'token' from coach.sites where embed_key = 'mk_lessons';
insert into coach.sessions (
  site_id, learner_id, learner_slot, scenario_version_id, attempt_key, request_hash, request_id, handshake, status, locale,
  seed, limit_seconds, used_seconds, attached_at, deadline, lapses_at, ended_at, end_reason, purpose
)
select site.id, learner.id, 1, version.id, gen_random_uuid(), 'r', 'r', 'relay', 'ended', 'en', 1, 240, 100, now(), now(),
  null, now(), 'learner', purpose
from coach.sites as site, coach.learners as learner, coach.scenario_versions as version,
  unnest(array['official', 'practice']) as purpose
where site.embed_key = 'mk_lessons' and learner.site_id = site.id;
insert into s select purpose, id from coach.sessions;
create function pg_temp.id(p_name text) returns uuid language sql as $$ select id from s where name = p_name $$;
insert into coach.turns (session_id, source, sequence, item_id, speaker, state, text, started_at_ms)
select id, 'reported', 1, 'i1', 'learner', 'final', 'Hello', 0 from s;
insert into coach.reports (session_id, site_id, status, report, finished_at)
select s.id, session.site_id, 'ready', '{
  "total": 60, "passMark": 70, "reviewAdvised": true, "versions": {"prompt": "p", "rubric": "r", "model": "m"},
  "criteria": [
    {"id": "needs", "title": "Needs", "level": 3, "reason": "canary", "quotes": []},
    {"id": "close", "title": "Close", "level": 3, "reason": "canary", "quotes": []}
  ]
}', now() from s join coach.sessions as session using (id);
create function pg_temp.review(p_who text, p_change jsonb default '{}') returns jsonb language sql as $$
  select pg_temp.ask('review', p_who, jsonb_build_object('attempt', pg_temp.id('official'), 'verdict', 'passed',
    'next', 'Listen', 'ai_shown_first', false, 'levels', '[
      {"criterionId": "needs", "level": 5, "reason": "asked well"}, {"criterionId": "close", "level": null, "reason": ""}
    ]'::jsonb) || p_change)
$$;
create function pg_temp.look(p_who text) returns jsonb language sql as $$
  select pg_temp.ask('attempt', p_who, jsonb_build_object('attempt', pg_temp.id('official')))
$$;

select unalike(pg_temp.look('Ritareviewer')::text, '%canary%', 'before the commit a reviewer gets no word of the scorer');
select is(
  pg_temp.look('Ritareviewer') #> '{answer,criteria,0,ai}', 'null', 'and no level of it'
);
select is(pg_temp.look('Ritareviewer') #> '{answer,attempt,total}', 'null', 'and no total');
select is(pg_temp.review('Evereviewer') ->> 'outcome', 'not_found', 'another organization''s attempt does not exist');
select is(pg_temp.review('Cleocoach') ->> 'outcome', 'role_missing', 'a coach who is no reviewer gives no levels');
select is(
  pg_temp.review('Ritareviewer', jsonb_build_object('attempt', pg_temp.id('practice'))) ->> 'outcome', 'not_found',
  'a practice is not reviewed'
);
select is(
  pg_temp.review('Ritareviewer', '{"levels": [{"criterionId": "needs", "level": 5, "reason": ""}]}') ->> 'outcome',
  'levels_incomplete', 'each criterion gets a level'
);
select is(
  (pg_temp.review('Ritareviewer') -> 'answer') - 'id' - 'at', '{
    "by": "Rita", "mine": true, "verdict": "passed", "next": "Listen", "aiShownFirst": false, "total": 100, "levels": [
      {"criterionId": "close", "level": null, "reason": ""}, {"criterionId": "needs", "level": 5, "reason": "asked well"}
    ]
  }', 'a review is kept with its reasons and its total'
);
select is(pg_temp.review('Ritareviewer') ->> 'outcome', 'reviewed_already', 'once');
select is(
  (select to_jsonb(review) -> 'ai_levels' from coach.reviews as review), '{"needs": 3, "close": 3}',
  'the levels of the scorer are kept beside it'
);
select throws_ok('update coach.reviews set verdict = ''undecided''', '23001', null, 'nothing of it is changed');
select is(pg_temp.look('Ritareviewer') #> '{answer,criteria,0,ai,level}', '3', 'after the commit the scorer''s level is told');
select is(pg_temp.look('Ritareviewer') #> '{answer,criteria,0,human,level}', '5', 'beside the reviewer''s own');
select is(pg_temp.look('Robreviewer') #> '{answer,reviews}', '[]', 'who has yet to judge sees no review of others');
select is(pg_temp.look('Robreviewer') #> '{answer,criteria,0,human}', 'null', 'and no level of theirs');
select is(pg_temp.look('Robcoach') #> '{answer,attempt,total}', '60', 'the same person as a coach sees the score');
select is(
  pg_temp.review('Robreviewer') #> '{answer,aiShownFirst}', 'true', 'which is remembered at the review, whatever the page says'
);
select is(
  pg_temp.ask('agreement', 'Ritareviewer') #> '{answer,pairs}', jsonb_build_array(jsonb_build_object(
    'attempt', pg_temp.id('official'), 'scenario', 'web-sales', 'criterion', 'needs', 'title', 'Needs', 'ai', 3, 'human', 5,
    'isCurrent', true
  )), 'agreement is told by blind pairs that have both levels'
);
select is(
  pg_temp.ask('agreement', 'Evereviewer') #> '{answer,pairs}', '[]', 'and by none of another organization'
);

create function pg_temp.comment(p_who text, p_change jsonb default '{}') returns jsonb language sql as $$
  select pg_temp.ask('comment', p_who,
    jsonb_build_object('attempt', pg_temp.id('official'), 'turn_id', 'i1', 'text', 'Good start') || p_change)
$$;
select is(pg_temp.comment('Cleocoach') #>> '{answer,by}', 'Cleo', 'a coach comments on a turn');
select is(pg_temp.comment('Cleocoach', '{"turn_id": "i9"}') ->> 'outcome', 'not_found', 'on one that there is');
select is(pg_temp.comment('Evereviewer') ->> 'outcome', 'not_found', 'nobody else does');
select is(
  pg_temp.ask('uncomment', 'Ritareviewer', jsonb_build_object('id', (select id from coach.comments))) ->> 'outcome',
  'not_found', 'another''s comment is not taken away'
);
select is(jsonb_array_length(pg_temp.look('Ritareviewer') #> '{answer,comments}'), 1, 'all who see the attempt see it');

create function pg_temp.learner(p_call text, p_key text default 'ann', p_more text default '') returns jsonb language sql as $$
  select pg_temp.call(format('%s(%L, %L%s)', p_call, jsonb_build_object(
    'embed_key', 'mk_lessons', 'origin', 'https://lms.example', 'scenario', 'web-sales', 'learner_key', p_key,
    'is_anonymous', false
  ), pg_temp.id('official'), p_more))
$$;
select is(
  pg_temp.learner('get_learner_reviews') #> '{reviews,0,levels,0}', '{
    "criterionId": "needs", "title": "Needs", "level": 5, "reason": "asked well", "aiLevel": 3
  }', 'the learner sees both levels'
);
select is(pg_temp.learner('get_learner_reviews') #>> '{comments,0,text}', 'Good start', 'and the comment');
select is(pg_temp.learner('get_learner_reviews', 'bob') ->> 'outcome', 'session_unknown', 'no other learner does');
create function pg_temp.dispute(p_key text default 'ann') returns jsonb language sql as $$
  select pg_temp.learner('open_dispute', p_key, format(', %L', '{
    "criterion_id": "needs", "turn_id": "i1", "code": "level_wrong", "text": "I did ask"
  }'))
$$;
select is(pg_temp.dispute('bob') ->> 'outcome', 'session_unknown', 'nobody contests what is another''s');
select is(pg_temp.dispute() ->> 'id', pg_temp.dispute() ->> 'id', 'a repeated request contests nothing twice');
create function pg_temp.answer(p_who text) returns jsonb language sql as $$
  select pg_temp.ask('answer_dispute', p_who, jsonb_build_object(
    'id', (select id from coach.disputes), 'upheld', true, 'text', 'You did'
  ))
$$;
select is(pg_temp.ask('disputes', 'Ritareviewer') #> '{answer,items,0,mayAnswer}', 'false', 'the first reviewer may not answer');
select is(pg_temp.answer('Ritareviewer') ->> 'outcome', 'first_reviewer', 'and does not');
select is(pg_temp.answer('Evereviewer') ->> 'outcome', 'not_found', 'nor does a stranger');
select is(pg_temp.answer('Cleocoach') ->> 'outcome', 'role_missing', 'nor a coach who is no reviewer');
select is(pg_temp.answer('Robreviewer') #>> '{answer,answer,by}', 'Rob', 'another reviewer does');
select is(pg_temp.answer('Robreviewer') ->> 'outcome', 'answered_already', 'once');
select is(pg_temp.learner('get_learner_reviews') #>> '{disputes,0,answer,text}', 'You did', 'the learner reads the answer');
select is(
  pg_temp.ask('agreement', 'Ritareviewer') #> '{answer,disputes}',
  '[{"scenario": "web-sales", "criterion": "needs", "answered": 1, "upheld": 1}]', 'which is counted by criterion'
);
select is(
  (select count(*)::integer from coach.audit_events where action in ('review_attempt', 'comment_attempt', 'answer_dispute')), 4,
  'each change is written down'
);

select is(
  pg_temp.ask('uncomment', 'Cleocoach', jsonb_build_object('id', (select id from coach.comments))) ->> 'outcome',
  'ok', 'one''s own comment is taken away'
);
select is(coach.erase_sessions(array[pg_temp.id('official')]), 1, 'when a session goes');
select is((select count(*)::integer from coach.review_words), 0, 'the words of its reviews go');
select is((select count(*)::integer from coach.disputes), 0, 'and its disputes');
select is((select count(*)::integer from coach.reviews), 2, 'and their levels stay');
select is(coach.human_total(
  (select id from coach.scenario_versions), '{"needs": null, "close": 5}'
), null, 'less than half of the weights makes no total');

select * from finish();
rollback;
