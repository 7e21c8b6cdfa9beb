-- What can be practised.

create table coach.scenarios (
  id text primary key check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(id) <= 64),
  current_version_id bigint,
  created_at timestamptz not null default now(),
  organization_id uuid references coach.organizations
);
comment on table coach.scenarios is 'A scenario by name; new sessions run its current version.';
comment on column coach.scenarios.current_version_id is 'Null: not published any more.';
comment on column coach.scenarios.organization_id is 'Whose sites may use it; null: everybody''s.';
create index scenarios_organization_id on coach.scenarios (organization_id);
alter table coach.scenarios enable row level security;
revoke all on coach.scenarios from public, anon, authenticated, service_role;
grant select, insert on coach.scenarios to service_role;
grant update (current_version_id, organization_id) on coach.scenarios to service_role;

create table coach.scenario_versions (
  id bigint generated always as identity primary key,
  scenario_id text not null references coach.scenarios,
  content_hash text not null check (char_length(content_hash) between 8 and 128),
  title text not null check (char_length(title) between 1 and 200),
  language text not null check (char_length(language) between 2 and 35),
  difficulty text not null check (difficulty in ('easy', 'standard', 'hard')),
  duration_seconds integer not null check (duration_seconds between 30 and 3600),
  public_part jsonb not null check (jsonb_typeof(public_part) = 'object'),
  private_part jsonb not null check (jsonb_typeof(private_part) = 'object'),
  published_at timestamptz not null default now(),
  unique (scenario_id, content_hash),
  unique (scenario_id, id)
);
comment on table coach.scenario_versions is
  'What was published, never edited: a session keeps the version it began with.';
create trigger scenario_versions_append_only before update or delete on coach.scenario_versions
  for each row execute function coach.refuse_change();
create trigger scenario_versions_keep before truncate on coach.scenario_versions
  for each statement execute function coach.refuse_change();
alter table coach.scenario_versions enable row level security;
revoke all on coach.scenario_versions from public, anon, authenticated, service_role;
grant select, insert on coach.scenario_versions to service_role;

-- The pair, so that a scenario cannot point to a version of another one.
alter table coach.scenarios add constraint scenarios_current_version
  foreign key (id, current_version_id) references coach.scenario_versions (scenario_id, id);

create function coach.scenario_json(p_version_id bigint) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'id', scenario_id, 'version', content_hash, 'title', title, 'language', language,
      'public', public_part, 'private', private_part
    )
    from coach.scenario_versions where id = p_version_id
  );
end
$$;
comment on function coach.scenario_json(bigint) is 'A version as a session runs it, private part included.';

create function coach.may_use(p_site coach.sites, p_scenario coach.scenarios) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return (
    select coalesce(p_scenario.organization_id = p_site.organization_id, true)
      and coalesce(p_scenario.id = any(p_site.scenario_ids), true)
  );
end
$$;
comment on function coach.may_use(coach.sites, coach.scenarios) is
  'Whether a scenario is everybody''s or of the site''s organization, and among those that the site chose, if it chose any.';

create function coach.admit(p_embed_key text, p_origin text, p_scenario text)
returns table (refused text, site_id uuid, version_id bigint)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
  return query select
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
  left join coach.scenarios as scenario on scenario.id = p_scenario;
end
$$;
comment on function coach.admit(text, text, text) is
  'Which site and version a request is about, or why it is turned away. Origins are compared byte for byte.';

create function public.publish_scenario(p_scenario jsonb) returns jsonb
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
comment on function public.publish_scenario(jsonb) is
  'Makes a version current, adding it where its hash is new. Running sessions keep theirs. Whose it is stays, unless an organization is named, or null for everybody.';

create function public.list_scenarios(p_embed_key text, p_origin text) returns jsonb
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
comment on function public.list_scenarios(text, text) is
  'What the learners of a site can practise, by language and title; public parts only.';

select coach.expose(
  'coach.scenario_json(bigint)', 'coach.may_use(coach.sites, coach.scenarios)', 'coach.admit(text, text, text)', 'public.publish_scenario(jsonb)',
  'public.list_scenarios(text, text)'
);
