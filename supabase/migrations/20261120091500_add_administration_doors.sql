create function public.publish_scenario(p_scenario jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_scenario coach.scenarios;
  v_version_id bigint;
  v_hash text := p_scenario ->> 'content_hash';
begin
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
  if v_scenario.current_version_id = v_version_id then
    return jsonb_build_object('outcome', 'unchanged', 'version', v_hash);
  end if;
  update coach.scenarios set current_version_id = v_version_id where id = v_scenario.id;
  insert into coach.audit_events (action, subject, detail)
  values ('publish_scenario', v_scenario.id, jsonb_build_object('version', v_hash));
  return jsonb_build_object('outcome', 'published', 'version', v_hash);
end
$$;
comment on function public.publish_scenario(jsonb) is
  'Makes a version current, adding it where its hash is new. Running sessions keep theirs.';

create function coach.assert_settings(p_site jsonb) returns void
language plpgsql immutable set search_path = '' as $$
declare
  v_unknown text;
begin
  select string_agg(key, ', ' order by key) into v_unknown from jsonb_object_keys(p_site) as key
  where key not in (
    'organization', 'name', 'embed_key', 'origins', 'status', 'voice', 'learner_token_mode',
    'organization_month_seconds', 'site_day_seconds', 'learner_day_seconds', 'max_session_seconds',
    'site_max_live', 'learner_max_live', 'retention_days'
  );
  if v_unknown is not null then
    raise exception 'a site has no setting %', v_unknown using errcode = 'invalid_parameter_value';
  end if;
end
$$;
comment on function coach.assert_settings(jsonb) is 'Refuses a misspelt setting, which would otherwise leave a limit at its default unseen.';

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

create function public.save_site(p_site jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_origins text[] := array(select jsonb_array_elements_text(p_site -> 'origins'));
  v_bad_origin text;
  v_organization_id uuid;
  v_site coach.sites;
  v_is_new boolean;
begin
  perform coach.assert_settings(p_site);
  select origin into v_bad_origin from unnest(v_origins) as origin
  where not coalesce(coach.is_origin(origin), false) limit 1;
  if found then
    return jsonb_build_object('outcome', 'origin_invalid', 'origin', coalesce(v_bad_origin, 'null'));
  end if;
  select organization.id into v_organization_id
  from coach.sites as site join coach.organizations as organization on organization.id = site.organization_id
  where site.embed_key = p_site ->> 'embed_key' and organization.name <> p_site ->> 'organization';
  if found then
    return jsonb_build_object('outcome', 'organization_conflict');
  end if;

  v_organization_id := coach.save_organization(p_site);
  insert into coach.sites (organization_id, name, embed_key)
  values (v_organization_id, p_site ->> 'name', p_site ->> 'embed_key') on conflict (embed_key) do nothing;
  v_is_new := found;
  update coach.sites set
    name = coalesce(p_site ->> 'name', name),
    origins = case when p_site ? 'origins' then v_origins else origins end,
    status = coalesce(p_site ->> 'status', status),
    voice_enabled = coalesce((p_site ->> 'voice')::boolean, voice_enabled),
    learner_token_mode = coalesce(p_site ->> 'learner_token_mode', learner_token_mode),
    day_seconds = coalesce((p_site ->> 'site_day_seconds')::integer, day_seconds),
    learner_day_seconds = coalesce((p_site ->> 'learner_day_seconds')::integer, learner_day_seconds),
    max_session_seconds = coalesce((p_site ->> 'max_session_seconds')::integer, max_session_seconds),
    max_live = coalesce((p_site ->> 'site_max_live')::integer, max_live),
    learner_max_live = coalesce((p_site ->> 'learner_max_live')::smallint, learner_max_live),
    updated_at = now()
  where embed_key = p_site ->> 'embed_key'
  returning * into strict v_site;
  insert into coach.audit_events (action, subject, detail) values ('save_site', v_site.id::text, p_site);
  return jsonb_build_object(
    'outcome', case when v_is_new then 'created' else 'updated' end,
    'site_id', v_site.id, 'organization_id', v_site.organization_id
  );
end
$$;
comment on function public.save_site(jsonb) is
  'Creates a site by its embed key or changes what is named of it. A lowered limit takes effect at the next start and breaks no running call.';

create function coach.latest_migration() returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  v_version text;
begin
  if to_regclass('supabase_migrations.schema_migrations') is not null then
    execute 'select max(version) from supabase_migrations.schema_migrations' into v_version;
  end if;
  return v_version;
end
$$;
comment on function coach.latest_migration() is
  'The newest applied migration. Runs as its owner, since the bookkeeping of the Supabase CLI is closed to API roles; takes nothing and tells one number.';

create function public.check_database() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'ok', true, 'migration', coach.latest_migration(), 'now', coach.to_iso(now())
  )
$$;
comment on function public.check_database() is 'Answers when the database does, and with which migrations.';

revoke execute on function
  coach.assert_settings(jsonb), coach.save_organization(jsonb), coach.latest_migration(),
  public.publish_scenario(jsonb), public.save_site(jsonb), public.check_database()
from public, anon, authenticated;
grant execute on function
  coach.assert_settings(jsonb), coach.save_organization(jsonb), coach.latest_migration(),
  public.publish_scenario(jsonb), public.save_site(jsonb), public.check_database()
to service_role;
