create table coach.observations (
  call_id uuid primary key references coach.calls on delete cascade,
  session_id uuid not null references coach.sessions on delete cascade,
  plan jsonb not null check (jsonb_typeof(plan) = 'object'),
  status text not null default 'waiting'
    check (status in ('waiting', 'watching', 'complete', 'incomplete', 'tampered')),
  reason text check (reason ~ '^[a-z_]{1,60}$'),
  holder uuid,
  lease_expires_at timestamptz,
  is_holder_attached boolean not null default false,
  predecessor uuid,
  predecessor_expires_at timestamptz,
  epoch integer not null default 0 check (epoch >= 0),
  is_anchored boolean not null default true,
  segment_count integer not null default 0 check (segment_count >= 0),
  attached_at timestamptz,
  closed_at timestamptz,
  created_at timestamptz not null default now(),
  constraint observations_lease check ((holder is null) = (lease_expires_at is null)),
  constraint observations_predecessor_lease check ((predecessor is null) = (predecessor_expires_at is null)),
  constraint observations_closed check ((status in ('waiting', 'watching')) = (closed_at is null)),
  constraint observations_reason check ((status in ('incomplete', 'tampered')) = (reason is not null))
);
comment on table coach.observations is
  'Our watch over one call: who holds it, and in the end whether everything of it was seen. No word that was spoken stands here.';
comment on column coach.observations.plan is 'What the call was opened with: models, and digests by which a changed session is recognised.';
comment on column coach.observations.holder is 'The segment that watches now. Its lease runs out by itself when its function is killed.';
comment on column coach.observations.predecessor is 'The segment before, while both are attached. It leaves by a clean release; whatever else ends it is a gap.';
comment on column coach.observations.epoch is 'Counts the gaps in which something may have happened unseen.';
comment on column coach.observations.is_anchored is 'False after a gap, until an item was seen to arrive: only its predecessors prove that none is missing.';
create index observations_session_id on coach.observations (session_id);
create index observations_unwatched on coach.observations (lease_expires_at nulls first) where closed_at is null;

create table coach.observed_items (
  session_id uuid not null references coach.sessions on delete cascade,
  item_id text not null check (char_length(item_id) between 1 and 128),
  call_id uuid not null references coach.calls on delete cascade,
  author text check (author in ('learner', 'persona', 'note', 'absent')),
  is_linked boolean not null default false,
  previous_item_id text check (char_length(previous_item_id) between 1 and 128),
  is_settled boolean not null default false,
  is_interrupted boolean not null default false,
  epoch integer not null,
  checked_epoch integer not null default 0,
  is_retrieved boolean not null default false,
  started_at_ms integer not null check (started_at_ms between 0 and 86400000),
  ended_at_ms integer not null check (ended_at_ms between 0 and 86400000),
  primary key (session_id, item_id)
);
comment on table coach.observed_items is
  'Every item of a call that our server saw or fetched, spoken or not, and what it follows. The words of the spoken ones are in coach.turns.';
comment on column coach.observed_items.author is 'Null while only a later event named it; absent: the provider knows no such item.';
comment on column coach.observed_items.is_linked is 'Whether its predecessor was seen; previous_item_id is null for the first item of a call.';
comment on column coach.observed_items.checked_epoch is 'The last gap after which the provider was asked for it.';
create index observed_items_call_id on coach.observed_items (call_id);

-- What was observed may still be completed: a late transcript, an interruption after the last word.
create unique index turns_one_observed_each_item on coach.turns (session_id, item_id) where source = 'observed';
create index turns_item_id on coach.turns (session_id, item_id);

alter table coach.observations enable row level security;
alter table coach.observed_items enable row level security;
revoke all on coach.observations, coach.observed_items from public, anon, authenticated, service_role;
grant select, insert on coach.observations, coach.observed_items to service_role;
grant update (
  status, reason, holder, lease_expires_at, is_holder_attached, predecessor, predecessor_expires_at, epoch,
  is_anchored, segment_count, attached_at, closed_at
) on coach.observations to service_role;
grant update (
  author, is_linked, previous_item_id, is_settled, is_interrupted, checked_epoch, is_retrieved,
  started_at_ms, ended_at_ms
) on coach.observed_items to service_role;
grant update (state, text, previous_item_id, started_at_ms, ended_at_ms) on coach.turns to service_role;
