-- Sites are refused by one rule, wherever they are asked for; who owns a scenario changes with a trace.
create or replace function public.find_token_keys(p_embed_key text, p_origin text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_entry record;
  v_site coach.sites;
begin
  select * into v_entry from coach.admit(p_embed_key, p_origin, null);
  -- A scenario that does not exist is none of the caller's questions here.
  if v_entry.refused <> 'scenario_unknown' then
    return jsonb_build_object('outcome', v_entry.refused);
  end if;
  select * into strict v_site from coach.sites where id = v_entry.site_id;
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
  values (
    'publish_scenario', v_scenario.id, jsonb_build_object('version', v_hash)
      || case when p_scenario ? 'organization' then jsonb_build_object('organization', p_scenario -> 'organization')
        else '{}' end
  );
  return jsonb_build_object('outcome', 'published', 'version', v_hash);
end
$$;
