-- What an operator sets and looks at. Every act is written down.

create function coach.assert_settings(p_site jsonb) returns void
language plpgsql immutable set search_path = '' as $$
declare
  v_unknown text;
begin
  select string_agg(key, ', ' order by key) into v_unknown from jsonb_object_keys(p_site) as key
  where key not in (
    'organization', 'name', 'embed_key', 'origins', 'status', 'voice', 'ephemeral', 'text_only', 'facts', 'results',
    'learner_token_mode', 'learner_token_jwks_url', 'practice_url', 'attempts_per_scenario', 'scenarios',
    'organization_month_seconds', 'site_day_seconds', 'learner_day_seconds', 'anonymous_day_seconds',
    'address_day_seconds', 'max_session_seconds', 'site_max_live', 'learner_max_live', 'address_max_live',
    'site_hour_starts', 'learner_hour_starts', 'address_hour_starts', 'session_cost_micros', 'day_cost_micros',
    'month_cost_micros', 'retention_days'
  );
  if v_unknown is not null then
    raise exception 'a site has no setting %', v_unknown using errcode = 'invalid_parameter_value';
  end if;
end
$$;
comment on function coach.assert_settings(jsonb) is
  'Refuses a misspelt setting, which would otherwise leave a limit at its default unseen.';

create function coach.save_organization(p_site jsonb) returns uuid
language plpgsql set search_path = '' as $$
declare
  v_id uuid;
begin
  insert into coach.organizations (name) values (p_site ->> 'organization') on conflict (name) do nothing;
  update coach.organizations set
    month_seconds = coalesce((p_site ->> 'organization_month_seconds')::integer, month_seconds),
    retention_days = coalesce((p_site ->> 'retention_days')::integer, retention_days),
    updated_at = now()
  where name = p_site ->> 'organization'
  returning id into strict v_id;
  return v_id;
end
$$;
comment on function coach.save_organization(jsonb) is 'Creates the organization of a site or changes its limits.';

create function coach.write_site(p_site jsonb, p_origins text[]) returns coach.sites
language sql set search_path = '' as $$
  -- A setting that is named as null is taken back; one that is not named stays.
  update coach.sites set
    name = coalesce(p_site ->> 'name', name),
    origins = case when p_site ? 'origins' then p_origins else origins end,
    status = coalesce(p_site ->> 'status', status),
    voice_enabled = case when p_site ? 'voice' then coalesce((p_site ->> 'voice')::boolean, true) else voice_enabled end,
    ephemeral_enabled = case when p_site ? 'ephemeral' then (p_site ->> 'ephemeral')::boolean else ephemeral_enabled end,
    text_only = case when p_site ? 'text_only' then coalesce((p_site ->> 'text_only')::boolean, false) else text_only end,
    facts_enabled = case when p_site ? 'facts' then (p_site ->> 'facts')::boolean else facts_enabled end,
    results_enabled = case when p_site ? 'results' then (p_site ->> 'results')::boolean else results_enabled end,
    practice_url = case when p_site ? 'practice_url' then p_site ->> 'practice_url' else practice_url end,
    attempts_per_scenario = case when p_site ? 'attempts_per_scenario'
      then (p_site ->> 'attempts_per_scenario')::integer else attempts_per_scenario end,
    scenario_ids = case
      when jsonb_typeof(p_site -> 'scenarios') = 'array'
      then array(select chosen from jsonb_array_elements_text(p_site -> 'scenarios') as chosen order by chosen)
      when p_site ? 'scenarios' then null
      else scenario_ids end,
    learner_token_mode = coalesce(p_site ->> 'learner_token_mode', learner_token_mode),
    learner_token_jwks_url = case when p_site ? 'learner_token_jwks_url'
      then p_site ->> 'learner_token_jwks_url' else learner_token_jwks_url end,
    day_seconds = coalesce((p_site ->> 'site_day_seconds')::integer, day_seconds),
    learner_day_seconds = coalesce((p_site ->> 'learner_day_seconds')::integer, learner_day_seconds),
    anonymous_day_seconds = case when p_site ? 'anonymous_day_seconds'
      then (p_site ->> 'anonymous_day_seconds')::integer else anonymous_day_seconds end,
    address_day_seconds = case when p_site ? 'address_day_seconds'
      then (p_site ->> 'address_day_seconds')::integer else address_day_seconds end,
    max_session_seconds = coalesce((p_site ->> 'max_session_seconds')::integer, max_session_seconds),
    max_live = coalesce((p_site ->> 'site_max_live')::integer, max_live),
    learner_max_live = coalesce((p_site ->> 'learner_max_live')::smallint, learner_max_live),
    address_max_live = case when p_site ? 'address_max_live'
      then (p_site ->> 'address_max_live')::integer else address_max_live end,
    site_hour_starts = case when p_site ? 'site_hour_starts'
      then (p_site ->> 'site_hour_starts')::integer else site_hour_starts end,
    learner_hour_starts = case when p_site ? 'learner_hour_starts'
      then (p_site ->> 'learner_hour_starts')::integer else learner_hour_starts end,
    address_hour_starts = case when p_site ? 'address_hour_starts'
      then (p_site ->> 'address_hour_starts')::integer else address_hour_starts end,
    session_cost_micros = case when p_site ? 'session_cost_micros'
      then (p_site ->> 'session_cost_micros')::bigint else session_cost_micros end,
    day_cost_micros = case when p_site ? 'day_cost_micros'
      then (p_site ->> 'day_cost_micros')::bigint else day_cost_micros end,
    month_cost_micros = case when p_site ? 'month_cost_micros'
      then (p_site ->> 'month_cost_micros')::bigint else month_cost_micros end,
    updated_at = now()
  where embed_key = p_site ->> 'embed_key'
  returning *
