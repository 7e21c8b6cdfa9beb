begin;
select no_plan();

create function pg_temp.series(p_name text) returns setof text language sql as $$
  select labels::text || ' ' || count || ' ' || total || ' ' || buckets::text
  from coach.metrics where name = p_name order by labels
$$;

-- Samples.
select is(public.record_metrics($$[
  {"name": "requests", "labels": {"route": "b"}, "seconds": [0.01, 0.3, 400]},
  {"name": "requests", "labels": {"route": "a"}, "seconds": [1]},
  {"name": "refusals", "labels": {"reason": "limit_reached"}, "count": 3}
]$$::jsonb) ->> 'outcome', 'recorded', 'samples are taken');
select results_eq($$select pg_temp.series('requests')$$, $$values
  ('{"route": "a"} 1 1 {0,0,0,0,0,0,1,0,0,0,0,0,0}'),
  ('{"route": "b"} 3 400.31 {1,0,0,0,1,0,0,0,0,0,0,0,1}')$$, 'measurements are sorted into buckets');
select public.record_metrics($$[
  {"name": "requests", "labels": {"route": "a"}, "seconds": [1, 2]},
  {"name": "refusals", "labels": {"reason": "limit_reached"}, "count": 4}
]$$::jsonb);
select ok(pg_temp.series('requests') = '{"route": "a"} 3 4 {0,0,0,0,0,0,3,0,0,0,0,0,0}', 'a histogram adds up') limit 1;
select is(pg_temp.series('refusals'), '{"reason": "limit_reached"} 7 0 {}', 'a counter adds up');
select throws_ok($$select public.record_metrics('[{"name": "invented", "count": 1}]')$$, '23514', null,
  'a metric that nobody defined is refused');
select public.record_metrics((
  select jsonb_agg(jsonb_build_object('name', 'refusals', 'labels', jsonb_build_object('reason', 'r' || n), 'count', 1))
  from generate_series(1, 700) as n
));
select is((select count(*)::integer from coach.metrics where name = 'refusals' and labels = '{"overflow": "true"}'), 1,
  'series without end are counted as one');
select cmp_ok((select count(*) from coach.metrics), '<=', 501::bigint, 'the table stays bounded');

-- Events are folded once, and only when no earlier one can appear any more.
delete from coach.metrics;
insert into coach.organizations (name) values ('o');
insert into coach.sites (organization_id, name, embed_key) select id, 's', 'mk_metrics' from coach.organizations where name = 'o';
insert into coach.learners (site_id, key_hash) select id, 'k' from coach.sites where embed_key = 'mk_metrics';
insert into coach.scenarios (id) values ('metrics');
insert into coach.scenario_versions
  (scenario_id, content_hash, title, language, difficulty, duration_seconds, public_part, private_part)
values ('metrics', 'hash-of-metrics', 't', 'en', 'easy', 60, '{}', '{}');
insert into coach.sessions (
  id, site_id, learner_id, learner_slot, scenario_version_id, attempt_key, request_hash, request_id, handshake,
  status, locale, seed, limit_seconds, used_seconds, created_at, attached_at, deadline, lapses_at, ended_at, end_reason
)
select '00000000-0000-4000-8000-0000000000a1', site.id, learner.id, 1, version.id, gen_random_uuid(), 'h', 'r', 'relay',
  'ended', 'en', 1, 60, 42, now() - interval '10 minutes', now() - interval '10 minutes' + interval '700 ms',
  now() - interval '9 minutes', null, now() - interval '9 minutes', 'learner'
from coach.sites as site join coach.learners as learner on learner.site_id = site.id, coach.scenario_versions as version
where site.embed_key = 'mk_metrics' and version.content_hash = 'hash-of-metrics';
insert into coach.session_events (session_id, kind, detail, created_at) values
  ('00000000-0000-4000-8000-0000000000a1', 'active', '{}', now() - interval '9 minutes'),
  ('00000000-0000-4000-8000-0000000000a1', 'ended', '{"reason": "learner", "used_seconds": 42}', now() - interval '8 minutes'),
  ('00000000-0000-4000-8000-0000000000a1', 'report_failed', '{"reason": "Some free text!"}', now());
