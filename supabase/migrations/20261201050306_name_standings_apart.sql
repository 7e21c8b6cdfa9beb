-- A name that a function in PL/pgSQL has for itself.
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
      select count(*) as made, count(*) filter (where passed) as passed,
        count(*) filter (where in_queue and not coach.has_reviewed(v_viewer.member_id, session_id)) as waiting
      from coach.find_official(v_viewer, v_filter)
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
