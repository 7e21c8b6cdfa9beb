-- A report's picture of the call needs to know when doubts and objectives came, and by what their wordings were drawn.

create or replace function coach.progress_of(p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  with progress as (
    select (select state from coach.progress where session_id = p_session_id) as state
  )
  select jsonb_build_object(
    'objectives', coalesce(state -> 'objectives', '[]'), 'moods', coalesce(state -> 'moods', '[]'),
    'moments', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'kind', event.kind, 'id', event.detail -> 'id', 'second', event.detail -> 'second'
      ) order by event.id), '[]')
      from coach.session_events as event
      where event.session_id = p_session_id
        and event.kind in ('objection_raised', 'objection_settled', 'objective_reached')
    )
  )
  from progress
$$;
comment on function coach.progress_of(uuid) is
  'How far a session''s talk came and when, as reports tell it: names and seconds, no word that was spoken.';

create or replace function public.claim_report(p_session_id uuid, p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_job coach.reports;
begin
  -- Jobs without anything to score are closed on the way, a bounded number of them.
  for i in 1..20 loop
    select * into v_job from coach.reports
    where status = 'pending' and available_at <= now()
      and (p_session_id is null or session_id = p_session_id)
      and not coach.is_being_observed(session_id)
    order by available_at limit 1 for update skip locked;
    exit when not found;
    perform coach.abandon_observations(v_job.session_id);
    if coach.is_unserved(v_job.session_id) and coach.evidence_of(v_job.session_id) <> 'tampered' then
      perform coach.finish_report(v_job.session_id, 'not_scored', 'persona_silent', null);
    elsif not coach.has_learner_words(v_job.session_id) then
      perform coach.finish_report(v_job.session_id, 'not_scored', 'no_learner_turns', null);
    elsif v_job.attempts >= 5 then
      perform coach.finish_report(v_job.session_id, 'failed', 'attempts_exhausted', null);
    else
      update coach.reports
      set attempts = attempts + 1, available_at = now() + make_interval(secs => p_lease_seconds)
      where session_id = v_job.session_id;
      return (
        select jsonb_build_object(
          'outcome', 'claimed', 'session_id', session.id,
          'scenario', coach.scenario_json(session.scenario_version_id),
          'learner_name', session.learner_name, 'handshake', session.handshake,
          'turns', coach.transcript(session.id), 'evidence', coach.evidence_of(session.id),
          'missing', coach.received(session.id, 'reported') -> 'missing',
          'progress', coach.progress_of(session.id),
          'seed', session.seed, 'variables', session.variables,
          'facts_wanted', coach.wants_facts(session.id),
          'attempts', v_job.attempts + 1
        )
        from coach.sessions as session where session.id = v_job.session_id
      );
    end if;
  end loop;
  return jsonb_build_object('outcome', 'none');
end
$$;
comment on function public.claim_report(uuid, integer) is
  'Leases a report that is due to one caller, with what it is made of: that session''s, or the oldest. A lease that runs out frees it, five times.';
