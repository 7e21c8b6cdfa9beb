-- What is owed to another system waits in one place, whatever the channel.

create table coach.deliveries (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity,
  channel text not null check (channel in ('webhook', 'lrs', 'ags')),
  site_id uuid not null references coach.sites,
  session_id uuid not null references coach.sessions on delete cascade,
  lane uuid,
  event text not null,
  payload jsonb check (jsonb_typeof(payload) = 'object'),
  status text not null default 'pending' check (status in ('pending', 'done', 'failed')),
  attempts integer not null default 0 check (attempts >= 0),
  available_at timestamptz not null default now(),
  last_error text check (char_length(last_error) <= 200),
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint deliveries_event check (case channel
    when 'webhook' then event in ('report.facts', 'session.completed')
    when 'lrs' then event ~ '^[a-z]{1,30}(\.[a-z]{1,30})?$'
    else event = 'score'
  end),
  constraint deliveries_finish check ((status = 'pending') = (finished_at is null)),
  constraint deliveries_payload check ((status = 'done') = (payload is null))
);
comment on table coach.deliveries is
  'What waits for another system, or was taken by it. Goes with its session; the words go as soon as they were taken.';
comment on column coach.deliveries.lane is
  'Of a channel''s deliveries with the same lane one is on its way at a time, the oldest first. Null: each goes for itself.';
create index deliveries_session_id on coach.deliveries (session_id);
create unique index deliveries_facts_once on coach.deliveries (session_id) where event = 'report.facts';
create index deliveries_due on coach.deliveries (channel, available_at) where status = 'pending';
create index deliveries_lane on coach.deliveries (lane, number) where status = 'pending';
create index deliveries_open on coach.deliveries (channel, status, last_error) where status <> 'done';
create index deliveries_site_id on coach.deliveries (site_id, created_at);
alter table coach.deliveries enable row level security;
revoke all on coach.deliveries from public, anon, authenticated, service_role;
grant select, insert on coach.deliveries to service_role;
grant update (payload, status, attempts, available_at, last_error, finished_at) on coach.deliveries to service_role;

insert into coach.deliveries (
  id, channel, site_id, session_id, event, payload, status, attempts, available_at, last_error, created_at, finished_at
)
select
  id, 'webhook', site_id, session_id, event, payload, status, attempts, available_at, last_error, created_at, finished_at
from coach.webhook_deliveries order by created_at;
drop table coach.webhook_deliveries;
drop function public.claim_deliveries(integer, integer);
drop function public.list_deliveries(text, text, integer);
drop function public.retry_deliveries(text, uuid, text);

create function coach.webhook_address(p_delivery coach.deliveries) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce((
    select jsonb_build_object('url', url, 'kids', array_remove(
      array[kid, case when earlier_until > now() then earlier_kid end], null
    ))
    from coach.webhooks where site_id = p_delivery.site_id
  ), '{"url": null, "kids": []}')
$$;
comment on function coach.webhook_address(coach.deliveries) is
  'Where an event goes and which secrets sign it. Address null: the site takes none any more.';

create function coach.queue_result_event(p_session_id uuid) returns void
language sql set search_path = '' as $$
  -- Each end of a report is told: what was not scored for want of words may be scored a day later.
  insert into coach.deliveries (channel, site_id, session_id, event, payload)
  select 'webhook', session.site_id, session.id, 'session.completed', jsonb_build_object(
    'type', 'session.completed', 'timestamp', coach.to_iso(now()), 'data', coach.result_of(session.id)
  )
  from coach.sessions as session
  join coach.sites as site on site.id = session.site_id
  join coach.webhooks as webhook on webhook.site_id = site.id and webhook.url is not null
  where session.id = p_session_id and session.status = 'ended' and coach.has_results(site)
$$;
comment on function coach.queue_result_event(uuid) is
  'Queues a result that is final for its site, where the site wants results and says where to.';

