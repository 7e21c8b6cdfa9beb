-- Learning platforms that launch practices by LTI 1.3, and where the score of each practice goes.

create function coach.are_deployments(p_deployments text[]) returns boolean
language sql immutable set search_path = '' as $$
  select cardinality(p_deployments) <= 100
    and coalesce(bool_and(coalesce(char_length(deployment) between 1 and 255, false)), true)
  from unnest(p_deployments) as deployment
$$;
comment on function coach.are_deployments(text[]) is 'Whether every entry can be the id of a deployment; true of none.';

create table coach.lti_platforms (
  id uuid primary key default gen_random_uuid(),
  site_id uuid not null references coach.sites,
  name text not null check (char_length(name) between 1 and 200),
  issuer text not null check (char_length(issuer) between 1 and 500),
  client_id text not null check (char_length(client_id) between 1 and 255),
  deployments text[] not null default '{}' check (coach.are_deployments(deployments)),
  auth_url text not null check (coach.is_webhook_url(auth_url)),
  token_url text not null check (coach.is_webhook_url(token_url)),
  token_audience text not null check (char_length(token_audience) between 1 and 500),
  jwks_url text not null check (coach.is_webhook_url(jwks_url)),
  jwks jsonb check (jsonb_typeof(jwks) = 'object'),
  jwks_at timestamptz,
  page_url text not null check (coach.is_page_url(page_url) and page_url !~ '\?'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (issuer, client_id)
);
comment on table coach.lti_platforms is 'A registration of this tool at a learning platform, for one site.';
comment on column coach.lti_platforms.token_audience is
  'What a request for a token names as its audience; most platforms want the address itself, some another.';
comment on column coach.lti_platforms.jwks is 'The platform''s keys as read last, since a function forgets them with its process.';
comment on column coach.lti_platforms.page_url is
  'The page that learners land on: the address of the tool, whose origin the platform lets use the microphone.';
create index lti_platforms_site_id on coach.lti_platforms (site_id);
alter table coach.lti_platforms enable row level security;
revoke all on coach.lti_platforms from public, anon, authenticated, service_role;
grant select, insert on coach.lti_platforms to service_role;
grant update (
  name, deployments, auth_url, token_url, token_audience, jwks_url, jwks, jwks_at, page_url, updated_at
) on coach.lti_platforms to service_role;

create table coach.lti_invites (
  secret_hash text primary key check (secret_hash ~ '^[0-9a-f]{64}$'),
  site_id uuid not null references coach.sites,
  platform_id uuid references coach.lti_platforms on delete set null,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table coach.lti_invites is 'Leave for one platform to register itself for a site; the secret is in the link alone.';
create index lti_invites_site_id on coach.lti_invites (site_id);
create index lti_invites_platform_id on coach.lti_invites (platform_id);
alter table coach.lti_invites enable row level security;
revoke all on coach.lti_invites from public, anon, authenticated, service_role;
grant select, insert on coach.lti_invites to service_role;
grant update (used_at, platform_id) on coach.lti_invites to service_role;

create table coach.lti_keys (
  kid text primary key check (kid ~ '^[A-Za-z0-9_-]{8,64}$'),
  public_jwk jsonb not null check (jsonb_typeof(public_jwk) = 'object' and not public_jwk ? 'd'),
  sealed_key text not null check (char_length(sealed_key) <= 8192),
  not_before timestamptz not null,
  not_after timestamptz check (not_after > not_before),
  created_at timestamptz not null default now()
);
comment on table coach.lti_keys is
  'The keys that this tool signs with. Private ones are sealed with a key that is derived from a setting of the functions: a copy of the database opens none.';
comment on column coach.lti_keys.not_before is 'Published before, used from here on: platforms keep key sets for a day.';
comment on column coach.lti_keys.not_after is 'Published until; null for the newest.';
alter table coach.lti_keys enable row level security;
revoke all on coach.lti_keys from public, anon, authenticated, service_role;
grant select, insert on coach.lti_keys to service_role;
grant update (not_after) on coach.lti_keys to service_role;

create table coach.lti_logins (
  id uuid primary key default gen_random_uuid(),
  platform_id uuid not null references coach.lti_platforms on delete cascade,
  login_hint text not null check (char_length(login_hint) <= 16384),
  message_hint text check (char_length(message_hint) <= 16384),
  cookie_hash text not null check (cookie_hash ~ '^[0-9a-f]{64}$'),
  secret_hash text check (secret_hash ~ '^[0-9a-f]{64}$'),
  state_hash text unique check (state_hash ~ '^[0-9a-f]{64}$'),
  nonce_hash text check (nonce_hash ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '10 minutes',
  state_used_at timestamptz,
  constraint lti_logins_begun check ((state_hash is null) = (nonce_hash is null)),
  constraint lti_logins_used check (state_used_at is null or state_hash is not null)
);
comment on table coach.lti_logins is
  'A launch on its way: what its browser must show again when it comes back. Of every secret there is a hash alone.';
create index lti_logins_expires_at on coach.lti_logins (expires_at);
create index lti_logins_platform_id on coach.lti_logins (platform_id);
alter table coach.lti_logins enable row level security;
revoke all on coach.lti_logins from public, anon, authenticated, service_role;
grant select, insert on coach.lti_logins to service_role;
grant update (secret_hash, state_hash, nonce_hash, state_used_at, login_hint, message_hint) on coach.lti_logins
  to service_role;

create table coach.lti_score_targets (
  id uuid primary key default gen_random_uuid(),
  platform_id uuid not null references coach.lti_platforms on delete cascade,
  deployment_id text not null check (char_length(deployment_id) between 1 and 255),
  resource_link_id text not null check (char_length(resource_link_id) between 1 and 255),
  subject text not null check (char_length(subject) between 1 and 255),
  key_hash text not null check (char_length(key_hash) between 1 and 200),
  line_item text check (char_length(line_item) <= 2000),
  line_items text check (char_length(line_items) <= 2000),
  scopes text[] not null default '{}' check (cardinality(scopes) <= 20),
  best_score numeric check (best_score between 0 and 100),
  best_session_id uuid references coach.sessions on delete set null,
  scored_at timestamptz,
  created_at timestamptz not null default now(),
  launched_at timestamptz not null default now(),
  unique (platform_id, deployment_id, resource_link_id, subject)
);
comment on table coach.lti_score_targets is
  'Where the score of one learner at one place of a course goes, as the latest launch said.';
comment on column coach.lti_score_targets.subject is 'The learner as the platform names one, which a score must name again.';
comment on column coach.lti_score_targets.key_hash is 'The learner as coach.learners knows one, so that both go together.';
comment on column coach.lti_score_targets.best_score is 'The score that the platform has of us, and of which session: nothing lower follows, unless that session''s own is corrected.';
comment on column coach.lti_score_targets.scored_at is
  'The time that the last score said of itself. The next one is a second later at least: platforms refuse what is not newer, and most know no milliseconds.';
create index lti_score_targets_best_session_id on coach.lti_score_targets (best_session_id);
create index lti_score_targets_key_hash on coach.lti_score_targets (key_hash);
create index lti_score_targets_launched_at on coach.lti_score_targets (launched_at);
alter table coach.lti_score_targets enable row level security;
revoke all on coach.lti_score_targets from public, anon, authenticated, service_role;
grant select, insert on coach.lti_score_targets to service_role;
grant update (line_item, line_items, scopes, launched_at, best_score, best_session_id, scored_at)
  on coach.lti_score_targets to service_role;

create table coach.lti_line_items (
  platform_id uuid not null references coach.lti_platforms on delete cascade,
  deployment_id text not null check (char_length(deployment_id) between 1 and 255),
  resource_link_id text not null check (char_length(resource_link_id) between 1 and 255),
  url text check (char_length(url) <= 2000),
  leased_until timestamptz,
  primary key (platform_id, deployment_id, resource_link_id)
);
comment on table coach.lti_line_items is
  'Columns of a gradebook that were looked for or made, where launches name none. One caller at a time, or there would be two.';
alter table coach.lti_line_items enable row level security;
revoke all on coach.lti_line_items from public, anon, authenticated, service_role;
grant select, insert on coach.lti_line_items to service_role;
grant update (url, leased_until) on coach.lti_line_items to service_role;

create table coach.lti_launches (
  id uuid primary key default gen_random_uuid(),
  login_id uuid not null unique,
  platform_id uuid not null references coach.lti_platforms on delete cascade,
  deployment_id text not null check (char_length(deployment_id) between 1 and 255),
  kind text not null check (kind in ('resource_link', 'deep_linking')),
  target_id uuid references coach.lti_score_targets on delete cascade,
  key_hash text not null check (char_length(key_hash) between 1 and 200),
  token_subject text not null check (char_length(token_subject) between 1 and 255),
  learner_name text check (char_length(learner_name) between 1 and 80),
  locale text check (char_length(locale) <= 35),
  scenario_id text check (char_length(scenario_id) <= 64),
  deep_linking jsonb check (jsonb_typeof(deep_linking) = 'object'),
  cookie_hash text not null check (cookie_hash ~ '^[0-9a-f]{64}$'),
  secret_hash text check (secret_hash ~ '^[0-9a-f]{64}$'),
  code_hash text not null unique check (code_hash ~ '^[0-9a-f]{64}$'),
  code_expires_at timestamptz not null default now() + interval '2 minutes',
  pass_hash text unique check (pass_hash ~ '^[0-9a-f]{64}$'),
  expires_at timestamptz not null default now() + interval '12 hours',
  created_at timestamptz not null default now(),
  constraint lti_launches_deep_linking check ((kind = 'deep_linking') = (deep_linking is not null))
);
comment on table coach.lti_launches is
  'A verified launch: its code is taken once, by the browser that began it, for a pass that learner tokens are given for.';
comment on column coach.lti_launches.target_id is 'Null for whom no score is kept, such as teachers who look.';
create index lti_launches_expires_at on coach.lti_launches (expires_at);
create index lti_launches_platform_id on coach.lti_launches (platform_id);
create index lti_launches_target_id on coach.lti_launches (target_id);
create index lti_launches_key_hash on coach.lti_launches (key_hash);
alter table coach.lti_launches enable row level security;
revoke all on coach.lti_launches from public, anon, authenticated, service_role;
grant select, insert on coach.lti_launches to service_role;
grant update (pass_hash) on coach.lti_launches to service_role;

create table coach.lti_tokens (
  jti text primary key check (char_length(jti) between 8 and 128),
  launch_id uuid not null references coach.lti_launches on delete cascade,
  created_at timestamptz not null default now()
);
comment on table coach.lti_tokens is 'Learner tokens that were made for a launch, so that a start tells which one it belongs to.';
create index lti_tokens_launch_id on coach.lti_tokens (launch_id);
alter table coach.lti_tokens enable row level security;
revoke all on coach.lti_tokens from public, anon, authenticated, service_role;
grant select, insert on coach.lti_tokens to service_role;

create table coach.lti_sessions (
  session_id uuid primary key references coach.sessions on delete cascade,
  target_id uuid not null references coach.lti_score_targets on delete cascade
);
comment on table coach.lti_sessions is 'Which sessions began in a course, and where the score of each goes.';
create index lti_sessions_target_id on coach.lti_sessions (target_id);
alter table coach.lti_sessions enable row level security;
revoke all on coach.lti_sessions from public, anon, authenticated, service_role;
grant select, insert on coach.lti_sessions to service_role;

create function coach.takes_scores(p_target coach.lti_score_targets) returns boolean
language sql immutable set search_path = '' as $$
  -- Where the launch names no column of the gradebook, one is looked for, or made.
  select 'https://purl.imsglobal.org/spec/lti-ags/scope/score' = any(p_target.scopes)
    and (p_target.line_item is not null or p_target.line_items is not null and p_target.scopes && array[
      'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem',
      'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly'
    ])
$$;
comment on function coach.takes_scores(coach.lti_score_targets) is
  'Whether a course takes scores of its learner, by what its platform allows this tool.';

create function coach.tie_to_course(p_session_id uuid, p_site_id uuid, p_jti text) returns void
language sql set search_path = '' as $$
  insert into coach.lti_sessions (session_id, target_id)
  select p_session_id, launch.target_id
  from coach.lti_tokens as token
  join coach.lti_launches as launch on launch.id = token.launch_id
  join coach.lti_platforms as platform on platform.id = launch.platform_id
  where token.jti = p_jti and platform.site_id = p_site_id and launch.target_id is not null
$$;
comment on function coach.tie_to_course(uuid, uuid, text) is
  'Notes where the score of a session goes, if its token was made for a launch whose score counts.';

create function coach.platform_json(p_platform coach.lti_platforms) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', p_platform.id, 'site_id', p_platform.site_id, 'name', p_platform.name, 'issuer', p_platform.issuer,
    'client_id', p_platform.client_id, 'deployments', p_platform.deployments, 'auth_url', p_platform.auth_url,
    'token_url', p_platform.token_url, 'token_audience', p_platform.token_audience,
    'jwks_url', p_platform.jwks_url, 'page_url', p_platform.page_url, 'created_at', coach.to_iso(p_platform.created_at)
  )
$$;
comment on function coach.platform_json(coach.lti_platforms) is 'A platform as the functions read it.';

create function coach.write_platform(p_platform jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_new coach.lti_platforms := jsonb_populate_record(null::coach.lti_platforms, p_platform);
  v_site coach.sites;
  v_id uuid;
begin
  select * into v_site from coach.sites where id = v_new.site_id for key share;
  if not found then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  if not coalesce(
    coach.is_webhook_url(v_new.auth_url) and coach.is_webhook_url(v_new.token_url)
      and coach.is_webhook_url(v_new.jwks_url), false
  ) then
    return jsonb_build_object('outcome', 'url_invalid');
  end if;
  -- The page starts practices: a site that does not admit it would refuse every one of them.
  if not coalesce(substring(v_new.page_url from '^https?://[^/?#]+') = any(v_site.origins), false) then
    return jsonb_build_object('outcome', 'page_forbidden');
  end if;
  if v_site.learner_token_mode = 'none' then
    return jsonb_build_object('outcome', 'tokens_off');
  end if;
  insert into coach.lti_platforms (
    site_id, name, issuer, client_id, deployments, auth_url, token_url, token_audience, jwks_url, page_url
  ) values (
    v_new.site_id, v_new.name, v_new.issuer, v_new.client_id, coalesce(v_new.deployments, '{}'), v_new.auth_url,
    v_new.token_url, coalesce(v_new.token_audience, v_new.token_url), v_new.jwks_url, v_new.page_url
  )
  on conflict (issuer, client_id) do update set
    name = excluded.name, auth_url = excluded.auth_url, token_url = excluded.token_url,
    token_audience = excluded.token_audience, jwks_url = excluded.jwks_url, page_url = excluded.page_url,
    jwks = null, jwks_at = null, updated_at = now(),
    deployments = array(
      select distinct unnest(coach.lti_platforms.deployments || excluded.deployments) order by 1
    )
  where coach.lti_platforms.site_id = excluded.site_id
  returning id into v_id;
  if v_id is null then
    return jsonb_build_object('outcome', 'platform_taken');
  end if;
  return jsonb_build_object('outcome', 'saved', 'platform_id', v_id);
end
$$;
comment on function coach.write_platform(jsonb) is
  'Registers a platform for a site, or brings what is known of it up to date; deployments are added to those there are.';

create function public.save_lti_platform(p_site text, p_platform jsonb, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_answer jsonb := coach.write_platform(p_platform || jsonb_build_object('site_id', coach.site_of(p_site)));
begin
  if v_answer ->> 'outcome' = 'saved' then
    perform coach.audit('save_lti_platform', v_answer ->> 'platform_id', p_platform, p_actor);
  end if;
  return v_answer;
end
$$;
comment on function public.save_lti_platform(text, jsonb, text) is
  'Registers a learning platform for a site, or changes what is known of it.';

create function public.list_lti_platforms(p_site text) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if p_site is not null and coach.site_of(p_site) is null then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  return jsonb_build_object('outcome', 'ok', 'platforms', (
    select coalesce(jsonb_agg(
      coach.platform_json(platform) || jsonb_build_object('site', site.name)
      order by platform.created_at, platform.id
    ), '[]')
    from coach.lti_platforms as platform join coach.sites as site on site.id = platform.site_id
    where p_site is null or platform.site_id = coach.site_of(p_site)
  ));
end
$$;
comment on function public.list_lti_platforms(text) is 'The learning platforms of a site, or (null) of all.';

create function coach.erase_lti_platform(p_id uuid) returns void
language sql security definer set search_path = '' as $$
  delete from coach.lti_platforms where id = p_id
$$;
comment on function coach.erase_lti_platform(uuid) is
  'Removes a platform with its launches and score targets. Runs as its owner, so that no API role may delete rows by itself.';

create function public.remove_lti_platform(p_id uuid, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_platform coach.lti_platforms;
begin
  select * into v_platform from coach.lti_platforms where id = p_id;
  if not found then
    return jsonb_build_object('outcome', 'platform_unknown');
  end if;
  perform coach.erase_lti_platform(p_id);
  perform coach.audit('remove_lti_platform', p_id::text, jsonb_build_object(
    'issuer', v_platform.issuer, 'client_id', v_platform.client_id, 'site_id', v_platform.site_id
  ), p_actor);
  return jsonb_build_object('outcome', 'removed');
end
$$;
comment on function public.remove_lti_platform(uuid, text) is
  'Nobody launches from a platform any more, and no score goes there. Sessions and reports stay.';

create function public.invite_lti_platform(
  p_site text, p_secret_hash text, p_valid_seconds integer, p_actor text
) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_site coach.sites;
  v_expires_at timestamptz := now() + make_interval(secs => greatest(p_valid_seconds, 1));
begin
  select * into v_site from coach.sites where id = coach.site_of(p_site) for key share;
  if not found then
    return jsonb_build_object('outcome', 'site_unknown');
  end if;
  if v_site.learner_token_mode = 'none' then
    return jsonb_build_object('outcome', 'tokens_off');
  end if;
  insert into coach.lti_invites (secret_hash, site_id, expires_at) values (p_secret_hash, v_site.id, v_expires_at);
  perform coach.audit('invite_lti_platform', v_site.id::text, jsonb_build_object(
    'expires_at', coach.to_iso(v_expires_at)
  ), p_actor);
  return jsonb_build_object('outcome', 'invited', 'expires_at', coach.to_iso(v_expires_at));
end
$$;
comment on function public.invite_lti_platform(text, text, integer, text) is
  'Lets one platform register itself for a site, until an hour.';

create function public.find_lti_invite(p_secret_hash text) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce((
    select case
      when invite.used_at is not null then jsonb_build_object('outcome', 'invite_used')
      when invite.expires_at <= now() then jsonb_build_object('outcome', 'invite_expired')
      else jsonb_build_object('outcome', 'ok', 'site', site.name, 'origins', site.origins)
    end
    from coach.lti_invites as invite join coach.sites as site on site.id = invite.site_id
    where invite.secret_hash = p_secret_hash
  ), jsonb_build_object('outcome', 'invite_unknown'))
$$;
comment on function public.find_lti_invite(text) is 'Whether an invitation still holds, and for which site.';

create function public.accept_lti_invite(p_secret_hash text, p_platform jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_invite coach.lti_invites;
  v_answer jsonb;
begin
  select * into v_invite from coach.lti_invites
  where secret_hash = p_secret_hash and used_at is null and expires_at > now() for no key update;
  if not found then
    return public.find_lti_invite(p_secret_hash);
  end if;
  v_answer := coach.write_platform(p_platform || jsonb_build_object('site_id', v_invite.site_id));
  if v_answer ->> 'outcome' = 'saved' then
    update coach.lti_invites set used_at = now(), platform_id = (v_answer ->> 'platform_id')::uuid
    where secret_hash = p_secret_hash;
    perform coach.audit('accept_lti_invite', v_answer ->> 'platform_id', p_platform, 'platform');
  end if;
  return v_answer;
end
$$;
comment on function public.accept_lti_invite(text, jsonb) is
  'Registers the platform that was invited, once; a refusal leaves the invitation open.';

create function public.list_lti_keys() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('keys', coalesce(jsonb_agg(jsonb_build_object(
    'kid', kid, 'public_jwk', public_jwk, 'sealed_key', sealed_key, 'is_current', is_current,
    'not_before', coach.to_iso(not_before), 'not_after', coach.to_iso(not_after)
  ) order by not_before desc, kid), '[]'))
  from (
    select *, kid = (
      select kid from coach.lti_keys where not_before <= now() order by not_before desc, kid limit 1
    ) as is_current
    from coach.lti_keys where not_after is null or not_after > now()
  ) as published
$$;
comment on function public.list_lti_keys() is
  'The keys that are published, the newest first; the current one signs. One may be published that is not used yet.';

create function public.rotate_lti_key(p_kid text, p_public_jwk jsonb, p_sealed_key text, p_actor text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_not_before timestamptz := now();
begin
  perform pg_advisory_xact_lock(hashtext('coach.lti_keys'));
  if exists (select from coach.lti_keys where not_before > now()) then
    return jsonb_build_object('outcome', 'rotating');
  end if;
  -- Platforms may keep a key set for a day: the first key alone can be used at once.
  if exists (select from coach.lti_keys where not_after is null or not_after > now()) then
    v_not_before := now() + interval '1 day';
  end if;
  update coach.lti_keys set not_after = v_not_before + interval '1 day' where not_after is null;
  insert into coach.lti_keys (kid, public_jwk, sealed_key, not_before)
  values (p_kid, p_public_jwk, p_sealed_key, v_not_before);
  perform coach.audit('rotate_lti_key', p_kid, jsonb_build_object('not_before', coach.to_iso(v_not_before)), p_actor);
  return jsonb_build_object('outcome', 'rotated', 'kid', p_kid, 'not_before', coach.to_iso(v_not_before));
end
$$;
comment on function public.rotate_lti_key(text, jsonb, text, text) is
  'Publishes a new key a day before it is used, and keeps the one before it for a day after.';

create function public.keep_lti_key_set(p_platform_id uuid, p_jwks jsonb) returns jsonb
language sql set search_path = '' as $$
  update coach.lti_platforms set jwks = p_jwks, jwks_at = now() where id = p_platform_id;
  select jsonb_build_object('outcome', 'kept')
$$;
comment on function public.keep_lti_key_set(uuid, jsonb) is 'Keeps a platform''s keys as they were just read.';

create function public.open_lti_login(p_login jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_platforms coach.lti_platforms[];
  v_login_id uuid;
begin
  -- Some platforms are one issuer for all who use them, and some name no client.
  select array_agg(platform) into v_platforms from coach.lti_platforms as platform
  where issuer = p_login ->> 'issuer' and client_id = coalesce(p_login ->> 'client_id', client_id);
  if cardinality(v_platforms) > 1 then
    select array_agg(platform) into v_platforms from unnest(v_platforms) as platform
    where p_login ->> 'deployment_id' = any((platform).deployments);
  end if;
  if v_platforms is null or cardinality(v_platforms) <> 1 then
    return jsonb_build_object('outcome', 'platform_unknown');
  end if;
  insert into coach.lti_logins (platform_id, login_hint, message_hint, cookie_hash)
  values (
    (v_platforms[1]).id, p_login ->> 'login_hint', p_login ->> 'message_hint', p_login ->> 'cookie_hash'
  ) returning id into v_login_id;
  return jsonb_build_object(
    'outcome', 'opened', 'login_id', v_login_id, 'page_url', (v_platforms[1]).page_url,
    'auth_url', (v_platforms[1]).auth_url
  );
end
$$;
comment on function public.open_lti_login(jsonb) is
  'Notes that a platform sends a learner: issuer, client_id or null, deployment_id or null, login_hint, message_hint or null, cookie_hash.';

create function public.begin_lti_login(p_request jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_login coach.lti_logins;
  v_hints jsonb;
begin
  select * into v_login from coach.lti_logins where id = (p_request ->> 'login_id')::uuid for no key update;
  if not found or v_login.expires_at <= now() then
    return jsonb_build_object('outcome', 'login_unknown');
  end if;
  if v_login.state_hash is not null then
    return jsonb_build_object('outcome', 'login_used');
  end if;
  -- Who could show neither again would come back as nobody: a window of its own can.
  if p_request ->> 'secret_hash' is null and v_login.cookie_hash is distinct from p_request ->> 'cookie_hash' then
    return jsonb_build_object('outcome', 'window_needed');
  end if;
  v_hints := jsonb_build_object('login_hint', v_login.login_hint, 'message_hint', v_login.message_hint);
  update coach.lti_logins set
    secret_hash = p_request ->> 'secret_hash', state_hash = p_request ->> 'state_hash',
    nonce_hash = p_request ->> 'nonce_hash', login_hint = '', message_hint = null
  where id = v_login.id;
  return (
    select jsonb_build_object('outcome', 'begun', 'client_id', client_id, 'auth_url', auth_url) || v_hints
    from coach.lti_platforms where id = v_login.platform_id
  );
end
$$;
comment on function public.begin_lti_login(jsonb) is
  'Binds a login to its browser, once: login_id, secret_hash or null, cookie_hash or null, state_hash, nonce_hash.';

create function public.take_lti_state(p_state_hash text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_login coach.lti_logins;
begin
  update coach.lti_logins set state_used_at = now()
  where state_hash = p_state_hash and state_used_at is null and expires_at > now()
  returning * into v_login;
  if not found then
    return coalesce((
      select jsonb_build_object(
        'outcome', case when login.state_used_at is null then 'state_expired' else 'state_used' end,
        'page_url', platform.page_url
      )
      from coach.lti_logins as login join coach.lti_platforms as platform on platform.id = login.platform_id
      where login.state_hash = p_state_hash
    ), jsonb_build_object('outcome', 'state_unknown'));
  end if;
  return (
    select jsonb_build_object(
      'outcome', 'taken', 'login_id', v_login.id, 'nonce_hash', v_login.nonce_hash, 'page_url', page_url,
      'platform', coach.platform_json(platform),
      'jwks', jwks, 'jwks_age_seconds', floor(extract(epoch from now() - jwks_at))
    )
    from coach.lti_platforms as platform where id = v_login.platform_id
  );
end
$$;
comment on function public.take_lti_state(text) is
  'Uses up the state of a launch that came back, whatever its token turns out to be worth, and says whose token it must be.';

-- What a verified launch says.
create type coach.lti_arrival as (
  login_id uuid, deployment_id text, kind text, subject text, learner_key text, token_subject text,
  learner_name text, locale text, scenario_id text, resource_link_id text, is_learner boolean, line_item text,
  line_items text, scopes text[], deep_linking jsonb, code_hash text
);
revoke all on type coach.lti_arrival from public, anon, authenticated;
grant usage on type coach.lti_arrival to service_role;

create function public.land_lti_launch(p_launch jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_arrival coach.lti_arrival := jsonb_populate_record(null::coach.lti_arrival, p_launch);
  v_login coach.lti_logins;
  v_platform coach.lti_platforms;
  v_key_hash text;
  v_target_id uuid;
begin
  select * into v_login from coach.lti_logins
  where id = v_arrival.login_id and state_used_at is not null for no key update;
  if not found then
    return jsonb_build_object('outcome', 'login_unknown');
  end if;
  select * into strict v_platform from coach.lti_platforms where id = v_login.platform_id;
  if not v_arrival.deployment_id = any(v_platform.deployments) then
    return jsonb_build_object('outcome', 'deployment_unknown');
  end if;
  v_key_hash := coach.stored_key(v_platform.site_id, v_arrival.learner_key);
  if v_arrival.is_learner and v_arrival.resource_link_id is not null then
    insert into coach.lti_score_targets (
      platform_id, deployment_id, resource_link_id, subject, key_hash, line_item, line_items, scopes
    ) values (
      v_platform.id, v_arrival.deployment_id, v_arrival.resource_link_id, v_arrival.subject, v_key_hash,
      v_arrival.line_item, v_arrival.line_items, coalesce(v_arrival.scopes, '{}')
    )
    on conflict (platform_id, deployment_id, resource_link_id, subject) do update set
      line_item = excluded.line_item, line_items = excluded.line_items, scopes = excluded.scopes,
      launched_at = now()
    returning id into v_target_id;
    perform coach.resend_scores(v_target_id);
  end if;
  insert into coach.lti_launches (
    login_id, platform_id, deployment_id, kind, target_id, key_hash, token_subject, learner_name, locale,
    scenario_id, deep_linking, cookie_hash, secret_hash, code_hash
  ) values (
    v_login.id, v_platform.id, v_arrival.deployment_id, v_arrival.kind, v_target_id, v_key_hash,
    v_arrival.token_subject, v_arrival.learner_name, v_arrival.locale, v_arrival.scenario_id,
    v_arrival.deep_linking, v_login.cookie_hash, v_login.secret_hash, v_arrival.code_hash
  );
  return jsonb_build_object('outcome', 'landed');
end
$$;
comment on function public.land_lti_launch(jsonb) is
  'Keeps a verified launch under a code for its browser, and where the score of a learner goes.';

create function public.take_lti_code(p_request jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_launch coach.lti_launches;
begin
  -- The code went through an address: it is worth nothing without what the browser was given besides.
  update coach.lti_launches set pass_hash = p_request ->> 'pass_hash'
  where code_hash = p_request ->> 'code_hash' and login_id = (p_request ->> 'login_id')::uuid
    and pass_hash is null and code_expires_at > now()
    and (secret_hash = p_request ->> 'secret_hash' or cookie_hash = p_request ->> 'cookie_hash')
  returning * into v_launch;
  if not found then
    return coalesce((
      select jsonb_build_object('outcome', case
        when pass_hash is not null then 'code_used'
        when code_expires_at <= now() then 'code_expired'
        else 'browser_unknown'
      end)
      from coach.lti_launches
      where code_hash = p_request ->> 'code_hash' and login_id = (p_request ->> 'login_id')::uuid
    ), jsonb_build_object('outcome', 'code_unknown'));
  end if;
  return jsonb_build_object('outcome', 'taken');
end
$$;
comment on function public.take_lti_code(jsonb) is
  'Exchanges the code of a launch for a pass, once: login_id, code_hash, secret_hash or null, cookie_hash or null, pass_hash.';

create function public.find_lti_launch(p_pass_hash text) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce((
    select jsonb_build_object(
      'outcome', 'ok', 'kind', launch.kind, 'embed_key', site.embed_key, 'site_id', site.id,
      'token_mode', site.learner_token_mode, 'page_url', platform.page_url,
      'token_subject', launch.token_subject, 'learner_name', launch.learner_name, 'locale', launch.locale,
      'scenario_id', launch.scenario_id, 'is_learner', launch.target_id is not null,
      'is_scored', coalesce(coach.takes_scores(target), false),
      'deep_linking', launch.deep_linking, 'issuer', platform.issuer, 'client_id', platform.client_id,
      'deployment_id', launch.deployment_id
    )
    from coach.lti_launches as launch
    join coach.lti_platforms as platform on platform.id = launch.platform_id
    join coach.sites as site on site.id = platform.site_id
    left join coach.lti_score_targets as target on target.id = launch.target_id
    where launch.pass_hash = p_pass_hash and launch.expires_at > now()
  ), jsonb_build_object('outcome', 'pass_unknown'))
$$;
comment on function public.find_lti_launch(text) is 'The launch that a pass was given for.';

create function public.note_lti_token(p_pass_hash text, p_jti text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_launch_id uuid;
  v_site_id uuid;
  v_kid text;
begin
  select launch.id, platform.site_id into v_launch_id, v_site_id
  from coach.lti_launches as launch join coach.lti_platforms as platform on platform.id = launch.platform_id
  where launch.pass_hash = p_pass_hash and launch.expires_at > now() for key share of launch;
  if not found then
    return jsonb_build_object('outcome', 'pass_unknown');
  end if;
  if (select count(*) from coach.lti_tokens where launch_id = v_launch_id) >= 500 then
    return jsonb_build_object('outcome', 'pass_spent');
  end if;
  select kid into v_kid from coach.token_keys
  where site_id = v_site_id and (expires_at is null or expires_at > now())
  order by expires_at desc nulls first, created_at desc limit 1;
  if not found then
    insert into coach.token_keys (kid, site_id)
    values (left(replace(gen_random_uuid()::text, '-', ''), 16), v_site_id) returning kid into v_kid;
  end if;
  insert into coach.lti_tokens (jti, launch_id) values (p_jti, v_launch_id);
  return jsonb_build_object('outcome', 'noted', 'site_id', v_site_id, 'kid', v_kid);
end
$$;
comment on function public.note_lti_token(text, text) is
  'Notes that a learner token is made for a launch, and says which of the site''s keys signs it.';

create function coach.erase_lti_remains(p_batch integer) returns void
language sql security definer set search_path = '' as $$
  delete from coach.lti_logins where id in (
    select id from coach.lti_logins where expires_at < now() - interval '1 hour'
    order by expires_at limit p_batch for update skip locked
  );
  delete from coach.lti_launches where id in (
    select id from coach.lti_launches where expires_at < now() - interval '1 hour'
    order by expires_at limit p_batch for update skip locked
  );
  delete from coach.lti_score_targets where id in (
    select target.id from coach.lti_score_targets as target
    join coach.lti_platforms as platform on platform.id = target.platform_id
    join coach.sites as site on site.id = platform.site_id
    join coach.organizations as organization on organization.id = site.organization_id
    where target.launched_at < now() - make_interval(days => organization.retention_days)
      and not exists (select from coach.lti_sessions where target_id = target.id)
    order by target.launched_at limit p_batch for update of target skip locked
  );
  delete from coach.lti_line_items as item where not exists (
    select from coach.lti_score_targets as target
    where target.platform_id = item.platform_id and target.deployment_id = item.deployment_id
      and target.resource_link_id = item.resource_link_id
  );
  delete from coach.lti_invites where expires_at < now() - interval '30 days';
  delete from coach.lti_keys where not_after < now() - interval '1 day'
$$;
comment on function coach.erase_lti_remains(integer) is
  'Removes launches that are over, and score targets of whom nothing is left. Runs as its owner, so that no API role may delete rows by itself.';

select coach.expose(
  'coach.are_deployments(text[])', 'coach.takes_scores(coach.lti_score_targets)',
  'coach.tie_to_course(uuid, uuid, text)',
  'coach.platform_json(coach.lti_platforms)', 'coach.write_platform(jsonb)', 'coach.erase_lti_platform(uuid)',
  'coach.erase_lti_remains(integer)', 'public.save_lti_platform(text, jsonb, text)', 'public.list_lti_platforms(text)',
  'public.remove_lti_platform(uuid, text)', 'public.invite_lti_platform(text, text, integer, text)',
  'public.find_lti_invite(text)', 'public.accept_lti_invite(text, jsonb)', 'public.list_lti_keys()',
  'public.rotate_lti_key(text, jsonb, text, text)', 'public.keep_lti_key_set(uuid, jsonb)',
  'public.open_lti_login(jsonb)', 'public.begin_lti_login(jsonb)', 'public.take_lti_state(text)',
  'public.land_lti_launch(jsonb)', 'public.take_lti_code(jsonb)', 'public.find_lti_launch(text)',
  'public.note_lti_token(text, text)'
);
