-- Before the first run of the reaper nothing is known: the time since the migration is no silence.
alter table coach.reaper_runs alter column last_run_at drop not null;
alter table coach.reaper_runs alter column last_run_at drop default;
update coach.reaper_runs set last_run_at = null;

create or replace function coach.note_run() returns timestamptz
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
