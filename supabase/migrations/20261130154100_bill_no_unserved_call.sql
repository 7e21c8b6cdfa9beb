-- A call whose provider owed every reply, so that its customer never spoke, costs its learner nothing.
alter table coach.ledger_entries drop constraint ledger_entries_used_seconds_check;
alter table coach.ledger_entries add constraint ledger_entries_used_seconds_check check (used_seconds >= 0);
comment on table coach.ledger_entries is
  'One row for each session that had a call, appended at its settlement; 0 where its provider owed all of it. No foreign keys: it outlives what it names.';

create function coach.unserved_seconds() returns integer
language sql immutable set search_path = '' as $$ select 180 $$;
comment on function coach.unserved_seconds() is
  'How long a call may last that is not billed because its customer never spoke: our page gives up within one minute.';

create function coach.is_unserved(p_session_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from coach.session_events where session_id = p_session_id and kind = 'reply_failed'
  ) and not exists (
    select from coach.turns where session_id = p_session_id and speaker = 'persona' and text ~ '\S'
  )
$$;
comment on function coach.is_unserved(uuid) is
  'Whether our server heard replies fail in a session whose customer never said a word. A learner who is silent, or hangs up, makes none fail.';

create or replace function coach.settle(p_session_id uuid, p_until timestamptz, p_reason text) returns boolean
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
  v_reservation coach.reservations;
  v_used integer := 0;
begin
  select * into v_session from coach.sessions where id = p_session_id for no key update;
  if v_session.status is null or v_session.status not in ('reserved', 'active') then
    return false;
  end if;
  select * into strict v_reservation from coach.reservations where session_id = p_session_id;
  if v_session.status = 'active' then
    -- Nobody hears when an ephemeral call ends: its browser's word for it is worth nothing.
    v_used := case when v_session.handshake = 'ephemeral' then v_reservation.hold_seconds else least(
      v_reservation.hold_seconds,
      greatest(1, ceil(extract(epoch from p_until - v_session.attached_at)))
    ) end;
    if v_used <= coach.unserved_seconds() and p_reason <> 'tampered' and coach.is_unserved(p_session_id) then
      v_used := 0;
    end if;
    insert into coach.ledger_entries
      (session_id, organization_id, site_id, learner_id, window_ids, used_seconds, reason)
    select p_session_id, organization_id, v_session.site_id, v_session.learner_id,
      v_reservation.window_ids, v_used, p_reason
    from coach.sites where id = v_session.site_id;
  end if;
  update coach.usage_windows
  set reserved_seconds = reserved_seconds - v_reservation.hold_seconds,
      used_seconds = used_seconds + v_used,
      live_sessions = live_sessions - 1
  where id = any(v_reservation.window_ids);
  update coach.reservations
  set state = case v_session.status when 'active' then 'settled' else 'released' end, closed_at = now()
  where session_id = p_session_id;
  update coach.sessions
  set status = case v_session.status when 'active' then 'ended' else 'released' end,
      used_seconds = v_used, ended_at = now(), lapses_at = null, end_reason = p_reason
  where id = p_session_id;
  perform coach.close_session(p_session_id, case
    when v_session.status <> 'active' then 'no_learner_turns'
    when v_session.handshake = 'ephemeral' then 'unobserved'
    -- Where attempts are counted, what does not count is not scored: it could be repeated until it pleases.
    when v_used between 1 and coach.counted_seconds() - 1 and exists (
      select from coach.sites where id = v_session.site_id and attempts_per_scenario is not null
    ) then 'too_short'
  end);
  return true;
end
$$;
comment on function coach.settle(uuid, timestamptz, text) is
  'Ends a session once: bills from the attached call to the given instant, an ephemeral one its whole hold, or gives the hold back where no call came about. Of a call whose provider owed every reply nothing is billed. The caller has locked the windows.';

create or replace function coach.reopen_report(p_session_id uuid, p_is_complete boolean) returns void
language sql set search_path = '' as $$
  update coach.reports
  set status = 'pending', reason = null, finished_at = null, available_at = now(), attempts = 0
  where session_id = p_session_id and status = 'not_scored'
    and (reason in ('no_learner_turns', 'persona_silent') or reason = 'transcript_incomplete' and p_is_complete)
    and coach.has_learner_words(p_session_id)
$$;
comment on function coach.reopen_report(uuid, boolean) is
  'A browser''s last turns may arrive a day late: what was not scored for want of them is tried again.';

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

select coach.expose('coach.unserved_seconds()', 'coach.is_unserved(uuid)');
