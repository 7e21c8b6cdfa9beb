-- What is owed to somebody else's system waits here until it was taken, whatever the channel: leases, pauses and the end
-- are the same for all. A channel says in `coach.delivery_address` where its deliveries go.

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
create index deliveries_lane on coach.deliveries (lane, number) where lane is not null;
create index deliveries_open on coach.deliveries (channel, status, last_error) where status <> 'done';
create index deliveries_site_id on coach.deliveries (site_id, created_at);
alter table coach.deliveries enable row level security;
revoke all on coach.deliveries from public, anon, authenticated, service_role;
grant select, insert on coach.deliveries to service_role;
grant update (payload, status, attempts, available_at, last_error, finished_at) on coach.deliveries to service_role;

create function coach.delivery_pause(p_attempts integer) returns interval
language sql immutable set search_path = '' as $$
  select (array['5 s', '5 min', '30 min', '2 h', '5 h', '10 h', '14 h', '20 h', '24 h'])[p_attempts]::interval
$$;
comment on function coach.delivery_pause(integer) is
  'How long to wait after so many attempts, as Standard Webhooks advises; null after the last, three days on.';

create function coach.delivery_address(p_delivery coach.deliveries) returns jsonb
language plpgsql set search_path = '' as $$
begin
  return case p_delivery.channel
    when 'webhook' then coach.webhook_address(p_delivery)
    when 'ags' then coach.score_address(p_delivery)
    when 'lrs' then coach.record_store_address(p_delivery)
    else '{"url": null}'::jsonb
  end;
end
$$;
comment on function coach.delivery_address(coach.deliveries) is
  'Where a delivery goes and what its channel needs besides, merged into what a claim answers; a further channel is a line here.';

create function coach.queue_result(p_session_id uuid) returns void
language plpgsql set search_path = '' as $$
begin
  perform coach.queue_result_event(p_session_id);
  perform coach.queue_score(p_session_id);
  perform coach.queue_statements(p_session_id);
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
    ) || coach.delivery_address(delivery::coach.deliveries) order by number), '[]'))
    -- What an address locks is locked in one order, whoever claims beside.
    from (select * from coach.deliveries where id = any(v_claimed) order by lane, number) as delivery
  );
end
$$;
comment on function public.claim_deliveries(text, integer, integer) is
  'Leases what is due of a channel to one caller, with where it goes. No address there: nobody takes it any more.';

create function public.settle_delivery(p_id uuid, p_done boolean, p_error text, p_retry boolean) returns jsonb
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
  'coach.delivery_pause(integer)', 'coach.delivery_address(coach.deliveries)', 'coach.queue_result(uuid)',
  'coach.delivery_figures()', 'public.claim_deliveries(text, integer, integer)',
  'public.settle_delivery(uuid, boolean, text, boolean)', 'public.list_deliveries(jsonb)',
  'public.retry_deliveries(text, text, uuid, text)'
);
