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

create function coach.queue_facts(p_session_id uuid) returns void
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
comment on function coach.queue_facts(uuid) is
  'Queues the facts of a report for its site, once, where learner and site want them and the site says where to.';

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

select coach.expose(
  'coach.is_webhook_url(text)', 'coach.queue_facts(uuid)', 'coach.webhook_address(coach.deliveries)',
  'coach.queue_result_event(uuid)', 'public.set_webhook(text, text, boolean, integer, text)'
);
