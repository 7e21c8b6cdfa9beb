-- What is kept of whom, for how long, and how it goes. Transcripts, reports and learners are personal and go
-- with the retention time of their organization; what only operation needed goes after a while by itself.

create function coach.export_session(p_session coach.sessions) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', p_session.id, 'status', p_session.status, 'started_at', coach.to_iso(p_session.created_at),
    'attached_at', coach.to_iso(p_session.attached_at), 'ended_at', coach.to_iso(p_session.ended_at),
    'end_reason', p_session.end_reason, 'used_seconds', p_session.used_seconds,
    'locale', p_session.locale, 'learner_name', p_session.learner_name, 'variables', p_session.variables,
    'handshake', p_session.handshake,
    'scenario', (
      select jsonb_build_object('id', scenario_id, 'version', content_hash, 'title', title, 'language', language)
      from coach.scenario_versions where id = p_session.scenario_version_id
    ),
    'consent', (
      select jsonb_build_object(
        'version', version, 'locale', locale, 'consented_at', coach.to_iso(consented_at),
        'facts', facts, 'results', results, 'learner_subject', learner_subject
      )
      from coach.consents where session_id = p_session.id
    ),
    'transcript', coach.transcript(p_session.id),
    -- As each of the two sources told it; the transcript above is what of both counts.
    'turns', (
      select coalesce(jsonb_agg(to_jsonb(turn) - 'session_id' order by source, sequence), '[]')
      from coach.turns as turn where session_id = p_session.id
    ),
    'tool_calls', (
      select coalesce(jsonb_agg(to_jsonb(call) - 'session_id' order by created_at, call_id), '[]')
      from coach.tool_calls as call where session_id = p_session.id
    ),
    'heard_tools', (
      select coalesce(jsonb_agg(call_id order by call_id), '[]') from coach.heard_tools where session_id = p_session.id
    ),
    'calls', (
      select coalesce(jsonb_agg(to_jsonb(call) - 'session_id' order by created_at), '[]')
      from coach.calls as call where session_id = p_session.id
    ),
    'observations', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'call_id', call_id, 'status', status, 'reason', reason, 'gaps', epoch, 'at', coach.to_iso(closed_at)
      ) order by created_at), '[]')
      from coach.observations where session_id = p_session.id
    ),
    'observed_items', (
      select coalesce(jsonb_agg(to_jsonb(item) - 'session_id' order by started_at_ms, item_id), '[]')
      from coach.observed_items as item where session_id = p_session.id
    ),
    'metered', (
      select amounts from coach.session_costs where session_id = p_session.id
    ),
    'report', (
      select jsonb_build_object('status', status, 'reason', reason, 'report', report)
      from coach.reports where session_id = p_session.id
    ),
    'progress', (select state from coach.progress where session_id = p_session.id),
    'rating', (
      select jsonb_build_object('stars', stars, 'comment', comment, 'rated_at', coach.to_iso(updated_at))
      from coach.ratings where session_id = p_session.id
    ),
    'course', (
      select jsonb_build_object('platform', platform.issuer, 'resource_link_id', target.resource_link_id)
      from coach.lti_sessions as tied
      join coach.lti_score_targets as target on target.id = tied.target_id
      join coach.lti_platforms as platform on platform.id = target.platform_id
      where tied.session_id = p_session.id
    ),
    'deliveries', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'channel', channel, 'event', event, 'status', status, 'payload', payload,
        'at', coach.to_iso(coalesce(finished_at, created_at))
      ) order by created_at), '[]')
      from coach.deliveries where session_id = p_session.id
    ),
    'events', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'kind', kind, 'detail', detail, 'at', coach.to_iso(created_at)
      ) order by id), '[]')
      from coach.session_events where session_id = p_session.id
    ),
    -- Of an official attempt: its record, and what people said of it.
    'official', (
      select to_jsonb(attempt) - '{session_id,learner_id}'::text[] from coach.official_attempts as attempt
      where session_id = p_session.id
    ),
    'reviews', (
      select coalesce(jsonb_agg(
        to_jsonb(review) - '{session_id,member_id,number}'::text[] || coalesce(
          (select to_jsonb(words) - '{session_id,review_id}'::text[] from coach.review_words as words where review_id = review.id), '{}'
        ) order by review.created_at
      ), '[]')
      from coach.reviews as review where session_id = p_session.id
    ),
    'comments', (
      select coalesce(jsonb_agg(to_jsonb(remark) - '{session_id,member_id}'::text[] order by created_at), '[]')
      from coach.comments as remark where session_id = p_session.id
    ),
    'disputes', (
      select coalesce(jsonb_agg(
        to_jsonb(dispute) - 'session_id' || jsonb_build_object('answer', (
          select to_jsonb(answer) - '{dispute_id,member_id}'::text[] from coach.dispute_answers as answer
          where dispute_id = dispute.id
        )) order by dispute.created_at
      ), '[]')
      from coach.disputes as dispute where session_id = p_session.id
    ),
    'passes', (
      select coalesce(jsonb_agg(
        to_jsonb(pass) - '{session_id,member_id,number}'::text[] || jsonb_build_object('revoked', (
          select to_jsonb(revocation) - '{pass_id,member_id}'::text[] from coach.pass_revocations as revocation
          where pass_id = pass.id
        )) order by pass.created_at
      ), '[]')
      from coach.passes as pass where session_id = p_session.id
    ),
    'stated', (select score from coach.stated_scores where session_id = p_session.id)
  )
