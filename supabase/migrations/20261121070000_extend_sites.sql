-- Repeats the pattern of before with two more walls: lengths of host and label, and several labels
-- before `.localhost`. `_shared/sites/read-origin-spelling.ts` brings an operator's spelling into this form.
create or replace function coach.is_origin(p_origin text) returns boolean
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

create function coach.is_key_url(p_url text) returns boolean
language sql immutable strict set search_path = '' as $$
  -- A host name in full, so that no address of an inner network can be written, on the usual port.
  select char_length(p_url) <= 500
    and p_url ~ '^https://([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?/[!$&-;=@-Z_a-z~%]*$'
    and p_url !~ '^https://[^/]*\.(localhost|local|internal|arpa)/'
$$;
comment on function coach.is_key_url(text) is
  'Where a site may publish its keys: https, a public host name, port 443, a path; no query.';

alter table coach.sites
  add column anonymous_day_seconds integer check (anonymous_day_seconds >= 0),
  add column address_day_seconds integer check (address_day_seconds >= 0),
  add column learner_token_jwks_url text check (coach.is_key_url(learner_token_jwks_url)),
  add column ephemeral_enabled boolean,
  add column text_only boolean not null default false;
comment on column coach.sites.anonymous_day_seconds is
  'The day of a learner without a token; null: that of any learner. Never more than learner_day_seconds.';
comment on column coach.sites.address_day_seconds is
  'The day of all anonymous learners behind one address; null: four times that of one of them.';
comment on column coach.sites.ephemeral_enabled is 'Whether calls use the ephemeral handshake; null: as the server is set.';
comment on column coach.sites.text_only is 'Reserved: typed practice without a call.';

create table coach.retired_keys (
  embed_key text primary key check (embed_key ~ '^mk_[A-Za-z0-9_-]{4,64}$'),
  site_id uuid not null references coach.sites,
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);
comment on table coach.retired_keys is 'Embed keys that were replaced and still admit their pages until a date.';
create index retired_keys_site_id on coach.retired_keys (site_id);

create table coach.token_keys (
  kid text primary key check (kid ~ '^[A-Za-z0-9_-]{8,64}$'),
  site_id uuid not null references coach.sites,
  created_at timestamptz not null default now(),
  expires_at timestamptz
);
comment on table coach.token_keys is
  'Names of the secrets that sign a site''s learner tokens. The secrets themselves are nowhere in the database: each is derived from a name, a site and a setting of the functions.';
create index token_keys_site_id on coach.token_keys (site_id);

create table coach.used_tokens (
  site_id uuid not null references coach.sites,
  jti text not null check (char_length(jti) between 1 and 128),
  session_id uuid not null,
  expires_at timestamptz not null,
  primary key (site_id, jti)
);
comment on table coach.used_tokens is 'Learner tokens that began a session: none begins two.';
create index used_tokens_expires_at on coach.used_tokens (expires_at);

create table coach.features (
  name text primary key check (name in ('voice', 'ephemeral', 'text_only')),
  enabled boolean not null,
  updated_at timestamptz not null default now()
);
comment on table coach.features is 'What is switched on or off for everybody; absent: each site as it says itself.';

alter table coach.learners add column kind text not null default 'anonymous'
  check (kind in ('anonymous', 'token'));
alter table coach.audit_events add column actor text not null default 'unknown'
  check (char_length(actor) between 1 and 120);
create index audit_events_subject on coach.audit_events (subject, id);

alter table coach.retired_keys enable row level security;
alter table coach.token_keys enable row level security;
alter table coach.used_tokens enable row level security;
alter table coach.features enable row level security;
revoke all on coach.retired_keys, coach.token_keys, coach.used_tokens, coach.features
  from public, anon, authenticated, service_role;
grant select, insert on coach.retired_keys, coach.token_keys, coach.used_tokens to service_role;
grant select, insert, delete on coach.features to service_role;
grant update (expires_at) on coach.token_keys to service_role;
grant update (enabled, updated_at) on coach.features to service_role;
-- Nothing of a learner changes; the right is what a row lock asks for.
grant update (kind) on coach.learners to service_role;
grant update (
  embed_key, anonymous_day_seconds, address_day_seconds, learner_token_jwks_url, ephemeral_enabled, text_only
) on coach.sites to service_role;

create function coach.audit(p_action text, p_subject text, p_detail jsonb, p_actor text) returns void
language sql set search_path = '' as $$
  insert into coach.audit_events (action, subject, detail, actor)
  values (p_action, p_subject, p_detail, coalesce(nullif(left(btrim(p_actor), 120), ''), 'unknown'))
$$;
comment on function coach.audit(text, text, jsonb, text) is 'Writes down an act of administration and who did it.';

create function coach.site_of(p_site text) returns uuid
language sql stable set search_path = '' as $$
  select coalesce(
    (select id from coach.sites where embed_key = p_site),
    (select site_id from coach.retired_keys where embed_key = p_site and expires_at > now()),
    (select id from coach.sites where id::text = lower(p_site))
  )
$$;
comment on function coach.site_of(text) is 'The site with this embed key, replaced ones included while they last, or with this id.';

create function coach.has_voice(p_site coach.sites) returns boolean
language sql stable set search_path = '' as $$
  select p_site.voice_enabled
    and coalesce((select enabled from coach.features where name = 'voice'), true)
$$;
comment on function coach.has_voice(coach.sites) is 'Whether calls may be started: by the site and by everybody''s switch.';

create function coach.handshake_of(p_site coach.sites, p_default text) returns text
language sql stable set search_path = '' as $$
  select case coalesce(
      -- Off for everybody wins over the site; on for everybody does not.
      case when not everybody.enabled then false end, p_site.ephemeral_enabled, everybody.enabled
    ) when true then 'ephemeral' when false then 'relay' else p_default end
  from (select (select enabled from coach.features where name = 'ephemeral') as enabled) as everybody
$$;
comment on function coach.handshake_of(coach.sites, text) is
  'How a site''s calls are made: switch for everybody where off, site, switch for everybody, the server''s setting.';

create function coach.ephemeral_cap_seconds() returns integer
language sql immutable set search_path = '' as $$ select 300 $$;
comment on function coach.ephemeral_cap_seconds() is 'The longest call that nobody observes.';

revoke execute on function
  coach.is_key_url(text), coach.audit(text, text, jsonb, text), coach.site_of(text),
  coach.has_voice(coach.sites), coach.handshake_of(coach.sites, text), coach.ephemeral_cap_seconds()
from public, anon, authenticated;
grant execute on function
  coach.is_key_url(text), coach.audit(text, text, jsonb, text), coach.site_of(text),
  coach.has_voice(coach.sites), coach.handshake_of(coach.sites, text), coach.ephemeral_cap_seconds()
to service_role;
