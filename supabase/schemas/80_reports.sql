-- The report of a session: a job until it is there. And what the learner says of the practice.

create table coach.reports (
  session_id uuid primary key references coach.sessions on delete cascade,
  status text not null default 'pending' check (status in ('pending', 'ready', 'failed', 'not_scored')),
  reason text check (char_length(reason) between 1 and 200),
  report jsonb check (jsonb_typeof(report) = 'object'),
  attempts integer not null default 0 check (attempts >= 0),
  available_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  site_id uuid not null references coach.sites,
  constraint reports_content check ((status = 'ready') = (report is not null)),
  constraint reports_reason check (status not in ('failed', 'not_scored') or reason is not null),
  constraint reports_finish check ((status = 'pending') = (finished_at is null))
);
comment on table coach.reports is 'The report of a session that is over, or the job to make it.';
comment on column coach.reports.available_at is
  'Nobody may take the job before: a running lease, or a pause after a failure.';
comment on column coach.reports.site_id is 'As of its session: a site reads its results in the order in which they became final.';
create index reports_site_finished_at on coach.reports (site_id, finished_at, session_id) where finished_at is not null;
create index reports_due on coach.reports (available_at) where status = 'pending';
alter table coach.reports enable row level security;
revoke all on coach.reports from public, anon, authenticated, service_role;
grant select, insert on coach.reports to service_role;
grant update (status, reason, report, attempts, available_at, finished_at) on coach.reports to service_role;

