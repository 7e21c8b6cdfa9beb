-- What the observer missed and what calls cost, among the figures.
alter table coach.metrics drop constraint metrics_name_check;
alter table coach.metrics add constraint metrics_name_check check (name in (
  'requests', 'refusals', 'session_events', 'used_seconds', 'start_seconds', 'report_seconds', 'observer_gaps'
));
create index session_costs_updated_at on coach.session_costs (updated_at);

create or replace function coach.event_samples(p_after bigint, p_until bigint) returns jsonb
language sql stable set search_path = '' as $$
  with events as (
    select event.*,
      case when event.detail ->> 'reason' ~ '^[a-z_]{1,40}$' then event.detail ->> 'reason' end as reason,
      case when event.detail ->> 'status' ~ '^[a-z_]{1,40}$' then event.detail ->> 'status' end as status
    from coach.session_events as event where event.id > p_after and event.id <= p_until
  ), samples as (
    select 'session_events' as name,
      jsonb_strip_nulls(jsonb_build_object('kind', kind, 'reason', reason, 'status', status)) as labels,
      count(*) as count, 0::double precision as total, null::jsonb as seconds
    from events group by kind, reason, status
    union all
    select 'used_seconds', '{}', count(*), sum((detail ->> 'used_seconds')::double precision), null
    from events where kind = 'ended' having count(*) > 0
    union all
    select 'observer_gaps', '{}', count(*), sum((detail ->> 'gaps')::double precision), null
    from events where kind = 'call_observed' and jsonb_typeof(detail -> 'gaps') = 'number' having count(*) > 0
    union all
    select 'start_seconds', '{}', null, null,
      jsonb_agg(extract(epoch from session.attached_at - session.created_at))
    from events join coach.sessions as session on session.id = events.session_id
    where events.kind = 'active' and session.attached_at is not null having count(*) > 0
    union all
    select 'report_seconds', jsonb_build_object('status', report.status), null, null,
      jsonb_agg(extract(epoch from report.finished_at - report.created_at))
    from events join coach.reports as report on report.session_id = events.session_id
    where events.kind like 'report\_%' and report.finished_at is not null group by report.status
  )
  select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(samples))), '[]') from samples
$$;

create or replace function coach.gauges() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
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
    'metric_series', (select count(*) from coach.metrics)
  )
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
  ) as watch
$$;
