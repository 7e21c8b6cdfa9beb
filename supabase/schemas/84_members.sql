-- Who uses the console for coaches, whose learners they see, and how learners are named there.

create function coach.are_roles(p_roles text[]) returns boolean
language sql immutable set search_path = '' as $$
  select cardinality(p_roles) between 1 and 5
    and p_roles <@ array['coach', 'reviewer', 'author', 'auditor', 'admin']
$$;
comment on function coach.are_roles(text[]) is 'Whether each entry is a role that members may have; false of none.';

create function coach.is_time_zone(p_name text) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  perform now() at time zone p_name;
  return p_name ~ '^[A-Za-z][A-Za-z0-9_+/-]{0,63}$';
exception when invalid_parameter_value then
  return false;
end
$$;
comment on function coach.is_time_zone(text) is 'Whether days can be cut in a zone of that IANA name.';

create table coach.console_settings (
  site_id uuid primary key references coach.sites on delete cascade,
  roles text[] not null check (roles = '{}' or coach.are_roles(roles)),
  time_zone text not null default 'UTC' check (char_length(time_zone) between 1 and 64),
  blind_first boolean not null default true,
  updated_at timestamptz not null default now()
);
comment on table coach.console_settings is 'What a site''s own backend may let people do in the console; without a row: nothing.';
comment on column coach.console_settings.roles is 'The most that a coach token of the site can give; none: the console is off.';
comment on column coach.console_settings.blind_first is
  'Whether the scores of what waits for a reviewer stay hidden until that reviewer committed to levels.';
alter table coach.console_settings enable row level security;
revoke all on coach.console_settings from public, anon, authenticated, service_role;
grant select, insert on coach.console_settings to service_role;
grant update (roles, time_zone, blind_first, updated_at) on coach.console_settings to service_role;

create table coach.cohorts (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references coach.organizations on delete cascade,
  name text not null check (char_length(name) between 1 and 120),
  created_at timestamptz not null default now(),
  unique (organization_id, name)
);
comment on table coach.cohorts is 'Groups in which an organization trains people.';
alter table coach.cohorts enable row level security;
revoke all on coach.cohorts from public, anon, authenticated, service_role;
grant select, insert on coach.cohorts to service_role;
grant update (name) on coach.cohorts to service_role;

create table coach.roster (
  learner_id uuid primary key references coach.learners on delete cascade,
  name text check (char_length(name) between 1 and 200),
  cohort_id uuid references coach.cohorts on delete set null,
  updated_at timestamptz not null default now()
);
comment on table coach.roster is
  'What a host calls its learners in front of its coaches; without a name, a few letters of the hash stand for one.';
create index roster_cohort_id on coach.roster (cohort_id);
alter table coach.roster enable row level security;
revoke all on coach.roster from public, anon, authenticated, service_role;
grant select, insert on coach.roster to service_role;
grant update (name, cohort_id, updated_at) on coach.roster to service_role;

