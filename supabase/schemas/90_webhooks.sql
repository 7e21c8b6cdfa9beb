-- Results and facts go to the site's own system by a signed request (Standard Webhooks), queued where the report is saved.

create function coach.is_webhook_url(p_url text) returns boolean
language sql immutable strict set search_path = '' as $$
  -- A public host name in full on the usual port, as for key sets, or this machine for a rehearsal; functions
  -- call the latter only where their settings say so.
  select char_length(p_url) <= 500
    and (
      p_url ~ '^https://([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?/[!$&-;=?@-Z_a-z~%]*$'
        and p_url !~ '^https://[^/]*\.(localhost|local|internal|arpa)/'
      or p_url ~ '^http://(localhost|127\.0\.0\.1)(:[1-9][0-9]{0,4})?/[!$&-;=?@-Z_a-z~%]*$'
    )
$$;
comment on function coach.is_webhook_url(text) is
  'Where a site may be told of events: https, a public host name, port 443; or http on the own machine.';

create table coach.webhooks (
  site_id uuid primary key references coach.sites,
  url text check (coach.is_webhook_url(url)),
  kid text not null check (kid ~ '^[A-Za-z0-9_-]{8,64}$'),
  earlier_kid text check (earlier_kid ~ '^[A-Za-z0-9_-]{8,64}$'),
  earlier_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint webhooks_earlier check ((earlier_kid is null) = (earlier_until is null))
);
comment on table coach.webhooks is
  'Where a site is told of events; no address: nowhere. Secrets are derived from the names here, as those of learner tokens, and stored nowhere.';
alter table coach.webhooks enable row level security;
revoke all on coach.webhooks from public, anon, authenticated, service_role;
grant select, insert on coach.webhooks to service_role;
grant update (url, kid, earlier_kid, earlier_until, updated_at) on coach.webhooks to service_role;

create table coach.webhook_deliveries (
  id uuid primary key default gen_random_uuid(),
  site_id uuid not null references coach.sites,
  session_id uuid not null references coach.sessions on delete cascade,
  event text not null check (event in ('report.facts', 'session.completed')),
  payload jsonb check (jsonb_typeof(payload) = 'object'),
  status text not null default 'pending' check (status in ('pending', 'done', 'failed')),
  attempts integer not null default 0 check (attempts >= 0),
  available_at timestamptz not null default now(),
  last_error text check (char_length(last_error) <= 200),
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint webhook_deliveries_finish check ((status = 'pending') = (finished_at is null)),
  constraint webhook_deliveries_payload check ((status = 'done') = (payload is null))
);
comment on table coach.webhook_deliveries is
  'Events that wait for a site, or were taken by it. Goes with its session; the words go as soon as they were taken.';
create index webhook_deliveries_session_id on coach.webhook_deliveries (session_id);
create unique index webhook_deliveries_facts_once on coach.webhook_deliveries (session_id) where event = 'report.facts';
create index webhook_deliveries_due on coach.webhook_deliveries (available_at) where status = 'pending';
create index webhook_deliveries_failed on coach.webhook_deliveries (finished_at) where status = 'failed';
create index webhook_deliveries_site_id on coach.webhook_deliveries (site_id, created_at);
alter table coach.webhook_deliveries enable row level security;
revoke all on coach.webhook_deliveries from public, anon, authenticated, service_role;
grant select, insert on coach.webhook_deliveries to service_role;
grant update (payload, status, attempts, available_at, last_error, finished_at) on coach.webhook_deliveries
  to service_role;

create function coach.delivery_pause(p_attempts integer) returns interval
language sql immutable set search_path = '' as $$
  select (array['5 s', '5 min', '30 min', '2 h', '5 h', '10 h', '14 h', '20 h', '24 h'])[p_attempts]::interval
$$;
comment on function coach.delivery_pause(integer) is
  'How long to wait after so many attempts, as Standard Webhooks advises; null after the last, three days on.';