create or replace function coach.queue_facts(p_session_id uuid) returns void
language sql set search_path = '' as $$
  insert into coach.deliveries (channel, site_id, session_id, event, payload)
  select 'webhook', session.site_id, session.id, 'report.facts', jsonb_build_object(
    'type', 'report.facts', 'timestamp', coach.to_iso(now()),
    'data', jsonb_build_object(
      'sessionId', session.id, 'startedAt', coach.to_iso(session.created_at),
      'scenario', (
        select jsonb_build_object('id', scenario_id, 'version', content_hash, 'title', title, 'language', language)
        from coach.scenario_versions where id = session.scenario_version_id
      ),
      'learner', consent.learner_subject, 'facts', report.report -> 'facts'
    )
  )
  from coach.sessions as session
  join coach.reports as report on report.session_id = session.id
  join coach.consents as consent on consent.session_id = session.id
  join coach.webhooks as webhook on webhook.site_id = session.site_id and webhook.url is not null
  where session.id = p_session_id and coach.wants_facts(session.id)
    and jsonb_typeof(report.report -> 'facts') = 'object'
    -- A practice without a name and without a promise is nothing to tell of.
    and report.report #> '{facts,contacts}' || (report.report #> '{facts,commitments}') <> '[]'
  on conflict (session_id) where event = 'report.facts' do nothing
$$;

create function coach.delivery_address(p_delivery coach.deliveries) returns jsonb
language plpgsql set search_path = '' as $$
begin
  return case p_delivery.channel
    when 'webhook' then coach.webhook_address(p_delivery)
    else '{"url": null}'::jsonb
  end;
end
$$;
comment on function coach.delivery_address(coach.deliveries) is
  'Where a delivery goes and what its channel needs besides, merged into what a claim answers; a further channel is a line here.';

create or replace function coach.queue_result(p_session_id uuid) returns void
language plpgsql set search_path = '' as $$
begin
  perform coach.queue_result_event(p_session_id);
end
$$;
comment on function coach.queue_result(uuid) is
  'Queues a result for everybody who is told of it, a line a channel. Called where a report becomes final, and again by whatever changes a final result.';

create function public.claim_deliveries(p_channel text, p_batch integer, p_lease_seconds integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_claimed uuid[];
begin
  with due as (
    select id from coach.deliveries as delivery
    where channel = p_channel and status = 'pending' and available_at <= now()
      and not exists (
        select from coach.deliveries as earlier
        where earlier.lane = delivery.lane and earlier.number < delivery.number
          and earlier.status = 'pending' and earlier.channel = delivery.channel
      )
    order by available_at limit least(greatest(p_batch, 0), 100) for update skip locked
  ), claimed as (
    update coach.deliveries as delivery
    set attempts = delivery.attempts + 1, available_at = now() + make_interval(secs => p_lease_seconds)
    from due where delivery.id = due.id returning delivery.id
  )
  select array_agg(id) into v_claimed from claimed;
  return (
    select jsonb_build_object('deliveries', coalesce(jsonb_agg(jsonb_build_object(
      'id', id, 'site_id', site_id, 'event', event, 'payload', payload, 'attempts', attempts
    ) || coach.delivery_address(delivery) order by number), '[]'))
    from coach.deliveries as delivery where id = any(v_claimed)
  );
end
$$;
comment on function public.claim_deliveries(text, integer, integer) is
  'Leases what is due of a channel to one caller, with where it goes. No address there: nobody takes it any more.';

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
  return jsonb_build_object(
    'outcome', case when p_done then 'done' when v_pause is null then 'failed' else 'queued' end
  );
end
$$;
comment on function public.settle_delivery(uuid, boolean, text, boolean) is
  'Notes how an attempt went: taken, to be tried again after a pause, or given up.';

create type coach.deliveries_query as (site text, channel text, status text, most integer);
revoke all on type coach.deliveries_query from public, anon, authenticated;
grant usage on type coach.deliveries_query to service_role;

create function public.list_deliveries(p_query jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_query coach.deliveries_query := jsonb_populate_record(null::coach.deliveries_query, p_query);
  v_site_id uuid := coach.site_of(v_query.site);
begin
  if v_query.site is not null and v_site_id is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  return jsonb_build_object('outcome', 'ok', 'deliveries', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', id, 'channel', channel, 'site', site, 'session_id', session_id, 'event', event, 'status', status,
      'attempts', attempts, 'last_error', last_error, 'created_at', coach.to_iso(created_at),
      'next_at', case when status = 'pending' then coach.to_iso(available_at) end,
      'finished_at', coach.to_iso(finished_at)
    ) order by created_at desc, id), '[]')
    from (
      select delivery.*, site.name as site
      from coach.deliveries as delivery join coach.sites as site on site.id = delivery.site_id
      where (v_site_id is null or delivery.site_id = v_site_id)
        and (v_query.channel is null or delivery.channel = v_query.channel)
        and (v_query.status is null or delivery.status = v_query.status)
      order by delivery.created_at desc, delivery.id limit least(greatest(v_query.most, 1), 1000)
    ) as latest
  ));