$$;
comment on function coach.export_session(coach.sessions) is
  'All that is kept of one session and concerns its learner.';

create function coach.erase_sessions(p_session_ids uuid[]) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_erased integer;
begin
  -- Minutes that are held would be held for ever.
  if exists (select from coach.sessions where id = any(p_session_ids) and lapses_at is not null) then
    raise exception 'a running session is not erased' using errcode = 'object_in_use';
  end if;
  insert into coach.kept_costs (site_id, day, micro_dollars)
  select session.site_id, (session.created_at at time zone 'UTC')::date, sum(cost.micro_dollars)
  from coach.sessions as session join coach.session_costs as cost on cost.session_id = session.id
  where session.id = any(p_session_ids)
  group by 1, 2 order by 1, 2
  on conflict (site_id, day) do update set micro_dollars = coach.kept_costs.micro_dollars + excluded.micro_dollars;
  delete from coach.sessions where id = any(p_session_ids);
  get diagnostics v_erased = row_count;
  return v_erased;
end
$$;
comment on function coach.erase_sessions(uuid[]) is
  'Removes sessions that are over, with turns, report, events and consent; sums of money stay. Runs as its owner, so that no API role may delete rows by itself.';

create function coach.erase_learner(p_learner_id uuid) returns void
language sql security definer set search_path = '' as $$
  with erased as (
    delete from coach.learners where id = p_learner_id
      and not exists (select from coach.sessions where learner_id = p_learner_id)
    returning key_hash
  ), launches as (
    delete from coach.lti_launches where key_hash in (select key_hash from erased)
  )
  delete from coach.lti_score_targets where key_hash in (select key_hash from erased)
$$;
comment on function coach.erase_learner(uuid) is
  'Removes a learner who has no session any more, and how courses name one. Runs as its owner, so that no API role may delete rows by itself.';

create function coach.erase_expired(p_batch integer) returns void
language sql security definer set search_path = '' as $$
  select coach.erase_lti_remains(p_batch);
  delete from coach.used_tokens where (site_id, jti) in (
    select site_id, jti from coach.used_tokens where expires_at < now() - interval '1 hour'
    order by expires_at limit p_batch for update skip locked
  );
  update coach.sessions set address_id = null where id in (
    select id from coach.sessions where address_id is not null and created_at < now() - interval '1 day'
    order by created_at limit p_batch for update skip locked
  );
  delete from coach.console_sessions where token_hash in (
    select token_hash from coach.console_sessions where expires_at < now() - interval '1 hour'
    order by expires_at limit p_batch for update skip locked
  )
$$;
comment on function coach.erase_expired(integer) is
  'Forgets tokens that are too old to be shown again, launches that are over, and behind which address a session began. Runs as its owner, so that no API role may delete rows by itself.';

create function coach.purge_windows(p_batch integer) returns integer
language plpgsql set search_path = '' as $$
declare
  v_learners uuid[];
  v_removed integer;
begin
  with old as (
    select id from coach.usage_windows
    where starts_on > date '1970-01-01'
      and starts_on < (now() at time zone 'UTC')::date - 62
      and (scope <> 'organization_month' or starts_on < (now() at time zone 'UTC')::date - 800)
      and reserved_seconds = 0
    order by starts_on limit p_batch for update skip locked
  ), removed as (
    delete from coach.usage_windows as w using old where w.id = old.id returning w.scope, w.subject_id
  )
  select count(*), array_agg(distinct subject_id) filter (where scope = 'learner_day')
  into v_removed, v_learners from removed;
  -- A learner who was not here since has a row for calls at a time and nothing else.
  with idle as (
    select w.id from coach.usage_windows as w
    where w.scope = 'learner_concurrency' and w.subject_id = any(v_learners) and w.live_sessions = 0
      and not exists (
        select from coach.usage_windows as day where day.scope = 'learner_day' and day.subject_id = w.subject_id
      )
    for update skip locked
  )
  delete from coach.usage_windows as w using idle where w.id = idle.id;
  return v_removed;
