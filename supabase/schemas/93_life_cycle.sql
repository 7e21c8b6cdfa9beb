-- How organizations, sites and scenarios are renamed and go. What was billed stays in the books, which name nobody.

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
  delete from coach.lti_invites where site_id = p_site_id;
  delete from coach.lti_platforms where site_id = p_site_id;
  delete from coach.result_keys where site_id = p_site_id;
  delete from coach.deliveries where site_id = p_site_id;
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
