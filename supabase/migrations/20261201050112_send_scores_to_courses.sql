-- Scores go back to the gradebooks of learning platforms.

drop index coach.deliveries_lane;
create index deliveries_lane on coach.deliveries (lane, number) where lane is not null;

alter table coach.lti_score_targets
  add column best_score numeric check (best_score between 0 and 100),
  add column best_session_id uuid references coach.sessions on delete set null,
  add column scored_at timestamptz;
comment on column coach.lti_score_targets.best_score is 'The score that the platform has of us, and of which session: nothing lower follows, unless that session''s own is corrected.';
comment on column coach.lti_score_targets.scored_at is
  'The time that the last score said of itself. The next one is a second later at least: platforms refuse what is not newer, and most know no milliseconds.';
create index lti_score_targets_best_session_id on coach.lti_score_targets (best_session_id);
grant update (best_score, best_session_id, scored_at) on coach.lti_score_targets to service_role;

create table coach.lti_line_items (
  platform_id uuid not null references coach.lti_platforms on delete cascade,
  deployment_id text not null check (char_length(deployment_id) between 1 and 255),
  resource_link_id text not null check (char_length(resource_link_id) between 1 and 255),
  url text check (char_length(url) <= 2000),
  leased_until timestamptz,
  primary key (platform_id, deployment_id, resource_link_id)
);
comment on table coach.lti_line_items is
  'Columns of a gradebook that were looked for or made, where launches name none. One caller at a time, or there would be two.';
alter table coach.lti_line_items enable row level security;
revoke all on coach.lti_line_items from public, anon, authenticated, service_role;
grant select, insert on coach.lti_line_items to service_role;
grant update (url, leased_until) on coach.lti_line_items to service_role;

create function coach.takes_scores(p_target coach.lti_score_targets) returns boolean
language sql immutable set search_path = '' as $$
  -- Where the launch names no column of the gradebook, one is looked for, or made.
  select 'https://purl.imsglobal.org/spec/lti-ags/scope/score' = any(p_target.scopes)
    and (p_target.line_item is not null or p_target.line_items is not null and p_target.scopes && array[
      'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem',
      'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly'
    ])
$$;
comment on function coach.takes_scores(coach.lti_score_targets) is
  'Whether a course takes scores of its learner, by what its platform allows this tool.';

create function coach.queue_score(p_session_id uuid) returns void
language sql set search_path = '' as $$
  insert into coach.deliveries (channel, site_id, session_id, lane, event, payload)
  select 'ags', session.site_id, session.id, target.id, 'score', jsonb_build_object('score', report.report -> 'total')
  from coach.sessions as session
  join coach.reports as report on report.session_id = session.id and report.status = 'ready'
  join coach.lti_sessions as tied on tied.session_id = session.id
  join coach.lti_score_targets as target on target.id = tied.target_id
  where session.id = p_session_id and session.status = 'ended' and coach.takes_scores(target)
    and jsonb_typeof(report.report -> 'total') = 'number'
$$;
comment on function coach.queue_score(uuid) is
  'Queues a session''s score for the course that it began in, where that takes scores. Queued again, it corrects the one before.';

