-- What grows with every call and is needed by nobody after a while. Transcripts, reports and learners
-- are not here: they are personal and go with the retention time of their organization.
create index usage_windows_starts_on on coach.usage_windows (starts_on) where starts_on > date '1970-01-01';
create index hangups_finished_at on coach.hangups (finished_at) where status = 'done';
create index reservations_closed_at on coach.reservations (closed_at) where closed_at is not null;

create function coach.purge_windows(p_batch integer) returns integer
language plpgsql set search_path = '' as $$
declare
  v_learners uuid[];
  v_removed integer;
begin
  with old as (
    select id from coach.usage_windows
    where starts_on > date '1970-01-01'
      and starts_on < (now() at time zone 'UTC')::date - 62
      and (scope <> 'organization_month' or starts_on < (now() at time zone 'UTC')::date - 800)
      and reserved_seconds = 0
    order by starts_on limit p_batch for update skip locked
  ), removed as (
    delete from coach.usage_windows as w using old where w.id = old.id returning w.scope, w.subject_id
  )
  select count(*), array_agg(distinct subject_id) filter (where scope = 'learner_day')
  into v_removed, v_learners from removed;
  -- A learner who was not here since has a row for calls at a time and nothing else.
  with idle as (
    select w.id from coach.usage_windows as w
    where w.scope = 'learner_concurrency' and w.subject_id = any(v_learners) and w.live_sessions = 0
      and not exists (
        select from coach.usage_windows as day where day.scope = 'learner_day' and day.subject_id = w.subject_id
      )
    for update skip locked
  )
  delete from coach.usage_windows as w using idle where w.id = idle.id;
  return v_removed;
end
$$;
comment on function coach.purge_windows(integer) is
  'Removes days after two months and months after two years, unless minutes are held on them.';

create function coach.purge_rows(p_batch integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_batch integer := least(greatest(p_batch, 0), 1000);
  v_windows integer := coach.purge_windows(v_batch);
  v_events integer;
  v_hangups integer;
  v_reservations integer;
begin
  -- The oldest first: an index scan that stops at the first row that is too young.
  with oldest as (
    select id, created_at from coach.session_events
    where id <= (select event_id from coach.metrics_cursor) order by id limit v_batch
  )
  delete from coach.session_events as event using oldest
  where event.id = oldest.id and oldest.created_at < now() - interval '90 days';
  get diagnostics v_events = row_count;
  with oldest as (
    select id from coach.hangups where status = 'done' and finished_at < now() - interval '30 days'
    order by finished_at limit v_batch
  )
  delete from coach.hangups as hangup using oldest where hangup.id = oldest.id;
  get diagnostics v_hangups = row_count;
  with oldest as (
    select session_id from coach.reservations where closed_at < now() - interval '30 days'
    order by closed_at limit v_batch
  )
  delete from coach.reservations as reservation using oldest where reservation.session_id = oldest.session_id;
  get diagnostics v_reservations = row_count;
  return jsonb_build_object(
    'windows', v_windows, 'events', v_events, 'hangups', v_hangups, 'reservations', v_reservations
  );
end
$$;
comment on function coach.purge_rows(integer) is
  'Runs as its owner, so that no API role may delete a row of the ledger: takes a number, and removes only what is old.';

create function public.purge_operational(p_batch integer) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_folded integer := coach.fold_events(10000);
begin
  return coach.purge_rows(p_batch) || jsonb_build_object('folded', v_folded);
end
$$;
comment on function public.purge_operational(integer) is
  'Counts events into the metrics and removes rows of operation that are old; a bounded number, so that it may run with every reaping.';

revoke execute on function coach.purge_windows(integer) from public, anon, authenticated, service_role;
revoke execute on function coach.purge_rows(integer), public.purge_operational(integer)
  from public, anon, authenticated;
grant execute on function coach.purge_rows(integer), public.purge_operational(integer) to service_role;