create function coach.queue_facts(p_session_id uuid) returns void
language sql set search_path = '' as $$
  insert into coach.webhook_deliveries (site_id, session_id, event, payload)
  select session.site_id, session.id, 'report.facts', jsonb_build_object(
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
comment on function coach.queue_facts(uuid) is
  'Queues the facts of a report for its site, once, where learner and site want them and the site says where to.';

create function coach.queue_result(p_session_id uuid) returns void
language sql set search_path = '' as $$
  -- Each end of a report is told: what was not scored for want of words may be scored a day later.
  insert into coach.webhook_deliveries (site_id, session_id, event, payload)
  select session.site_id, session.id, 'session.completed', jsonb_build_object(
    'type', 'session.completed', 'timestamp', coach.to_iso(now()), 'data', coach.result_of(session.id)
  )
  from coach.sessions as session
  join coach.sites as site on site.id = session.site_id
  join coach.webhooks as webhook on webhook.site_id = site.id and webhook.url is not null
  where session.id = p_session_id and session.status = 'ended' and coach.has_results(site)
$$;
comment on function coach.queue_result(uuid) is
  'Queues a result that is final for its site, where the site wants results and says where to.';

create function public.claim_deliveries(p_batch integer, p_lease_seconds integer) returns jsonb
language sql set search_path = '' as $$
  with due as (
    select id from coach.webhook_deliveries
    where status = 'pending' and available_at <= now()
    order by available_at limit least(greatest(p_batch, 0), 100) for update skip locked
  ), claimed as (
    update coach.webhook_deliveries as delivery
    set attempts = delivery.attempts + 1, available_at = now() + make_interval(secs => p_lease_seconds)
    from due where delivery.id = due.id returning delivery.*
  )
  select jsonb_build_object('deliveries', coalesce(jsonb_agg(jsonb_build_object(
    'id', claimed.id, 'site_id', claimed.site_id, 'event', claimed.event, 'payload', claimed.payload,
    'attempts', claimed.attempts, 'url', webhook.url,
    'kids', array_remove(array[
      webhook.kid, case when webhook.earlier_until > now() then webhook.earlier_kid end
    ], null)
  ) order by claimed.created_at, claimed.id), '[]'))
  from claimed left join coach.webhooks as webhook on webhook.site_id = claimed.site_id
$$;
comment on function public.claim_deliveries(integer, integer) is
  'Leases events that are due to one caller, with where they go and which secrets sign them. Address null: the site takes none any more.';

create function public.settle_delivery(p_id uuid, p_done boolean, p_error text, p_retry boolean) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_delivery coach.webhook_deliveries;
  v_pause interval;
begin
  select * into v_delivery from coach.webhook_deliveries where id = p_id and status = 'pending' for update;
  if not found then
    return jsonb_build_object('outcome', 'delivery_unknown');
  end if;
  v_pause := case when p_retry and not p_done then coach.delivery_pause(v_delivery.attempts) end;
  update coach.webhook_deliveries set
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

create function public.set_webhook(
  p_site text, p_url text, p_rotate boolean, p_overlap_seconds integer, p_actor text
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_site_id uuid;
  v_webhook coach.webhooks;
  v_kid text := left(replace(gen_random_uuid()::text, '-', ''), 16);
begin
  select id into v_site_id from coach.sites where id = coach.site_of(p_site) for no key update;
  if not found then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  if p_url is not null and not coach.is_webhook_url(p_url) then
    return jsonb_build_object('outcome', 'url_invalid');
  end if;
  select * into v_webhook from coach.webhooks where site_id = v_site_id;
  if v_webhook.site_id is null then
    if p_url is null then
      return jsonb_build_object('outcome', 'webhook_unknown');
    end if;
    insert into coach.webhooks (site_id, url, kid) values (v_site_id, p_url, v_kid);
  else
    update coach.webhooks set
      url = case when p_rotate then coalesce(p_url, url) else p_url end,
      kid = case when p_rotate then v_kid else kid end,
      earlier_kid = case when p_rotate then v_webhook.kid else earlier_kid end,
      earlier_until = case when p_rotate
        then now() + make_interval(secs => greatest(p_overlap_seconds, 0)) else earlier_until end,
      updated_at = now()
    where site_id = v_site_id;
  end if;
  perform coach.audit('set_webhook', v_site_id::text, jsonb_build_object(
    'url', p_url, 'rotated', p_rotate, 'is_new', v_webhook.site_id is null
  ), p_actor);
  return (
    select jsonb_build_object(
      'outcome', 'updated', 'site_id', site_id, 'url', url, 'kid', kid,
      'is_new', v_webhook.site_id is null or p_rotate,
      'earlier_until', case when earlier_until > now() then coach.to_iso(earlier_until) end
    ) from coach.webhooks where site_id = v_site_id
  );
end
$$;
comment on function public.set_webhook(text, text, boolean, integer, text) is
  'Says where a site is told of events (null: nowhere), or gives it a new secret beside which the earlier one holds for a while.';

create function public.list_deliveries(p_site text, p_status text, p_limit integer) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_site_id uuid := coach.site_of(p_site);
begin
  if p_site is not null and v_site_id is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  return jsonb_build_object('outcome', 'ok', 'deliveries', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', id, 'site', site, 'session_id', session_id, 'event', event, 'status', status, 'attempts', attempts,
      'last_error', last_error, 'created_at', coach.to_iso(created_at),
      'next_at', case when status = 'pending' then coach.to_iso(available_at) end,
      'finished_at', coach.to_iso(finished_at)
    ) order by created_at desc, id), '[]')
    from (
      select delivery.*, site.name as site
      from coach.webhook_deliveries as delivery join coach.sites as site on site.id = delivery.site_id
      where (v_site_id is null or delivery.site_id = v_site_id)
        and (p_status is null or delivery.status = p_status)
      order by delivery.created_at desc, delivery.id limit least(greatest(p_limit, 1), 1000)
    ) as latest
  ));
end
$$;
comment on function public.list_deliveries(text, text, integer) is
  'Events for sites, the latest first, and how they fared; not what stands in them.';

create function public.retry_deliveries(p_site text, p_id uuid, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_site_id uuid := coach.site_of(p_site);
  v_retried integer;
begin
  if v_site_id is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  -- What waits for its time goes at once; what was given up begins anew.
  update coach.webhook_deliveries set
    status = 'pending', finished_at = null, available_at = now(),
    attempts = case when status = 'failed' then 0 else attempts end
  where site_id = v_site_id and status <> 'done' and (p_id is null or id = p_id)
    and (status = 'failed' or available_at > now() + interval '1 minute');
  get diagnostics v_retried = row_count;
  perform coach.audit('retry_deliveries', v_site_id::text, jsonb_build_object('id', p_id, 'retried', v_retried), p_actor);
  return jsonb_build_object('outcome', 'retried', 'retried', v_retried);
end
$$;
comment on function public.retry_deliveries(text, uuid, text) is
  'Tries events of a site again now that wait or were given up: one, or (null) all.';

select coach.expose(
  'coach.is_webhook_url(text)', 'coach.delivery_pause(integer)', 'coach.queue_facts(uuid)',
  'coach.queue_result(uuid)',
  'public.claim_deliveries(integer, integer)', 'public.settle_delivery(uuid, boolean, text, boolean)',
  'public.set_webhook(text, text, boolean, integer, text)', 'public.list_deliveries(text, text, integer)',
  'public.retry_deliveries(text, uuid, text)'
);