create table coach.ratings (
  session_id uuid primary key references coach.sessions on delete cascade,
  stars smallint not null check (stars between 1 and 5),
  comment text check (char_length(comment) between 1 and 1000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table coach.ratings is 'How a learner found a practice, in stars and words. Goes with the session.';
alter table coach.ratings enable row level security;
revoke all on coach.ratings from public, anon, authenticated, service_role;
grant select, insert on coach.ratings to service_role;
grant update (stars, comment, updated_at) on coach.ratings to service_role;

create function coach.takes_turns(p_session_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select session.status <> 'released'
    and (session.ended_at is null or session.ended_at > now() - coach.turns_window())
    and not exists (select from coach.reports as report where report.session_id = session.id and status = 'ready')
    -- Far beyond any call of an hour; keeps a forged flood from filling the disk.
    and (
      select count(*) < 2000 and coalesce(sum(char_length(text)), 0) < 1000000
      from coach.turns as turn where turn.session_id = session.id
    )
  from coach.sessions as session where session.id = p_session_id
$$;
comment on function coach.takes_turns(uuid) is 'Whether more turns are stored; null for an unknown session.';

create function coach.reopen_report(p_session_id uuid, p_is_complete boolean) returns void
language sql set search_path = '' as $$
  update coach.reports
  set status = 'pending', reason = null, finished_at = null, available_at = now(), attempts = 0
  where session_id = p_session_id and status = 'not_scored'
    and (reason in ('no_learner_turns', 'persona_silent') or reason = 'transcript_incomplete' and p_is_complete)
    and coach.has_learner_words(p_session_id)
$$;
comment on function coach.reopen_report(uuid, boolean) is
  'A browser''s last turns may arrive a day late: what was not scored for want of them is tried again.';

create function coach.ending_of(p_session_id uuid, p_hangups jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce((
    select jsonb_build_object(
      'outcome', 'ended', 'used_seconds', session.used_seconds,
      'report', case report.status when 'not_scored' then 'not_scored' else 'pending' end,
      'hangups', p_hangups
    )
    from coach.sessions as session join coach.reports as report on report.session_id = session.id
    where session.id = p_session_id
  ), jsonb_build_object('outcome', 'session_unknown'))
$$;
comment on function coach.ending_of(uuid, jsonb) is
  'The figures of a session that is over, as a function''s answer; it may have been erased meanwhile.';

create function coach.finish_report(p_session_id uuid, p_status text, p_reason text, p_report jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  update coach.reports
  set status = p_status, reason = left(p_reason, 200), report = p_report, finished_at = now()
  where session_id = p_session_id;
  insert into coach.session_events (session_id, kind, detail)
  values (p_session_id, 'report_' || p_status, jsonb_strip_nulls(jsonb_build_object('reason', p_reason)));
  perform coach.queue_result(p_session_id);
end
$$;
comment on function coach.finish_report(uuid, text, text, jsonb) is
  'Closes a report''s job, and queues the result for the site in the same breath; its row is locked by the caller.';

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

create function public.save_report(p_session_id uuid, p_report jsonb) returns jsonb
language plpgsql set search_path = '' as $$
begin
  -- A late answer is still the learner's report; only the first one counts.
  perform from coach.reports where session_id = p_session_id and status in ('pending', 'failed') for update;
  if not found then
    return jsonb_build_object('outcome', 'unchanged');
  end if;
  perform coach.finish_report(
    p_session_id, 'ready', null,
    case when coach.wants_facts(p_session_id) then p_report else p_report - 'facts' end
  );
  perform coach.queue_facts(p_session_id);
  return jsonb_build_object('outcome', 'saved');
end
$$;
comment on function public.save_report(uuid, jsonb) is
  'Stores the one report of a session, and queues its facts for the site in the same breath. Facts that nobody agreed to are not stored.';

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

create function public.get_attempt_report(
  p_embed_key text, p_origin text, p_scenario text, p_learner_key text,
  p_is_anonymous boolean, p_session_id uuid
) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_entry record;
  v_site coach.sites;
begin
  select * into v_entry from coach.admit(p_embed_key, p_origin, p_scenario);
  if v_entry.refused is not null then
    return jsonb_build_object('outcome', v_entry.refused);
  end if;
  select * into strict v_site from coach.sites where id = v_entry.site_id;
  -- What is not among the learner's own attempts does not exist for that learner.
  if not exists (
    select from coach.attempts_of(coach.find_known_learner(v_site, p_learner_key, p_is_anonymous), p_scenario)
    where id = p_session_id
  ) then
    return jsonb_build_object('outcome', 'session_unknown');
  end if;
  return public.get_report(p_session_id);
end
$$;
comment on function public.get_attempt_report(text, text, text, text, boolean, uuid) is
  'The report of an earlier attempt, to the learner whose attempt it is: by the rule of list_attempts. Without a key nobody is known.';

create function public.rate_session(p_session_id uuid, p_stars integer, p_comment text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
begin
  -- Keeps the session from being deleted between the look and the insert.
  select * into v_session from coach.sessions where id = p_session_id for key share;
  if not found then
    return jsonb_build_object('outcome', 'session_unknown');
  end if;
  if v_session.attached_at is null or v_session.ended_at < now() - coach.turns_window() then
    return jsonb_build_object('outcome', 'closed');
  end if;
  insert into coach.ratings (session_id, stars, comment)
  values (p_session_id, p_stars, nullif(btrim(p_comment), ''))
  on conflict (session_id) do update
    set stars = excluded.stars, comment = excluded.comment, updated_at = now();
  return jsonb_build_object('outcome', 'rated');
end
$$;
comment on function public.rate_session(uuid, integer, text) is
  'Keeps the learner''s word on a session whose call came about, until a day after its end. The last word counts.';

create function public.list_ratings(p_site text, p_scenario text, p_limit integer) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_site_id uuid := coach.site_of(p_site);
begin
  if p_site is not null and v_site_id is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  return (
    with rated as (
      select rating.*, version.scenario_id, site.name as site
      from coach.ratings as rating
      join coach.sessions as session on session.id = rating.session_id
      join coach.sites as site on site.id = session.site_id
      join coach.scenario_versions as version on version.id = session.scenario_version_id
      where (v_site_id is null or session.site_id = v_site_id)
        and (p_scenario is null or version.scenario_id = p_scenario)
    ), summed as (
      select scenario_id as scenario, count(*) as ratings, round(avg(stars), 2) as mean, array[
          count(*) filter (where stars = 1), count(*) filter (where stars = 2), count(*) filter (where stars = 3),
          count(*) filter (where stars = 4), count(*) filter (where stars = 5)
        ] as stars
      from rated group by scenario_id
    ), latest as (
      select scenario_id as scenario, site, session_id, stars, comment, coach.to_iso(updated_at) as rated_at
      from rated where comment is not null
      order by updated_at desc, session_id limit least(greatest(p_limit, 0), 500)
    )
    select jsonb_build_object(
      'outcome', 'ok',
      'scenarios', (select coalesce(jsonb_agg(to_jsonb(summed) order by scenario), '[]') from summed),
      'comments', (select coalesce(jsonb_agg(to_jsonb(latest) order by rated_at desc, session_id), '[]') from latest)
    )
  );
end
$$;
comment on function public.list_ratings(text, text, integer) is
  'How scenarios were rated, everywhere or on one site, and the latest comments.';

select coach.expose(
  'coach.takes_turns(uuid)', 'coach.reopen_report(uuid, boolean)', 'coach.ending_of(uuid, jsonb)',
  'coach.finish_report(uuid, text, text, jsonb)', 'public.claim_report(uuid, integer)',
  'public.save_report(uuid, jsonb)', 'public.fail_report(uuid, text, boolean)',
  'public.mark_not_scored(uuid, text)', 'public.get_report(uuid)',
  'public.get_attempt_report(text, text, text, text, boolean, uuid)', 'public.rate_session(uuid, integer, text)',
  'public.list_ratings(text, text, integer)'
);