create table coach.members (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references coach.organizations on delete cascade,
  site_id uuid references coach.sites on delete cascade,
  source text not null check (source in ('host', 'auth')),
  subject_key text not null check (char_length(subject_key) between 1 and 200),
  name text not null check (char_length(name) between 1 and 200),
  roles text[] not null check (coach.are_roles(roles)),
  cohort_ids uuid[] check (cardinality(cohort_ids) between 1 and 200),
  status text not null default 'active' check (status in ('active', 'removed')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint members_host_site check (source = 'auth' or site_id is not null),
  unique nulls not distinct (organization_id, site_id, source, subject_key)
);
comment on table coach.members is
  'People who look at what learners of an organization did. What somebody sees is derived from this row, never from what is asked.';
comment on column coach.members.site_id is 'Whose learners they see; null: those of each site of the organization.';
comment on column coach.members.source is 'host: a site''s backend vouches for them by a token; auth: they sign in by themselves.';
comment on column coach.members.subject_key is 'A hash of what the site calls them, or the id of the account that signs in.';
comment on column coach.members.cohort_ids is 'Whose learners of those they see; null: all.';
create index members_site_id on coach.members (site_id);
alter table coach.members enable row level security;
revoke all on coach.members from public, anon, authenticated, service_role;
grant select, insert on coach.members to service_role;
grant update (name, roles, cohort_ids, status, updated_at) on coach.members to service_role;

create table coach.console_sessions (
  token_hash text primary key check (token_hash ~ '^[0-9a-f]{64}$'),
  member_id uuid not null references coach.members on delete cascade,
  roles text[] not null check (coach.are_roles(roles)),
  cohort_ids uuid[] check (cardinality(cohort_ids) between 1 and 200),
  expires_at timestamptz not null,
  counted_from timestamptz not null default now(),
  requests integer not null default 0 check (requests >= 0),
  created_at timestamptz not null default now()
);
comment on table coach.console_sessions is 'A member at the console for a quarter of an hour; the token is known to the page alone.';
comment on column coach.console_sessions.roles is 'Those of the member that this session''s coach token asked for.';
comment on column coach.console_sessions.cohort_ids is 'Whose learners this session sees; null: all of the member''s.';
comment on column coach.console_sessions.requests is 'How many there were in the minute that began at counted_from.';
create index console_sessions_member_id on coach.console_sessions (member_id);
create index console_sessions_expires_at on coach.console_sessions (expires_at);
alter table coach.console_sessions enable row level security;
revoke all on coach.console_sessions from public, anon, authenticated, service_role;
grant select, insert on coach.console_sessions to service_role;
grant update (expires_at, counted_from, requests) on coach.console_sessions to service_role;

create function coach.console_session_time() returns interval
language sql immutable set search_path = '' as $$ select interval '15 minutes' $$;
comment on function coach.console_session_time() is 'How long a member is signed in by one coach token.';

create function coach.console_requests() returns integer
language sql immutable set search_path = '' as $$ select 240 $$;
comment on function coach.console_requests() is 'How many requests a console session is good for within a minute.';

-- A member with all that a request of theirs may touch.
create type coach.viewer as (
  member_id uuid, organization_id uuid, site_id uuid, roles text[], cohort_ids uuid[], is_blind boolean
);
revoke all on type coach.viewer from public, anon, authenticated;
grant usage on type coach.viewer to service_role;

create function coach.member_json(p_member coach.members, p_roles text[]) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', p_member.id, 'name', p_member.name, 'roles', to_jsonb(p_roles),
    'site', (
      select jsonb_build_object('id', site.id, 'name', site.name) from coach.sites as site where site.id = p_member.site_id
    ),
    'organization', (
      select jsonb_build_object('id', organization.id, 'name', organization.name)
      from coach.organizations as organization where organization.id = p_member.organization_id
    ),
    'timeZone', coalesce((
      select time_zone from coach.console_settings as settings where settings.site_id = p_member.site_id
    ), 'UTC')
  )
$$;
comment on function coach.member_json(coach.members, text[]) is 'A member under the names of the contract, with the roles of this session.';