$$;
comment on function coach.write_site(jsonb, text[]) is 'Changes what is named of the site with that embed key.';

create function coach.describe_site(p_site coach.sites) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', p_site.id, 'name', p_site.name,
    'organization', (select name from coach.organizations where id = p_site.organization_id),
    'embed_key', p_site.embed_key, 'status', p_site.status, 'origins', p_site.origins,
    'created_at', coach.to_iso(p_site.created_at),
    'learner_tokens', jsonb_build_object(
      'mode', p_site.learner_token_mode, 'jwks_url', p_site.learner_token_jwks_url,
      'kids', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'kid', kid, 'created_at', coach.to_iso(created_at), 'expires_at', coach.to_iso(expires_at)
        ) order by created_at desc), '[]')
        from coach.token_keys where site_id = p_site.id and (expires_at is null or expires_at > now())
      )
    ),
    'limits', jsonb_build_object(
      'site_day_seconds', p_site.day_seconds, 'learner_day_seconds', p_site.learner_day_seconds,
      'anonymous_day_seconds', p_site.anonymous_day_seconds, 'address_day_seconds', p_site.address_day_seconds,
      'max_session_seconds', p_site.max_session_seconds, 'site_max_live', p_site.max_live,
      'learner_max_live', p_site.learner_max_live, 'address_max_live', p_site.address_max_live,
      'site_hour_starts', p_site.site_hour_starts, 'learner_hour_starts', p_site.learner_hour_starts,
      'address_hour_starts', p_site.address_hour_starts
    ),
    'costs', jsonb_build_object(
      'session_micros', coalesce(p_site.session_cost_micros, p_site.max_session_seconds * coach.second_cost()),
      'day_micros', coalesce(p_site.day_cost_micros, p_site.day_seconds * coach.second_cost()),
      'month_micros', p_site.month_cost_micros
    ),
    'features', jsonb_build_object(
      'voice', p_site.voice_enabled, 'ephemeral', p_site.ephemeral_enabled, 'text_only', p_site.text_only,
      'voice_in_effect', coach.has_voice(p_site)
    ),
    'retired_keys', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'embed_key', embed_key, 'expires_at', coach.to_iso(expires_at), 'is_valid', expires_at > now()
      ) order by expires_at desc), '[]')
      from coach.retired_keys where site_id = p_site.id
    )
  )
