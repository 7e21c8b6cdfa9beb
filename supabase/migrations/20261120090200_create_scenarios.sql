create table coach.scenarios (
  id text primary key check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(id) <= 64),
  current_version_id bigint,
  created_at timestamptz not null default now()
);
comment on table coach.scenarios is 'A scenario by name; new sessions run its current version.';

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

-- The pair, so that a scenario cannot point to a version of another one.
alter table coach.scenarios add constraint scenarios_current_version
  foreign key (id, current_version_id) references coach.scenario_versions (scenario_id, id);

create function coach.scenario_json(p_version_id bigint) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', scenario_id, 'version', content_hash, 'title', title, 'language', language,
    'public', public_part, 'private', private_part
  )
  from coach.scenario_versions where id = p_version_id
$$;
comment on function coach.scenario_json(bigint) is 'A version as a session runs it, private part included.';

alter table coach.scenarios enable row level security;
alter table coach.scenario_versions enable row level security;
revoke all on coach.scenarios, coach.scenario_versions from public, anon, authenticated, service_role;
grant select, insert on coach.scenarios, coach.scenario_versions to service_role;
grant update (current_version_id) on coach.scenarios to service_role;
revoke execute on function coach.scenario_json(bigint) from public, anon, authenticated;
grant execute on function coach.scenario_json(bigint) to service_role;
