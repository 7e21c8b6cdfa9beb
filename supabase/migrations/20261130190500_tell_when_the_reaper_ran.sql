-- Whether the schedule runs is seen from outside.
create or replace function public.read_metrics() returns jsonb
language plpgsql set search_path = '' as $$
begin
  perform coach.fold_events(10000);
  return jsonb_build_object(
    'bounds', to_jsonb(coach.metric_bounds()),
    'gauges', coach.gauges() || jsonb_strip_nulls(jsonb_build_object(
      'reaper_age_seconds', (
        select greatest(extract(epoch from now() - last_run_at), 0) from coach.reaper_runs where last_run_at is not null
      )
    )),
    'series', (
      select coalesce(jsonb_agg(to_jsonb(metrics) order by name, labels), '[]') from coach.metrics
    )
  );
end
$$;
