-- What is kept of learners: attempts, consent to facts, ratings, the connection; and what sites are told of it.
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
create function pg_temp.site(p_changes jsonb) returns text language sql as $$
  select pg_temp.call(format('save_site(%L)', jsonb_build_object(
    'organization', 'Acme', 'name', 'Lessons', 'embed_key', 'mk_lessons', 'origins', '["https://lms.example"]'::jsonb,
    'site_max_live', 50, 'learner_max_live', 3, 'learner_day_seconds', 100000, 'site_day_seconds', 100000
  ) || p_changes)) ->> 'outcome'
$$;
create function pg_temp.brief(p_learner text, p_is_anonymous boolean default true) returns jsonb language sql as $$
  select pg_temp.call(format(
    'get_brief(%L, %L, %L, %L, null, %L)', 'mk_lessons', 'https://lms.example', 'web-sales', p_learner, p_is_anonymous
  ))
$$;
create function pg_temp.open(
  p_learner text, p_attempt text, p_consent jsonb default '{}', p_token jsonb default null,
  p_is_known boolean default true
) returns jsonb language sql as $$
  select pg_temp.call(format('open_session(%L)', jsonb_build_object(
    'embed_key', 'mk_lessons', 'origin', 'https://lms.example', 'scenario', 'web-sales',
    'attempt_key', md5(p_attempt)::uuid, 'request_hash', 'request', 'learner_key', p_learner, 'learner_name', 'Ann',
    'locale', 'en', 'consent', '{"version": "2026-11", "locale": "en"}'::jsonb || p_consent,
    'variables', '{}'::jsonb, 'handshake', 'relay', 'request_id', 'request-1', 'cap_seconds', null,
    'address_key', null, 'token', p_token, 'is_known', p_is_known
  )))
$$;
-- A session that lasted so long, begun so many minutes ago.
create function pg_temp.practise(
  p_learner text, p_attempt text, p_seconds integer, p_consent jsonb default '{}', p_token jsonb default null
) returns uuid language plpgsql as $$
declare
  v_id uuid := (pg_temp.open(p_learner, p_attempt, p_consent, p_token) ->> 'session_id')::uuid;
begin
  perform pg_temp.call(format('attach_call(%L, %L, %L, %L)', v_id, 'rtc_' || p_attempt, 'openai', 'v=0'));
  perform pg_temp.call(format('append_turns(%L, %L)', v_id, '[{
    "sequence": 1, "itemId": "i1", "previousItemId": null, "speaker": "learner", "state": "final", "text": "Hello",
    "startedAtMs": 0, "endedAtMs": 0
  }]'));
  update coach.sessions set attached_at = attached_at - make_interval(secs => p_seconds - 0.5) where id = v_id;
  perform pg_temp.call(format('end_session(%L, %L)', v_id, 'learner'));
  return v_id;
end
$$;
create function pg_temp.report(p_session uuid, p_report jsonb) returns text language sql as $$
  select pg_temp.call(format('save_report(%L, %L)', p_session, p_report)) ->> 'outcome'
$$;
create function pg_temp.attempts(p_learner text, p_is_anonymous boolean default true, p_limit integer default 20)
returns jsonb language sql as $$
  select pg_temp.call(format(
    'list_attempts(%L, %L, %L, %L, %L, %L)', 'mk_lessons', 'https://lms.example', 'web-sales', p_learner,
    p_is_anonymous, p_limit
  ))
$$;