$$;
comment on function coach.describe_site(coach.sites) is
  'Everything that an operator set for a site; no secret is among it.';

create function coach.describe_offers(p_site coach.sites) returns jsonb
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
comment on function coach.describe_offers(coach.sites) is
  'What a site says of a practice besides its minutes, and where its facts and results go.';

create function public.save_organization(p_name text, p_settings jsonb, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_unknown text;
  v_is_new boolean := not exists (select from coach.organizations where name = p_name);
  v_id uuid;
begin
  select string_agg(key, ', ' order by key) into v_unknown from jsonb_object_keys(p_settings) as key
  where key not in ('month_seconds', 'retention_days');
  if v_unknown is not null then
    raise exception 'an organization has no setting %', v_unknown using errcode = 'invalid_parameter_value';
  end if;
  v_id := coach.save_organization(jsonb_strip_nulls(jsonb_build_object(
    'organization', p_name, 'organization_month_seconds', p_settings -> 'month_seconds',
    'retention_days', p_settings -> 'retention_days'
  )));
  perform coach.audit('save_organization', v_id::text, p_settings || jsonb_build_object('name', p_name), p_actor);
  return jsonb_build_object(
    'outcome', case when v_is_new then 'created' else 'updated' end, 'organization_id', v_id
  );
end
$$;
comment on function public.save_organization(text, jsonb, text) is
  'Creates an organization by its name or changes what is named of it.';

create function public.list_organizations() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('organizations', coalesce(jsonb_agg(jsonb_build_object(
    'id', organization.id, 'name', organization.name, 'month_seconds', organization.month_seconds,
    'retention_days', organization.retention_days, 'created_at', coach.to_iso(organization.created_at),
    'sites', (select count(*) from coach.sites where organization_id = organization.id),
    'used_this_month', coalesce((
      select used_seconds from coach.usage_windows
      where scope = 'organization_month' and subject_id = organization.id
        and starts_on = date_trunc('month', now() at time zone 'UTC')::date
    ), 0)
  ) order by organization.name), '[]'))
  from coach.organizations as organization
$$;
comment on function public.list_organizations() is 'Who pays, with allowance and use of this month.';

create function public.save_site(p_site jsonb, p_actor text default null) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_origins text[] := array(select jsonb_array_elements_text(p_site -> 'origins'));
  v_bad_origin text;
  v_site coach.sites;
  v_is_new boolean;
begin
  perform coach.assert_settings(p_site);
  select origin into v_bad_origin from unnest(v_origins) as origin
  where not coalesce(coach.is_origin(origin), false) limit 1;
  if found then
    return jsonb_build_object('outcome', 'origin_invalid', 'origin', coalesce(v_bad_origin, 'null'));
  end if;
  if exists (
    select from coach.sites as site join coach.organizations as organization on organization.id = site.organization_id
    where site.embed_key = p_site ->> 'embed_key' and organization.name <> p_site ->> 'organization'
  ) then
    return jsonb_build_object('outcome', 'organization_conflict');
  end if;
  -- A site that is not named anew keeps its name; one without a name has its organization's.
  if exists (
    select from coach.sites as site join coach.organizations as organization on organization.id = site.organization_id
    where organization.name = p_site ->> 'organization' and site.embed_key <> p_site ->> 'embed_key'
      and site.name = coalesce(p_site ->> 'name', (
        select name from coach.sites where embed_key = p_site ->> 'embed_key'
      ), p_site ->> 'organization')
  ) then
    return jsonb_build_object('outcome', 'name_taken');
  end if;
  if exists (select from coach.retired_keys where embed_key = p_site ->> 'embed_key') then
    return jsonb_build_object('outcome', 'key_conflict');
  end if;

  insert into coach.sites (organization_id, name, embed_key)
  values (coach.save_organization(p_site), coalesce(p_site ->> 'name', p_site ->> 'organization'), p_site ->> 'embed_key')
  on conflict (embed_key) do nothing;
  v_is_new := found;
  v_site := coach.write_site(p_site, v_origins);
  perform coach.audit('save_site', v_site.id::text, p_site, p_actor);
  return jsonb_build_object(
    'outcome', case when v_is_new then 'created' else 'updated' end,
    'site_id', v_site.id, 'organization_id', v_site.organization_id
  );
end
$$;
comment on function public.save_site(jsonb, text) is
  'Creates a site by its embed key or changes what is named of it. A lowered limit takes effect at the next start and breaks no running call.';

create function public.update_site(p_site text, p_changes jsonb, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_names jsonb;
begin
  select jsonb_build_object('embed_key', site.embed_key, 'organization', organization.name) into v_names
  from coach.sites as site join coach.organizations as organization on organization.id = site.organization_id
  where site.id = coach.site_of(p_site);
  if not found then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  return public.save_site(p_changes || v_names, p_actor);
end
$$;
comment on function public.update_site(text, jsonb, text) is
  'Changes a site that exists, named by embed key or id.';

create function public.list_sites(p_organization text default null, p_site text default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('sites', coalesce(jsonb_agg(
    coach.describe_site(site) || jsonb_build_object('offers', coach.describe_offers(site))
    order by organization.name, site.name
  ), '[]'))
  from coach.sites as site join coach.organizations as organization on organization.id = site.organization_id
  where (p_organization is null or organization.name = p_organization)
    and (p_site is null or site.id = coach.site_of(p_site))
$$;
comment on function public.list_sites(text, text) is 'All sites, those of an organization, or one.';

create function public.rotate_embed_key(p_site text, p_overlap_seconds integer, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_site coach.sites;
  v_key text := 'mk_' || replace(gen_random_uuid()::text, '-', '');
  v_until timestamptz := now() + make_interval(secs => greatest(p_overlap_seconds, 0));
begin
  select * into v_site from coach.sites where id = coach.site_of(p_site) for no key update;
  if not found then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  update coach.sites set embed_key = v_key, updated_at = now() where id = v_site.id;
  insert into coach.retired_keys (embed_key, site_id, expires_at) values (v_site.embed_key, v_site.id, v_until);
  perform coach.audit('rotate_embed_key', v_site.id::text, jsonb_build_object(
    'old_key', v_site.embed_key, 'new_key', v_key, 'old_key_until', coach.to_iso(v_until)
  ), p_actor);
  return jsonb_build_object(
    'outcome', 'rotated', 'site_id', v_site.id, 'embed_key', v_key,
    'old_key', v_site.embed_key, 'old_key_until', coach.to_iso(v_until)
  );
end
$$;
comment on function public.rotate_embed_key(text, integer, text) is
  'Gives a site a new embed key; the one before it admits its pages for so much longer.';

create function public.rotate_token_key(p_site text, p_overlap_seconds integer, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_site_id uuid;
  v_kid text := left(replace(gen_random_uuid()::text, '-', ''), 16);
  v_until timestamptz := now() + make_interval(secs => greatest(p_overlap_seconds, 0));
begin
  select id into v_site_id from coach.sites where id = coach.site_of(p_site) for no key update;
  if not found then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  update coach.token_keys set expires_at = v_until
  where site_id = v_site_id and (expires_at is null or expires_at > v_until);
  insert into coach.token_keys (kid, site_id) values (v_kid, v_site_id);
  perform coach.audit('rotate_token_key', v_site_id::text, jsonb_build_object(
    'kid', v_kid, 'earlier_until', coach.to_iso(v_until)
  ), p_actor);
  return jsonb_build_object(
    'outcome', 'rotated', 'site_id', v_site_id, 'kid', v_kid, 'earlier_until', coach.to_iso(v_until)
  );
end
$$;
comment on function public.rotate_token_key(text, integer, text) is
  'Names a new secret for a site''s learner tokens; earlier ones hold for so much longer.';

create function public.set_feature(p_name text, p_enabled boolean, p_site text, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
begin
  if p_name is null or p_name <> all (coach.feature_names()) then
    return jsonb_build_object('outcome', 'feature_unknown');
  end if;
  if p_site is not null then
    return public.update_site(p_site, jsonb_build_object(p_name, p_enabled), p_actor);
  end if;
  if p_enabled is null then
    delete from coach.features where name = p_name;
  else
    insert into coach.features (name, enabled) values (p_name, p_enabled)
    on conflict (name) do update set enabled = excluded.enabled, updated_at = now();
  end if;
  perform coach.audit('set_feature', p_name, jsonb_build_object('enabled', p_enabled), p_actor);
  return jsonb_build_object('outcome', 'updated');
end
$$;
comment on function public.set_feature(text, boolean, text, text) is
  'Switches a feature on, off or (null) back to its default: for one site, or for everybody where p_site is null.';

create function public.list_features() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('features', jsonb_agg(jsonb_build_object(
    'name', known.name, 'enabled', feature.enabled, 'updated_at', coach.to_iso(feature.updated_at)
  ) order by known.name))
  from unnest(coach.feature_names()) as known (name)
  left join coach.features as feature on feature.name = known.name
$$;
comment on function public.list_features() is 'The switches for everybody; null where none is set.';

create function public.describe_session(p_session_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce((
    select jsonb_build_object(
      'outcome', 'found', 'id', session.id, 'site', site.name, 'embed_key', site.embed_key,
      'learner_id', session.learner_id, 'status', session.status, 'end_reason', session.end_reason,
      'handshake', session.handshake, 'started_at', coach.to_iso(session.created_at),
      'attached_at', coach.to_iso(session.attached_at), 'ended_at', coach.to_iso(session.ended_at),
      'used_seconds', session.used_seconds, 'limit_seconds', session.limit_seconds,
      'scenario', (
        select jsonb_build_object('id', scenario_id, 'version', content_hash)
        from coach.scenario_versions where id = session.scenario_version_id
      ),
      'turns', (select count(*) from coach.turns where session_id = session.id),
      'evidence', coach.evidence_of(session.id),
      'report', (
        select jsonb_build_object('status', status, 'reason', reason, 'total', report -> 'total')
        from coach.reports where session_id = session.id
      ),
      'stars', (select stars from coach.ratings where session_id = session.id),
      'line', coach.line_quality_of(session.id),
      'events', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'kind', kind, 'detail', detail, 'at', coach.to_iso(created_at)
        ) order by id), '[]')
        from coach.session_events where session_id = session.id
      )
    )
    from coach.sessions as session join coach.sites as site on site.id = session.site_id
    where session.id = p_session_id
  ), jsonb_build_object('outcome', 'session_unknown'))
$$;
comment on function public.describe_session(uuid) is
  'What happened to a session, for whoever operates the service: no word that was spoken, and no name.';

create function public.list_audit_events(p_limit integer, p_before_id bigint default null, p_subject text default null)
returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('events', coalesce(jsonb_agg(jsonb_build_object(
    'id', id, 'at', coach.to_iso(created_at), 'actor', actor, 'action', action, 'subject', subject, 'detail', detail
  ) order by id desc), '[]'))
  from (
    select * from coach.audit_events
    where (p_before_id is null or id < p_before_id)
      and (p_subject is null or subject = any(array[p_subject, coach.site_of(p_subject)::text]))
    order by id desc limit least(greatest(p_limit, 1), 1000)
  ) as latest
$$;
comment on function public.list_audit_events(integer, bigint, text) is
  'Acts of administration, the latest first; of one subject (a site also by its embed key), or before an id.';

select coach.expose(
  'coach.assert_settings(jsonb)', 'coach.save_organization(jsonb)', 'coach.write_site(jsonb, text[])',
  'coach.describe_site(coach.sites)', 'coach.describe_offers(coach.sites)',
  'public.save_organization(text, jsonb, text)', 'public.list_organizations()', 'public.save_site(jsonb, text)',
  'public.update_site(text, jsonb, text)', 'public.list_sites(text, text)',
  'public.rotate_embed_key(text, integer, text)', 'public.rotate_token_key(text, integer, text)',
  'public.set_feature(text, boolean, text, text)', 'public.list_features()', 'public.describe_session(uuid)',
  'public.list_audit_events(integer, bigint, text)'
);