create function coach.grade_of(p_target coach.lti_score_targets, p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  with scored as (
    select session.id, (report.report ->> 'total')::numeric as score, report.report -> 'passMark' as pass_mark,
      version.title, session.locale, session.ended_at
    from coach.lti_sessions as tied
    join coach.sessions as session on session.id = tied.session_id
    join coach.reports as report on report.session_id = session.id and report.status = 'ready'
    join coach.scenario_versions as version on version.id = session.scenario_version_id
    where tied.target_id = p_target.id and jsonb_typeof(report.report -> 'total') = 'number'
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
  'coach.score_address(coach.deliveries)', 'coach.note_score(coach.deliveries)', 'public.renew_score_time(uuid)',
  'public.lease_lti_line_item(uuid, integer)', 'public.keep_lti_line_item(uuid, text)', 'public.read_lti_score(text)'
);
select coach.expose('coach.takes_scores(coach.lti_score_targets)');

create or replace function coach.delivery_address(p_delivery coach.deliveries) returns jsonb
language plpgsql set search_path = '' as $$
begin
  return case p_delivery.channel
    when 'webhook' then coach.webhook_address(p_delivery)
    when 'ags' then coach.score_address(p_delivery)
    else '{"url": null}'::jsonb
  end;
end
$$;

create or replace function coach.queue_result(p_session_id uuid) returns void
language plpgsql set search_path = '' as $$
begin
  perform coach.queue_result_event(p_session_id);
  perform coach.queue_score(p_session_id);
end
$$;

create or replace function public.settle_delivery(p_id uuid, p_done boolean, p_error text, p_retry boolean) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_delivery coach.deliveries;
  v_pause interval;
begin
  select * into v_delivery from coach.deliveries where id = p_id and status = 'pending' for update;
  if not found then
    return jsonb_build_object('outcome', 'delivery_unknown');
  end if;
  v_pause := case when p_retry and not p_done then coach.delivery_pause(v_delivery.attempts) end;
  update coach.deliveries set
    status = case when p_done then 'done' when v_pause is null then 'failed' else 'pending' end,
    payload = case when not p_done then payload end,
    last_error = case when not p_done then left(p_error, 200) end,
    available_at = coalesce(now() + v_pause, available_at),
    finished_at = case when v_pause is null then now() end
  where id = p_id;
  if p_done and v_delivery.channel = 'ags' then
    perform coach.note_score(v_delivery);
  end if;
  return jsonb_build_object(
    'outcome', case when p_done then 'done' when v_pause is null then 'failed' else 'queued' end
  );
end
$$;

create or replace function public.find_lti_launch(p_pass_hash text) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce((
    select jsonb_build_object(
      'outcome', 'ok', 'kind', launch.kind, 'embed_key', site.embed_key, 'site_id', site.id,
      'token_mode', site.learner_token_mode, 'page_url', platform.page_url,
      'token_subject', launch.token_subject, 'learner_name', launch.learner_name, 'locale', launch.locale,
      'scenario_id', launch.scenario_id, 'is_learner', launch.target_id is not null,
      'is_scored', coalesce(coach.takes_scores(target), false),
      'deep_linking', launch.deep_linking, 'issuer', platform.issuer, 'client_id', platform.client_id,
      'deployment_id', launch.deployment_id
    )
    from coach.lti_launches as launch
    join coach.lti_platforms as platform on platform.id = launch.platform_id
    join coach.sites as site on site.id = platform.site_id
    left join coach.lti_score_targets as target on target.id = launch.target_id
    where launch.pass_hash = p_pass_hash and launch.expires_at > now()
  ), jsonb_build_object('outcome', 'pass_unknown'))
$$;

create or replace function coach.erase_lti_remains(p_batch integer) returns void
language sql security definer set search_path = '' as $$
  delete from coach.lti_logins where id in (
    select id from coach.lti_logins where expires_at < now() - interval '1 hour'
    order by expires_at limit p_batch for update skip locked
  );
  delete from coach.lti_launches where id in (
    select id from coach.lti_launches where expires_at < now() - interval '1 hour'
    order by expires_at limit p_batch for update skip locked
  );
  delete from coach.lti_score_targets where id in (
    select target.id from coach.lti_score_targets as target
    join coach.lti_platforms as platform on platform.id = target.platform_id
    join coach.sites as site on site.id = platform.site_id
    join coach.organizations as organization on organization.id = site.organization_id
    where target.launched_at < now() - make_interval(days => organization.retention_days)
      and not exists (select from coach.lti_sessions where target_id = target.id)
    order by target.launched_at limit p_batch for update of target skip locked
  );
  delete from coach.lti_line_items as item where not exists (
    select from coach.lti_score_targets as target
    where target.platform_id = item.platform_id and target.deployment_id = item.deployment_id
      and target.resource_link_id = item.resource_link_id
  );
  delete from coach.lti_invites where expires_at < now() - interval '30 days';
  delete from coach.lti_keys where not_after < now() - interval '1 day'
$$;

create or replace function public.export_learner(p_learner_id uuid, p_actor text) returns jsonb
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
