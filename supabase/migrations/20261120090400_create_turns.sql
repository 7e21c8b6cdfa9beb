create table coach.turns (
  session_id uuid not null references coach.sessions,
  source text not null check (source in ('observed', 'reported')),
  sequence integer not null check (sequence between 1 and 10000),
  item_id text not null check (char_length(item_id) between 1 and 128),
  previous_item_id text check (char_length(previous_item_id) between 1 and 128),
  speaker text not null check (speaker in ('learner', 'persona')),
  state text not null check (state in ('final', 'interrupted', 'unrecognized')),
  text text not null check (char_length(text) <= 8000),
  started_at_ms integer not null check (started_at_ms between 0 and 86400000),
  ended_at_ms integer not null check (ended_at_ms between 0 and 86400000),
  received_at timestamptz not null default now(),
  primary key (session_id, source, sequence)
);
comment on table coach.turns is
  'Utterances as they arrived, one series of numbers a source; the first write of a number stands.';
comment on column coach.turns.started_at_ms is 'Since the call was answered, on the clock of the source.';

alter table coach.turns enable row level security;
revoke all on coach.turns from public, anon, authenticated, service_role;
grant select, insert on coach.turns to service_role;
