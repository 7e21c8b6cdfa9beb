-- Results also go to a site's learning record store (xAPI).

create table coach.record_stores (
  site_id uuid primary key references coach.sites on delete cascade,
  endpoint text not null check (coach.is_webhook_url(endpoint) and endpoint ~ '^[^?]*/$'),
  home_page text not null check (char_length(home_page) <= 500 and home_page ~ '^https?://[^[:space:]]+$'),
  activity_base text not null check (char_length(activity_base) <= 500 and activity_base ~ '^https?://[^[:space:]]+[^/[:space:]]$'),
  sealed_credentials text not null check (char_length(sealed_credentials) between 1 and 4096),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table coach.record_stores is
  'Where a site keeps learning records. Key and secret are sealed with a key that is derived from a setting of the functions: a copy of the database opens none.';
comment on column coach.record_stores.home_page is 'The system whose account names the subjects of learner tokens are.';
comment on column coach.record_stores.activity_base is 'What the addresses of practices begin with, so that they stay the same.';
alter table coach.record_stores enable row level security;
revoke all on coach.record_stores from public, anon, authenticated, service_role;
grant select, insert on coach.record_stores to service_role;
grant update (endpoint, home_page, activity_base, sealed_credentials, updated_at) on coach.record_stores to service_role;

create table coach.stated_scores (
  session_id uuid primary key references coach.sessions on delete cascade,
  delivery_id uuid not null,
  score jsonb not null check (jsonb_typeof(score) = 'object')
);
comment on table coach.stated_scores is
  'Which delivery states the score of a session now, and what it says: another score takes those statements back.';
alter table coach.stated_scores enable row level security;
revoke all on coach.stated_scores from public, anon, authenticated, service_role;
grant select, insert on coach.stated_scores to service_role;
grant update (delivery_id, score) on coach.stated_scores to service_role;

create unique index deliveries_started_once on coach.deliveries (session_id) where event = 'practice.started';

create function coach.restate_score(p_session_id uuid, p_score jsonb, p_payload jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_told coach.stated_scores;
  v_delivery_id uuid := gen_random_uuid();
begin
  select * into v_told from coach.stated_scores where session_id = p_session_id for update;
  if v_told.score = p_score then
    return;
  end if;
  -- What nobody was told yet need not be taken back.
  update coach.deliveries set payload = p_payload || case
    when payload ? 'was' then jsonb_build_object('was', payload -> 'was') else '{}' end
  where id = v_told.delivery_id and status = 'pending' and attempts = 0;
  if found then
    update coach.stated_scores set score = p_score where session_id = p_session_id;
    return;
  end if;
  insert into coach.deliveries (id, channel, site_id, session_id, lane, event, payload)
  select v_delivery_id, 'lrs', site_id, id, id, 'practice.corrected', p_payload || jsonb_build_object(
    'was', jsonb_build_object('deliveryId', v_told.delivery_id, 'score', v_told.score)
  )
  from coach.sessions where id = p_session_id;
  update coach.stated_scores set delivery_id = v_delivery_id, score = p_score where session_id = p_session_id;
end
$$;
comment on function coach.restate_score(uuid, jsonb, jsonb) is
  'Queues that a stated score is taken back and another one stated, once; nothing where it is the same.';

create function coach.queue_statements(p_session_id uuid) returns void
language plpgsql set search_path = '' as $$
declare
  v_result jsonb;
  v_payload jsonb;
  v_score jsonb;
  v_delivery_id uuid := gen_random_uuid();
begin
  -- Read once, and kept with what is queued: a statement that is sent again must be the same.
  select coach.result_of(session.id), jsonb_build_object(
    'homePage', store.home_page, 'activityBase', store.activity_base,
    'endedAt', coach.to_iso(session.ended_at), 'at', coach.to_iso(now())
  ) into v_result, v_payload
  from coach.sessions as session join coach.record_stores as store on store.site_id = session.site_id
  where session.id = p_session_id and session.status = 'ended';
  -- A statement is about somebody, and names nobody whom learner and site do not let be named.
  if v_result ->> 'sub' is null then
    return;
  end if;
  v_payload := v_payload || jsonb_build_object('result', v_result);
  insert into coach.deliveries (channel, site_id, session_id, event, payload)
  select 'lrs', site_id, id, 'practice.started', v_payload from coach.sessions where id = p_session_id
  on conflict (session_id) where event = 'practice.started' do nothing;
  v_score := case when v_result ->> 'status' = 'ready' then jsonb_build_object(
    'total', v_result -> 'total', 'passMark', v_result -> 'passMark', 'passed', v_result -> 'passed',
    'criteria', v_result -> 'criteria', 'objectives', v_result -> 'objectives'
  ) else '{}' end;
  insert into coach.stated_scores (session_id, delivery_id, score)
  select p_session_id, v_delivery_id, v_score where v_score <> '{}'
  on conflict (session_id) do nothing;
  if found then
    insert into coach.deliveries (id, channel, site_id, session_id, lane, event, payload)
    select v_delivery_id, 'lrs', site_id, id, id, 'practice.scored', v_payload
    from coach.sessions where id = p_session_id;
  elsif exists (select from coach.stated_scores where session_id = p_session_id) then
    perform coach.restate_score(p_session_id, v_score, v_payload);
  end if;
end
$$;
comment on function coach.queue_statements(uuid) is
  'Queues what a site''s record store is told of a session: that it was, once; its score, once; and where the score changed since, that instead.';

create function coach.record_store_address(p_delivery coach.deliveries) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'endpoint', store.endpoint, 'sealed_credentials', store.sealed_credentials,
    'is_superseded', p_delivery.event <> 'practice.started' and not exists (
      select from coach.stated_scores where session_id = p_delivery.session_id and delivery_id = p_delivery.id
    )
  )
  from (values (p_delivery.site_id)) as owner (site_id)
  left join coach.record_stores as store on store.site_id = owner.site_id
$$;
comment on function coach.record_store_address(coach.deliveries) is
  'Where statements go, and whether their score was replaced while they waited. Address null: the site keeps no records any more.';

create type coach.record_store_settings as (
  endpoint text, home_page text, activity_base text, sealed_credentials text
);
revoke all on type coach.record_store_settings from public, anon, authenticated;
grant usage on type coach.record_store_settings to service_role;

create function public.set_record_store(p_site text, p_store jsonb, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_site_id uuid;
  v_store coach.record_store_settings := jsonb_populate_record(null::coach.record_store_settings, p_store);
begin
  select id into v_site_id from coach.sites where id = coach.site_of(p_site) for no key update;
  if not found then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  if coach.is_webhook_url(v_store.endpoint) is not true or v_store.endpoint !~ '^[^?]*/$' then
    return jsonb_build_object('outcome', 'url_invalid');
  end if;
  insert into coach.record_stores as kept (site_id, endpoint, home_page, activity_base, sealed_credentials)
  values (v_site_id, v_store.endpoint, v_store.home_page, v_store.activity_base, v_store.sealed_credentials)
  on conflict (site_id) do update set
    endpoint = excluded.endpoint, home_page = excluded.home_page, activity_base = excluded.activity_base,
    sealed_credentials = excluded.sealed_credentials, updated_at = now();
  perform coach.audit('set_record_store', v_site_id::text, jsonb_build_object(
    'endpoint', v_store.endpoint, 'home_page', v_store.home_page
  ), p_actor);
  return jsonb_build_object('outcome', 'updated');
end
$$;
comment on function public.set_record_store(text, jsonb, text) is
  'Says where a site keeps learning records, and with which sealed credentials.';

create function public.find_record_store(p_site text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_site_id uuid := coach.site_of(p_site);
begin
  if v_site_id is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  return coalesce((
    select jsonb_build_object(
      'outcome', 'ok', 'site_id', store.site_id, 'endpoint', store.endpoint, 'home_page', store.home_page,
      'activity_base', store.activity_base, 'sealed_credentials', store.sealed_credentials,
      'updated_at', coach.to_iso(store.updated_at),
      'has_results', coach.has_results(site), 'token_mode', site.learner_token_mode,
      'pending', (
        select count(*) from coach.deliveries where site_id = v_site_id and channel = 'lrs' and status = 'pending'
      ),
      'failed', (
        select count(*) from coach.deliveries where site_id = v_site_id and channel = 'lrs' and status = 'failed'
      ),
      'last_error', (
        select last_error from coach.deliveries
        where site_id = v_site_id and channel = 'lrs' and last_error is not null
        order by number desc limit 1
      )
    )
    from coach.record_stores as store join coach.sites as site on site.id = store.site_id
    where store.site_id = v_site_id
  ), jsonb_build_object('outcome', 'store_unknown'));
end
$$;
comment on function public.find_record_store(text) is
  'Where a site keeps learning records, how what goes there fares, and whether there is anything to tell.';

create function coach.erase_record_store(p_site_id uuid) returns void
language sql security definer set search_path = '' as $$
  delete from coach.record_stores where site_id = p_site_id
$$;
comment on function coach.erase_record_store(uuid) is
  'Forgets where a site keeps learning records. Runs as its owner, so that no API role may delete rows by itself.';

create function public.remove_record_store(p_site text, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_site_id uuid := coach.site_of(p_site);
begin
  if v_site_id is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  if not exists (select from coach.record_stores where site_id = v_site_id) then
    return jsonb_build_object('outcome', 'store_unknown');
  end if;
  perform coach.erase_record_store(v_site_id);
  perform coach.audit('remove_record_store', v_site_id::text, '{}', p_actor);
  return jsonb_build_object('outcome', 'removed');
end
$$;
comment on function public.remove_record_store(text, text) is
  'Tells a site''s record store nothing any more; what waits is given up. What stands there is the site''s.';

create function public.postpone_delivery(p_id uuid, p_seconds integer) returns jsonb
language plpgsql set search_path = '' as $$
begin
  update coach.deliveries
  set available_at = greatest(available_at, now() + make_interval(secs => least(greatest(p_seconds, 0), 86400)))
  where id = p_id and status = 'pending';
  return jsonb_build_object('outcome', 'postponed');
end
$$;
comment on function public.postpone_delivery(uuid, integer) is
  'Lets a delivery that goes again wait so long at least, as its receiver asked: a day at most.';

select coach.expose(
  'coach.restate_score(uuid, jsonb, jsonb)', 'coach.queue_statements(uuid)',
  'coach.record_store_address(coach.deliveries)', 'public.set_record_store(text, jsonb, text)',
  'public.find_record_store(text)', 'coach.erase_record_store(uuid)', 'public.remove_record_store(text, text)',
  'public.postpone_delivery(uuid, integer)'
);

create or replace function coach.delivery_address(p_delivery coach.deliveries) returns jsonb
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

create or replace function coach.queue_result(p_session_id uuid) returns void
language plpgsql set search_path = '' as $$
begin
  perform coach.queue_result_event(p_session_id);
  perform coach.queue_score(p_session_id);
  perform coach.queue_statements(p_session_id);
end
$$;
