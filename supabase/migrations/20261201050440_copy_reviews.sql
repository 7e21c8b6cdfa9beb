create or replace function coach.export_session(p_session coach.sessions) returns jsonb
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

create or replace function coach.erase_expired(p_batch integer) returns void
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

create or replace function public.purge_records(p_batch integer, p_actor text default 'reaper') returns jsonb
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
