create table coach.sessions (
  id uuid primary key default gen_random_uuid(),
  site_id uuid not null references coach.sites,
  learner_id uuid not null references coach.learners,
  learner_slot smallint not null check (learner_slot > 0),
  scenario_version_id bigint not null references coach.scenario_versions,
  attempt_key uuid not null,
  request_hash text not null check (char_length(request_hash) between 1 and 200),
  request_id text not null check (char_length(request_id) <= 200),
  handshake text not null check (handshake in ('relay', 'ephemeral')),
  status text not null default 'reserved' check (status in ('reserved', 'active', 'ended', 'released')),
  locale text not null check (char_length(locale) <= 35),
  learner_name text check (char_length(learner_name) <= 200),
  variables jsonb not null default '{}' check (jsonb_typeof(variables) = 'object'),
  seed bigint not null check (seed between 0 and 281474976710655),
  limit_seconds integer not null check (limit_seconds > 0),
  used_seconds integer not null default 0 check (used_seconds between 0 and limit_seconds),
  created_at timestamptz not null default now(),
  attached_at timestamptz,
  last_beat_at timestamptz,
  deadline timestamptz,
  lapses_at timestamptz default now() + coach.attach_window(),
  ended_at timestamptz,
  end_reason text check (end_reason ~ '^[a-z_]{1,40}$'),
  unique (site_id, attempt_key),
  constraint sessions_live_lapse check ((status in ('reserved', 'active')) = (lapses_at is not null)),
  constraint sessions_over_end check ((status in ('ended', 'released')) = (ended_at is not null)),
  constraint sessions_called_deadline check ((status in ('active', 'ended')) = (attached_at is not null)),
  constraint sessions_attached_deadline check ((attached_at is null) = (deadline is null)),
  constraint sessions_unattached_free check (attached_at is not null or used_seconds = 0)
);
comment on table coach.sessions is
  'One practice attempt. reserved: its call is being made; active: billed; ended: settled; released: no call came about.';
comment on column coach.sessions.lapses_at is 'When it counts as abandoned: lease or deadline, whichever comes first. Null once over.';
comment on column coach.sessions.learner_slot is 'Which of the learner''s simultaneous calls this is, from 1; one unless the site allows more.';
comment on column coach.sessions.seed is 'Draws the scenario''s variables, so that an attempt can be replayed. 48 bits, safe as a JSON number.';

-- The third wall, behind the conditional update and the CHECKs of the ledger.
create unique index sessions_one_live_each_slot on coach.sessions (learner_id, learner_slot)
  where status in ('reserved', 'active');
create index sessions_lapses_at on coach.sessions (lapses_at) where lapses_at is not null;
create index sessions_site_lapses_at on coach.sessions (site_id, lapses_at) where lapses_at is not null;

create table coach.calls (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references coach.sessions,
  provider text not null check (char_length(provider) between 1 and 60),
  provider_call_id text check (char_length(provider_call_id) between 1 and 200),
  answer text check (char_length(answer) <= 131072),
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  unique (provider, provider_call_id)
);
comment on table coach.calls is 'One connection at the provider; a session may have several.';
comment on column coach.calls.answer is 'The SDP answer, kept for a repeated start; gone once the call is over, since it holds addresses.';
create index calls_session_id on coach.calls (session_id);

create table coach.consents (
  session_id uuid primary key references coach.sessions,
  learner_id uuid not null references coach.learners,
  version text not null check (char_length(version) between 1 and 32),
  locale text not null check (char_length(locale) <= 35),
  consented_at timestamptz not null default now()
);
comment on table coach.consents is 'Which text a learner agreed to before the call.';
create index consents_learner_id on coach.consents (learner_id);

create table coach.session_events (
  id bigint generated always as identity primary key,
  session_id uuid not null references coach.sessions,
  kind text not null check (kind ~ '^[a-z_]{1,60}$'),
  detail jsonb not null default '{}',
  created_at timestamptz not null default now()
);
comment on table coach.session_events is 'What happened to a session, without any word that was spoken.';
create index session_events_session_id on coach.session_events (session_id);

create table coach.hangups (
  id bigint generated always as identity primary key,
  call_id uuid not null unique references coach.calls,
  provider_call_id text not null,
  status text not null default 'pending' check (status in ('pending', 'done', 'failed')),
  attempts integer not null default 0 check (attempts >= 0),
  available_at timestamptz not null default now(),
  last_error text check (char_length(last_error) <= 500),
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint hangups_finish check ((status = 'pending') = (finished_at is null))
);
comment on table coach.hangups is 'Calls that are over for us and must be over at the provider; a row waits until that is confirmed.';
create index hangups_due on coach.hangups (available_at) where status = 'pending';

alter table coach.sessions enable row level security;
alter table coach.calls enable row level security;
alter table coach.consents enable row level security;
alter table coach.session_events enable row level security;
alter table coach.hangups enable row level security;

revoke all on coach.sessions, coach.calls, coach.consents, coach.session_events, coach.hangups
  from public, anon, authenticated, service_role;
grant select, insert on coach.sessions, coach.calls, coach.consents, coach.session_events, coach.hangups
  to service_role;
grant update (
  status, used_seconds, attached_at, last_beat_at, deadline, lapses_at, ended_at, end_reason
) on coach.sessions to service_role;
grant update (answer, ended_at) on coach.calls to service_role;
grant update (status, attempts, available_at, last_error, finished_at) on coach.hangups to service_role;
