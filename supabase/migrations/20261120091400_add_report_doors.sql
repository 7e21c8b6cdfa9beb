create function coach.finish_report(p_session_id uuid, p_status text, p_reason text, p_report jsonb) returns void
language sql set search_path = '' as $$
  update coach.reports
  set status = p_status, reason = left(p_reason, 200), report = p_report, finished_at = now()
  where session_id = p_session_id;
  insert into coach.session_events (session_id, kind, detail)
  values (p_session_id, 'report_' || p_status, jsonb_strip_nulls(jsonb_build_object('reason', p_reason)));
$$;
comment on function coach.finish_report(uuid, text, text, jsonb) is 'Closes a report''s job; its row is locked by the caller.';

create function public.claim_report(p_session_id uuid, p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_job coach.reports;
begin
  -- Jobs without anything to score are closed on the way, a bounded number of them.
  for i in 1..20 loop
    select * into v_job from coach.reports
    where status = 'pending' and available_at <= now()
      and (p_session_id is null or session_id = p_session_id)
    order by available_at limit 1 for update skip locked;
    exit when not found;
    if not coach.has_learner_words(v_job.session_id) then
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
          'turns', coach.transcript(session.id),
          'missing', coach.received(session.id, 'reported') -> 'missing',
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
  'Leases a report that is due to one caller: that session''s, or the oldest. A lease that runs out frees it, five times.';

create function public.save_report(p_session_id uuid, p_report jsonb) returns jsonb
language plpgsql set search_path = '' as $$
begin
  -- A late answer is still the learner's report; only the first one counts.
  perform from coach.reports where session_id = p_session_id and status in ('pending', 'failed') for update;
  if not found then
    return jsonb_build_object('outcome', 'unchanged');
  end if;
  perform coach.finish_report(p_session_id, 'ready', null, p_report);
  return jsonb_build_object('outcome', 'saved');
end
$$;
comment on function public.save_report(uuid, jsonb) is 'Stores the one report of a session.';

create function public.fail_report(p_session_id uuid, p_reason text, p_retry boolean) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_attempts integer;
begin
  select attempts into v_attempts from coach.reports
  where session_id = p_session_id and status = 'pending' for update;
  if not found then
    return jsonb_build_object('outcome', 'unchanged');
  end if;
  if p_retry and v_attempts < 5 then
    update coach.reports
    set available_at = now() + make_interval(secs => 5 * 2 ^ greatest(v_attempts - 1, 0)),
        reason = left(p_reason, 200)
    where session_id = p_session_id;
    return jsonb_build_object('outcome', 'queued');
  end if;
  perform coach.finish_report(p_session_id, 'failed', p_reason, null);
  return jsonb_build_object('outcome', 'failed');
end
$$;
comment on function public.fail_report(uuid, text, boolean) is
  'Puts a report back with a pause of 5, 10, 20, 40 seconds, or gives it up: at once, or after the fifth attempt.';

create function public.mark_not_scored(p_session_id uuid, p_reason text) returns jsonb
language plpgsql set search_path = '' as $$
begin
  perform from coach.reports where session_id = p_session_id and status = 'pending' for update;
  if not found then
    return jsonb_build_object('outcome', 'unchanged');
  end if;
  perform coach.finish_report(p_session_id, 'not_scored', p_reason, null);
  return jsonb_build_object('outcome', 'marked');
end
$$;
comment on function public.mark_not_scored(uuid, text) is 'Says for good why a session gets no score.';

create function public.get_report(p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce((
    select jsonb_build_object(
      'outcome', 'ok', 'status', coalesce(report.status, 'none'), 'reason', report.reason,
      'report', report.report, 'transcript', coach.transcript(session.id),
      'lease_expired', coalesce(report.status = 'pending' and report.available_at <= now(), false)
    )
    from coach.sessions as session left join coach.reports as report on report.session_id = session.id
    where session.id = p_session_id
  ), jsonb_build_object('outcome', 'session_unknown'))
$$;
comment on function public.get_report(uuid) is 'The report of a session or how far it is, and the transcript.';

revoke execute on function
  coach.finish_report(uuid, text, text, jsonb), public.claim_report(uuid, integer),
  public.save_report(uuid, jsonb), public.fail_report(uuid, text, boolean),
  public.mark_not_scored(uuid, text), public.get_report(uuid)
from public, anon, authenticated;
grant execute on function
  coach.finish_report(uuid, text, text, jsonb), public.claim_report(uuid, integer),
  public.save_report(uuid, jsonb), public.fail_report(uuid, text, boolean),
  public.mark_not_scored(uuid, text), public.get_report(uuid)
to service_role;
