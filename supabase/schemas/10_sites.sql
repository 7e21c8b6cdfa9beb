-- Who pays, and the places that embed the widget.

-- Edge functions bring an operator's spelling into this form.
create function coach.is_origin(p_origin text) returns boolean
language sql immutable strict set search_path = '' as $$
  select char_length(p_origin) <= 255
    and p_origin ~ (
      '^(https://(([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?|\[[0-9a-f:.]+\])'
      '|http://(localhost|([a-z0-9-]+\.)+localhost|127\.0\.0\.1|\[::1\]))(:[1-9][0-9]{0,4})?$'
    )
    -- A browser never writes the port that its scheme implies: such an entry would match nobody.
    and p_origin !~ '^https://.*:443$'
    and p_origin !~ '^http://.*:80$'
$$;
comment on function coach.is_origin(text) is
  'An exact origin as browsers write it: https anywhere, http on the own machine. No `*`, no `null`.';

create function coach.are_origins(p_origins text[]) returns boolean
language sql immutable set search_path = '' as $$
  select coalesce(bool_and(coalesce(coach.is_origin(origin), false)), true) from unnest(p_origins) as origin
$$;
comment on function coach.are_origins(text[]) is 'Whether every entry is an exact origin; true of none.';

create function coach.is_key_url(p_url text) returns boolean
language sql immutable strict set search_path = '' as $$
  -- A host name in full, so that no address of an inner network can be written, on the usual port.
  select char_length(p_url) <= 500
    and p_url ~ '^https://([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?/[!$&-;=@-Z_a-z~%]*$'
    and p_url !~ '^https://[^/]*\.(localhost|local|internal|arpa)/'
$$;
comment on function coach.is_key_url(text) is
  'Where a site may publish its keys: https, a public host name, port 443, a path; no query.';

create function coach.is_page_url(p_url text) returns boolean
language sql immutable strict set search_path = '' as $$
  select char_length(p_url) <= 500
    and coalesce(coach.is_origin(substring(p_url from '^https?://[^/?#]+')), false)
    and p_url ~ '^https?://[^/?#]+(/[!$&-;=?@-Z_a-z~%]*)?$'
$$;
comment on function coach.is_page_url(text) is
  'A page that learners are sent to: https anywhere, http on the own machine; no name and password, no fragment.';