select is((public.purge_operational(10) ->> 'folded')::integer, 2, 'what is half a minute old is folded');
select is((public.purge_operational(10) ->> 'folded')::integer, 0, 'and only once');
select results_eq($$select pg_temp.series('session_events')$$, $$values
  ('{"kind": "active"} 1 0 {}'), ('{"kind": "ended", "reason": "learner"} 1 0 {}')$$, 'sessions are counted by what became of them');
select is(pg_temp.series('used_seconds'), '{} 1 42 {}', 'seconds are summed');
select is(pg_temp.series('start_seconds'), '{} 1 0.7 {0,0,0,0,0,1,0,0,0,0,0,0,0}', 'the time to an answer is measured');
update coach.session_events set created_at = now() - interval '1 minute' where kind = 'report_failed';
select is((public.read_metrics() -> 'gauges' ->> 'events_unfolded')::integer, 0, 'a scrape folds too');
select ok('{"kind": "report_failed"} 1 0 {}' in (select pg_temp.series('session_events')), 'free text is no label');

insert into coach.session_events (session_id, kind, detail, created_at) values
  ('00000000-0000-4000-8000-0000000000a1', 'call_observed', '{"status": "incomplete", "reason": "lost", "gaps": 2}', now() - interval '1 minute'),
  ('00000000-0000-4000-8000-0000000000a1', 'call_observed', '{"status": "complete", "gaps": 1}', now() - interval '1 minute');
select public.purge_operational(10);
select is(pg_temp.series('observer_gaps'), '{} 2 3 {}', 'gaps of the observer are summed');
select ok('{"kind": "call_observed", "reason": "lost", "status": "incomplete"} 1 0 {}' in (select pg_temp.series('session_events')),
  'calls are counted by how well they were observed');

-- Old rows go, in batches; what is young or still needed stays.
update coach.session_events set created_at = now() - interval '91 days' where kind in ('active', 'ended');
insert into coach.usage_windows (scope, subject_id, starts_on, cap_seconds, max_live, reserved_seconds)
select 'learner_day'::coach.limit_name, id, current_date - day, 100, null::integer, case day when 70 then 10 else 0 end
from coach.learners, unnest(array[1, 63, 70, 80, 90]) as day where key_hash = 'k'
union all select 'organization_month', id, current_date - 400, 100, null::integer, 0 from coach.organizations where name = 'o'
union all select 'learner_concurrency', id, date 'epoch', null::integer, 1, 0 from coach.learners where key_hash = 'k';
insert into coach.reservations (session_id, hold_seconds, window_ids, state, closed_at)
select id, 60, '{1,2,3,4,5}', 'settled', now() - interval '31 days' from coach.sessions where request_id = 'r' and limit_seconds = 60
  and id = '00000000-0000-4000-8000-0000000000a1';
select is(public.purge_operational(2), '{"windows": 2, "events": 2, "hangups": 0, "reservations": 1, "folded": 0}'::jsonb,
  'a batch has an end');
select is(public.purge_operational(2) -> 'windows', '1'::jsonb, 'the next one goes on');
select is(public.purge_operational(2) -> 'windows', '0'::jsonb, 'until nothing old is left');
select results_eq(
  $$select scope::text || ' ' || current_date - starts_on from coach.usage_windows as w
    where subject_id in (select id from coach.learners where key_hash = 'k' union all
      select id from coach.organizations where name = 'o') and starts_on > date 'epoch' order by 1$$,
  $$values ('learner_day 1'), ('learner_day 70'), ('organization_month 400')$$,
  'yesterday, a month and a day on which minutes are held stay'
);
select is((select count(*)::integer from coach.usage_windows where scope = 'learner_concurrency'), 1,
  'a learner who was here lately keeps the count of calls');

select * from finish();
rollback;
