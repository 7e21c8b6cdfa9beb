-- Calls that are over for us must be over at the provider too. Hang-ups outlive their session: a call must
-- end even where nobody may know any more whose it was.

create table coach.hangups (
  id bigint generated always as identity primary key,
  call_id uuid unique references coach.calls on delete set null,
  provider_call_id text not null,
  status text not null default 'pending' check (status in ('pending', 'done', 'failed')),
  attempts integer not null default 0 check (attempts >= 0),
  available_at timestamptz not null default now(),
  last_error text check (char_length(last_error) <= 500),
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint hangups_finish check ((status = 'pending') = (finished_at is null))
);
comment on table coach.hangups is
  'Calls that are over for us and must be over at the provider; a row waits until that is confirmed.';
create index hangups_due on coach.hangups (available_at) where status = 'pending';
create index hangups_failed on coach.hangups (finished_at) where status = 'failed';
create index hangups_finished_at on coach.hangups (finished_at) where status = 'done';
alter table coach.hangups enable row level security;
revoke all on coach.hangups from public, anon, authenticated, service_role;
grant select, insert on coach.hangups to service_role;
grant update (status, attempts, available_at, last_error, finished_at) on coach.hangups to service_role;

create function coach.hang_up_calls(p_session_id uuid) returns jsonb
language sql set search_path = '' as $$
  with over as (
    update coach.calls set ended_at = coalesce(ended_at, now()), answer = null
    where session_id = p_session_id and ended_at is null
    returning id, provider_call_id
  ), queued as (
    insert into coach.hangups (call_id, provider_call_id, attempts, available_at)
    select id, provider_call_id, 1, now() + interval '15 seconds' from over where provider_call_id is not null
    on conflict (call_id) do nothing
    returning id, call_id, provider_call_id
  ), unconfirmed as (
    update coach.hangups as hangup set attempts = attempts + 1, available_at = now() + interval '15 seconds'
    from coach.calls as call
    where call.id = hangup.call_id and call.session_id = p_session_id and hangup.status = 'pending'
    returning hangup.id, hangup.call_id, hangup.provider_call_id
  )
  select coalesce(jsonb_agg(to_jsonb(leased) order by id), '[]')
  from (select * from queued union all select * from unconfirmed) as leased
$$;
comment on function coach.hang_up_calls(uuid) is
  'Ends what calls a session has and leases their hang-ups to the caller, also those that wait since before. The session is locked.';

create function public.claim_hangups(p_batch integer, p_lease_seconds integer) returns jsonb
language sql set search_path = '' as $$
  with due as (
    select id from coach.hangups where status = 'pending' and available_at <= now()
    order by available_at limit least(greatest(p_batch, 0), 200)
    for update skip locked
  ), leased as (
    update coach.hangups as hangup
    set attempts = attempts + 1, available_at = now() + make_interval(secs => p_lease_seconds)
    from due where due.id = hangup.id
    returning hangup.id, hangup.provider_call_id, hangup.attempts
  )
  select jsonb_build_object('hangups', coalesce(jsonb_agg(to_jsonb(leased) order by id), '[]')) from leased
$$;
comment on function public.claim_hangups(integer, integer) is 'Leases hang-ups that are due, each to one caller.';

create function public.settle_hangup(p_id bigint, p_done boolean, p_error text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_hangup coach.hangups;
begin
  select * into v_hangup from coach.hangups where id = p_id for update;
  if not found then
    return jsonb_build_object('outcome', 'hangup_unknown');
  end if;
  if v_hangup.status <> 'pending' then
    return jsonb_build_object('outcome', v_hangup.status);
  end if;
  if p_done then
    update coach.hangups set status = 'done', finished_at = now(), last_error = null where id = p_id;
    return jsonb_build_object('outcome', 'done');
  end if;
  -- Twenty attempts, a minute apart in the end, outlast the longest call a provider keeps open anyway.
  if v_hangup.attempts >= 20 then
    update coach.hangups set status = 'failed', finished_at = now(), last_error = left(p_error, 500)
    where id = p_id;
    return jsonb_build_object('outcome', 'failed');
  end if;
  update coach.hangups
  set last_error = left(p_error, 500),
      available_at = now() + make_interval(secs => least(2 ^ greatest(attempts - 1, 0), 60))
  where id = p_id;
  return jsonb_build_object('outcome', 'queued');
end
$$;
comment on function public.settle_hangup(bigint, boolean, text) is
  'Confirms a hang-up, or puts it back with a pause of 1, 2, 4 … 60 seconds, and gives up after twenty attempts.';

select coach.expose(
  'coach.hang_up_calls(uuid)', 'public.claim_hangups(integer, integer)',
  'public.settle_hangup(bigint, boolean, text)'
);
