-- What the reaper does when the database was away under running calls.
begin;
select no_plan();
insert into coach.organizations (name) values ('o');
insert into coach.sites (organization_id, name, embed_key, origins, learner_max_live)
select id, 's', 'mk_outage', '{https://a.example}', 10 from coach.organizations where name = 'o';
select public.publish_scenario('{"id": "outage", "title": "t", "language": "en", "difficulty": "easy",
  "duration_seconds": 600, "content_hash": "hash-of-outage", "public": {}, "private": {}}');

-- A call of two minutes whose browser beat a minute ago for the last time.
create function pg_temp.start(p_key text) returns uuid language plpgsql as $$
declare
  v_id uuid := public.open_session(jsonb_build_object(
    'embed_key', 'mk_outage', 'origin', 'https://a.example', 'scenario', 'outage',
    'attempt_key', gen_random_uuid(), 'request_hash', 'h', 'learner_key', p_key, 'learner_name', null,
    'locale', 'en', 'consent', '{"version": "1", "locale": "en"}'::jsonb, 'variables', '{}'::jsonb,
    'handshake', 'relay', 'request_id', 'r', 'cap_seconds', null
  )) ->> 'session_id';
begin
  perform public.attach_call(v_id, 'rtc_' || p_key, 'openai-realtime', 'v=0');
  update coach.sessions
  set attached_at = now() - interval '2 minutes', last_beat_at = now() - interval '1 minute',
      lapses_at = now() - interval '15 seconds'
  where id = v_id;
  return v_id;
end
$$;
create temporary table started as select pg_temp.start('one') as id;
create function pg_temp.status() returns text language sql as $$
  select status || ' ' || coalesce(end_reason, '-') from coach.sessions where id = (select id from started)
$$;

update coach.reaper_runs set last_run_at = now() - interval '62 seconds', usual_gap = interval '10 seconds';
select is(public.reap_sessions(10), '{"reaped": 0, "released": 0}'::jsonb, 'a call that could not beat is spared');
select is(pg_temp.status(), 'active -', 'it goes on');
select is(public.beat_session((select id from started)) ->> 'outcome', 'continue', 'and its next beat revives it');
update coach.sessions set lapses_at = now() - interval '15 seconds' where id = (select id from started);
select is(public.reap_sessions(10), '{"reaped": 0, "released": 0}'::jsonb, 'a further run spares it as well');

update coach.reaper_runs set resumed_at = now() - interval '26 seconds', last_run_at = now() - interval '10 seconds',
  usual_gap = interval '10 seconds';
select is(public.reap_sessions(10), '{"reaped": 1, "released": 0}'::jsonb, 'without a beat in half a minute it ends');
select is(pg_temp.status(), 'ended lapsed', 'as abandoned');

-- What lapsed before the silence, or is past its deadline, is not spared.
delete from started;
insert into started select pg_temp.start('two');
update coach.reaper_runs set last_run_at = now() - interval '62 seconds', usual_gap = interval '10 seconds';
update coach.sessions set lapses_at = now() - interval '70 seconds' where id = (select id from started);
select is(public.reap_sessions(10) ->> 'reaped', '1', 'a call that was abandoned before the outage ends');
delete from started;
insert into started select pg_temp.start('three');
update coach.reaper_runs set last_run_at = now() - interval '62 seconds', usual_gap = interval '10 seconds';
update coach.sessions set lapses_at = now() - interval '1 second', deadline = now() - interval '1 second'
where id = (select id from started);
select is(public.reap_sessions(10) ->> 'reaped', '1', 'a call past its deadline ends');
select is(pg_temp.status(), 'ended deadline', 'for that reason');

-- A schedule with a tick a minute is no outage.
delete from started;
insert into started select pg_temp.start('four');
update coach.reaper_runs set last_run_at = now() - interval '60 seconds', usual_gap = interval '60 seconds',
  resumed_at = null, silent_since = null;
select is(public.reap_sessions(10) ->> 'reaped', '1', 'a slow schedule reaps at its first tick');

-- Neither is the time before the first run.
delete from started;
insert into started select pg_temp.start('five');
update coach.reaper_runs set last_run_at = null, resumed_at = null, silent_since = null;
select is(public.reap_sessions(10) ->> 'reaped', '1', 'the first run reaps');
select is((select last_run_at from coach.reaper_runs), now(), 'and is noted');

-- A start is told whether anything waits, and to tell it counts as a run.
update coach.hangups set status = 'done', finished_at = now() where status = 'pending';
update coach.sessions set lapses_at = now() + interval '1 minute' where lapses_at is not null;
update coach.reaper_runs set last_run_at = now() - interval '10 seconds';
select is(coach.is_sweep_due(), false, 'nothing is due');
select is((select last_run_at from coach.reaper_runs), now(), 'to ask counts as a run');
insert into coach.hangups (provider_call_id) values ('rtc_waiting');
select is(coach.is_sweep_due(), true, 'a hang-up is due');
update coach.hangups set available_at = now() + interval '1 minute' where status = 'pending';
select is(coach.is_sweep_due(), false, 'one that somebody works on is not');
delete from started;
insert into started select pg_temp.start('six');
select is(coach.is_sweep_due(), true, 'an abandoned session is due');
select is(
  public.attach_call((select id from started), 'rtc_six', 'openai-realtime', 'v=0') -> 'is_sweep_due', 'true',
  'and a start is told so'
);
select * from finish();
rollback;
