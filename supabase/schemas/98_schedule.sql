-- Ends what nobody ends any more.

-- A call outlives a database that was away: its browser could not beat, so that every lease has run out
-- when the database is back, and whoever asks first would end them all. The reaper therefore notes when
-- it ran, and after an unusual silence gives browsers the time of one beat.
create table coach.reaper_runs (
  is_only boolean primary key default true check (is_only),
  last_run_at timestamptz,
  usual_gap interval not null default interval '10 seconds',
  silent_since timestamptz,
  resumed_at timestamptz
);
comment on table coach.reaper_runs is 'When the reaper ran last, how far apart its runs are, and its last silence.';
-- Before its first run nothing is known: the time since is no silence.
insert into coach.reaper_runs default values;
alter table coach.reaper_runs enable row level security;
revoke all on coach.reaper_runs from public, anon, authenticated, service_role;
grant select on coach.reaper_runs to service_role;
grant update (last_run_at, usual_gap, silent_since, resumed_at) on coach.reaper_runs to service_role;

create function coach.note_run() returns timestamptz
language plpgsql set search_path = '' as $$
declare
  v_run coach.reaper_runs;
  v_gap interval;
begin
  select * into strict v_run from coach.reaper_runs;
  v_gap := now() - v_run.last_run_at;
  if v_gap > interval '25 seconds' and v_gap > 3 * v_run.usual_gap then
    v_run.silent_since := v_run.last_run_at;
    v_run.resumed_at := now();
  end if;
  -- Nobody waits here: of runs at the same time one writes, and all come to the same result.
  if coalesce(v_gap > interval '1 second', true) then
    perform from coach.reaper_runs for update skip locked;
    if found then
      update coach.reaper_runs
      set last_run_at = now(), silent_since = v_run.silent_since, resumed_at = v_run.resumed_at,
          usual_gap = least(greatest(coalesce(v_gap, usual_gap), usual_gap * 0.8), interval '2 minutes')
      where last_run_at is null or last_run_at < now();
    end if;
  end if;
  return case when v_run.resumed_at > now() - interval '25 seconds' then v_run.silent_since end;
end
$$;
comment on function coach.note_run() is
  'Notes a run of the reaper. Within 25 seconds after a silence: since when it lasted, otherwise null.';

create function coach.is_sweep_due() returns boolean
language plpgsql set search_path = '' as $$
begin
  perform coach.note_run();
  return exists (select from coach.sessions where lapses_at <= now())
    or exists (select from coach.hangups where status = 'pending' and available_at <= now());
end
$$;
comment on function coach.is_sweep_due() is
  'Whether anything waits for the reaper or for a hang-up. To ask counts as a run of it.';

create function coach.reap(p_session_ids uuid[]) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_session coach.sessions;
  v_silent_since timestamptz;
  v_reaped integer := 0;
  v_released integer := 0;
begin
  if cardinality(p_session_ids) = 0 then
    return jsonb_build_object('reaped', 0, 'released', 0);
  end if;
  v_silent_since := coach.note_run();
  for v_session in
    select * from coach.sessions where id = any(p_session_ids) and lapses_at <= now()
      -- Alive when the silence began and not due by now: its next beat decides.
      and not coalesce(status = 'active' and lapses_at > v_silent_since and deadline > now(), false)
    order by id for no key update skip locked
  loop
    perform coach.settle(v_session.id, coach.lasted_until(v_session, v_session.lapses_at), case
      when v_session.status = 'reserved' then 'never_attached'
      when coach.is_paused(v_session) then 'page_closed'
      when v_session.lapses_at >= v_session.deadline then 'deadline'
      else 'lapsed' end);
    if v_session.status = 'reserved' then
      v_released := v_released + 1;
    else
      v_reaped := v_reaped + 1;
    end if;
  end loop;
  return jsonb_build_object('reaped', v_reaped, 'released', v_released);
end
$$;
comment on function coach.reap(uuid[]) is
  'Settles those of the sessions that nobody will end any more: billed to the end of lease or deadline, or released. The caller has locked their windows; a session that is beating just now is passed over, and so is one whose browser could not beat.';

create function public.reap_sessions(p_batch integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_overdue uuid[] := array(
    select id from coach.sessions where lapses_at <= now()
    order by lapses_at limit least(greatest(p_batch, 0), 200)
  );
begin
  perform coach.note_run();
  perform coach.lock_windows(coach.windows_of(v_overdue));
  return coach.reap(v_overdue);
end
$$;
comment on function public.reap_sessions(integer) is
  'Ends sessions past their lease or deadline, and reservations whose call never came; at most 200 at a time.';

-- Correctness never depends on this: every start reaps, every beat keeps its call watched. Where pg_cron and
-- pg_net exist, a schedule makes both happen also while nobody starts or beats. It calls the function
-- `observer` with two secrets of Vault, which `docs/operate.md` tells how to set; without them it does nothing.
create function coach.call_reaper() returns void
language plpgsql set search_path = '' as $$
declare
  v_url text;
  v_key text;
begin
  if to_regclass('vault.decrypted_secrets') is null or to_regnamespace('net') is null then
    return;
  end if;
  -- Dynamic, since neither schema exists where the extensions do not.
  execute $query$
    select max(decrypted_secret) filter (where name = 'maka_functions_url'),
      max(decrypted_secret) filter (where name = 'maka_schedule_key')
    from vault.decrypted_secrets where name in ('maka_functions_url', 'maka_schedule_key')
  $query$ into v_url, v_key;
  if v_url is null or v_key is null then
    return;
  end if;
  execute $query$
    select net.http_post(
      url := $1 || '/observer/reap', body := '{}'::jsonb, timeout_milliseconds := 8000,
      headers := jsonb_build_object('content-type', 'application/json', 'authorization', 'Bearer ' || $2)
    )
  $query$ using v_url, v_key;
end
$$;
comment on function coach.call_reaper() is
  'Wakes the function that reaps, hangs up, replaces killed segments and works off reports. Called by pg_cron.';

select coach.expose(
  'coach.note_run()', 'coach.is_sweep_due()', 'coach.reap(uuid[])', 'public.reap_sessions(integer)', 'coach.call_reaper()'
);

do $$
begin
  if (
    select count(*) = 2 from pg_catalog.pg_available_extensions where name in ('pg_cron', 'pg_net')
  ) then
    create extension if not exists pg_cron;
    create extension if not exists pg_net;
    execute $query$select cron.schedule('maka-reap', '10 seconds', 'select coach.call_reaper()')$query$;
  end if;
exception when insufficient_privilege or feature_not_supported or object_not_in_prerequisite_state then
  raise notice 'no schedule: %', sqlerrm;
end
$$;
