-- How far a talk has come: one write a version, each call answered once, nothing after the end.
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
    'attempt_key', md5(p_learner)::uuid, 'request_hash', 'request', 'learner_key', p_learner, 'learner_name', 'Ann',
    'locale', 'en', 'consent', '{"version": "2026-11", "locale": "en"}'::jsonb,
    'variables', '{"city": "Lyon"}'::jsonb, 'handshake', 'relay', 'request_id', 'request-1', 'cap_seconds', null
  ))) ->> 'session_id')::uuid
$$;
create function pg_temp.progress(p_session uuid, p_call text default null) returns jsonb language sql as $$
  select pg_temp.call(format('get_progress(%L, %L)', p_session, p_call))
$$;
create function pg_temp.save(
  p_session uuid, p_version integer, p_call text, p_state jsonb default '{"objectives": []}', p_events jsonb default '[]'
) returns jsonb language sql as $$
  select pg_temp.call(format('save_progress(%L, %L, %L, %L, %L)', p_session, p_version, p_state, jsonb_build_object(
    'id', p_call, 'name', 'mark_objective', 'by', 'persona', 'outcome', 'done',
    'answer', jsonb_build_object('output', 'answer to ' || p_call)
  ), p_events))
$$;

select pg_temp.call(format('save_site(%L)', '{
  "organization": "Acme", "name": "Lessons", "embed_key": "mk_lessons", "origins": ["https://lms.example"],
  "site_max_live": 50
}'));
select pg_temp.call(format('publish_scenario(%L)', '{
  "id": "web-sales", "title": "Selling", "language": "en", "difficulty": "easy", "duration_seconds": 240,
  "content_hash": "hash-of-one", "public": {"a": 1}, "private": {"b": 2}
}'));
create temporary table s as select name, pg_temp.open(name) as id from unnest(array[
  'talking', 'reserved', 'busy', 'late', 'ended', 'erased'
]) as name;
create function pg_temp.id(p_name text) returns uuid language sql as $$ select id from s where name = p_name $$;
select pg_temp.call(format('attach_call(%L, %L, %L, %L)', id, 'rtc_' || name, 'openai', 'v=0'))
from s where name <> 'reserved';
create function pg_temp.kinds(p_name text) returns text[] language sql as $$
  select array_agg(kind order by id) from coach.session_events
  where session_id = pg_temp.id(p_name) and kind not in ('reserved', 'active', 'opened')
$$;

-- get_progress
select is(pg_temp.progress(gen_random_uuid()), '{"outcome": "session_unknown"}', 'get_progress() of an unknown session');
select is(
  pg_temp.progress(pg_temp.id('talking')) - 'seed', '{
    "outcome": "ok", "is_active": true, "elapsed_seconds": 0, "version": 0, "state": null, "answer": null,
    "variables": {"city": "Lyon"}, "scenario": {
      "id": "web-sales", "version": "hash-of-one", "title": "Selling", "language": "en",
      "public": {"a": 1}, "private": {"b": 2}
    }
  }', 'get_progress() tells what an answer depends on before the first call'
);
select is(
  pg_temp.progress(pg_temp.id('talking')) -> 'seed', (select to_jsonb(seed) from coach.sessions where id = pg_temp.id('talking')),
  'get_progress() tells the seed by which values are drawn'
);
select is(pg_temp.progress(pg_temp.id('reserved')) ->> 'is_active', 'false', 'a session whose call is being made takes no tools');

-- save_progress
select is(
  pg_temp.save(pg_temp.id('talking'), 0, 'call_1', '{"phase": "open", "objectives": ["needs"]}', '[
    {"kind": "phase_moved", "from": "cold", "to": "open", "cause": "deescalation", "id": "named-it", "second": 12},
    {"kind": "objective_reached", "id": "needs", "second": 12}
  ]'), '{"outcome": "saved"}', 'save_progress() stores what the first call led to'
);
select is(pg_temp.kinds('talking'), array['phase_moved', 'objective_reached'], 'its events stand in the records, in order');
select is(
  (select detail from coach.session_events where session_id = pg_temp.id('talking') and kind = 'objective_reached'),
  '{"id": "needs", "second": 12}', 'an event keeps its names and second'
);
select is(
  pg_temp.progress(pg_temp.id('talking'), 'call_1') - array['seed', 'scenario', 'variables'], '{
    "outcome": "ok", "is_active": true, "elapsed_seconds": 0, "version": 1,
    "state": {"phase": "open", "objectives": ["needs"]}, "answer": {"output": "answer to call_1"}
  }', 'get_progress() tells the state, and the answer that the call had'
);
select is(
  pg_temp.save(pg_temp.id('talking'), 1, 'call_1'), '{"outcome": "repeated", "answer": {"output": "answer to call_1"}}',
  'a repeated call is answered as before'
);
select is(
  pg_temp.save(pg_temp.id('talking'), 0, 'call_1') ->> 'outcome', 'repeated', 'a repeated call is so on an old version too'
);
select is(pg_temp.save(pg_temp.id('talking'), 0, 'call_2'), '{"outcome": "stale"}', 'a call on an old version is stale');
select is(pg_temp.save(pg_temp.id('talking'), 2, 'call_2'), '{"outcome": "stale"}', 'and so is one on a version to come');
select is(pg_temp.progress(pg_temp.id('talking')) ->> 'version', '1', 'none of them changed anything');
select is(pg_temp.kinds('talking'), array['phase_moved', 'objective_reached'], 'nor added an event');
select is(pg_temp.save(pg_temp.id('talking'), 1, 'call_2') ->> 'outcome', 'saved', 'the next call goes on from there');
select is(
  pg_temp.save(pg_temp.id('late'), 0, 'call_1') ->> 'outcome', 'saved', 'the same call id may come in another session'
);
select is(pg_temp.save(pg_temp.id('reserved'), 0, 'call_1'), '{"outcome": "over"}', 'nothing is stored before the call');
select is(
  pg_temp.save(gen_random_uuid(), 0, 'call_1'), '{"outcome": "session_unknown"}', 'nor for a session that nobody has'
);

