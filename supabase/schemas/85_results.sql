-- What a site's own systems are told of a practice: figures and levels, and no word that was said.

create function coach.attempt_number(p_session coach.sessions) returns integer
language sql stable set search_path = '' as $$
  select nullif(count(*) filter (where attempt.created_at <= p_session.created_at), 0)::integer
  from coach.learners as learner
  join coach.scenario_versions as version on version.id = p_session.scenario_version_id
  cross join lateral coach.attempts_of(learner.id, version.scenario_id) as attempt
  where learner.id = p_session.learner_id and learner.kind = 'token'
    and p_session.used_seconds >= coach.counted_seconds()
$$;
comment on function coach.attempt_number(coach.sessions) is
  'Which of the learner''s attempts at the scenario it is; null for anonymous learners, of whom nobody knows, and for what was too short to count.';

create function coach.result_of(p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'sessionId', session.id,
    'sub', case when consent.results and coach.has_results(site) then consent.learner_subject end,
    'scenario', jsonb_build_object(
      'id', version.scenario_id, 'version', version.content_hash, 'title', version.title, 'language', version.language
    ),
    'attempt', coach.attempt_number(session),
    'startedAt', coach.to_iso(session.created_at), 'completedAt', coach.to_iso(report.finished_at),
    'seconds', session.used_seconds,
    'status', coalesce(report.status, 'pending'),
    'notScoredReason', case report.status when 'not_scored' then report.reason end,
    'evidence', coach.evidence_of(session.id),
    'total', report.report -> 'total', 'passMark', report.report -> 'passMark',
    'passed', (report.report ->> 'total')::numeric >= (report.report ->> 'passMark')::numeric,
    'criteria', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', criterion -> 'id', 'title', criterion -> 'title', 'level', criterion -> 'level'
      ) order by place), '[]')
      from jsonb_array_elements(report.report -> 'criteria') with ordinality as each (criterion, place)
    ),
    'objectives', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', objective -> 'id', 'text', objective -> 'text', 'reached', objective -> 'reached'
      ) order by place), '[]')
      from jsonb_array_elements(report.report -> 'objectives') with ordinality as each (objective, place)
    ),
    'reviewAdvised', coalesce(report.report -> 'reviewAdvised', 'false'),
    'rehearsal', coalesce(report.report -> 'rehearsal', 'false')
  )
  from coach.sessions as session
  join coach.sites as site on site.id = session.site_id
  join coach.scenario_versions as version on version.id = session.scenario_version_id
  left join coach.consents as consent on consent.session_id = session.id
  left join coach.reports as report on report.session_id = session.id
  where session.id = p_session_id and session.status <> 'released'
$$;
comment on function coach.result_of(uuid) is
  'A session as a site is told of it, under the names of the contract; null where no call came about. The learner''s name at the site stands there only where learner and site agree to that.';

select coach.expose('coach.attempt_number(coach.sessions)', 'coach.result_of(uuid)');
