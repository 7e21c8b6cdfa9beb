-- Figures for whoever watches the service. Functions keep no state, so sums live here: what happened at
-- the rim is added by the functions in batches, what happened to sessions is folded from their events.

create table coach.metrics (
  name text not null check (name in (
    'requests', 'refusals', 'session_events', 'used_seconds', 'start_seconds', 'report_seconds', 'observer_gaps'
  )),
  labels jsonb not null check (jsonb_typeof(labels) = 'object' and char_length(labels::text) <= 300),
  count bigint not null check (count >= 0),
  total double precision not null default 0,
  buckets bigint[] not null default '{}',
  primary key (name, labels)
);
comment on table coach.metrics is
  'Counters and histograms since the database was made, one row a series; never more than coach.add_metrics allows.';
comment on column coach.metrics.total is
  'Sum of what was measured, in seconds; 0 where only occurrences are counted.';
comment on column coach.metrics.buckets is
  'How many measurements fell between two bounds of coach.metric_bounds(), the last one open.';
alter table coach.metrics enable row level security;
revoke all on coach.metrics from public, anon, authenticated, service_role;
grant select, insert on coach.metrics to service_role;
grant update (count, total, buckets) on coach.metrics to service_role;

create table coach.metrics_cursor (
  is_only boolean primary key default true check (is_only),
  event_id bigint not null
);
comment on table coach.metrics_cursor is 'The last row of coach.session_events that is contained in coach.metrics.';
insert into coach.metrics_cursor (event_id) values (0);
alter table coach.metrics_cursor enable row level security;
revoke all on coach.metrics_cursor from public, anon, authenticated, service_role;
grant select on coach.metrics_cursor to service_role;
grant update (event_id) on coach.metrics_cursor to service_role;

create function coach.metric_bounds() returns double precision[]
language sql immutable set search_path = '' as $$
  select '{0.025,0.05,0.1,0.25,0.5,1,2.5,5,10,30,60,300}'::double precision[]
$$;
comment on function coach.metric_bounds() is 'Upper bounds of every histogram, in seconds.';

create function coach.fold_delay() returns interval
language sql immutable set search_path = '' as $$ select interval '30 seconds' $$;
comment on function coach.fold_delay() is 'How old an event must be before it is counted.';

create function coach.to_buckets(p_seconds double precision[]) returns bigint[]
language sql immutable set search_path = '' as $$
  select case when cardinality(p_seconds) > 0 then array(
    select count(*) filter (where width_bucket(second, coach.metric_bounds()) = place)
    from unnest(p_seconds) as second, generate_series(0, cardinality(coach.metric_bounds())) as place
    group by place order by place
  ) else '{}' end
$$;
comment on function coach.to_buckets(double precision[]) is 'How many of the measurements fall into each bucket.';

create function coach.add_buckets(p_left bigint[], p_right bigint[]) returns bigint[]
language sql immutable set search_path = '' as $$
  select array(
    select coalesce(p_left[place], 0) + coalesce(p_right[place], 0)
    from generate_series(1, greatest(cardinality(p_left), cardinality(p_right))) as place order by place
  )
$$;
comment on function coach.add_buckets(bigint[], bigint[]) is 'Adds two histograms; an empty one is zero.';

create function coach.add_metrics(p_samples jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_room integer := 500 - (select count(*) from coach.metrics);
  v_sample record;
begin
  for v_sample in
    select name, coalesce(labels, '{}') as labels, coalesce(seconds, '{}') as seconds, count, total
    from jsonb_to_recordset(p_samples)
      as sample (name text, labels jsonb, seconds double precision[], count bigint, total double precision)
    -- Everybody locks the rows in this order.
    order by name, labels
  loop
    if not exists (
      select from coach.metrics where name = v_sample.name and labels = v_sample.labels
    ) then
      -- A series too many is counted as its metric's overflow, so that nobody can fill the table.
      v_sample.labels := case when v_room > 0 then v_sample.labels else '{"overflow": "true"}' end;
      v_room := v_room - 1;
    end if;
    insert into coach.metrics as kept (name, labels, count, total, buckets)
    values (
      v_sample.name, v_sample.labels,
      coalesce(v_sample.count, cardinality(v_sample.seconds)),
      coalesce(v_sample.total, (select sum(second) from unnest(v_sample.seconds) as second), 0),
      coach.to_buckets(v_sample.seconds)
    )
    on conflict (name, labels) do update
    set count = kept.count + excluded.count,
        total = kept.total + excluded.total,
        buckets = coach.add_buckets(kept.buckets, excluded.buckets);
  end loop;
end
$$;
comment on function coach.add_metrics(jsonb) is
  'Adds samples: {name, labels, seconds: […]} for a histogram, {name, labels, count, total} for a counter.';

create function coach.event_samples(p_after bigint, p_until bigint) returns jsonb
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
comment on function coach.event_samples(bigint, bigint) is
  'What a stretch of events adds to the metrics. Reasons are codes; anything else is left out of the label.';

create function coach.fold_events(p_batch integer) returns integer
language plpgsql set search_path = '' as $$
declare
  v_cursor bigint;
  v_last bigint;
  v_folded integer;
begin
  select event_id into v_cursor from coach.metrics_cursor for update skip locked;
  if not found then
    return 0;
  end if;
  -- Numbers are given out before they are committed. No transaction of ours lasts longer than eight
  -- seconds, so that behind one of half a minute ago no smaller number can appear any more.
  with next as (
    select id, created_at from coach.session_events
    where id > v_cursor order by id limit least(greatest(p_batch, 0), 10000)
  )
  select max(id), count(*) into v_last, v_folded from next
  where id < coalesce(
    (select min(id) from next where created_at > now() - coach.fold_delay()), 9223372036854775807
  );
  if v_folded > 0 then
    perform coach.add_metrics(coach.event_samples(v_cursor, v_last));
    update coach.metrics_cursor set event_id = v_last;
  end if;
  return v_folded;
end
$$;
comment on function coach.fold_events(integer) is
  'Adds events to the metrics, each exactly once, by one caller at a time and a bounded number of them.';

create function coach.gauges() returns jsonb
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
comment on function coach.gauges() is 'How things stand now; reads nothing but live rows, by partial indexes.';

create function public.record_metrics(p_samples jsonb) returns jsonb
language plpgsql set search_path = '' as $$
begin
  perform coach.add_metrics(p_samples);
  return jsonb_build_object('outcome', 'recorded');
end
$$;
comment on function public.record_metrics(jsonb) is 'Adds what a function counted since it last reported.';

create function public.read_metrics() returns jsonb
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
comment on function public.read_metrics() is
  'All figures for a scrape. What happened to sessions appears half a minute later, see coach.fold_events.';

select coach.expose(
  'coach.metric_bounds()', 'coach.fold_delay()', 'coach.to_buckets(double precision[])',
  'coach.add_buckets(bigint[], bigint[])', 'coach.add_metrics(jsonb)', 'coach.event_samples(bigint, bigint)',
  'coach.fold_events(integer)', 'coach.gauges()', 'public.record_metrics(jsonb)', 'public.read_metrics()'
);
