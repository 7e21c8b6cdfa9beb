-- A scenario belongs to everybody or to one organization, a site offers what it chose, and what is not wanted any more
-- can be renamed, unpublished and removed.
alter table coach.sites add column scenario_ids text[] check (cardinality(scenario_ids) <= 500);
comment on column coach.sites.scenario_ids is
  'What of the scenarios that it may use a site offers; null: all of them.';
grant update (scenario_ids) on coach.sites to service_role;
grant update (name) on coach.organizations to service_role;

-- Of sites that share a name, all but the oldest are told apart by their key.
update coach.sites as site set name = left(site.name, 120) || ' ' || site.embed_key
where exists (
  select from coach.sites as older
  where older.organization_id = site.organization_id and older.name = site.name
    and (older.created_at, older.id) < (site.created_at, site.id)
);
drop index coach.sites_organization_id;
create unique index sites_one_name_each_organization on coach.sites (organization_id, name);

alter table coach.scenarios add column organization_id uuid references coach.organizations;
comment on column coach.scenarios.current_version_id is 'Null: not published any more.';
comment on column coach.scenarios.organization_id is 'Whose sites may use it; null: everybody''s.';
create index scenarios_organization_id on coach.scenarios (organization_id);
grant update (organization_id) on coach.scenarios to service_role;

create function coach.may_use(p_site coach.sites, p_scenario coach.scenarios) returns boolean
language sql immutable set search_path = '' as $$
  select coalesce(p_scenario.organization_id = p_site.organization_id, true)
    and coalesce(p_scenario.id = any(p_site.scenario_ids), true)
$$;
comment on function coach.may_use(coach.sites, coach.scenarios) is
  'Whether a scenario is everybody''s or of the site''s organization, and among those that the site chose, if it chose any.';
select coach.expose('coach.may_use(coach.sites, coach.scenarios)');

create or replace function coach.admit(p_embed_key text, p_origin text, p_scenario text)
returns table (refused text, site_id uuid, version_id bigint)
language sql stable set search_path = '' as $$
  select
    case
      when site.id is null then 'site_unknown'
      when p_origin is null or p_origin <> all (site.origins) then 'origin_forbidden'
      when site.status <> 'active' then 'site_paused'
      when scenario.current_version_id is null or not coach.may_use(site, scenario) then 'scenario_unknown'
    end,
    site.id, scenario.current_version_id
  from (select coalesce(
    (select id from coach.sites where embed_key = p_embed_key),
    (select retired.site_id from coach.retired_keys as retired
     where retired.embed_key = p_embed_key and retired.expires_at > now())
  ) as id) as named
  left join coach.sites as site on site.id = named.id
  left join coach.scenarios as scenario on scenario.id = p_scenario
$$;

create or replace function public.publish_scenario(p_scenario jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_scenario coach.scenarios;
  v_version_id bigint;
  v_hash text := p_scenario ->> 'content_hash';
  v_owner uuid;
begin
  if p_scenario ->> 'organization' is not null then
    select id into v_owner from coach.organizations where name = p_scenario ->> 'organization';
    if not found then
      return jsonb_build_object('outcome', 'organization_unknown', 'version', v_hash);
    end if;
  end if;
  insert into coach.scenarios (id) values (p_scenario ->> 'id') on conflict (id) do nothing;
  select * into strict v_scenario from coach.scenarios where id = p_scenario ->> 'id' for update;
  insert into coach.scenario_versions (
    scenario_id, content_hash, title, language, difficulty, duration_seconds, public_part, private_part
  )
  values (
    v_scenario.id, v_hash, p_scenario ->> 'title', p_scenario ->> 'language', p_scenario ->> 'difficulty',
    (p_scenario ->> 'duration_seconds')::integer, p_scenario -> 'public', p_scenario -> 'private'
  )
  on conflict (scenario_id, content_hash) do nothing;
  select id into strict v_version_id from coach.scenario_versions
  where scenario_id = v_scenario.id and content_hash = v_hash;
  v_owner := case when p_scenario ? 'organization' then v_owner else v_scenario.organization_id end;
  if v_scenario.current_version_id = v_version_id and v_scenario.organization_id is not distinct from v_owner then
    return jsonb_build_object('outcome', 'unchanged', 'version', v_hash);
  end if;
  update coach.scenarios set current_version_id = v_version_id, organization_id = v_owner where id = v_scenario.id;
  insert into coach.audit_events (action, subject, detail)
  values ('publish_scenario', v_scenario.id, jsonb_build_object('version', v_hash));
  return jsonb_build_object('outcome', 'published', 'version', v_hash);
end
$$;
comment on function public.publish_scenario(jsonb) is
  'Makes a version current, adding it where its hash is new. Running sessions keep theirs. Whose it is stays, unless an organization is named, or null for everybody.';

create or replace function public.list_scenarios(p_embed_key text, p_origin text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_entry record;
begin
  select * into v_entry from coach.admit(p_embed_key, p_origin, null);
  -- A scenario that does not exist is none of the caller's questions here.
  if v_entry.refused <> 'scenario_unknown' then
    return jsonb_build_object('outcome', v_entry.refused);
  end if;
  return jsonb_build_object('outcome', 'ok', 'scenarios', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', version.scenario_id, 'title', version.title, 'language', version.language,
      'difficulty', version.difficulty, 'duration_seconds', version.duration_seconds,
      'tags', coalesce(version.public_part -> 'tags', '[]'), 'persona', version.public_part -> 'persona'
    ) order by version.language, version.title, version.scenario_id), '[]')
    from coach.scenarios as scenario
    join coach.scenario_versions as version on version.id = scenario.current_version_id
    join coach.sites as site on site.id = v_entry.site_id
    where coach.may_use(site, scenario)
  ));