create function public.open_console_session(p_request jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_site coach.sites;
  v_settings coach.console_settings;
  v_member coach.members;
  v_roles text[];
  v_cohorts uuid[];
  v_given text[] := array(select jsonb_array_elements_text(p_request -> 'roles'));
begin
  select * into v_site from coach.sites where id = coach.site_of(p_request ->> 'embed_key') and status = 'active';
  if not found then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  select * into v_settings from coach.console_settings where site_id = v_site.id and roles <> '{}';
  if not found then
    return jsonb_build_object('outcome', 'console_off');
  end if;
  v_roles := array(select unnest(v_settings.roles) intersect select unnest(v_given) order by 1);
  if v_roles = '{}' then
    return jsonb_build_object('outcome', 'role_refused', 'roles', to_jsonb(v_settings.roles));
  end if;
  if jsonb_typeof(p_request -> 'cohorts') = 'array' then
    v_cohorts := array(
      select id from coach.cohorts where organization_id = v_site.organization_id
        and name in (select jsonb_array_elements_text(p_request -> 'cohorts'))
    );
    if v_cohorts = '{}' then
      return jsonb_build_object('outcome', 'cohort_unknown');
    end if;
  end if;
  insert into coach.used_tokens (site_id, jti, session_id, expires_at)
  values (v_site.id, p_request ->> 'jti', gen_random_uuid(), (p_request ->> 'token_expires_at')::timestamptz + interval '5 minutes')
  on conflict do nothing;
  if not found then
    return jsonb_build_object('outcome', 'token_used');
  end if;
  insert into coach.members as member (organization_id, site_id, source, subject_key, name, roles)
  values (v_site.organization_id, v_site.id, 'host', coach.stored_key(v_site.id, p_request ->> 'subject_key'), p_request ->> 'name', v_roles)
  on conflict (organization_id, site_id, source, subject_key) do update
    set name = excluded.name, roles = excluded.roles, updated_at = now()
    where member.status = 'active'
  returning * into v_member;
  if v_member.id is null then
    return jsonb_build_object('outcome', 'member_removed');
  end if;
  -- A member whom an operator bound to cohorts sees no others, whatever a token says.
  if v_member.cohort_ids is not null then
    v_cohorts := array(
      select unnest(v_member.cohort_ids) intersect select unnest(coalesce(v_cohorts, v_member.cohort_ids))
    );
    if v_cohorts = '{}' then
      return jsonb_build_object('outcome', 'cohort_unknown');
    end if;
  end if;
  insert into coach.console_sessions (token_hash, member_id, roles, cohort_ids, expires_at)
  values (p_request ->> 'token_hash', v_member.id, v_roles, v_cohorts, now() + coach.console_session_time());
  perform coach.audit('open_console', v_member.id::text, jsonb_build_object(
    'roles', to_jsonb(v_roles), 'organization_id', v_member.organization_id, 'site_id', v_member.site_id
  ), 'member ' || v_member.id);
  return jsonb_build_object(
    'outcome', 'opened', 'expires_at', coach.to_iso(now() + coach.console_session_time()),
    'member', coach.member_json(v_member, v_roles)
  );
end
$$;
comment on function public.open_console_session(jsonb) is
  'Signs a member in for whom a site''s backend vouches: embed_key, subject_key, name, roles, cohorts (names) or null, jti, token_expires_at, token_hash. A token only narrows what the site allows.';

create function public.close_console_session(p_token_hash text) returns jsonb
language sql set search_path = '' as $$
  update coach.console_sessions set expires_at = least(expires_at, now()) where token_hash = p_token_hash;
  select jsonb_build_object('outcome', 'closed')
$$;
comment on function public.close_console_session(text) is 'Signs a member out; what is closed or unknown stays so.';

create function coach.admit_viewer(p_query jsonb, p_roles text[], out refusal jsonb, out viewer coach.viewer)
language plpgsql set search_path = '' as $$
declare
  v_session coach.console_sessions;
begin
  update coach.console_sessions set
    requests = case when counted_from > now() - interval '1 minute' then requests + 1 else 1 end,
    counted_from = case when counted_from > now() - interval '1 minute' then counted_from else now() end
  where token_hash = p_query ->> 'session_hash' and expires_at > now()
  returning * into v_session;
  select
    member.id, member.organization_id, member.site_id, v_session.roles, v_session.cohort_ids,
    'reviewer' = any(v_session.roles) and coalesce(settings.blind_first, true)
  into viewer
  from coach.members as member
  left join coach.sites as site on site.id = member.site_id
  left join coach.console_settings as settings on settings.site_id = member.site_id
  where member.id = v_session.member_id and member.status = 'active'
    -- What the site takes back ends at once, not with the session.
    and (member.source = 'auth' or site.status = 'active' and v_session.roles <@ settings.roles);
  refusal := case
    when viewer.member_id is null then jsonb_build_object('outcome', 'session_unknown')
    when v_session.requests > coach.console_requests() then jsonb_build_object(
      'outcome', 'too_many_requests',
      'retry_after_seconds', ceil(extract(epoch from v_session.counted_from + interval '1 minute' - now()))
    )
    when not v_session.roles && p_roles then jsonb_build_object('outcome', 'role_missing', 'roles', to_jsonb(p_roles))
  end;
end
$$;
comment on function coach.admit_viewer(jsonb, text[]) is
  'Who asks, by the session_hash of a query, and why they may not where they may not: each of the console''s functions begins so.';

create function coach.sees_learner(p_viewer coach.viewer, p_learner_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from coach.learners as learner
    join coach.sites as site on site.id = learner.site_id
    left join coach.roster as entry on entry.learner_id = learner.id
    where learner.id = p_learner_id and site.organization_id = p_viewer.organization_id
      and (p_viewer.site_id is null or site.id = p_viewer.site_id)
      and (p_viewer.cohort_ids is null or entry.cohort_id = any(p_viewer.cohort_ids))
  )
$$;
comment on function coach.sees_learner(coach.viewer, uuid) is 'Whether a learner is of a viewer''s organization, site and cohorts.';

create function coach.console_learner(p_learner_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', learner.id, 'name', coalesce(entry.name, 'Learner ' || left(learner.key_hash, 4)), 'cohort', cohort.name
  )
  from coach.learners as learner
  left join coach.roster as entry on entry.learner_id = learner.id
  left join coach.cohorts as cohort on cohort.id = entry.cohort_id
  where learner.id = p_learner_id
$$;
comment on function coach.console_learner(uuid) is 'A learner as coaches are shown one.';

create function public.set_console(p_site text, p_settings jsonb, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_site_id uuid := coach.site_of(p_site);
  v_roles text[] := array(select jsonb_array_elements_text(p_settings -> 'roles'));
  v_zone text := coalesce(p_settings ->> 'time_zone', 'UTC');
begin
  if v_site_id is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  if v_roles <> '{}' and not coach.are_roles(v_roles) then
    return jsonb_build_object('outcome', 'role_unknown');
  elsif not coach.is_time_zone(v_zone) then
    return jsonb_build_object('outcome', 'zone_unknown');
  end if;
  insert into coach.console_settings (site_id, roles, time_zone, blind_first)
  values (v_site_id, v_roles, v_zone, coalesce((p_settings ->> 'blind_first')::boolean, true))
  on conflict (site_id) do update set
    roles = excluded.roles, time_zone = excluded.time_zone, blind_first = excluded.blind_first, updated_at = now();
  perform coach.audit('set_console', v_site_id::text, p_settings, p_actor);
  return jsonb_build_object('outcome', 'set');
end
$$;
comment on function public.set_console(text, jsonb, text) is
  'Says what coach tokens of a site can give: roles (none: the console is off), time_zone, blind_first.';

create function public.import_roster(p_site text, p_entries jsonb, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_site coach.sites;
  v_known integer;
begin
  select * into v_site from coach.sites where id = coach.site_of(p_site) for key share;
  if not found then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  insert into coach.cohorts (organization_id, name)
  select distinct v_site.organization_id, entry ->> 'cohort' from jsonb_array_elements(p_entries) as entry
  where entry ->> 'cohort' is not null
  on conflict do nothing;
  -- Whoever never practised gets a row too: a coach sees who has not begun.
  insert into coach.learners (site_id, key_hash, kind)
  select distinct v_site.id, coach.stored_key(v_site.id, entry ->> 'learner_key'), 'token'
  from jsonb_array_elements(p_entries) as entry
  on conflict (site_id, key_hash) do nothing;
  insert into coach.roster (learner_id, name, cohort_id)
  select distinct on (learner.id) learner.id, entry ->> 'name', cohort.id
  from jsonb_array_elements(p_entries) with ordinality as each (entry, place)
  join coach.learners as learner
    on learner.site_id = v_site.id and learner.key_hash = coach.stored_key(v_site.id, entry ->> 'learner_key')
  left join coach.cohorts as cohort
    on cohort.organization_id = v_site.organization_id and cohort.name = entry ->> 'cohort'
  order by learner.id, place desc
  on conflict (learner_id) do update
    set name = excluded.name, cohort_id = excluded.cohort_id, updated_at = now();
  get diagnostics v_known = row_count;
  perform coach.audit('import_roster', v_site.id::text, jsonb_build_object('learners', v_known), p_actor);
  return jsonb_build_object('outcome', 'imported', 'learners', v_known);
end
$$;
comment on function public.import_roster(text, jsonb, text) is
  'Names a site''s learners for its coaches: learner_key, name or null, cohort (by name, made where missing) or null. What is given replaces what was.';

create function public.list_members(p_site text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_site_id uuid := coach.site_of(p_site);
begin
  if v_site_id is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  return jsonb_build_object(
    'outcome', 'ok',
    'roles', coalesce((select to_jsonb(roles) from coach.console_settings where site_id = v_site_id), '[]'),
    'members', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', member.id, 'name', member.name, 'roles', to_jsonb(member.roles), 'status', member.status,
        'last_seen_at', (
          select coach.to_iso(max(session.created_at)) from coach.console_sessions as session
          where session.member_id = member.id
        )
      ) order by lower(member.name), member.id), '[]')
      from coach.members as member where member.site_id = v_site_id
    )
  );
