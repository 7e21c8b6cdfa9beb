create function coach.decision_of(p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('total', total, 'passed', verdict = 'passed', 'levels', levels)
  from coach.reviews where session_id = p_session_id and verdict <> 'undecided' and total is not null
  order by number desc limit 1
$$;

create function coach.score_of(p_session_id uuid, p_report jsonb) returns numeric
language sql stable set search_path = '' as $$
  select coalesce((coach.decision_of(p_session_id) ->> 'total')::numeric, (p_report ->> 'total')::numeric)
$$;
comment on function coach.score_of(uuid, jsonb) is 'The score of a session: a person''s where one decided, else that of its report.';

select coach.expose('coach.decision_of(uuid)', 'coach.score_of(uuid, jsonb)');

create or replace function coach.result_of(p_session_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_decision jsonb := coach.decision_of(p_session_id);
begin
  return (select jsonb_build_object(
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
    'total', coalesce(v_decision -> 'total', report.report -> 'total'), 'passMark', report.report -> 'passMark',
    'passed', coalesce(
      v_decision -> 'passed',
      to_jsonb((report.report ->> 'total')::numeric >= (report.report ->> 'passMark')::numeric)
    ),
    'decidedBy', case when v_decision is null then 'scorer' else 'person' end,
    'criteria', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', criterion -> 'id', 'title', criterion -> 'title',
        'level', coalesce(v_decision -> 'levels' -> (criterion ->> 'id'), criterion -> 'level')
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
  where session.id = p_session_id and session.status <> 'released');
end
$$;

create or replace function public.console_review(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['reviewer']);
  v_viewer coach.viewer := v_entry.viewer;
  v_attempt coach.official_attempts;
  v_review coach.reviews;
  v_levels jsonb;
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  v_attempt := coach.find_attempt(v_viewer, (p_query ->> 'attempt')::uuid);
  if v_attempt.session_id is null
    or not exists (select from coach.sessions where id = v_attempt.session_id for key share) then
    return jsonb_build_object('outcome', 'not_found');
  end if;
  if v_attempt.status in ('live', 'pending') then
    return jsonb_build_object('outcome', 'not_over');
  end if;
  select coalesce(jsonb_object_agg(level ->> 'criterionId', level -> 'level'), '{}') into v_levels
  from jsonb_array_elements(p_query -> 'levels') as level;
  -- All criteria and no other, each once: what is left out would be a level that nobody gave.
  if (select array_agg(key order by key) from jsonb_object_keys(v_levels) as key) is distinct from (
    select array_agg(criterion ->> 'id' order by criterion ->> 'id')
    from coach.scenario_versions as version
    cross join lateral jsonb_array_elements(version.private_part -> 'rubric' -> 'criteria') as criterion
    where version.id = v_attempt.version_id
  ) or jsonb_array_length(p_query -> 'levels') <> (select count(*) from jsonb_object_keys(v_levels)) then
    return jsonb_build_object('outcome', 'levels_incomplete');
  end if;
  insert into coach.reviews (
    session_id, member_id, verdict, levels, total, ai_levels, ai_total, versions, ai_shown_first
  )
  values (
    v_attempt.session_id, v_viewer.member_id, p_query ->> 'verdict', v_levels,
    coach.human_total(v_attempt.version_id, v_levels),
    (
      select coalesce(jsonb_object_agg(criterion ->> 'id', criterion -> 'level'), '{}')
      from jsonb_array_elements(v_attempt.criteria) as criterion
    ),
    v_attempt.total, v_attempt.versions,
    coalesce((p_query ->> 'ai_shown_first')::boolean, false) or coach.knows_scores(v_viewer, v_attempt)
  )
  on conflict (session_id, member_id) do nothing
  returning * into v_review;
  if v_review.id is null then
    return jsonb_build_object('outcome', 'reviewed_already');
  end if;
  insert into coach.review_words (review_id, session_id, reasons, next) values (
    v_review.id, v_attempt.session_id,
    (
      select jsonb_object_agg(level ->> 'criterionId', coalesce(level ->> 'reason', ''))
      from jsonb_array_elements(p_query -> 'levels') as level
    ),
    coalesce(p_query ->> 'next', '')
  );
  perform coach.audit('review_attempt', v_attempt.session_id::text, jsonb_build_object(
    'organization_id', v_viewer.organization_id, 'site_id', v_attempt.site_id, 'review_id', v_review.id,
    'verdict', v_review.verdict, 'ai_shown_first', v_review.ai_shown_first
  ), 'member ' || v_viewer.member_id);
  -- Whoever was told of the scorer's word is told of a person's.
  if v_review.verdict <> 'undecided' then
    update coach.reports set finished_at = now() where session_id = v_attempt.session_id and finished_at is not null;
    perform coach.queue_result(v_attempt.session_id);
  end if;
  return jsonb_build_object('outcome', 'ok', 'answer', coach.review_json(v_viewer, v_review));
end
$$;

create or replace function coach.queue_score(p_session_id uuid) returns void
language sql set search_path = '' as $$
  insert into coach.deliveries (channel, site_id, session_id, lane, event, payload)
  select 'ags', session.site_id, session.id, target.id, 'score', jsonb_build_object(
    'score', coach.score_of(session.id, report.report)
  )
  from coach.sessions as session
  join coach.reports as report on report.session_id = session.id and report.status = 'ready'
  join coach.lti_sessions as tied on tied.session_id = session.id
  join coach.lti_score_targets as target on target.id = tied.target_id
  where session.id = p_session_id and session.status = 'ended' and coach.takes_scores(target)
    and coach.score_of(session.id, report.report) is not null
$$;
comment on function coach.queue_score(uuid) is
  'Queues a session''s score for the course that it began in, where that takes scores. Queued again, it corrects the one before.';

create or replace function coach.grade_of(p_target coach.lti_score_targets, p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  with scored as (
    select session.id, coach.score_of(session.id, report.report) as score, report.report -> 'passMark' as pass_mark,
      version.title, session.locale, session.ended_at
    from coach.lti_sessions as tied
    join coach.sessions as session on session.id = tied.session_id
    join coach.reports as report on report.session_id = session.id and report.status = 'ready'
    join coach.scenario_versions as version on version.id = session.scenario_version_id
    where tied.target_id = p_target.id and coach.score_of(session.id, report.report) is not null
  ), chosen as (
    -- Better than what the platform has; or what it has is of this session, whose score is another by now.
    select * from scored
    where id = p_session_id and (p_target.best_score is null or score > p_target.best_score)
      or p_target.best_session_id = p_session_id and score is distinct from p_target.best_score
        and not exists (select from scored as kept where kept.score = p_target.best_score)
    order by score desc, ended_at limit 1
  )
  select jsonb_build_object(
    'sessionId', id, 'score', score, 'was', p_target.best_score, 'passMark', pass_mark, 'title', title,
    'locale', locale, 'submittedAt', coach.to_iso(ended_at)
  )
  from chosen
$$;

create or replace function public.console_overview(p_query jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_entry record := coach.admit_viewer(p_query, array['coach', 'reviewer', 'admin']);
  v_viewer coach.viewer := v_entry.viewer;
  v_filter coach.console_filter := jsonb_populate_record(null::coach.console_filter, p_query);
begin
  if v_entry.refusal is not null then
    return v_entry.refusal;
  end if;
  return jsonb_build_object('outcome', 'ok', 'answer', (
    with standing as materialized (
      select each as row, each.learner_id, each.last_at from coach.find_standings(v_viewer, v_filter) as each
    ), needy as (
      select learner_id, jsonb_agg(reason) as reasons, max(last_at) as last_at
      from standing cross join lateral jsonb_array_elements(coach.reasons_of(v_viewer, standing.row)) as reason
      where (standing.row).failed_in_row >= 2 or jsonb_array_length((standing.row).low) > 0
        or not (standing.row).passed and (standing.row).last_at < now() - interval '14 days'
      group by learner_id order by count(*) desc, max(last_at) desc, learner_id limit 50
    ), attempt as (
      select count(*) as made, count(*) filter (where passed and not coach.is_withheld(v_viewer, attempt)) as passed,
        count(*) filter (where in_queue and not coach.has_reviewed(v_viewer.member_id, session_id)) as waiting
      from coach.find_official(v_viewer, v_filter) as attempt
    )
    select jsonb_build_object(
      'needsHelp', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'learner', coach.console_learner(needy.learner_id), 'reasons', needy.reasons,
          'latest', (
            select coach.attempt_row(v_viewer, latest) from coach.official_attempts as latest
            where latest.learner_id = needy.learner_id order by latest.started_at desc, latest.session_id desc limit 1
          )
        ) order by jsonb_array_length(needy.reasons) desc, needy.last_at desc, needy.learner_id), '[]') from needy
      ),
      'counts', jsonb_build_object(
        'learners', (select count(distinct learner_id) from standing), 'attempts', attempt.made,
        'passed', attempt.passed, 'waitingReviews', attempt.waiting, 'overdue', 0
      )
    ) from attempt
  ));
end
$$;
comment on function public.console_overview(jsonb) is 'Who of the learners that a member sees needs help, and why.';

comment on function coach.decision_of(uuid) is
  'What the latest person who decided made of an official attempt; null where nobody did, and the scorer''s word holds.';
comment on function coach.result_of(uuid) is
  'A session as a site is told of it, by a person''s word where one decided, under the names of the contract; null where no call came about. The learner''s name at the site stands there only where learner and site agree to that.';