create table coach.organizations (
  id uuid primary key default gen_random_uuid(),
  name text not null unique check (char_length(name) between 1 and 200),
  month_seconds integer not null default 36000 check (month_seconds >= 0),
  retention_days integer not null default 30 check (retention_days between 1 and 3650),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table coach.organizations is
  'Who pays: owns sites, an allowance a calendar month (UTC) and a retention time.';
alter table coach.organizations enable row level security;
revoke all on coach.organizations from public, anon, authenticated, service_role;
grant select, insert on coach.organizations to service_role;
grant update (name, month_seconds, retention_days, updated_at) on coach.organizations to service_role;

create table coach.sites (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references coach.organizations,
  name text not null check (char_length(name) between 1 and 200),
  embed_key text not null unique check (embed_key ~ '^mk_[A-Za-z0-9_-]{4,64}$'),
  origins text[] not null default '{}' check (coach.are_origins(origins)),
  status text not null default 'active' check (status in ('active', 'disabled')),
  learner_token_mode text not null default 'none'
    check (learner_token_mode in ('none', 'optional', 'required')),
  learner_token_jwks_url text check (coach.is_key_url(learner_token_jwks_url)),
  voice_enabled boolean not null default true,
  ephemeral_enabled boolean,
  text_only boolean not null default false,
  facts_enabled boolean,
  practice_url text check (coach.is_page_url(practice_url)),
  attempts_per_scenario integer check (attempts_per_scenario between 1 and 1000),
  day_seconds integer not null default 3600 check (day_seconds >= 0),
  learner_day_seconds integer not null default 1800 check (learner_day_seconds >= 0),
  anonymous_day_seconds integer check (anonymous_day_seconds >= 0),
  address_day_seconds integer check (address_day_seconds >= 0),
  max_session_seconds integer not null default 900 check (max_session_seconds between 30 and 3600),
  max_live integer not null default 3 check (max_live >= 0),
  learner_max_live smallint not null default 1 check (learner_max_live between 0 and 100),
  address_max_live integer check (address_max_live >= 1),
  site_hour_starts integer check (site_hour_starts >= 1),
  learner_hour_starts integer check (learner_hour_starts >= 1),
  address_hour_starts integer check (address_hour_starts >= 1),
  session_cost_micros bigint check (session_cost_micros > 0),
  day_cost_micros bigint check (day_cost_micros >= 0),
  month_cost_micros bigint check (month_cost_micros >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  scenario_ids text[] check (cardinality(scenario_ids) <= 500),
  results_enabled boolean
);
comment on table coach.sites is 'A place that embeds the widget. Closed until it names origins; days are UTC days.';
comment on column coach.sites.ephemeral_enabled is
  'Whether calls use the ephemeral handshake; null: as the server is set.';
comment on column coach.sites.text_only is 'Reserved: typed practice without a call.';
comment on column coach.sites.facts_enabled is
  'Whether contacts and commitments are noted; null: as the switch for everybody says, else not.';
comment on column coach.sites.results_enabled is
  'Whether results go to the site under its learners'' names; null: as the switch for everybody says, else not.';
comment on column coach.sites.practice_url is
  'The operator''s page for a practice, where an embedding page may not use the microphone.';
comment on column coach.sites.attempts_per_scenario is
  'How often a learner may practise a scenario; null: as often as the minutes allow.';
comment on column coach.sites.anonymous_day_seconds is
  'The day of a learner without a token; null: that of any learner. Never more than learner_day_seconds.';
comment on column coach.sites.address_day_seconds is
  'The day of all anonymous learners behind one address; null: four times that of one of them. Never more than day_seconds.';
comment on column coach.sites.address_max_live is
  'Calls at a time of all anonymous learners behind one address; null: half of max_live, rounded up.';
comment on column coach.sites.site_hour_starts is
  'Starts within an hour after which no anonymous learner starts; null: a hundred and twenty, or one for each half minute of the day.';
comment on column coach.sites.learner_hour_starts is
  'Starts of one learner within an hour; null: twelve, or one for each two and a half minutes of the learner''s day.';
comment on column coach.sites.address_hour_starts is
  'Starts within an hour of all anonymous learners behind one address; null: as many as of one of them.';
comment on column coach.sites.session_cost_micros is
  'What a call may cost at the provider, in millionths of a dollar; null: a price for each second it may last.';
comment on column coach.sites.day_cost_micros is
  'What the calls of a day may cost together; null: that price for each second of the day''s allowance.';
comment on column coach.sites.month_cost_micros is 'What the calls of a calendar month (UTC) may cost; null: as the days allow.';
comment on column coach.sites.scenario_ids is
  'What of the scenarios that it may use a site offers; null: all of them.';
create unique index sites_one_name_each_organization on coach.sites (organization_id, name);
alter table coach.sites enable row level security;
revoke all on coach.sites from public, anon, authenticated, service_role;
grant select, insert on coach.sites to service_role;
grant update (
  name, embed_key, origins, status, learner_token_mode, learner_token_jwks_url, voice_enabled, ephemeral_enabled,
  text_only, facts_enabled, results_enabled, practice_url, attempts_per_scenario, scenario_ids, day_seconds, learner_day_seconds,
  anonymous_day_seconds, address_day_seconds, max_session_seconds, max_live, learner_max_live, address_max_live,
  site_hour_starts, learner_hour_starts, address_hour_starts, session_cost_micros, day_cost_micros,
  month_cost_micros, updated_at
) on coach.sites to service_role;

create table coach.retired_keys (
  embed_key text primary key check (embed_key ~ '^mk_[A-Za-z0-9_-]{4,64}$'),
  site_id uuid not null references coach.sites,
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);
comment on table coach.retired_keys is 'Embed keys that were replaced and still admit their pages until a date.';
create index retired_keys_site_id on coach.retired_keys (site_id);
alter table coach.retired_keys enable row level security;
revoke all on coach.retired_keys from public, anon, authenticated, service_role;
grant select, insert on coach.retired_keys to service_role;

create table coach.token_keys (
  kid text primary key check (kid ~ '^[A-Za-z0-9_-]{8,64}$'),
  site_id uuid not null references coach.sites,
  created_at timestamptz not null default now(),
  expires_at timestamptz
);
comment on table coach.token_keys is
  'Names of the secrets that sign a site''s learner tokens. The secrets themselves are nowhere in the database: each is derived from a name, a site and a setting of the functions.';
create index token_keys_site_id on coach.token_keys (site_id);
alter table coach.token_keys enable row level security;
revoke all on coach.token_keys from public, anon, authenticated, service_role;
grant select, insert on coach.token_keys to service_role;
grant update (expires_at) on coach.token_keys to service_role;

create table coach.features (
  name text primary key check (name in ('voice', 'ephemeral', 'text_only', 'facts', 'results')),
  enabled boolean not null,
  updated_at timestamptz not null default now()
);
comment on table coach.features is 'What is switched on or off for everybody; absent: each site as it says itself.';
alter table coach.features enable row level security;
revoke all on coach.features from public, anon, authenticated, service_role;
grant select, insert, delete on coach.features to service_role;
grant update (enabled, updated_at) on coach.features to service_role;

create function coach.site_of(p_site text) returns uuid
language sql stable set search_path = '' as $$
  select coalesce(
    (select id from coach.sites where embed_key = p_site),
    (select site_id from coach.retired_keys where embed_key = p_site and expires_at > now()),
    (select id from coach.sites where id::text = lower(p_site))
  )
$$;
comment on function coach.site_of(text) is
  'The site with this embed key, replaced ones included while they last, or with this id.';

create function coach.feature_names() returns text[]
language sql immutable set search_path = '' as $$
  select array['ephemeral', 'facts', 'results', 'text_only', 'voice']
$$;
comment on function coach.feature_names() is 'What can be switched for everybody and for a site.';

create function coach.has_voice(p_site coach.sites) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select p_site.voice_enabled
      and coalesce((select enabled from coach.features where name = 'voice'), true)
  );
end
$$;
comment on function coach.has_voice(coach.sites) is
  'Whether calls may be started: by the site and by everybody''s switch.';

create function coach.has_facts(p_site coach.sites) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(everybody.enabled, true) and coalesce(p_site.facts_enabled, everybody.enabled, false)
    from (select (select enabled from coach.features where name = 'facts') as enabled) as everybody
  );