end
$$;
comment on function public.list_members(text) is 'Who uses the console of a site, and the roles that the site can give.';

create function public.set_member_status(p_site text, p_member_id uuid, p_status text, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_site_id uuid := coach.site_of(p_site);
begin
  if v_site_id is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  update coach.members set status = p_status, updated_at = now() where id = p_member_id and site_id = v_site_id;
  if not found then
    return jsonb_build_object('outcome', 'member_unknown');
  end if;
  -- Whoever is let in again signs in again.
  update coach.console_sessions set expires_at = now() where member_id = p_member_id and expires_at > now();
  perform coach.audit('set_member_status', p_member_id::text, jsonb_build_object(
    'status', p_status, 'site_id', v_site_id
  ), p_actor);
  return jsonb_build_object('outcome', 'set');
end
$$;
comment on function public.set_member_status(text, uuid, text, text) is
  'Shuts a member out (removed) whatever the host''s tokens say, or lets one in again (active); either ends all sessions.';

create function public.list_cohorts(p_site text) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_site coach.sites;
begin
  select * into v_site from coach.sites where id = coach.site_of(p_site);
  if not found then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  return jsonb_build_object('outcome', 'ok', 'cohorts', (
    select coalesce(jsonb_agg(jsonb_build_object('id', cohort.id, 'name', cohort.name, 'learners', (
      select count(*) from coach.roster as entry join coach.learners as learner on learner.id = entry.learner_id
      where entry.cohort_id = cohort.id and learner.site_id = v_site.id
    )) order by cohort.name), '[]')
    from coach.cohorts as cohort where cohort.organization_id = v_site.organization_id
  ));
end
$$;
comment on function public.list_cohorts(text) is 'The cohorts of a site''s organization, and how many of the site''s learners are in each.';

select coach.expose(
  'coach.are_roles(text[])', 'coach.is_time_zone(text)', 'coach.console_session_time()', 'coach.console_requests()',
  'coach.member_json(coach.members, text[])', 'public.open_console_session(jsonb)', 'public.close_console_session(text)',
  'coach.admit_viewer(jsonb, text[])', 'coach.sees_learner(coach.viewer, uuid)', 'coach.console_learner(uuid)',
  'public.set_console(text, jsonb, text)', 'public.import_roster(text, jsonb, text)',
  'public.list_members(text)', 'public.set_member_status(text, uuid, text, text)', 'public.list_cohorts(text)'
);
