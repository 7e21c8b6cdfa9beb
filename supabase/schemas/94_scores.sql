-- Scores go back to the gradebooks of learning platforms (LTI Assignment and Grade Services): the best of a learner at a place
-- of a course, each score once, none lower than the one before, each newer than the last.

create function coach.queue_score(p_session_id uuid) returns void
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

create function coach.grade_of(p_target coach.lti_score_targets, p_session_id uuid) returns jsonb
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
comment on function coach.grade_of(coach.lti_score_targets, uuid) is
  'What a platform is to be told now that a session has a score; null where it has no better and nothing else to hear.';

create function coach.reserve_time(p_target_id uuid) returns timestamptz
language sql set search_path = '' as $$
  update coach.lti_score_targets
  set scored_at = greatest(date_trunc('milliseconds', now()), scored_at + interval '1 second')
  where id = p_target_id returning scored_at
$$;
comment on function coach.reserve_time(uuid) is
  'The time of a learner''s next score at a place, of the one clock that all scores go by.';

create function coach.score_address(p_delivery coach.deliveries) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_target coach.lti_score_targets;
  v_payload jsonb := p_delivery.payload - 'timestamp';
  v_grade jsonb;
begin
  select * into v_target from coach.lti_score_targets where id = p_delivery.lane for no key update;
  if not found then
    return jsonb_build_object('course', null);
  end if;
  v_grade := coach.grade_of(v_target, p_delivery.session_id);
  if v_grade is not null then
    -- Another attempt says the same time: a platform that took the first knows the second by it.
    v_payload := v_grade || jsonb_build_object('timestamp', case
      when (p_delivery.payload ->> 'timestamp')::timestamptz = v_target.scored_at then p_delivery.payload ->> 'timestamp'
      else coach.to_iso(coach.reserve_time(v_target.id))
    end);
  end if;
  update coach.deliveries set payload = v_payload where id = p_delivery.id;
  return (
    select jsonb_build_object('payload', v_payload, 'course', jsonb_build_object(
      'platform_id', platform.id, 'client_id', platform.client_id, 'token_url', platform.token_url,
      'token_audience', platform.token_audience, 'scopes', v_target.scopes, 'subject', v_target.subject,
      'line_item', coalesce(v_target.line_item, item.url), 'line_items', v_target.line_items,
      'is_own_line_item', v_target.line_item is null, 'resource_link_id', v_target.resource_link_id
    ))
    from coach.lti_platforms as platform
    left join coach.lti_line_items as item on item.platform_id = platform.id
      and item.deployment_id = v_target.deployment_id and item.resource_link_id = v_target.resource_link_id
    where platform.id = v_target.platform_id
  );
end
$$;
comment on function coach.score_address(coach.deliveries) is
  'Where a score goes, and what it says: decided when it goes, since another may have gone before. Without a time there is nothing to say; course null: it is gone.';

create function coach.resend_scores(p_target_id uuid) returns void
language sql set search_path = '' as $$
  update coach.deliveries
  set status = 'pending', finished_at = null, available_at = now(), attempts = 0
  where lane = p_target_id and channel = 'ags' and status = 'failed'
$$;
comment on function coach.resend_scores(uuid) is
  'Tries again what a course refused: a launch may have said where it goes now, or an administrator mended what was wrong.';

create function coach.note_score(p_delivery coach.deliveries) returns void
language sql set search_path = '' as $$
  update coach.lti_score_targets set
    best_score = (p_delivery.payload ->> 'score')::numeric,
    best_session_id = (select id from coach.sessions where id = (p_delivery.payload ->> 'sessionId')::uuid)
  where id = p_delivery.lane and p_delivery.payload ? 'timestamp'
$$;
comment on function coach.note_score(coach.deliveries) is 'Notes that a platform has a score.';

create function public.renew_score_time(p_id uuid) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_delivery coach.deliveries;
  v_time text;