end
$$;
comment on function public.list_deliveries(jsonb) is
  'What was queued for others, the latest first, and how it fared; not what stands in it.';

create function public.retry_deliveries(p_site text, p_channel text, p_id uuid, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_site_id uuid := coach.site_of(p_site);
  v_retried integer;
begin
  if v_site_id is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  -- What waits for its time goes at once; what was given up begins anew.
  update coach.deliveries set
    status = 'pending', finished_at = null, available_at = now(),
    attempts = case when status = 'failed' then 0 else attempts end
  where site_id = v_site_id and status <> 'done' and (p_channel is null or channel = p_channel)
    and (p_id is null or id = p_id)
    and (status = 'failed' or available_at > now() + interval '1 minute');
  get diagnostics v_retried = row_count;
  perform coach.audit('retry_deliveries', v_site_id::text, jsonb_strip_nulls(jsonb_build_object(
    'channel', p_channel, 'id', p_id, 'retried', v_retried
  )), p_actor);
  return jsonb_build_object('outcome', 'retried', 'retried', v_retried);
end
$$;
comment on function public.retry_deliveries(text, text, uuid, text) is
  'Tries a site''s deliveries again now that wait or were given up: of a channel or (null) of all, one or (null) all.';

create function coach.delivery_figures() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(figure) order by channel, status, reason), '[]')
  from (
    select channel, status, coalesce(last_error, 'none') as reason, count(*) as count,
      greatest(extract(epoch from now() - min(created_at)), 0) as oldest_seconds
    from coach.deliveries where status <> 'done' group by 1, 2, 3
  ) as figure
$$;
comment on function coach.delivery_figures() is
  'What waits or was given up, by channel and by why its last attempt failed; reads nothing of what was taken.';

select coach.expose(
  'coach.delivery_address(coach.deliveries)',
  'coach.delivery_figures()', 'public.claim_deliveries(text, integer, integer)',
  'public.settle_delivery(uuid, boolean, text, boolean)', 'public.list_deliveries(jsonb)',
  'public.retry_deliveries(text, text, uuid, text)'
);
select coach.expose('coach.webhook_address(coach.deliveries)', 'coach.queue_result_event(uuid)');

create or replace function coach.describe_offers(p_site coach.sites) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'attempts_per_scenario', p_site.attempts_per_scenario, 'scenarios', p_site.scenario_ids,
    'practice_url', p_site.practice_url,
    'facts', p_site.facts_enabled, 'facts_in_effect', coach.has_facts(p_site),
    'results', p_site.results_enabled, 'results_in_effect', coach.has_results(p_site),
    'webhook', (
      select jsonb_build_object(
        'url', url, 'kid', kid,
        'earlier_until', case when earlier_until > now() then coach.to_iso(earlier_until) end,
        'pending', (
          select count(*) from coach.deliveries where site_id = p_site.id and channel = 'webhook' and status = 'pending'
        ),
        'failed', (
          select count(*) from coach.deliveries where site_id = p_site.id and channel = 'webhook' and status = 'failed'
        )
      )
      from coach.webhooks where site_id = p_site.id
    )
  )
