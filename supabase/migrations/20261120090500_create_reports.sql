create table coach.reports (
  session_id uuid primary key references coach.sessions,
  status text not null default 'pending' check (status in ('pending', 'ready', 'failed', 'not_scored')),
  reason text check (char_length(reason) between 1 and 200),
  report jsonb check (jsonb_typeof(report) = 'object'),
  attempts integer not null default 0 check (attempts >= 0),
  available_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint reports_content check ((status = 'ready') = (report is not null)),
  constraint reports_reason check (status not in ('failed', 'not_scored') or reason is not null),
  constraint reports_finish check ((status = 'pending') = (finished_at is null))
);
comment on table coach.reports is 'The report of a session that is over, or the job to make it.';
comment on column coach.reports.available_at is 'Nobody may take the job before: a running lease, or a pause after a failure.';
create index reports_due on coach.reports (available_at) where status = 'pending';

alter table coach.reports enable row level security;
revoke all on coach.reports from public, anon, authenticated, service_role;
grant select, insert on coach.reports to service_role;
grant update (status, reason, report, attempts, available_at, finished_at) on coach.reports to service_role;