begin
  select * into v_delivery from coach.deliveries where id = p_id and channel = 'ags' and status = 'pending' for update;
  v_time := coach.to_iso(coach.reserve_time(v_delivery.lane));
  if v_time is null then
    return jsonb_build_object('outcome', 'delivery_unknown');
  end if;
  update coach.deliveries set payload = payload || jsonb_build_object('timestamp', v_time) where id = p_id;
  return jsonb_build_object('outcome', 'renewed', 'timestamp', v_time);
end
$$;
comment on function public.renew_score_time(uuid) is 'Another time for a score whose platform has a newer one than ours says.';

create function public.lease_lti_line_item(p_id uuid, p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_target coach.lti_score_targets;
  v_item coach.lti_line_items;
begin
  select target.* into v_target
  from coach.deliveries as delivery join coach.lti_score_targets as target on target.id = delivery.lane
  where delivery.id = p_id and delivery.channel = 'ags';
  if not found then
    return jsonb_build_object('outcome', 'delivery_unknown');
  end if;
  insert into coach.lti_line_items as item (platform_id, deployment_id, resource_link_id, leased_until)
  values (
    v_target.platform_id, v_target.deployment_id, v_target.resource_link_id,
    now() + make_interval(secs => p_lease_seconds)
  )
  on conflict (platform_id, deployment_id, resource_link_id) do update set leased_until = excluded.leased_until
  where item.url is null and (item.leased_until is null or item.leased_until <= now())
  returning * into v_item;
  if v_item.platform_id is not null then
    return jsonb_build_object('outcome', 'leased');
  end if;
  return coalesce((
    select jsonb_build_object('outcome', 'found', 'url', url) from coach.lti_line_items
    where platform_id = v_target.platform_id and deployment_id = v_target.deployment_id
      and resource_link_id = v_target.resource_link_id and url is not null
  ), jsonb_build_object('outcome', 'busy'));
end
$$;
comment on function public.lease_lti_line_item(uuid, integer) is
  'Lets one caller look for the column of a gradebook or make it.';

create function public.keep_lti_line_item(p_id uuid, p_url text) returns jsonb
language sql set search_path = '' as $$
  update coach.lti_line_items as item set url = p_url, leased_until = null
  from coach.deliveries as delivery join coach.lti_score_targets as target on target.id = delivery.lane
  where delivery.id = p_id and delivery.channel = 'ags' and item.platform_id = target.platform_id
    and item.deployment_id = target.deployment_id and item.resource_link_id = target.resource_link_id;
  select jsonb_build_object('outcome', 'kept')
$$;
comment on function public.keep_lti_line_item(uuid, text) is
  'Keeps the column that was found or made, or (null) that there is none: the next caller looks again.';

create function public.read_lti_score(p_pass_hash text) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce((
    select jsonb_build_object('outcome', 'ok', 'state', case
      when target.id is null or not coach.takes_scores(target) then 'ungraded'
      else coalesce((
        select case
          when status = 'done' then 'taken'
          when status = 'failed' then 'refused'
          when last_error is not null then 'waiting'
          else 'sending'
        end
        from coach.deliveries where lane = target.id and channel = 'ags' order by number desc limit 1
      ), 'none')
    end)
    from coach.lti_launches as launch
    left join coach.lti_score_targets as target on target.id = launch.target_id
    where launch.pass_hash = p_pass_hash and launch.expires_at > now()
  ), jsonb_build_object('outcome', 'pass_unknown'))
$$;
comment on function public.read_lti_score(text) is
  'How the learner''s latest score fares on its way to the course: none yet, sending, waiting, taken, refused, or ungraded.';

select coach.expose(
  'coach.queue_score(uuid)', 'coach.grade_of(coach.lti_score_targets, uuid)', 'coach.reserve_time(uuid)',
  'coach.score_address(coach.deliveries)', 'coach.note_score(coach.deliveries)',
  'coach.resend_scores(uuid)', 'public.renew_score_time(uuid)',
  'public.lease_lti_line_item(uuid, integer)', 'public.keep_lti_line_item(uuid, text)', 'public.read_lti_score(text)'
);
