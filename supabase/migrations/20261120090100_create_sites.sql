create function coach.is_origin(p_origin text) returns boolean
language sql immutable strict set search_path = '' as $$
  select p_origin ~ (
      '^(https://(([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?|\[[0-9a-f:.]+\])'
      '|http://(localhost|[a-z0-9-]+\.localhost|127\.0\.0\.1|\[::1\]))(:[1-9][0-9]{0,4})?$'
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

create table coach.organizations (
  id uuid primary key default gen_random_uuid(),
  name text not null unique check (char_length(name) between 1 and 200),
  month_seconds integer not null default 36000 check (month_seconds >= 0),
  retention_days integer not null default 30 check (retention_days between 1 and 3650),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table coach.organizations is 'Who pays: owns sites, an allowance a calendar month (UTC) and a retention time.';

create table coach.sites (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references coach.organizations,
  name text not null check (char_length(name) between 1 and 200),
  embed_key text not null unique check (embed_key ~ '^mk_[A-Za-z0-9_-]{4,64}$'),
  origins text[] not null default '{}' check (coach.are_origins(origins)),
  learner_token_mode text not null default 'none'
    check (learner_token_mode in ('none', 'optional', 'required')),
  status text not null default 'active' check (status in ('active', 'disabled')),
  voice_enabled boolean not null default true,
  day_seconds integer not null default 3600 check (day_seconds >= 0),
  learner_day_seconds integer not null default 1800 check (learner_day_seconds >= 0),
  max_session_seconds integer not null default 900 check (max_session_seconds between 30 and 3600),
  max_live integer not null default 3 check (max_live >= 0),
  learner_max_live smallint not null default 1 check (learner_max_live between 0 and 100),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table coach.sites is 'A place that embeds the widget. Closed until it names origins; days are UTC days.';
create index sites_organization_id on coach.sites (organization_id);

create table coach.learners (
  id uuid primary key default gen_random_uuid(),
  site_id uuid not null references coach.sites,
  key_hash text not null check (char_length(key_hash) between 1 and 200),
  created_at timestamptz not null default now(),
  unique (site_id, key_hash)
);
comment on table coach.learners is
  'A person or device as one site knows it: by a hash, whose source (token, device, address) never gets here.';

create table coach.audit_events (
  id bigint generated always as identity primary key,
  action text not null check (action ~ '^[a-z_]{1,60}$'),
  subject text not null,
  detail jsonb not null default '{}',
  created_at timestamptz not null default now()
);
comment on table coach.audit_events is 'Acts of administration, appended and never changed.';
create trigger audit_events_append_only before update or delete on coach.audit_events
  for each row execute function coach.refuse_change();
create trigger audit_events_keep before truncate on coach.audit_events
  for each statement execute function coach.refuse_change();

alter table coach.organizations enable row level security;
alter table coach.sites enable row level security;
alter table coach.learners enable row level security;
alter table coach.audit_events enable row level security;

revoke all on coach.organizations, coach.sites, coach.learners, coach.audit_events
  from public, anon, authenticated, service_role;
grant select, insert on coach.organizations, coach.sites, coach.learners, coach.audit_events to service_role;
grant update (month_seconds, retention_days, updated_at) on coach.organizations to service_role;
grant update (
  name, origins, learner_token_mode, status, voice_enabled, day_seconds, learner_day_seconds,
  max_session_seconds, max_live, learner_max_live, updated_at
) on coach.sites to service_role;

revoke execute on function coach.is_origin(text), coach.are_origins(text[]) from public, anon, authenticated;
grant execute on function coach.is_origin(text), coach.are_origins(text[]) to service_role;