end
$$;
comment on function coach.has_facts(coach.sites) is
  'Whether a site asks learners for facts: switch for everybody where off, site, switch for everybody; off where none is set.';

create function coach.has_results(p_site coach.sites) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select coalesce(everybody.enabled, true) and coalesce(p_site.results_enabled, everybody.enabled, false)
    from (select (select enabled from coach.features where name = 'results') as enabled) as everybody
  );
end
$$;
comment on function coach.has_results(coach.sites) is
  'Whether results go to a site under its learners'' names: switch for everybody where off, site, switch for everybody; off where none is set.';

create function coach.handshake_of(p_site coach.sites, p_default text) returns text
language plpgsql stable set search_path = '' as $$
begin
  return (
    select case coalesce(
        -- Off for everybody wins over the site; on for everybody does not.
        case when not everybody.enabled then false end, p_site.ephemeral_enabled, everybody.enabled
      ) when true then 'ephemeral' when false then 'relay' else p_default end
    from (select (select enabled from coach.features where name = 'ephemeral') as enabled) as everybody
  );
end
$$;
comment on function coach.handshake_of(coach.sites, text) is
  'How a site''s calls are made: switch for everybody where off, site, switch for everybody, the server''s setting.';

create function public.find_token_keys(p_embed_key text, p_origin text) returns jsonb
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
comment on function public.find_token_keys(text, text) is
  'With which keys a site''s backend may sign learner tokens now, and as whom; names only, no secrets.';

select coach.expose(
  'coach.is_origin(text)', 'coach.are_origins(text[])', 'coach.is_key_url(text)', 'coach.is_page_url(text)',
  'coach.site_of(text)', 'coach.feature_names()', 'coach.has_voice(coach.sites)', 'coach.has_facts(coach.sites)',
  'coach.has_results(coach.sites)',
  'coach.handshake_of(coach.sites, text)', 'public.find_token_keys(text, text)'
);