end
$$;
comment on function coach.purge_windows(integer) is
  'Removes days after two months and months after two years, unless minutes are held on them.';
revoke execute on function coach.purge_windows(integer) from public, anon, authenticated;

create function coach.purge_rows(p_batch integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_batch integer := least(greatest(p_batch, 0), 1000);
  v_windows integer := coach.purge_windows(v_batch);
  v_events integer;
  v_hangups integer;
  v_reservations integer;
begin
  -- The oldest first: an index scan that stops at the first row that is too young.
  with oldest as (
    select id, created_at from coach.session_events
    where id <= (select event_id from coach.metrics_cursor) order by id limit v_batch
  )
  delete from coach.session_events as event using oldest
  where event.id = oldest.id and oldest.created_at < now() - interval '90 days';
  get diagnostics v_events = row_count;
  with oldest as (
    select id from coach.hangups where status = 'done' and finished_at < now() - interval '30 days'
    order by finished_at limit v_batch
  )
  delete from coach.hangups as hangup using oldest where hangup.id = oldest.id;
  get diagnostics v_hangups = row_count;
  with oldest as (
    select session_id from coach.reservations where closed_at < now() - interval '30 days'
    order by closed_at limit v_batch
  )
  delete from coach.reservations as reservation using oldest where reservation.session_id = oldest.session_id;
  get diagnostics v_reservations = row_count;
  return jsonb_build_object(
    'windows', v_windows, 'events', v_events, 'hangups', v_hangups, 'reservations', v_reservations
  );
end
$$;
comment on function coach.purge_rows(integer) is
  'Runs as its owner, so that no API role may delete a row of the ledger: takes a number, and removes only what is old.';

create function public.find_learner(p_site text, p_learner_id uuid, p_learner_key text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_site_id uuid := coach.site_of(p_site);
begin
  if v_site_id is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  return coalesce((
    select jsonb_build_object(
      'outcome', 'found', 'learner_id', learner.id, 'kind', learner.kind,
      'created_at', coach.to_iso(learner.created_at),
      'sessions', count(session.id), 'turns', coalesce(sum(said.turns), 0),
      'live_sessions', count(session.id) filter (where session.lapses_at is not null),
      'last_session_at', coach.to_iso(max(session.created_at))
    )
    from coach.learners as learner
    left join coach.sessions as session on session.learner_id = learner.id
    left join lateral (select count(*) as turns from coach.turns where session_id = session.id) as said on true
    where learner.site_id = v_site_id and (
      learner.id = p_learner_id
      or learner.id = (select learner_id from coach.sessions where id = p_learner_id)
      or learner.key_hash = coach.stored_key(v_site_id, p_learner_key)
    )
    group by learner.id
  ), jsonb_build_object('outcome', 'learner_unknown'));
end
$$;
comment on function public.find_learner(text, uuid, text) is
  'A learner of a site, by id, by the id of one of the sessions, or by the key that the functions make of a token''s subject.';

create function public.export_learner(p_learner_id uuid, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_learner coach.learners;
begin
  select * into v_learner from coach.learners where id = p_learner_id;
  if not found then
    return jsonb_build_object('outcome', 'learner_unknown');
  end if;
  perform coach.audit('export_learner', p_learner_id::text, '{}', p_actor);
  return jsonb_build_object(
    'outcome', 'exported', 'exported_at', coach.to_iso(now()),
    'learner', jsonb_build_object(
      'id', v_learner.id, 'kind', v_learner.kind, 'first_seen_at', coach.to_iso(v_learner.created_at),
      'site', (select jsonb_build_object('id', id, 'name', name) from coach.sites where id = v_learner.site_id)
    ),
    'sessions', (
      select coalesce(jsonb_agg(coach.export_session(session) order by session.created_at), '[]')
      from coach.sessions as session where session.learner_id = p_learner_id
    ),
    'courses', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'platform', platform.issuer, 'deployment_id', target.deployment_id,
        'resource_link_id', target.resource_link_id, 'subject', target.subject, 'line_item', target.line_item,
        'launched_at', coach.to_iso(target.launched_at),
        'best_score', target.best_score, 'scored_at', coach.to_iso(target.scored_at)
      ) order by target.launched_at), '[]')
      from coach.lti_score_targets as target
      join coach.lti_platforms as platform on platform.id = target.platform_id
      where target.key_hash = v_learner.key_hash
    ),
    'billed', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'session_id', session_id, 'used_seconds', used_seconds, 'settled_at', coach.to_iso(settled_at)
      ) order by settled_at), '[]')
      from coach.ledger_entries as entry
      where entry.site_id = v_learner.site_id and entry.learner_id = p_learner_id
    )
  );