$$;

create or replace function coach.erase_site(p_site_id uuid) returns void
language sql security definer set search_path = '' as $$
  delete from coach.lti_invites where site_id = p_site_id;
  delete from coach.lti_platforms where site_id = p_site_id;
  delete from coach.result_keys where site_id = p_site_id;
  delete from coach.deliveries where site_id = p_site_id;
  delete from coach.webhooks where site_id = p_site_id;
  delete from coach.used_tokens where site_id = p_site_id;
  delete from coach.token_keys where site_id = p_site_id;
  delete from coach.retired_keys where site_id = p_site_id;
  delete from coach.kept_costs where site_id = p_site_id;
  delete from coach.site_costs where site_id = p_site_id;
  delete from coach.usage_windows where scope in ('site_day', 'site_concurrency') and subject_id = p_site_id;
  delete from coach.sites where id = p_site_id
$$;

create or replace function coach.gauges() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'sessions_reserved', live.reserved, 'sessions_active', live.active,
    'sessions_overdue', live.overdue, 'reserved_seconds', live.seconds,
    'hangups_pending', hangups.pending, 'hangup_oldest_seconds', hangups.oldest,
    'hangups_failed', (select count(*) from coach.hangups where status = 'failed'),
    'reports_pending', reports.pending, 'report_oldest_seconds', reports.oldest,
    'events_unfolded', (
      select count(*) from (
        select from coach.session_events where id > (select event_id from coach.metrics_cursor) limit 10000
      ) as unfolded
    ),
    'observations_open', watch.open, 'observations_unwatched', watch.unwatched,
    'cost_dollars_last_day', (
      select coalesce(sum(micro_dollars), 0) / 1000000.0 from coach.session_costs
      where updated_at > now() - interval '24 hours'
    ),
    'line_mos_last_quarter', connections.mos, 'line_samples_last_quarter', connections.samples,
    'metric_series', (select count(*) from coach.metrics)
  ))
  from (
    select count(*) filter (where status = 'reserved') as reserved,
      count(*) filter (where status = 'active') as active,
      count(*) filter (where lapses_at <= now()) as overdue,
      coalesce(sum(limit_seconds), 0) as seconds
    from coach.sessions where lapses_at is not null
  ) as live, (
    select count(*) as pending,
      coalesce(greatest(extract(epoch from now() - min(created_at)), 0), 0) as oldest
    from coach.hangups where status = 'pending'
  ) as hangups, (
    select count(*) as pending,
      coalesce(greatest(extract(epoch from now() - min(created_at)), 0), 0) as oldest
    from coach.reports where status = 'pending'
  ) as reports, (
    select count(*) as open,
      count(*) filter (where lease_expires_at is null or lease_expires_at <= now()) as unwatched
    from coach.observations where closed_at is null
  ) as watch, (
    -- What one browser says of its connection is one voice, however often it says it.
    select round(avg(told.mos), 2) as mos, coalesce(sum(told.samples), 0) as samples
    from (
      select avg((detail ->> 'mos')::numeric) as mos, count(*) as samples
      from coach.session_events where kind = 'line_quality' and created_at > now() - interval '15 minutes'
      group by session_id
    ) as told
  ) as connections
$$;

create or replace function public.read_metrics() returns jsonb
language plpgsql set search_path = '' as $$
begin
  perform coach.fold_events(10000);
  return jsonb_build_object(
    'bounds', to_jsonb(coach.metric_bounds()),
    'gauges', coach.gauges() || jsonb_strip_nulls(jsonb_build_object(
      'reaper_age_seconds', (
        select greatest(extract(epoch from now() - last_run_at), 0) from coach.reaper_runs where last_run_at is not null
      )
    )),
    'deliveries', coach.delivery_figures(),
    'series', (
      select coalesce(jsonb_agg(to_jsonb(metrics) order by name, labels), '[]') from coach.metrics
    )
  );
end
$$;

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
    )
  )
$$;