select pg_temp.site('{}');
select pg_temp.call(format('publish_scenario(%L)', '{
  "id": "web-sales", "title": "Selling", "language": "en", "difficulty": "easy", "duration_seconds": 240,
  "content_hash": "hash-of-one", "private": {"rubric": "canary"},
  "public": {"situation": "A shop.", "tags": ["sales"], "persona": {"name": "Ada", "role": "Buyer"}}
}'));
select pg_temp.call(format('publish_scenario(%L)', '{
  "id": "at-night", "title": "At night", "language": "en", "difficulty": "hard", "duration_seconds": 120,
  "content_hash": "hash-of-two", "public": {"persona": {"name": "Bo", "role": "Guest"}}, "private": {"rubric": "canary"}
}'));

-- Settings
select is(pg_temp.site(jsonb_build_object('practice_url', url)), 'updated', 'save_site() accepts the page ' || url)
from unnest(array[
  'https://lms.example', 'https://lms.example/practice?lang=en&a=%20b', 'http://localhost:5173/practice.html', 'https://lms.example:8443/'
]) as url;
select throws_ok(
  format('select pg_temp.site(%L)', jsonb_build_object('practice_url', url)), '23514', null,
  format('save_site() refuses the page %s', url)
)
from unnest(array[
  'http://lms.example/practice', 'javascript:alert(1)', 'https://name:word@lms.example/', 'https://lms.example/#top',
  'https://lms.example/a b', '//lms.example', 'https://lms.example/"', '', 'data:text/html,a', 'https://*/'
]) as url;
select throws_ok(
  format('select pg_temp.site(%L)', jsonb_build_object('attempts_per_scenario', attempts)), '23514', null,
  format('save_site() refuses %s attempts', attempts)
) from unnest(array[0, -1, 1001]) as attempts;
select throws_ok($$select pg_temp.site('{"attempts": 3}')$$, '22023', 'a site has no setting attempts', 'a misspelt setting is refused');
select pg_temp.site('{"practice_url": "https://lms.example/practice", "attempts_per_scenario": 2}');
select is(
  pg_temp.call('list_sites(null, ''mk_lessons'')') #> '{sites,0,offers}', '{
    "attempts_per_scenario": 2, "practice_url": "https://lms.example/practice", "facts": null, "facts_in_effect": false,
    "results": null, "results_in_effect": false, "webhook": null, "scenarios": null
  }', 'list_sites() tells what a site offers'
);
select pg_temp.site('{"practice_url": null}');
select is(pg_temp.brief('ann') -> 'practice_url', 'null', 'a setting named as null is taken back');

-- Attempts
select is(pg_temp.brief('ann') -> 'attempts', '{"made": 0, "allowed": 2, "best": null}', 'a new learner has made no attempt');
select is(pg_temp.attempts('ann'), '{"outcome": "ok", "attempts": []}', 'and none is listed');
create temporary table s as
  select 'short' as name, pg_temp.practise('ann', 'short', 9) as id;
select is(pg_temp.brief('ann') #> '{attempts,made}', '0', 'an attempt under ten seconds does not count');
insert into s values ('released', (pg_temp.open('ann', 'released') ->> 'session_id')::uuid);
select is(pg_temp.brief('ann') #> '{attempts,made}', '1', 'one whose call is being made does');
select pg_temp.call(format('release_session(%L, %L)', (select id from s where name = 'released'), 'start_failed'));
select is(pg_temp.brief('ann') #> '{attempts,made}', '0', 'but not once no call came about');
insert into s values ('first', pg_temp.practise('ann', 'first', 10));
update coach.sessions set created_at = created_at - interval '1 hour' where id = (select id from s where name = 'first');
select is(pg_temp.brief('ann') #> '{attempts,made}', '1', 'ten seconds are an attempt');
insert into s values ('second', pg_temp.practise('ann', 'second', 60));
update coach.sessions set created_at = created_at - interval '30 minutes' where id = (select id from s where name = 'second');
select is(
  pg_temp.open('ann', 'third'),
  '{"outcome": "limit_reached", "retry_after_seconds": null,
    "limit": {"name": "learner_attempts", "cap": 2, "used": 2, "resets_at": null}}',
  'open_session() refuses one attempt more than the site allows'
);
select is(
  pg_temp.open('ann', 'second') ->> 'outcome', 'replayed', 'a start that is repeated is none'
);
select is(pg_temp.open('bob', 'bob') ->> 'outcome', 'granted', 'another learner has attempts of one''s own');
select is(
  pg_temp.open('ann', 'by address', '{}', null, false) ->> 'outcome', 'granted',
  'attempts are not counted where only an address tells the learner apart'
);
select pg_temp.call(format('release_session(%L, %L)', id, 'start_failed'))
from coach.sessions where attempt_key = md5('by address')::uuid;
select pg_temp.site('{"attempts_per_scenario": 3}');
insert into s select 'live', (pg_temp.open('ann', 'third') ->> 'session_id')::uuid;
select is(
  pg_temp.open('ann', 'fourth') #>> '{limit,name}', 'learner_attempts', 'a running attempt counts, so that two at once exceed nothing'
);
select is(
  pg_temp.report((select id from s where name = 'first'), '{"total": 61.5, "passMark": 70, "facts": {"contacts": [1], "commitments": []}}'),
  'saved', 'a report is saved'
);
select is(pg_temp.brief('ann') -> 'attempts', '{"made": 3, "allowed": 3, "best": 61.5}', 'the best total is told');
select is(
  (select jsonb_agg(attempt - 'started_at' - 'used_seconds') from jsonb_array_elements(pg_temp.attempts('ann') -> 'attempts') as attempt),
  (select jsonb_agg(jsonb_build_object(
    'session_id', s.id, 'status', case name when 'first' then 'scored' when 'second' then 'pending' else 'live' end,
    'total', case when name = 'first' then 61.5 end, 'pass_mark', case when name = 'first' then 70 end
  ) order by name) from s where name in ('first', 'second', 'live') and name <> 'live')
  || (select jsonb_build_array(jsonb_build_object('session_id', id, 'status', 'live', 'total', null, 'pass_mark', null)) from s where name = 'live'),
  'list_attempts() lists them, the oldest first'
);
select is(jsonb_array_length(pg_temp.attempts('ann', true, 2) -> 'attempts'), 2, 'at most as many as asked for');
select is(pg_temp.attempts('ann', true, 2) #>> '{attempts,0,status}', 'pending', 'and these are the latest');
select is(pg_temp.attempts(null), '{"outcome": "ok", "attempts": []}', 'nobody in particular has none');
select is(pg_temp.attempts('bob') #>> '{attempts,0,total}', null, 'nobody sees another''s');
create function pg_temp.attempt_report(p_learner text, p_name text, p_anonymous boolean default true, p_scenario text default 'web-sales')
returns jsonb language sql as $$
  select pg_temp.call(format(
    'get_attempt_report(%L, %L, %L, %L, %L, %L)', 'mk_lessons', 'https://lms.example', p_scenario, p_learner, p_anonymous,
    (select id from s where name = p_name)
  ))
$$;
select is(
  pg_temp.attempt_report('ann', 'first') #>> '{report,total}', '61.5', 'get_attempt_report() opens a learner''s own report'
);
select is(pg_temp.attempt_report('ann', 'second') ->> 'status', 'pending', 'or tells that it is not written yet');
select is(pg_temp.attempt_report(learner, 'first'), '{"outcome": "session_unknown"}', 'it opens nobody else''s: ' || who)
from (values ('bob', 'another learner'), (null, 'nobody in particular'), ('never-here', 'a stranger')) as asked (learner, who);
select is(
  pg_temp.call(format(
    'get_attempt_report(%L, %L, %L, %L, true, %L)', key, origin, scenario, 'ann', (select id from s where name = 'first')
  )) ->> 'outcome', outcome, 'get_attempt_report() answers ' || outcome
)
from (values
  ('mk_nobody', 'https://lms.example', 'web-sales', 'site_unknown'),
  ('mk_lessons', 'https://evil.example', 'web-sales', 'origin_forbidden'),
  ('mk_lessons', 'https://lms.example', 'nothing', 'scenario_unknown')
) as asked (key, origin, scenario, outcome);
select pg_temp.site('{"learner_token_mode": "required"}');
select is(
  pg_temp.attempt_report('ann', 'first'), '{"outcome": "session_unknown"}', 'no report is opened without a token where all need one'
);
select is(pg_temp.attempt_report('ann', 'first', false) ->> 'outcome', 'ok', 'with one it is');
select is(pg_temp.attempts('ann'), '{"outcome": "ok", "attempts": []}', 'where all need a token, none is known without');
select is(jsonb_array_length(pg_temp.attempts('ann', false) -> 'attempts'), 3, 'with one they are');
select is(pg_temp.brief('ann') #> '{attempts,made}', '0', 'the brief keeps to the same');
select pg_temp.site('{"learner_token_mode": "optional"}');
select is(
  pg_temp.call(format('list_attempts(%L, %L, %L, %L, true, 20)', key, origin, scenario, 'ann')) ->> 'outcome', outcome,
  'list_attempts() answers ' || outcome
)
from (values
  ('mk_nobody', 'https://lms.example', 'web-sales', 'site_unknown'),
  ('mk_lessons', 'https://evil.example', 'web-sales', 'origin_forbidden'),
  ('mk_lessons', 'https://lms.example', 'nothing', 'scenario_unknown')
) as asked (key, origin, scenario, outcome);

-- Scenarios
select is(
  (select jsonb_agg(scenario order by scenario ->> 'id')
   from jsonb_array_elements(pg_temp.call('list_scenarios(''mk_lessons'', ''https://lms.example'')') -> 'scenarios') as scenario
   where scenario ->> 'id' in ('web-sales', 'at-night')),
  '[
    {"id": "at-night", "title": "At night", "language": "en", "difficulty": "hard", "duration_seconds": 120,
     "tags": [], "persona": {"name": "Bo", "role": "Guest"}},
    {"id": "web-sales", "title": "Selling", "language": "en", "difficulty": "easy", "duration_seconds": 240,
     "tags": ["sales"], "persona": {"name": "Ada", "role": "Buyer"}}
  ]', 'list_scenarios() tells the public part, without what only a brief shows'
);
select is(
  pg_temp.call(format('list_scenarios(%L, %L)', key, origin)) ->> 'outcome', outcome, 'list_scenarios() answers ' || outcome
)
from (values
  ('mk_nobody', 'https://lms.example', 'site_unknown'), ('mk_lessons', 'https://evil.example', 'origin_forbidden'),
  ('mk_lessons', null, 'origin_forbidden')
) as asked (key, origin, outcome);

-- Ratings
create function pg_temp.rate(p_session uuid, p_stars integer, p_comment text) returns text language sql as $$
  select pg_temp.call(format('rate_session(%L, %L, %L)', p_session, p_stars, p_comment)) ->> 'outcome'
$$;
create function pg_temp.id(p_name text) returns uuid language sql as $$ select id from s where name = p_name $$;
select is(pg_temp.rate(pg_temp.id('second'), 2, 'Too hard'), 'rated', 'rate_session() keeps a rating');
select is(pg_temp.rate(pg_temp.id('second'), 4, '  '), 'rated', 'a second one takes its place');
select results_eq(
  $$select stars::integer, comment from coach.ratings$$, $$values (4, null::text)$$, 'and an empty comment is none'
);
select is(pg_temp.rate(pg_temp.id('released'), 5, null), 'closed', 'without a call there is nothing to rate');
select is(pg_temp.rate(gen_random_uuid(), 5, null), 'session_unknown', 'nor of an unknown session');
select throws_ok($$select pg_temp.rate(pg_temp.id('second'), 6, null)$$, '23514', null, 'there are five stars');
select is(pg_temp.rate(pg_temp.id('first'), 1, 'Hm'), 'rated', 'another session has a rating of its own');
update coach.sessions set ended_at = now() - interval '24 hours 1 second' where id = pg_temp.id('first');
select is(pg_temp.rate(pg_temp.id('first'), 5, null), 'closed', 'a day after the end it is too late');
select is(
  pg_temp.call('list_ratings(''mk_lessons'', null, 10)'),
  jsonb_build_object('outcome', 'ok', 'scenarios', '[
    {"scenario": "web-sales", "ratings": 2, "mean": 2.50, "stars": [1, 0, 0, 1, 0]}
  ]'::jsonb, 'comments', jsonb_build_array(jsonb_build_object(
    'scenario', 'web-sales', 'site', 'Lessons', 'session_id', pg_temp.id('first'), 'stars', 1, 'comment', 'Hm',
    'rated_at', (select coach.to_iso(updated_at) from coach.ratings where session_id = pg_temp.id('first'))
  ))), 'list_ratings() sums by scenario and shows what was said'
);
select is(pg_temp.call('list_ratings(null, ''at-night'', 10)') -> 'scenarios', '[]', 'of one scenario alone');
select is(pg_temp.call('list_ratings(''mk_nobody'', null, 10)') ->> 'outcome', 'site_unknown', 'of a site that exists');

-- The connection
create function pg_temp.note(p_session uuid) returns text language sql as $$
  select pg_temp.call(format('note_line_quality(%L, %L)', p_session,
    '{"round_trip_ms": 81.4, "jitter_ms": 3.26, "loss_percent": 0.456, "mos": 4.321}')) ->> 'outcome'
$$;
select is(pg_temp.note(pg_temp.id('live')), 'unchanged', 'a call that is being made has no connection to judge');
select pg_temp.call(format('attach_call(%L, %L, %L, %L)', pg_temp.id('live'), 'rtc_live', 'openai', 'v=0'));
select is(pg_temp.note(pg_temp.id('live')), 'noted', 'note_line_quality() keeps a sample');
select is(pg_temp.note(pg_temp.id('live')), 'unchanged', 'but none right after it');
update coach.session_events set created_at = created_at - interval '11 seconds' where kind = 'line_quality';
select is(pg_temp.note(pg_temp.id('live')), 'noted', 'ten seconds later the next');
select is(pg_temp.note(pg_temp.id('second')), 'unchanged', 'and none once the call is over');
select is(
  pg_temp.call(format('describe_session(%L)', pg_temp.id('live'))) -> 'line',
  '{"samples": 2, "mos": 4.32, "worst_mos": 4.32, "round_trip_ms": 81, "jitter_ms": 3.3, "loss_percent": 0.46}',
  'describe_session() sums them up'
);
select is(
  pg_temp.call('read_metrics()') #> '{gauges,line_mos_last_quarter}', '4.32', 'and the figures tell the mean of all'
);
select is(pg_temp.call(format('describe_session(%L)', gen_random_uuid())), '{"outcome": "session_unknown"}', 'of a session that exists');
select ok(
  pg_temp.call(format('describe_session(%L)', pg_temp.id('second')))::text !~ 'Hello|Ann', 'without a word or a name of the learner'
);

-- Facts
select is(pg_temp.brief('ann') -> 'facts', 'false', 'no site asks for facts of itself');
select is(coach.wants_facts(pg_temp.practise('cleo', 'too early', 60, '{"facts": true}')), false, 'nor does a learner''s word alone');
select is(
  (select facts from coach.consents where session_id = (select id from coach.sessions where attempt_key = md5('too early')::uuid)),
  false, 'which is not written down either'
);
select is(pg_temp.call('set_feature(''facts'', true, ''mk_lessons'', ''test'')') ->> 'outcome', 'updated', 'facts are switched on');
select is(pg_temp.brief('ann') -> 'facts', 'true', 'then the brief asks');
insert into s values
  ('agreed', pg_temp.practise('dora', 'agreed', 60, '{"facts": true, "subject": "lms-7"}', '{"jti": "j1", "expires_at": "2030-01-01"}')),
  ('nothing', pg_temp.practise('dora', 'nothing', 60, '{"facts": true, "subject": "lms-7"}')),
  ('declined', pg_temp.practise('dora', 'declined', 60, '{"facts": false, "subject": "lms-7"}'));
select results_eq(
  $$select s.name, facts, learner_subject from coach.consents join s on s.id = session_id
    where s.name in ('agreed', 'declined') order by s.name$$,
  $$values ('agreed', true, 'lms-7'), ('declined', false, null)$$,
  'the consent says who agreed, and keeps the site''s name of nobody else'
);
select is(
  pg_temp.call(format('claim_report(%L, 30)', pg_temp.id(name))) -> 'facts_wanted', to_jsonb(name = 'agreed'),
  'claim_report() says whether facts are wanted of one who ' || name
) from unnest(array['agreed', 'declined']) as name;
select is(
  (select report -> 'facts' from coach.reports where session_id = pg_temp.id('first')), null,
  'facts that nobody agreed to are not stored'
);

-- Webhook
create function pg_temp.webhook(p_url text, p_rotate boolean default false, p_overlap integer default 0) returns jsonb
language sql as $$
  select pg_temp.call(format('set_webhook(%L, %L, %L, %L, %L)', 'mk_lessons', p_url, p_rotate, p_overlap, 'test'))
$$;
select is(pg_temp.webhook(null) ->> 'outcome', 'webhook_unknown', 'what was never on is not switched off');
select is(pg_temp.webhook(url) ->> 'outcome', 'url_invalid', format('set_webhook() refuses %s', url))
from unnest(array[
  'http://crm.example/hook', 'https://10.0.0.1/hook', 'https://localhost/hook', 'https://crm.local/hook', 'https://crm/hook',
  'https://crm.example:8443/hook', 'https://a@crm.example/hook', 'https://crm.example', 'https://[::1]/hook', 'ftp://crm.example/a',
  'https://crm.example/#a', 'https://169.254.169.254/latest', 'http://192.168.0.1/hook', ''
]) as url;
select is(pg_temp.call('set_webhook(''mk_nobody'', null, false, 0, ''test'')') ->> 'outcome', 'site_unknown', 'set_webhook() needs a site');
create temporary table w as select pg_temp.webhook('https://crm.example/hook?a=b') as answer;
select is(answer - 'site_id' - 'kid', '{"outcome": "updated", "url": "https://crm.example/hook?a=b", "is_new": true, "earlier_until": null}',
  'set_webhook() says where events go') from w;
select is(pg_temp.report(pg_temp.id('agreed'), '{
  "total": 80, "facts": {"contacts": [{"name": "Ada"}], "commitments": []}
}'), 'saved', 'the report of one who agreed is saved');
select is(pg_temp.report(pg_temp.id('nothing'), '{"total": 80, "facts": {"contacts": [], "commitments": []}}'), 'saved', 'and one without facts');
select is(pg_temp.report(pg_temp.id('declined'), '{"total": 80, "facts": {"contacts": [{"name": "Ada"}], "commitments": []}}'), 'saved', 'and one who declined');
select results_eq(
  $$select s.name from coach.deliveries join s on s.id = session_id$$, $$values ('agreed')$$,
  'only facts that are there and agreed to are queued'
);
select is(
  pg_temp.report(pg_temp.id('agreed'), '{"total": 81, "facts": {"contacts": [{"name": "Eve"}], "commitments": []}}'), 'unchanged',
  'a second report changes nothing'
);
create function pg_temp.claim() returns jsonb language sql as $$
  select pg_temp.call('claim_deliveries(''webhook'', 10, 40)') -> 'deliveries'
$$;
create temporary table d as select pg_temp.claim() as claimed;
select is(
  (claimed -> 0) - 'id' - 'site_id' #- '{payload,timestamp}' #- '{payload,data,startedAt}', jsonb_build_object(
    'event', 'report.facts', 'attempts', 1, 'url', 'https://crm.example/hook?a=b',
    'kids', (select jsonb_build_array(answer -> 'kid') from w),
    'payload', jsonb_build_object('type', 'report.facts', 'data', jsonb_build_object(
      'sessionId', pg_temp.id('agreed'), 'learner', 'lms-7',
      'scenario', '{"id": "web-sales", "version": "hash-of-one", "title": "Selling", "language": "en"}'::jsonb,
      'facts', '{"contacts": [{"name": "Ada"}], "commitments": []}'::jsonb
    ))
  ), 'claim_deliveries() leases it with where it goes and who signs'
) from d;
select is(pg_temp.claim(), '[]', 'to one caller');
create function pg_temp.settle(p_done boolean, p_retry boolean default true) returns text language sql as $$
  select pg_temp.call(format('settle_delivery(%L, %L, %L, %L)', (select id from coach.deliveries), p_done, 'status_500', p_retry)) ->> 'outcome'
$$;
-- Every attempt fails: the pauses grow, and the ninth pause is the last.
create function pg_temp.fail_once() returns text language plpgsql as $$
declare
  v_outcome text := pg_temp.settle(false);
  v_pause interval := (select available_at - now() from coach.deliveries);
begin
  if v_outcome = 'queued' then
    update coach.deliveries set available_at = now();
    perform pg_temp.claim();
    return v_pause::text;
  end if;
  return v_outcome;
end
$$;
select is(
  array(select pg_temp.fail_once() from generate_series(1, 10)),
  array['00:00:05', '00:05:00', '00:30:00', '02:00:00', '05:00:00', '10:00:00', '14:00:00', '20:00:00', '1 day', 'failed'],
  'settle_delivery() waits longer each time and gives up after three days'
);
select is(pg_temp.settle(false), 'delivery_unknown', 'what was given up is not settled again');
select is(
  (pg_temp.call('read_metrics()') #> '{deliveries,0}') - 'oldest_seconds',
  '{"channel": "webhook", "status": "failed", "reason": "status_500", "count": 1}', 'the figures show it'
);
select is(
  (pg_temp.call('list_deliveries(''{"site": "mk_lessons", "status": "failed", "most": 10}'')') -> 'deliveries' -> 0) - 'id' - 'created_at' - 'finished_at',
  jsonb_build_object('channel', 'webhook', 'site', 'Lessons', 'session_id', pg_temp.id('agreed'), 'event', 'report.facts', 'status', 'failed',
    'attempts', 10, 'last_error', 'status_500', 'next_at', null),
  'list_deliveries() shows it, without what stands in it'
);
select is(pg_temp.call('list_deliveries(''{"site": "mk_nobody"}'')') ->> 'outcome', 'site_unknown', 'of a site that exists');
select is(pg_temp.call('retry_deliveries(''mk_lessons'', null, null, ''test'')'), '{"outcome": "retried", "retried": 1}', 'retry_deliveries() begins anew');
select is(jsonb_array_length(pg_temp.claim()), 1, 'at once');
select is(pg_temp.settle(false, false), 'failed', 'a site that is gone is not asked again');
select pg_temp.call('retry_deliveries(''mk_lessons'', null, null, ''test'')');
select is(pg_temp.webhook(null) #>> '{url}', null, 'set_webhook() switches it off');
select is(pg_temp.claim() #> '{0,url}', 'null', 'what waits then has nowhere to go');
select pg_temp.webhook('https://crm.example/hook');
create temporary table r as select pg_temp.webhook(null, true, 3600) as answer;
select is(answer ->> 'url', 'https://crm.example/hook', 'a new secret keeps the address') from r;
select isnt(r.answer ->> 'kid', w.answer ->> 'kid', 'and has another name') from r, w;
update coach.deliveries set available_at = now();
select is(
  pg_temp.claim() #> '{0,kids}', (select jsonb_build_array(r.answer -> 'kid', w.answer -> 'kid') from r, w),
  'both sign until the earlier one ends'
);
update coach.webhooks set earlier_until = now();
update coach.deliveries set available_at = now();
select is(pg_temp.claim() #> '{0,kids}', (select jsonb_build_array(answer -> 'kid') from r), 'then one');
select is(pg_temp.settle(true), 'done', 'the site takes it');
select results_eq(
  'select status, payload, last_error from coach.deliveries', $$values ('done', null::jsonb, null::text)$$,
  'and its words are gone here'
);
select is(
  (select array_agg(action order by id) from coach.audit_events where action in ('set_webhook', 'retry_deliveries')),
  array['set_webhook', 'retry_deliveries', 'retry_deliveries', 'set_webhook', 'set_webhook', 'set_webhook'], 'who did what is written down'
);

-- What learners may ask for
select is(
  (select jsonb_path_query_first(
    pg_temp.call(format('export_learner(%L, %L)', (select learner_id from coach.sessions where id = pg_temp.id('agreed')), 'test')),
    '$.sessions[*] ? (@.id == $id)', jsonb_build_object('id', pg_temp.id('agreed'))
  ) #> '{consent,learner_subject}'), '"lms-7"', 'export_learner() hands over what a site is told by'
);
select is(
  jsonb_path_query_first(
    pg_temp.call(format('export_learner(%L, %L)', (select learner_id from coach.sessions where id = pg_temp.id('second')), 'test')),
    '$.sessions[*] ? (@.id == $id)', jsonb_build_object('id', pg_temp.id('second'))
  ) #> '{rating,stars}', '4', 'and the rating'
);
select is_empty($$
  select relname from pg_catalog.pg_class as class
  join pg_catalog.pg_attribute as attribute on attribute.attrelid = class.oid and attname = 'session_id'
  where relnamespace = 'coach'::regnamespace and relkind = 'r'
    -- Money and requests that are no word about a learner, and what the export itself tells under `billed`.
    and relname not in ('reservations', 'call_attempts', 'usage_events', 'used_tokens', 'ledger_entries')
    and pg_get_functiondef('coach.export_session(coach.sessions)'::regprocedure) !~ ('coach\.' || relname || '\M')
$$, 'a copy leaves out no table that knows a session');
insert into coach.deliveries (channel, site_id, session_id, event, payload)
select 'webhook', site_id, id, 'report.facts', '{"a": 1}' from coach.sessions where id = pg_temp.id('nothing');
select is(
  pg_temp.call(format('delete_learner(%L, %L)', learner_id, 'test')) ->> 'outcome', 'deleted', 'delete_learner() removes a learner'
) from (select distinct learner_id from coach.sessions where id in (pg_temp.id('agreed'), pg_temp.id('second'))) as learners;
select is_empty('select from coach.deliveries', 'with what waited for a site');
select is_empty('select from coach.ratings', 'and with every rating');

-- Retention never reaches into a call, however long ago it began.
insert into coach.organizations (name, retention_days) values ('Brief memory', 1);
insert into coach.sites (organization_id, name, embed_key, origins)
select id, 'Brief memory', 'mk_memory', '{https://lms.example}' from coach.organizations where name = 'Brief memory';
create temporary table long_call as select (public.open_session(jsonb_build_object(
  'embed_key', 'mk_memory', 'origin', 'https://lms.example', 'scenario', 'web-sales',
  'attempt_key', gen_random_uuid(), 'request_hash', 'h', 'learner_key', 'long', 'learner_name', null,
  'locale', 'en', 'consent', '{"version": "1", "locale": "en"}'::jsonb, 'variables', '{}'::jsonb,
  'handshake', 'relay', 'request_id', 'r', 'cap_seconds', null
)) ->> 'session_id')::uuid as id;
select public.attach_call((select id from long_call), 'rtc_long', 'openai-realtime', 'v=0');
create temporary table told as select public.append_turns((select id from long_call), '[{"sequence": 1, "itemId": "i1", "previousItemId": null,
  "speaker": "learner", "state": "final", "text": "Still here", "startedAtMs": 0, "endedAtMs": 1}]');
update coach.sessions set created_at = now() - interval '3 days' where id = (select id from long_call);
select is(public.purge_records(100) ->> 'sessions', '0', 'purge_records() leaves a call alone that runs');
select is(public.beat_session((select id from long_call)) ->> 'outcome', 'continue', 'which goes on');
select is(
  (select text from coach.turns where session_id = (select id from long_call)), 'Still here', 'with all that was said'
);
-- Day and month pass while it runs: what was held then is billed then.
update coach.usage_windows set starts_on = starts_on - 31
where id = any((select window_ids from coach.reservations where session_id = (select id from long_call))::bigint[])
  and starts_on > date '1970-01-01';
update coach.sessions set attached_at = now() - interval '20 seconds' where id = (select id from long_call);
select public.end_session((select id from long_call), 'learner');
select is(
  (select array_agg(distinct used_seconds) from coach.usage_windows
   where starts_on > date '1970-01-01' and id = any((
     select window_ids from coach.reservations where session_id = (select id from long_call)
   )::bigint[]) and starts_on < (now() at time zone 'UTC')::date - 20),
  array[20::bigint], 'a call that outlives its month is billed to the month that held it'
);
select is(public.purge_records(100) ->> 'sessions', '0', 'and is kept for its time, counted from its end');
update coach.sessions set ended_at = now() - interval '25 hours' where id = (select id from long_call);
select is(public.purge_records(100) ->> 'sessions', '1', 'and then goes');

select * from finish();
rollback;