end
$$;
comment on function public.export_learner(uuid, text) is
  'Everything that is kept of a learner, as a copy to hand over.';

create function public.delete_learner(p_learner_id uuid, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_sessions uuid[];
  v_live uuid[];
  v_live_id uuid;
begin
  -- Keeps new sessions away; the order is that of a start: learner, windows, sessions.
  perform from coach.learners where id = p_learner_id for update;
  if not found then
    return jsonb_build_object('outcome', 'learner_unknown');
  end if;
  select coalesce(array_agg(id), '{}'), coalesce(array_agg(id order by id) filter (where lapses_at is not null), '{}')
  into v_sessions, v_live from coach.sessions where learner_id = p_learner_id;
  perform coach.lock_windows(coach.windows_of(v_live));
  foreach v_live_id in array v_live loop
    perform coach.settle(v_live_id, now(), 'learner_deleted');
  end loop;
  perform coach.erase_sessions(v_sessions);
  perform coach.erase_learner(p_learner_id);
  perform coach.audit('delete_learner', p_learner_id::text, jsonb_build_object(
    'sessions', cardinality(v_sessions), 'live_sessions', cardinality(v_live)
  ), p_actor);
  return jsonb_build_object(
    'outcome', 'deleted', 'sessions', cardinality(v_sessions), 'live_sessions', cardinality(v_live)
  );
end
$$;
comment on function public.delete_learner(uuid, text) is
  'Ends a learner''s calls and removes all that is personal. What was billed stays in the ledger, under an id that leads to nobody.';

create function public.purge_records(p_batch integer, p_actor text default 'reaper') returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_batch integer := least(greatest(p_batch, 0), 1000);
  v_due uuid[];
  v_learners uuid[];
  v_learner_id uuid;
  v_gone integer := 0;
begin
  select coalesce(array_agg(due.id), '{}'), coalesce(array_agg(distinct due.learner_id), '{}')
  into v_due, v_learners
  from (
    select session.id, session.learner_id
    from coach.sites as site join coach.organizations as organization on organization.id = site.organization_id
    cross join lateral (
      select id, learner_id from coach.sessions
      where site_id = site.id and ended_at < now() - make_interval(days => organization.retention_days)
      order by ended_at limit v_batch for update skip locked
    ) as session
    limit v_batch
  ) as due;
  perform coach.erase_sessions(v_due);
  for v_learner_id in
    select id from coach.learners as learner where id = any(v_learners)
      and not exists (select from coach.sessions where learner_id = learner.id)
      -- Whom a host named for its coaches stays until the host takes the name back, or the learner is erased.
      and not exists (select from coach.roster as entry where entry.learner_id = learner.id)
    for update skip locked
  loop
    perform coach.erase_learner(v_learner_id);
    v_gone := v_gone + 1;
  end loop;
  perform coach.erase_expired(v_batch);
  if v_due <> '{}' then
    perform coach.audit('purge_records', 'retention', jsonb_build_object(
      'sessions', cardinality(v_due), 'learners', v_gone
    ), p_actor);
  end if;
  return jsonb_build_object('sessions', cardinality(v_due), 'learners', v_gone);
end
$$;
comment on function public.purge_records(integer, text) is
  'Removes sessions older than their organization keeps them, and learners of whom nothing is left; at most 1,000 sessions at a time.';

create function public.purge_operational(p_batch integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_folded integer := coach.fold_events(10000);
begin
  return coach.purge_rows(p_batch) || jsonb_build_object('folded', v_folded);
end
$$;
comment on function public.purge_operational(integer) is
  'Counts events into the metrics and removes rows of operation that are old; a bounded number, so that it may run with every reaping.';

select coach.expose(
  'coach.export_session(coach.sessions)', 'coach.erase_sessions(uuid[])', 'coach.erase_learner(uuid)',
  'coach.erase_expired(integer)', 'coach.purge_rows(integer)', 'public.find_learner(text, uuid, text)',
  'public.export_learner(uuid, text)', 'public.delete_learner(uuid, text)', 'public.purge_records(integer, text)',
  'public.purge_operational(integer)'
);