end
$$;

create or replace function public.find_token_keys(p_embed_key text, p_origin text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_site coach.sites;
begin
  select * into v_site from coach.sites where id = coach.site_of(p_embed_key) and id::text <> lower(p_embed_key);
  if not found then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  if p_origin is null or p_origin <> all (v_site.origins) then
    return jsonb_build_object('outcome', 'origin_forbidden');
  end if;
  if v_site.status <> 'active' then
    return jsonb_build_object('outcome', 'site_paused');
  end if;
  return jsonb_build_object(
    'outcome', 'ok', 'site_id', v_site.id, 'mode', v_site.learner_token_mode,
    'jwks_url', v_site.learner_token_jwks_url,
    'issuers', (
      select jsonb_agg(embed_key) from (
        select v_site.embed_key union all
        select embed_key from coach.retired_keys where site_id = v_site.id and expires_at > now()
      ) as valid
    ),
    'kids', (
      select coalesce(jsonb_agg(kid order by created_at desc), '[]') from coach.token_keys
      where site_id = v_site.id and (expires_at is null or expires_at > now())
    )
  );
end
$$;

create or replace function coach.assert_settings(p_site jsonb) returns void
language plpgsql immutable set search_path = '' as $$
declare
  v_unknown text;
begin
  select string_agg(key, ', ' order by key) into v_unknown from jsonb_object_keys(p_site) as key
  where key not in (
    'organization', 'name', 'embed_key', 'origins', 'status', 'voice', 'ephemeral', 'text_only', 'facts',
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

create or replace function coach.write_site(p_site jsonb, p_origins text[]) returns coach.sites
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

create or replace function coach.describe_offers(p_site coach.sites) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'attempts_per_scenario', p_site.attempts_per_scenario, 'scenarios', p_site.scenario_ids,
    'practice_url', p_site.practice_url,
    'facts', p_site.facts_enabled, 'facts_in_effect', coach.has_facts(p_site),
    'webhook', (
      select jsonb_build_object(
        'url', url, 'kid', kid,
        'earlier_until', case when earlier_until > now() then coach.to_iso(earlier_until) end,
        'pending', (select count(*) from coach.webhook_deliveries where site_id = p_site.id and status = 'pending'),
        'failed', (select count(*) from coach.webhook_deliveries where site_id = p_site.id and status = 'failed')
      )
      from coach.webhooks where site_id = p_site.id
    )
  )
$$;

create or replace function public.save_site(p_site jsonb, p_actor text default null) returns jsonb
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

create function public.rename_organization(p_name text, p_new_name text, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_id uuid;
begin
  if exists (select from coach.organizations where name = p_new_name) then
    return jsonb_build_object('outcome', 'name_taken');
  end if;
  update coach.organizations set name = p_new_name, updated_at = now() where name = p_name returning id into v_id;
  if not found then
    return jsonb_build_object('outcome', 'organization_unknown');
  end if;
  perform coach.audit(
    'rename_organization', v_id::text, jsonb_build_object('from', p_name, 'to', p_new_name), p_actor
  );
  return jsonb_build_object('outcome', 'renamed');
end
$$;
comment on function public.rename_organization(text, text, text) is 'Gives an organization another name that is free.';

create function coach.erase_organization(p_organization_id uuid) returns void
language sql security definer set search_path = '' as $$
  delete from coach.usage_windows where scope = 'organization_month' and subject_id = p_organization_id;
  delete from coach.organizations where id = p_organization_id
$$;
comment on function coach.erase_organization(uuid) is
  'Removes an organization that has neither site nor scenario. Runs as its owner, so that no API role may delete rows by itself.';

create function public.delete_organization(p_name text, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_id uuid;
begin
  select id into v_id from coach.organizations where name = p_name for update;
  if not found then
    return jsonb_build_object('outcome', 'organization_unknown');
  end if;
  if exists (select from coach.sites where organization_id = v_id)
    or exists (select from coach.scenarios where organization_id = v_id)
  then
    return jsonb_build_object('outcome', 'in_use');
  end if;
  perform coach.erase_organization(v_id);
  perform coach.audit('delete_organization', v_id::text, jsonb_build_object('name', p_name), p_actor);
  return jsonb_build_object('outcome', 'deleted');
end
$$;
comment on function public.delete_organization(text, text) is
  'Removes an organization that has neither site nor scenario any more.';

create function coach.erase_site(p_site_id uuid) returns void
language sql security definer set search_path = '' as $$
  delete from coach.webhook_deliveries where site_id = p_site_id;
  delete from coach.webhooks where site_id = p_site_id;
  delete from coach.used_tokens where site_id = p_site_id;
  delete from coach.token_keys where site_id = p_site_id;
  delete from coach.retired_keys where site_id = p_site_id;
  delete from coach.kept_costs where site_id = p_site_id;
  delete from coach.site_costs where site_id = p_site_id;
  delete from coach.usage_windows where scope in ('site_day', 'site_concurrency') and subject_id = p_site_id;
  delete from coach.sites where id = p_site_id
$$;
comment on function coach.erase_site(uuid) is
  'Removes a site without sessions and learners. Runs as its owner, so that no API role may delete rows by itself.';

create function public.delete_site(p_site text, p_batch integer, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_site coach.sites;
  v_batch integer := least(greatest(p_batch, 1), 1000);
  v_sessions uuid[];
  v_learner_id uuid;
begin
  -- Keeps new sessions away: each of them refers to this row.
  select * into v_site from coach.sites where id = coach.site_of(p_site) for update;
  if not found then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  if v_site.status = 'active' then
    return jsonb_build_object('outcome', 'site_active');
  end if;
  if exists (select from coach.sessions where site_id = v_site.id and lapses_at is not null) then
    return jsonb_build_object('outcome', 'site_busy');
  end if;
  v_sessions := array(select id from coach.sessions where site_id = v_site.id limit v_batch);
  perform coach.erase_sessions(v_sessions);
  if cardinality(v_sessions) = v_batch then
    return jsonb_build_object('outcome', 'erasing', 'sessions', v_batch);
  end if;
  for v_learner_id in select id from coach.learners where site_id = v_site.id limit v_batch loop
    perform coach.erase_learner(v_learner_id);
  end loop;
  if exists (select from coach.learners where site_id = v_site.id) then
    return jsonb_build_object('outcome', 'erasing', 'sessions', cardinality(v_sessions));
  end if;
  perform coach.erase_site(v_site.id);
  perform coach.audit(
    'delete_site', v_site.id::text, jsonb_build_object('name', v_site.name, 'embed_key', v_site.embed_key), p_actor
  );
  return jsonb_build_object('outcome', 'deleted', 'sessions', cardinality(v_sessions));
end
$$;
comment on function public.delete_site(text, integer, text) is
  'Removes a paused site with all that is personal, a bounded number of sessions at a time; `erasing` asks for another call.';

create function public.list_published(p_organization text default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('scenarios', coalesce(jsonb_agg(jsonb_build_object(
    'id', scenario.id, 'title', version.title, 'language', version.language, 'version', version.content_hash,
    'published_at', coach.to_iso(version.published_at), 'organization', organization.name,
    'is_published', scenario.current_version_id is not null
  ) order by scenario.id), '[]'))
  from coach.scenarios as scenario
  left join coach.organizations as organization on organization.id = scenario.organization_id
  left join lateral (
    select * from coach.scenario_versions as any_version where any_version.scenario_id = scenario.id
    order by any_version.id = scenario.current_version_id desc nulls last, any_version.id desc limit 1
  ) as version on true
  where p_organization is null or organization.name = p_organization
$$;
comment on function public.list_published(text) is
  'Every scenario that is or was published, whose it is, and its current version or else its last.';

create function public.unpublish_scenario(p_id text, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
begin
  update coach.scenarios set current_version_id = null where id = p_id and current_version_id is not null;
  if not found then
    return jsonb_build_object('outcome', 'scenario_unknown');
  end if;
  perform coach.audit('unpublish_scenario', p_id, '{}', p_actor);
  return jsonb_build_object('outcome', 'unpublished');
end
$$;
comment on function public.unpublish_scenario(text, text) is
  'Nobody starts a scenario any more. What runs goes on, and reports stay: its versions are kept.';

create function public.give_scenario(p_id text, p_organization text, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_owner uuid;
begin
  if p_organization is not null then
    select id into v_owner from coach.organizations where name = p_organization;
    if not found then
      return jsonb_build_object('outcome', 'organization_unknown');
    end if;
  end if;
  update coach.scenarios set organization_id = v_owner where id = p_id;
  if not found then
    return jsonb_build_object('outcome', 'scenario_unknown');
  end if;
  perform coach.audit('give_scenario', p_id, jsonb_build_object('organization', p_organization), p_actor);
  return jsonb_build_object('outcome', 'given');
end
$$;
comment on function public.give_scenario(text, text, text) is
  'Says whose sites may use a scenario: those of one organization, or (null) everybody''s.';

select coach.expose(
  'public.rename_organization(text, text, text)', 'coach.erase_organization(uuid)',
  'public.delete_organization(text, text)', 'coach.erase_site(uuid)', 'public.delete_site(text, integer, text)',
  'public.list_published(text)', 'public.unpublish_scenario(text, text)', 'public.give_scenario(text, text, text)'
);
