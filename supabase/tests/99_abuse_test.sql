-- What a page that means harm can make of the session that it holds: rows, minutes, other learners' records.
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
  "organization": "Acme", "name": "Lessons", "embed_key": "mk_abuse", "origins": ["https://lms.example"],
  "organization_month_seconds": 100000, "site_day_seconds": 100000, "learner_day_seconds": 100000,
  "site_max_live": 50
}'));
select pg_temp.call(format('publish_scenario(%L)', '{
  "id": "web-sales", "title": "Selling", "language": "en", "difficulty": "easy", "duration_seconds": 240,
  "content_hash": "hash-of-one", "public": {}, "private": {}
}'));

create temporary table s (name text primary key, id uuid, first_call uuid);
create function pg_temp.start(p_name text, p_handshake text default 'relay') returns void
language plpgsql as $$
declare
  v_id uuid := pg_temp.call(format('open_session(%L)', jsonb_build_object(
    'embed_key', 'mk_abuse', 'origin', 'https://lms.example', 'scenario', 'web-sales',
    'attempt_key', md5(p_name)::uuid, 'request_hash', 'request', 'learner_key', p_name, 'learner_name', 'Ada',
    'locale', 'en', 'consent', '{"version": "2026-11", "locale": "en"}'::jsonb,
    'variables', '{"company": "Acme"}'::jsonb, 'handshake', p_handshake, 'request_id', 'request-1',
    'cap_seconds', null
  ))) ->> 'session_id';
begin
  insert into s values (p_name, v_id, (pg_temp.call(format(
    'attach_call(%L, %L, %L, %L, %L)', v_id, case when p_handshake = 'relay' then 'rtc_' || p_name end,
    'openai', 'v=0 first', '{"model": "m"}'
  )) ->> 'call_id')::uuid);
  perform pg_temp.age(p_name, 20);
end
$$;
-- A transaction's clock stands still: what lies back is moved back.
create function pg_temp.age(p_name text, p_seconds integer) returns void language plpgsql as $$
declare
  v_id uuid := (select id from s where name = p_name);
  v_by interval := make_interval(secs => p_seconds);
begin
  update coach.sessions set created_at = created_at - v_by, attached_at = attached_at - v_by,
    last_beat_at = last_beat_at - v_by, deadline = deadline - v_by, lapses_at = lapses_at - v_by,
    paused_at = paused_at - v_by
  where id = v_id;
  update coach.calls set created_at = created_at - v_by, ended_at = ended_at - v_by where session_id = v_id;
  update coach.call_attempts set begun_at = begun_at - v_by, expires_at = expires_at - v_by where session_id = v_id;
end
$$;
create function pg_temp.on_session(p_function text, p_name text, p_more text default '') returns jsonb language sql as $$
  select pg_temp.call(format('%I(%L%s)', p_function, id, p_more)) from s where name = p_name
$$;

-- Closing and beating in turns: neither rows nor minutes come of it.
select pg_temp.start('closing');
create function pg_temp.close_and_beat(p_times integer) returns void language plpgsql as $$
begin
  for i in 1..p_times loop
    perform pg_temp.on_session('pause_session', 'closing', $q$, 'page_closed'$q$);
    update coach.sessions set paused_at = paused_at - interval '1 second' where id = (select id from s where name = 'closing');
    perform pg_temp.on_session('beat_session', 'closing');
  end loop;
end
$$;
create temporary table granted as
select limit_seconds, deadline from coach.sessions where id = (select id from s where name = 'closing');
select pg_temp.close_and_beat(200);
select is(
  (select count(*)::integer from coach.session_events where kind = 'paused' and session_id = (select id from s where name = 'closing')),
  20, 'two hundred pauses leave twenty rows'
);
select ok(
  (select session.limit_seconds = granted.limit_seconds and session.deadline = granted.deadline
    from coach.sessions as session, granted where session.id = (select id from s where name = 'closing')),
  'closing and coming back moves neither limit nor deadline'
);
select pg_temp.age('closing', 15);
select pg_temp.on_session('beat_session', 'closing');
select is(
  pg_temp.on_session('end_session', 'closing', $$, 'learner'$$) ->> 'used_seconds', '35',
  'a session that was closed and came back is billed for all of its time'
);
select is(
  pg_temp.on_session('pause_session', 'closing', $$, 'page_closed'$$) ->> 'outcome', 'not_pausable',
  'what is settled does not pause'
);
select is(
  pg_temp.on_session('open_call', 'closing', format(', %L, %L', md5('late')::uuid, 'offer')) ->> 'outcome', 'over',
  'what is settled takes no further call'
);

-- A further call that nobody may have: too late, so that it is hung up and written down.
select pg_temp.start('cut');
select is(
  pg_temp.on_session('open_call', 'cut', format(', %L, %L', md5('second')::uuid, 'offer')) ->> 'outcome', 'granted',
  'a further call begins'
);
select pg_temp.on_session('end_session', 'cut', $$, 'learner'$$);
select is(
  pg_temp.on_session('attach_further_call', 'cut', format(
    ', %L, %L, %L, %L, %L', md5('second')::uuid, 'rtc_cut_late', 'openai', 'v=0 late', '{"model": "m"}'
  )) ->> 'outcome', 'gone', 'no call outlives the end that came while it was being made'
);
select is(
  (select count(*)::integer from coach.calls where ended_at is null and session_id = (select id from s where name = 'cut')),
  0, 'nothing of the session is live'
);
select ok(
  exists (select from coach.hangups where provider_call_id = 'rtc_cut_late' and status = 'pending'),
  'and the call that came too late is hung up by the queue'
);

-- The key of one site's learner opens nothing at another site.
select pg_temp.call(format('save_site(%L)', '{
  "organization": "Other", "name": "Elsewhere", "embed_key": "mk_elsewhere", "origins": ["https://other.example"],
  "organization_month_seconds": 100000, "site_day_seconds": 100000, "learner_day_seconds": 100000
}'));
create function pg_temp.attempts(p_key text, p_origin text, p_learner text) returns integer language sql as $$
  select jsonb_array_length(pg_temp.call(format(
    'list_attempts(%L, %L, %L, %L, true, 20)', p_key, p_origin, 'web-sales', p_learner
  )) -> 'attempts')
$$;
select is(pg_temp.attempts('mk_abuse', 'https://lms.example', 'closing'), 1, 'a learner has its own attempts');
select is(pg_temp.attempts('mk_elsewhere', 'https://other.example', 'closing'), 0, 'another site has none of them');
select is(pg_temp.attempts('mk_abuse', 'https://lms.example', 'somebody'), 0, 'another learner has none of them');

create function pg_temp.reads(p_key text, p_origin text, p_learner text) returns text language sql as $$
  select pg_temp.call(format(
    'get_attempt_report(%L, %L, %L, %L, true, %L)', p_key, p_origin, 'web-sales', p_learner,
    (select id from s where name = 'closing')
  )) ->> 'outcome'
$$;
select is(pg_temp.reads('mk_abuse', 'https://lms.example', 'closing'), 'ok', 'a learner reads its own report again');
select is(pg_temp.reads('mk_elsewhere', 'https://other.example', 'closing'), 'session_unknown', 'at another site nobody does');
select is(pg_temp.reads('mk_abuse', 'https://lms.example', 'somebody'), 'session_unknown', 'nor does another learner');

-- A page that claims calls of the persona's: told apart from those that our server saw.
create temporary table claim (name text primary key, tools jsonb);
insert into claim values
  ('honest', '["call_1", "call_2"]'), ('cheating', '["call_1"]'), ('unheard', null), ('silent', '[]');
select pg_temp.start(name) from claim;
create function pg_temp.use_tool(p_name text, p_version integer, p_call text, p_by text) returns text language sql as $$
  select pg_temp.on_session('save_progress', p_name, format(
    ', %L, %L, %L, %L', p_version, '{"objectives": ["need"]}',
    jsonb_build_object('id', p_call, 'name', 'mark_objective', 'by', p_by, 'outcome', 'done', 'answer', '{}'::jsonb), '[]'
  )) ->> 'outcome'
$$;
create function pg_temp.watch(p_name text, p_batch jsonb) returns text language sql as $$
  select pg_temp.call(format('record_observation(%L, %L, %L)', first_call, md5('watch')::uuid, p_batch)) ->> 'outcome'
  from s where name = p_name
$$;
select pg_temp.call(format('claim_observation(%L, %L, null)', first_call, md5('watch')::uuid))
from s join claim using (name);
select is(
  pg_temp.watch(name, '{"isAttached": true, "hasArrival": true}'::jsonb || coalesce(jsonb_build_object('toolCalls', tools), '{}')),
  'holding', 'the watch writes down what it saw of ' || name
) from claim where tools is not null union all
select is(pg_temp.watch('unheard', '{"isAttached": true, "hasArrival": true}'), 'holding', 'as an earlier release did');
select is(pg_temp.watch('honest', '{"isAttached": true, "toolCalls": ["call_1", "", "call_1"]}'), 'holding', 'twice is once');
select pg_temp.use_tool(name, 0, 'call_1', 'persona'), pg_temp.use_tool(name, 1, 'call_2', 'persona'),
  pg_temp.use_tool(name, 2, 'card_1', 'learner')
from claim where name <> 'silent';
select pg_temp.on_session('end_session', name, $$, 'learner'$$) from claim;
select pg_temp.call(format('close_observation(%L, %L, %L, null)', first_call, md5('watch')::uuid, 'ended'))
from s join claim using (name);
select is(
  (select jsonb_object_agg(name, coach.evidence_of(id)) from s join claim using (name)),
  '{"honest": "complete", "cheating": "tampered", "unheard": "complete", "silent": "complete"}',
  'only what the page made up is held against it, and only where all was to be heard'
);
select pg_temp.start('flooding');
select pg_temp.call(format('claim_observation(%L, %L, null)', first_call, md5('watch')::uuid)) from s where name = 'flooding';
select pg_temp.watch('flooding', jsonb_build_object('isAttached', true, 'toolCalls', jsonb_agg('call_' || n)))
from generate_series(1, 4000) as n group by n % 100;
select ok(
  (select count(*) between 400 and 440 from coach.heard_tools where session_id = (select id from s where name = 'flooding')),
  'of four thousand calls some four hundred are kept'
);

-- One page that complains without end is one voice among the others.
select pg_temp.start(name) from unnest(array['loud', 'calm']) as name;
insert into coach.session_events (session_id, kind, detail)
select id, 'line_quality', jsonb_build_object('mos', case name when 'loud' then 1 else 4 end)
from s, generate_series(1, 90) as n where name = 'loud' or name = 'calm' and n = 1;
select is(
  pg_temp.call('read_metrics()') -> 'gauges' -> 'line_mos_last_quarter', '2.50', 'ninety samples of one session weigh as one of another'
);
select is(pg_temp.call('read_metrics()') #> '{gauges,line_samples_last_quarter}', '91', 'all of them are counted');

select * from finish();
rollback;