-- As many calls as a talk may have.
update coach.progress set tool_calls = 199 where session_id = pg_temp.id('late');
select is(pg_temp.save(pg_temp.id('late'), 1, 'call_200') ->> 'outcome', 'saved', 'the two-hundredth call is stored');
select is(pg_temp.save(pg_temp.id('late'), 2, 'call_201'), '{"outcome": "exhausted"}', 'the next one is one too many');
select is(pg_temp.save(pg_temp.id('late'), 2, 'call_200') ->> 'outcome', 'repeated', 'a repeated one is still answered');

-- The deadline and the end.
update coach.sessions set attached_at = now() - interval '90 seconds', deadline = now() - interval '10 seconds'
where id = pg_temp.id('busy');
select is(pg_temp.save(pg_temp.id('busy'), 0, 'call_1'), '{"outcome": "over"}', 'nothing is stored after the deadline');
select is(
  pg_temp.progress(pg_temp.id('busy')) ->> 'elapsed_seconds', '80', 'the seconds of a session stop at its deadline'
);
do $$ begin
  perform pg_temp.save(pg_temp.id('ended'), 0, 'call_1', '{
    "objectives": ["needs", "close"], "moods": [{"phase": "guarded", "second": 0}]
  }', '[
    {"kind": "objection_raised", "id": "price", "second": 12}, {"kind": "step_reached", "id": "offer", "second": 14},
    {"kind": "objection_settled", "id": "price", "second": 31}, {"kind": "objective_reached", "id": "close", "second": 40}
  ]');
end $$;
do $$ begin
  perform pg_temp.call(format('append_turns(%L, %L)', pg_temp.id('ended'), '[{
    "sequence": 1, "itemId": "i1", "previousItemId": null, "speaker": "learner", "state": "final", "text": "Good morning",
    "startedAtMs": 0, "endedAtMs": 0
  }]'));
end $$;
select pg_temp.call(format('end_session(%L, %L)', pg_temp.id('ended'), 'learner'));
select is(pg_temp.save(pg_temp.id('ended'), 1, 'call_2'), '{"outcome": "over"}', 'nothing is stored after the end');
select is(
  pg_temp.progress(pg_temp.id('ended'), 'call_1') - array['seed', 'scenario', 'variables', 'elapsed_seconds'], '{
    "outcome": "ok", "is_active": false, "version": 1, "answer": {"output": "answer to call_1"},
    "state": {"objectives": ["needs", "close"], "moods": [{"phase": "guarded", "second": 0}]}
  }', 'what was answered is told after the end too'
);
select is(
  pg_temp.call(format('claim_report(%L, 30)', pg_temp.id('ended'))) -> 'progress',
  '{
    "objectives": ["needs", "close"], "moods": [{"phase": "guarded", "second": 0}], "moments": [
      {"kind": "objection_raised", "id": "price", "second": 12},
      {"kind": "objection_settled", "id": "price", "second": 31},
      {"kind": "objective_reached", "id": "close", "second": 40}
    ]
  }', 'claim_report() tells what was reached, and when doubts and objectives came'
);

-- check_output
create function pg_temp.checked(p_name text, p_call text, p_output text) returns text language sql as $$
  select pg_temp.call(format('check_output(%L, %L, %L)', pg_temp.id(p_name), p_call, p_output)) ->> 'outcome'
$$;
select is(pg_temp.checked('talking', 'call_1', 'answer to call_1'), 'genuine', 'what was answered is genuine');
select is(pg_temp.checked('talking', 'call_1', E'answer to call_1\n'), 'forged', 'what was added to it is not');
select is(pg_temp.checked('talking', 'call_2', 'answer to call_1'), 'forged', 'nor is the answer to another call');
select is(pg_temp.checked('late', 'call_2', 'answer to call_2'), 'forged', 'nor that of another session');
update coach.tool_calls set by = 'learner' where session_id = pg_temp.id('late');
select is(pg_temp.checked('late', 'call_1', 'answer to call_1'), 'forged', 'nor one that was the card''s');

-- Rights of the learner.
select is(
  coach.export_session(session) -> 'progress' -> 'objectives', '["needs", "close"]', 'an export holds how far the talk came'
) from coach.sessions as session where id = pg_temp.id('ended');
do $$ begin perform pg_temp.save(pg_temp.id('erased'), 0, 'call_1'); end $$;
select pg_temp.call(format('end_session(%L, %L)', pg_temp.id('erased'), 'learner'));
select is(coach.erase_sessions(array[pg_temp.id('erased')]), 1, 'a session is erased with its progress');
select is_empty(
  format('select session_id from coach.progress where session_id = %L union all
    select session_id from coach.tool_calls where session_id = %1$L', pg_temp.id('erased')),
  'nothing of it is left'
);

-- What no function lets through.
select throws_ok(
  format('insert into coach.tool_calls values (%L, %L, %L, %L, %L, %L)', pg_temp.id('late'), 'c', 'n', 'page', 'done', '{}'),
  '23514', null, 'a tool is called by persona or learner'
);
select throws_ok(
  format('update coach.progress set tool_calls = 201 where session_id = %L', pg_temp.id('late')),
  '23514', null, 'no count goes beyond two hundred'
);

select * from finish();
rollback;
